#!/usr/bin/env bash
# Bring the ScaleWoB apps into place.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: bash shell/download_scalewob_env.sh --mode test10|train86|all [--source FOLDER] [--output FOLDER]

Copies the apps of a split from FOLDER (an unpacked ScaleWoB archive: the folder that holds environments.json)
to SCALEWOB_ROOT and checks that every app has its index.html.

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
