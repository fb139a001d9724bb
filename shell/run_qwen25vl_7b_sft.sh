#!/usr/bin/env bash
# Fine-tune the policy and its aligner through verl.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: [VARIABLE=value ...] bash shell/run_qwen25vl_7b_sft.sh [key=value ...]

Runs `jamel train sft`. Extra arguments are settings of configs/sft/*.yaml. Run again after an interruption, it goes on
from the last checkpoint; the checkpoint is OUTPUT_DIR/checkpoints/global_step_N/huggingface.

environment:
  CONFIG             YAML file (default: configs/sft/qwen25vl_7b.yaml)
  TRAIN_FILE         jamel_memory_sft_train.parquet of `jamel prepare` (default: as in the YAML file)
  VAL_FILE           jamel_memory_sft_val.parquet (default: as in the YAML file)
  MODEL_PATH         Qwen2.5-VL-7B-Instruct, or a joint model to go on from (default: as in the YAML file)
  BASE_MODEL_PATH    the same under its other published name
  COMPRESSOR_MODEL   the Qwen3-VL folder that made the latents; checked against the data (default: no check)
  OUTPUT_DIR         output folder (default: OUTPUT_MODEL_PATH with _training at its end, else as in the YAML file)
  OUTPUT_MODEL_PATH  when training is done, policy and COMPRESSOR_MODEL are packaged here (default: not packaged)
  NPROC_PER_NODE     ranks, one for each GPU (default: as in the YAML file)
  TOTAL_EPOCHS       passes over the data (default: as in the YAML file)
  VAL_STEPS          steps between validations (default: as in the YAML file)
  JAMEL_ROOT         the project (default: the folder above this script)
  PYTHON_BIN         the interpreter (default: .venv/bin/python if there is one, else python3)
EOF
}
[ "${1:-}" = "--help" ] && { usage; exit 0; }

JAMEL_ROOT="${JAMEL_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$JAMEL_ROOT"
python=.venv/bin/python
[ -x "$python" ] || python=python3

python="${PYTHON_BIN:-$python}"

package="${OUTPUT_MODEL_PATH:-}"
package="${package%/}"
output="${OUTPUT_DIR:-${package:+${package}_training}}"
if [ -n "$package" ] && [ -z "${COMPRESSOR_MODEL:-}" ]; then
  echo "run_qwen25vl_7b_sft.sh: OUTPUT_MODEL_PATH packages the model with its compressor; set COMPRESSOR_MODEL too." >&2
  exit 2
fi

settings=()
add() { if [ -n "$2" ]; then settings+=("$1=$2"); fi; }
add train_file "${TRAIN_FILE:-}"
add val_file "${VAL_FILE:-}"
add model_path "${MODEL_PATH:-${BASE_MODEL_PATH:-}}"
add compressor_model "${COMPRESSOR_MODEL:-}"
add output "$output"
add nproc_per_node "${NPROC_PER_NODE:-}"
add total_epochs "${TOTAL_EPOCHS:-}"
add val_steps "${VAL_STEPS:-}"
"$python" -m jamel.cli train sft "${CONFIG:-configs/sft/qwen25vl_7b.yaml}" "${settings[@]}" "$@"
[ -n "$package" ] || exit 0
if [ -f "$package/model.json" ]; then
  echo "$package is packaged already; delete it to package again"
else
  "$python" -m jamel.cli package-model "$output" --compressor "$COMPRESSOR_MODEL" --output "$package"
fi
