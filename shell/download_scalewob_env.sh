#!/usr/bin/env bash
# Bring the ScaleWoB apps into place.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: bash shell/download_scalewob_env.sh --mode test10|train86|all [--source ZIP|FOLDER|URL] [--output FOLDER]

Fetches the published archive (configs/apps/scalewob.yaml; a broken download goes on where it stopped), or takes a zip or
an unpacked folder, and puts the apps of a split below SCALEWOB_ROOT: unpacked safely, each with its index.html, held to
the sha256 of every file seen the first time, references to other sites replaced by local copies or placeholders.

environment:
  JAMEL_ROOT      the project (default: the folder above this script)
  SCALEWOB_ROOT   where the apps go (default: env/browser_env/scalewob-env)
  PYTHON_BIN      the interpreter (default: .venv/bin/python)
EOF
}
[ "${1:-}" = "--help" ] && { usage; exit 0; }

JAMEL_ROOT="${JAMEL_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$JAMEL_ROOT"
export SCALEWOB_ROOT="${SCALEWOB_ROOT:-}"
exec "${PYTHON_BIN:-.venv/bin/python}" -m jamel.cli install-apps "$@"
