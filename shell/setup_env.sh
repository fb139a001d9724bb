#!/usr/bin/env bash
# Everything jamel needs, from a machine with Python 3.11, Node and git to a working .venv. Safe to repeat.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: bash shell/setup_env.sh [--help]

Sets up .venv (uv, the locked packages, jamel itself), Chromium's headless shell with Chinese and emoji fonts, and the
Node coverage tools. Each step says what it does; what is done already is skipped. Details go to .cache/setup.log.

System packages are installed when this runs as root or sudo asks for no password; otherwise npm packages stand in.
The CUDA stack is chosen where nvidia-smi works, the CPU stack elsewhere. A CPU build of torch is taken when pip can see
one (it honours pip's own configuration, e.g. PIP_FIND_LINKS); otherwise the registry's build with its GPU libraries,
which runs on a CPU too and takes 4 GB more.

environment:
  JAMEL_CHROMIUM   a Chromium or headless shell to use as it is; the browser step then installs none
  HOME             holds the caches of uv, pip and npm and the user's fonts; .cache/ stands in where it is not writable
  XDG_DATA_HOME    the user's fonts lie below it (default: HOME/.local/share)
TEXT
}

case "${1:-}" in
  "") ;;
  -h | --help) usage; exit 0 ;;
  *) echo "setup_env.sh: unknown argument '$1'. Run it with --help." >&2; exit 2 ;;
esac

readonly LOG=.cache/setup.log
mkdir -p .cache
: >"$LOG"
if [ ! -w "${HOME:-/nonexistent}" ]; then export HOME="$PWD/.cache/home"; mkdir -p "$HOME"; fi

say() { printf 'setup  %4ds  %s\n' "$SECONDS" "$*"; }

fail() {
  echo "setup failed: $*" >&2
  exit 1
}

logged() {
  printf '\n$ %s\n' "$*" >>"$LOG"
  "$@" >>"$LOG" 2>&1
}

must() { # must WHAT_TO_DO COMMAND...: runs it, and on failure ends with the end of the log and one line
  local advice=$1
  shift
  logged "$@" && return
  tail -n 15 "$LOG" >&2
  fail "'$*' did not work (whole log: $LOG). $advice"
}

may_apt() { command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

apt_install() { # apt_install PACKAGE...: fails where this machine or this user cannot
  may_apt || return
  say "system packages: $*"
  local as_root=(env DEBIAN_FRONTEND=noninteractive)
  if [ "$(id -u)" != 0 ]; then as_root=(sudo -n "${as_root[@]}"); fi
  if [ -z "${apt_is_fresh:-}" ]; then logged "${as_root[@]}" apt-get update && apt_is_fresh=1; fi
  logged "${as_root[@]}" apt-get install -y --no-install-recommends "$@"
}

find_python() {
  local candidate
  for candidate in python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "no Python 3.11 on PATH (found: $(python3 --version 2>/dev/null || echo none)). Install it (Debian 12: apt-get install python3 python3-venv)."
}

make_venv() {
  if .venv/bin/python -c 'import pip' 2>/dev/null; then
    say "virtual environment: .venv is there"
    return
  fi
  local python
  python=$(find_python)
  say "virtual environment: making .venv with $("$python" --version)"
  if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    apt_install python3-venv || apt_install python3.11-venv ||
      fail "this Python cannot make virtual environments (no ensurepip). Run: apt-get install python3-venv"
  fi
  must "Remove .venv and run again." "$python" -m venv --clear .venv
}

install_uv() {
  must "Check that pip reaches its package index." .venv/bin/pip install --require-hashes -r requirements/uv.lock.txt
}

install_locked() { # uv is fast, pip knows this machine's own mirrors: pip follows where uv fails
  if logged .venv/bin/uv pip install --python .venv/bin/python --no-deps --require-hashes -r "$1"; then return; fi
  say "python packages: uv did not succeed (see $LOG); trying pip, which is slower"
  must "Check the network, the disk and pip's configuration." .venv/bin/pip install --no-deps --require-hashes -r "$1"
}

install_stack() {
  if [ "$stack" = cuda ]; then
    say "python packages: CUDA stack, $(grep -c '==' requirements/cuda.lock.txt) packages"
    install_locked requirements/cuda.lock.txt
    return
  fi
  if .venv/bin/python -c 'import importlib.metadata as m; assert m.version("torch") == "2.13.0+cpu"' 2>/dev/null ||
    logged .venv/bin/pip install --no-deps 'torch==2.13.0+cpu'; then
    say "python packages: CPU build of torch"
  else
    say "python packages: pip sees no CPU build of torch; taking the registry's with its GPU libraries (4 GB more)"
    install_locked requirements/torch.lock.txt
  fi
  say "python packages: CPU stack, $(grep -c '==' requirements/cpu.lock.txt) packages"
  install_locked requirements/cpu.lock.txt
}

site_packages() { .venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))'; }

install_torchvision_shim() {
  local site
  site=$(site_packages)
  if .venv/bin/python -c 'import importlib.metadata as m; assert m.version("torch").endswith("+cpu")' 2>/dev/null; then
    say "torchvision: declaring its operators for the CPU build of torch"
    cp third_party/torchvision-cpu/jamel_torchvision_cpu.{py,pth} "$site/"
  else
    rm -f "$site"/jamel_torchvision_cpu.{py,pth}
  fi
}

compile_packages() { # where PYTHONDONTWRITEBYTECODE is set, each of verl's many processes would do it anew
  say "python packages: byte code"
  logged .venv/bin/python -m compileall -q -j 0 -x /py312_ "$(site_packages)" || # torch has one file for Python 3.12
    say "python packages: not all compile (see $LOG); they work, but start slowly"
}

set_up_python() {
  local stack=cpu stamp
  if nvidia-smi -L >/dev/null 2>&1; then stack=cuda; fi
  stamp="$stack $(cat requirements/*.lock.txt third_party/torchvision-cpu/jamel_* pyproject.toml shell/setup_env.sh | sha256sum)"
  make_venv
  if [ "$(cat .venv/.jamel-setup 2>/dev/null)" = "$stamp" ]; then
    say "python packages: $stack stack is as locked"
    return
  fi
  install_uv
  install_stack
  install_torchvision_shim
  say "jamel: editable install"
  must "Report this." .venv/bin/uv pip install --python .venv/bin/python --offline --no-deps --no-build-isolation -e .
  compile_packages
  echo "$stamp" >.venv/.jamel-setup
}

npm_ci() { # npm_ci FOLDER WHAT: installs by lock unless this very lock is installed
  local mark="$1/node_modules/.jamel-setup" lock
  lock=$(sha256sum <"$1/package-lock.json")
  if [ "$(cat "$mark" 2>/dev/null)" = "$lock" ]; then
    say "$2: as locked"
    return
  fi
  command -v npm >/dev/null || fail "npm is not on PATH. Install Node 20 or newer with npm (Debian: apt-get install nodejs npm)."
  say "$2: npm ci"
  must "Check that npm reaches its registry." npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --loglevel=error
  echo "$lock" >"$mark"
}

browser_is_there() {
  if [ -n "${JAMEL_CHROMIUM:-}" ] || [ -x .cache/chromium/headless_shell ]; then return; fi
  command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null
}

set_up_browser() {
  if browser_is_there; then
    say "browser: there"
  elif ! apt_install chromium-headless-shell; then
    say "browser: no system package to be had here; taking the one an npm package ships"
    npm_ci third_party/browser "npm browser and font"
    must "Report this." node third_party/browser/unpack.mjs .cache/chromium
  fi
}

has_font() { [ -n "$(fc-list "$1" 2>/dev/null)" ]; }

set_up_fonts() {
  if has_font :lang=zh && has_font 'Noto Color Emoji'; then
    say "fonts: Chinese and emoji are there"
  elif apt_install fontconfig fonts-noto-cjk fonts-noto-color-emoji; then
    return
  elif has_font :lang=zh; then
    say "fonts: Chinese is there; emoji will be boxes until someone with root installs fonts-noto-color-emoji"
  else
    say "fonts: no system package to be had here; copying Noto Sans SC to the user's fonts (emoji stay boxes)"
    npm_ci third_party/browser "npm browser and font"
    local folder="${XDG_DATA_HOME:-$HOME/.local/share}/fonts/jamel"
    mkdir -p "$folder"
    cp third_party/browser/node_modules/@expo-google-fonts/noto-sans-sc/{400Regular,700Bold}/*.ttf "$folder/"
    fc-cache "$folder" 2>/dev/null || true
  fi
}

[ "$(uname -sm)" = "Linux x86_64" ] || fail "the locks are for Linux on x86_64; this is $(uname -sm). Use such a machine or a container."
set_up_python
set_up_browser
set_up_fonts
npm_ci third_party/node "coverage tools"
say "checking"
.venv/bin/jamel doctor || fail "what is marked 'missing' above is needed; each line says what to do."
say "done; next: bash shell/quickstart.sh"
