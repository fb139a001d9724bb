#!/usr/bin/env bash
# Set-up, then every check and every test this machine can run. CI runs exactly this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
  cat <<'TEXT'
usage: bash shell/test.sh [--help]

Runs shell/setup_env.sh, `make check`, then the tests: unit, architecture, interface, browser, model, train.
Tests whose capability this machine lacks are skipped with their reason.

environment:
  JAMEL_REQUIRE    capabilities whose absence is a failure, not a skip; e.g. browser,model,train
TEXT
}

case "${1:-}" in
  "") ;;
  -h | --help) usage; exit 0 ;;
  *) echo "test.sh: unknown argument '$1'. Run it with --help." >&2; exit 2 ;;
esac

bash shell/setup_env.sh
make check
JAMEL_REQUIRE="${JAMEL_REQUIRE:-}" make test
