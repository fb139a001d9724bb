#!/usr/bin/env bash
# GiGPO with verl-agent's own trainer, on jamel's browser environments. Without memory: verl-agent has no place for it.
set -euo pipefail

usage() {
  cat <<'EOF'
usage: VERL_AGENT_ROOT=path/to/verl-agent [VARIABLE=value ...] bash third_party/verl-agent/run_gigpo.sh [override ...]

Runs verl.trainer.main_ppo of that checkout with our environments. Extra arguments are its own Hydra overrides, and win.

environment:
  VERL_AGENT_ROOT  a checkout of verl-agent (needed)
  PYTHON_BIN       the interpreter of verl-agent's environment, with jamel installed into it (default: python3)
  MODEL_PATH       the policy to start from, a Qwen2.5-VL folder (needed)
  TRAIN_FILE       verl-agent's placeholder rows, made by its examples/data_preprocess/prepare.py in mode visual (needed)
  VAL_FILE         the same for validation (default: TRAIN_FILE)
  APPS             ids of training apps, separated by commas (default: yunjian,xiancai)
  VAL_APPS         ids of validation apps (default: APPS)
  GROUPS_PER_STEP  groups in one training step; apps are taken in turn (default: 4)
  GROUP_SIZE       sessions of a group (default: 8)
  MAX_STEPS        steps of a session (default: 20)
  TOTAL_EPOCHS     passes over the placeholder rows (default: 100)
  NPROC_PER_NODE   GPUs (default: 1)
  JAMEL_ROOT       the project (default: two folders above this script)
EOF
}
[ "${1:-}" = "--help" ] && { usage; exit 0; }

need() {
  if [ -z "$2" ]; then
    echo "run_gigpo.sh: $1 is not set; see --help." >&2
    exit 2
  fi
}
need VERL_AGENT_ROOT "${VERL_AGENT_ROOT:-}"
need MODEL_PATH "${MODEL_PATH:-}"
need TRAIN_FILE "${TRAIN_FILE:-}"
if [ ! -d "$VERL_AGENT_ROOT/agent_system/environments" ]; then
  echo "run_gigpo.sh: $VERL_AGENT_ROOT has no agent_system/environments; give a checkout of verl-agent." >&2
  exit 2
fi
JAMEL_ROOT="${JAMEL_ROOT:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}"
apps="${APPS:-yunjian,xiancai}"
groups="${GROUPS_PER_STEP:-4}"
# verl-agent's own packages must win over an installed verl.
export PYTHONPATH="$VERL_AGENT_ROOT:$JAMEL_ROOT${PYTHONPATH:+:$PYTHONPATH}"
"${PYTHON_BIN:-python3}" -m jamel.train.rl.verl_agent_launch \
  algorithm.adv_estimator=gigpo \
  algorithm.gamma=0.95 \
  algorithm.gigpo.step_advantage_w=1.0 \
  algorithm.gigpo.mode=mean_norm \
  algorithm.use_kl_in_reward=False \
  data.train_files="$TRAIN_FILE" \
  data.val_files="${VAL_FILE:-$TRAIN_FILE}" \
  data.train_batch_size="$groups" \
  data.val_batch_size="$groups" \
  data.max_prompt_length=8192 \
  data.max_response_length=256 \
  data.truncation=left \
  data.image_key=images \
  data.return_raw_chat=True \
  actor_rollout_ref.model.path="$MODEL_PATH" \
  actor_rollout_ref.actor.optim.lr=1e-6 \
  actor_rollout_ref.actor.ppo_mini_batch_size="$groups" \
  actor_rollout_ref.actor.ppo_micro_batch_size_per_gpu=1 \
  actor_rollout_ref.actor.use_kl_loss=True \
  actor_rollout_ref.actor.kl_loss_coef=0.01 \
  actor_rollout_ref.rollout.name=vllm \
  actor_rollout_ref.rollout.tensor_model_parallel_size=1 \
  actor_rollout_ref.rollout.log_prob_micro_batch_size_per_gpu=1 \
  actor_rollout_ref.ref.log_prob_micro_batch_size_per_gpu=1 \
  env.env_name=jamel \
  env.seed=0 \
  env.max_steps="${MAX_STEPS:-20}" \
  env.rollout.n="${GROUP_SIZE:-8}" \
  "+env.jamel.apps=[$apps]" \
  "+env.jamel.val_apps=[${VAL_APPS:-$apps}]" \
  trainer.n_gpus_per_node="${NPROC_PER_NODE:-1}" \
  trainer.nnodes=1 \
  trainer.project_name=jamel \
  trainer.experiment_name=gigpo \
  trainer.total_epochs="${TOTAL_EPOCHS:-100}" \
  "$@"
