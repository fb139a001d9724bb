#!/usr/bin/env bash
# BrowserGym 0.14.3 and third-party web apps, for the parity test alone. Needs a finished setup_env.sh. Safe to repeat.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: bash shell/setup_parity.sh [--help]

Sets up what `pytest tests/parity` compares jamel with: browsergym-core 0.14.3 in .cache/parity, a virtual environment
of its own, by requirements/parity.lock.txt, and four npm packages of web apps by third_party/parity/package-lock.json.
Nothing of it is shipped or imported by jamel. About 250 MB; a minute.
TEXT
}

case "${1:-}" in
  "") ;;
  -h | --help) usage; exit 0 ;;
  *) echo "setup_parity.sh: unknown argument '$1'. Run it with --help." >&2; exit 2 ;;
esac

readonly UV=.venv/bin/uv VENV=.cache/parity APPS=third_party/parity
[ -x "$UV" ] || { echo "setup_parity.sh: no .venv here. Run: bash shell/setup_env.sh" >&2; exit 3; }

stamp="$(sha256sum <requirements/parity.lock.txt) $(sha256sum <"$APPS/package-lock.json")"
if [ "$(cat "$VENV/.jamel-setup" 2>/dev/null)" = "$stamp" ]; then
  echo "parity: as locked"
  exit 0
fi
"$UV" venv --quiet --clear --python .venv/bin/python "$VENV"
"$UV" pip install --quiet --python "$VENV/bin/python" --no-deps --require-hashes -r requirements/parity.lock.txt
npm ci --prefix "$APPS" --ignore-scripts --no-audit --no-fund --loglevel=error
echo "$stamp" >"$VENV/.jamel-setup"
echo "parity: ready; next: .venv/bin/pytest tests/parity"
