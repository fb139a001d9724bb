#!/bin/sh
# What Playwright starts in Chromium's place: the relay, which starts Chromium and hands on Playwright's pipe (file
# descriptors 3 and 4).
set -eu
exec "$JAMEL_BROWSER_PYTHON" -I -S "$(dirname "$0")/relay.py" "$JAMEL_BROWSER_SOCKET" "$JAMEL_BROWSER_COMMAND" "$@"
