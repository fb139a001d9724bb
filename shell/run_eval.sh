#!/usr/bin/env bash
# Evaluate a trained policy and baselines on unseen apps, then write the report.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: [VARIABLE=value ...] bash shell/run_eval.sh [key=value ...]

Runs `jamel evaluate`, then `jamel report`. Extra arguments are settings of configs/eval/*.yaml. Run again after an
interruption, it makes up what is missing.

environment:
  CHECKPOINT         trained policy: a package, model folder or training output with global_step_* (or MODEL_PATH;
                     default: as in the YAML file, and test10.yaml names none)
  MODEL_PATH         the same under its other published name
  JAMEL_BASE_MODEL   accepted for compatibility; our checkpoints are self-contained
  COMPRESSOR_MODEL   the frozen Qwen3-VL folder (default: the package's own, or as in the YAML file)
  EVAL_CONFIG        YAML file (default: configs/eval/test10.yaml); heldout.yaml and real_apps.yaml are on apps that
                     need no download or are fetched with `jamel apps fetch`, memory_arms.yaml on what memory is worth
  EVAL_OUTPUT        output folder (default: as in the YAML file)
  APPS               app ids separated by spaces or commas (default: those of APPS_MODE)
  APPS_MODE          test10, train86 or all (default: as in the YAML file)
  MAX_STEPS          steps of a session, resets included (default: as in the YAML file)
  NUM_SESSIONS       sessions per app (default: as in the YAML file)
  NUM_GPUS           GPUs to spread workers over (default: 0)
  WORKERS_PER_GPU    workers for each GPU, or in all when there is none (default: 1; without
                     NUM_GPUS as in the YAML file); those of one GPU share one copy of the models
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
if [ -n "${JAMEL_BASE_MODEL:-}" ]; then
  echo "JAMEL_BASE_MODEL is not needed: the checkpoint holds the whole policy"
fi
gpus="${NUM_GPUS:-0}"
settings=("num_gpus=$gpus")
add() { if [ -n "$2" ]; then settings+=("$1=$2"); fi; }
if [ -n "${NUM_GPUS:-}${WORKERS_PER_GPU:-}" ]; then
  settings+=("workers=$(((gpus > 0 ? gpus : 1) * ${WORKERS_PER_GPU:-1}))")
fi
add model.checkpoint "$checkpoint"
add model.compressor "${COMPRESSOR_MODEL:-}"
add output "${EVAL_OUTPUT:-}"
if [ -n "${APPS:-}" ]; then settings+=("apps=[$(tr -s " ," "," <<<"$APPS")]"); fi
add apps_mode "${APPS_MODE:-}"
add max_steps "${MAX_STEPS:-}"
add num_sessions "${NUM_SESSIONS:-}"
add port_base "${PORT_BASE:-}"
add model.temperature "${TEMPERATURE:-}"
add model.top_p "${TOP_P:-}"
python="${PYTHON_BIN:-.venv/bin/python}"
"$python" -m jamel.cli evaluate "${EVAL_CONFIG:-configs/eval/test10.yaml}" "${settings[@]}" "$@" --report
