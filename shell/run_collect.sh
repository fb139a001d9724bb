#!/usr/bin/env bash
# Explore apps and record trajectories.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: [VARIABLE=value ...] bash shell/run_collect.sh [key=value ...]

Runs `jamel collect`. Extra arguments are settings of configs/collect/*.yaml.

environment:
  COLLECT_CONFIG   YAML file (default: configs/collect/train86.yaml)
  COLLECT_OUTPUT   output folder (default: outputs/collect)
  SCALEWOB_ROOT    folder of the apps (default: env/browser_env/scalewob-env)
  JAMEL_ROOT       the project (default: the folder above this script)
  PYTHON_BIN       the interpreter (default: .venv/bin/python)
EOF
}
[ "${1:-}" = "--help" ] && { usage; exit 0; }

JAMEL_ROOT="${JAMEL_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$JAMEL_ROOT"
export SCALEWOB_ROOT="${SCALEWOB_ROOT:-}"
exec "${PYTHON_BIN:-.venv/bin/python}" -m jamel.cli collect "${COLLECT_CONFIG:-configs/collect/train86.yaml}" \
  "output=${COLLECT_OUTPUT:-outputs/collect}" "$@"
