#!/bin/sh
# Chromium refuses to run as root with its sandbox on, and jamel never turns the sandbox off. So root starts it through
# this script as the unprivileged user that owns the profile folder Playwright made. Playwright's pipe (file
# descriptors 3 and 4) passes through exec.
set -eu
for argument in "$@"; do
  case "$argument" in
    --user-data-dir=*) profile=${argument#--user-data-dir=} ;;
  esac
done
chown -R "$JAMEL_BROWSER_UID" "$profile"
exec setpriv --reuid="$JAMEL_BROWSER_UID" --regid="$JAMEL_BROWSER_UID" --clear-groups \
  env HOME="$profile" "$JAMEL_BROWSER_EXECUTABLE" "$@"
