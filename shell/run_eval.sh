#!/usr/bin/env bash
# Evaluate a trained policy on unseen apps.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: [VARIABLE=value ...] bash shell/run_eval.sh [key=value ...]

Runs `jamel evaluate` on a checkpoint. Extra arguments are settings of configs/eval/*.yaml.

environment:
  CHECKPOINT         trained policy: a package, model folder or training output with global_step_* (or MODEL_PATH)
  MODEL_PATH         the same under its other published name
  JAMEL_BASE_MODEL   accepted for compatibility; our checkpoints are self-contained
  COMPRESSOR_MODEL   the frozen Qwen3-VL folder (required unless the model is a package, which holds its own)
  EVAL_CONFIG        YAML file (default: configs/eval/test10.yaml)
  EVAL_OUTPUT        output folder (default: outputs/eval)
  APPS               app ids separated by spaces or commas (default: those of APPS_MODE)
  APPS_MODE          test10, train86 or all (default: as in the YAML file)
  MAX_STEPS          steps of a session, resets included (default: as in the YAML file)
  NUM_SESSIONS       sessions per app (default: as in the YAML file)
  NUM_GPUS           GPUs to spread workers over (default: 0)
  WORKERS_PER_GPU    workers for each GPU, or in all when there is none (default: 1)
  PORT_BASE          port of the static server (default: as in the YAML file)
  TEMPERATURE, TOP_P sampling (default: as in the YAML file)
  SCALEWOB_ROOT      folder of the apps (default: env/browser_env/scalewob-env)
  JAMEL_ROOT         the project (default: the folder above this script)
  PYTHON_BIN         the interpreter (default: .venv/bin/python)
EOF
}
[ "${1:-}" = "--help" ] && { usage; exit 0; }

JAMEL_ROOT="${JAMEL_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$JAMEL_ROOT"
export SCALEWOB_ROOT="${SCALEWOB_ROOT:-}"
checkpoint="${CHECKPOINT:-${MODEL_PATH:-}}"
if [ -z "$checkpoint" ] || { [ -z "${COMPRESSOR_MODEL:-}" ] && [ ! -f "$checkpoint/model.json" ]; }; then
  echo "run_eval.sh: needs CHECKPOINT (or MODEL_PATH) and, unless it is a package, COMPRESSOR_MODEL; see --help." >&2
  exit 2
fi
if [ -n "${JAMEL_BASE_MODEL:-}" ]; then
  echo "JAMEL_BASE_MODEL is not needed: the checkpoint holds the whole policy"
fi
gpus="${NUM_GPUS:-0}"
per_gpu="${WORKERS_PER_GPU:-1}"
settings=(
  "model.checkpoint=$checkpoint" "output=${EVAL_OUTPUT:-outputs/eval}"
  "num_gpus=$gpus" "workers=$(((gpus > 0 ? gpus : 1) * per_gpu))"
)
if [ -n "${COMPRESSOR_MODEL:-}" ]; then settings+=("model.compressor=$COMPRESSOR_MODEL"); fi
if [ -n "${APPS:-}" ]; then settings+=("apps=[$(tr -s " ," "," <<<"$APPS")]"); fi
if [ -n "${APPS_MODE:-}" ]; then settings+=("apps_mode=$APPS_MODE"); fi
if [ -n "${MAX_STEPS:-}" ]; then settings+=("max_steps=$MAX_STEPS"); fi
if [ -n "${NUM_SESSIONS:-}" ]; then settings+=("num_sessions=$NUM_SESSIONS"); fi
if [ -n "${PORT_BASE:-}" ]; then settings+=("port_base=$PORT_BASE"); fi
if [ -n "${TEMPERATURE:-}" ]; then settings+=("model.temperature=$TEMPERATURE"); fi
if [ -n "${TOP_P:-}" ]; then settings+=("model.top_p=$TOP_P"); fi
exec "${PYTHON_BIN:-.venv/bin/python}" -m jamel.cli evaluate "${EVAL_CONFIG:-configs/eval/test10.yaml}" \
  "${settings[@]}" "$@"
