#!/usr/bin/env bash
# Serve a folder of apps on this machine, with a gallery page.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: bash shell/serve_scalewob.sh [--port 8000] [--root FOLDER]

Serves the apps below FOLDER at http://127.0.0.1:PORT/<id>/ and /scalewob-env/<id>/, and a gallery with a thumbnail of
every app at http://127.0.0.1:PORT/. Thumbnails are drawn once, into .cache/thumbnails.

environment:
  JAMEL_ROOT      the project (default: the folder above this script)
  SCALEWOB_ROOT   the apps (default: env/browser_env/scalewob-env, or the embedded demo apps when that is missing)
  PYTHON_BIN      the interpreter (default: .venv/bin/python)
EOF
}
[ "${1:-}" = "--help" ] && { usage; exit 0; }

JAMEL_ROOT="${JAMEL_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$JAMEL_ROOT"
root="${SCALEWOB_ROOT:-env/browser_env/scalewob-env}"
if [ -z "${SCALEWOB_ROOT:-}" ] && [ ! -d "$root" ]; then
  root=env/browser_env/demo-env
  echo "ScaleWoB is not here; serving the embedded demo apps instead"
fi
exec "${PYTHON_BIN:-.venv/bin/python}" -m jamel.cli serve --root "$root" --thumbnails "$@"
