#!/usr/bin/env bash
# Explore apps and record trajectories.
set -euo pipefail

usage() {
  cat <<'EOT'
usage: [VARIABLE=value ...] bash shell/run_collect.sh [key=value ...]

Runs `jamel collect`. Extra arguments are settings of configs/collect/*.yaml. Run again after an interruption, it makes
up what is missing.

environment:
  COLLECT_CONFIG   YAML file (default: configs/collect/train86.yaml, which needs no model); an LLM explores with
                   react_text_150.yaml, react_vision_150.yaml and episodes_30x10.yaml
  COLLECT_OUTPUT   output folder (default: outputs/collect)
  LLM_BASE_URL     OpenAI-compatible endpoint, up to and with /v1 (default: as in the YAML file)
  LLM_MODEL        the model's name there (default: as in the YAML file)
  LLM_API_KEY_ENV  NAME of the variable that holds the key; the key itself is never stored (default: no key)
  SCALEWOB_ROOT    folder of the apps (default: env/browser_env/scalewob-env)
  JAMEL_ROOT       the project (default: the folder above this script)
  PYTHON_BIN       the interpreter (default: .venv/bin/python)
EOT
}
[ "${1:-}" = "--help" ] && { usage; exit 0; }

JAMEL_ROOT="${JAMEL_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$JAMEL_ROOT"
export SCALEWOB_ROOT="${SCALEWOB_ROOT:-}"
settings=("output=${COLLECT_OUTPUT:-outputs/collect}")
add() { if [ -n "$2" ]; then settings+=("$1=$2"); fi; }
add explorer.llm.chat.base_url "${LLM_BASE_URL:-}"
add explorer.llm.chat.model "${LLM_MODEL:-}"
add explorer.llm.chat.api_key_env "${LLM_API_KEY_ENV:-}"
exec "${PYTHON_BIN:-.venv/bin/python}" -m jamel.cli collect "${COLLECT_CONFIG:-configs/collect/train86.yaml}" \
  "${settings[@]}" "$@"
