#!/usr/bin/env bash
# The main job on an embedded default: set up, collect, prepare, train, evaluate, report. Four to eight minutes on 2 cores after set-up.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: bash shell/quickstart.sh [--fresh]

Sets everything up, then explores two small embedded apps, trains a tiny policy through verl on what it found,
evaluates it on a third, held-out app beside a random explorer, and writes
  outputs/quickstart/report.html   open it in any browser
  outputs/quickstart/summary.json  the same numbers for machines

Run it again and it goes on where it stopped, or says what it skips. --fresh starts over.

environment:
  JAMEL_ROOT   the project (default: the folder above this script)
EOF
}

JAMEL_ROOT="${JAMEL_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}"
cd "$JAMEL_ROOT"
out=outputs/quickstart
case "${1:-}" in
  --help) usage; exit 0 ;;
  --fresh) echo "starting over: deleting $out"; rm -rf "$out" ;;
  "") ;;
  *) echo "quickstart.sh: unknown argument '$1'; the only ones are --fresh and --help." >&2; exit 2 ;;
esac

started=$SECONDS
stage() { printf '\n=== %s (%d s so far)\n' "$1" "$((SECONDS - started))"; }

stage "1/7 set up"
bash shell/setup_env.sh
python=.venv/bin/python
after_setup=$SECONDS

stage "2/7 explore the two training apps"
"$python" -m jamel.cli collect configs/collect/quickstart.yaml "output=$out/collect"

stage "3/7 make tiny models of the paper's two architectures, with random weights and a tokenizer for those apps' pages"
"$python" -m jamel.testing.page_models --sessions "$out/collect/sessions" --output "$out/models" --seed 0

stage "4/7 prepare fine-tuning rows"
"$python" jamel/train/memory/prepare_sft_dataset.py --input "$out/collect/sessions" --output "$out/data" \
  --compressor-model "$out/models/compressor" --max-memory-items 512 --max-length 8192 --val-ratio 0.15

stage "5/7 train policy and aligner through verl"
CONFIG=configs/sft/tiny_cpu.yaml MODEL_PATH="$out/models/base_policy" COMPRESSOR_MODEL="$out/models/compressor" \
  TRAIN_FILE="$out/data/jamel_memory_sft_train.parquet" VAL_FILE="$out/data/jamel_memory_sft_val.parquet" \
  OUTPUT_DIR="$out/sft" bash shell/run_qwen25vl_7b_sft.sh

stage "6/7 evaluate on the held-out app"
CHECKPOINT="$out/sft" COMPRESSOR_MODEL="$out/models/compressor" EVAL_CONFIG=configs/eval/quickstart.yaml \
  EVAL_OUTPUT="$out/eval" WORKERS_PER_GPU=2 bash shell/run_eval.sh

stage "7/7 write the report"
"$python" -m jamel.cli report "$out/eval" --train-log "$out/sft/train_log.jsonl" --output "$out/report.html"
cp "$out/eval/summary.json" "$out/summary.json"

stage "done: $((SECONDS - after_setup)) s after set-up"
echo "report:  $JAMEL_ROOT/$out/report.html"
echo "summary: $JAMEL_ROOT/$out/summary.json"
echo "every reward can be recomputed without a browser: .venv/bin/jamel rescore $out/eval"
