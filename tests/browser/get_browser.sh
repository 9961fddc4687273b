#!/bin/sh
# Gets a browser for the browser tests: one that is installed, else Debian's chromium.
set -u
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
  if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "No browser found: installing Debian's chromium."
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
else
  echo "No browser found, and none can be installed here: the browser tests will be skipped."
  echo "Install one (on Debian and Ubuntu: sudo apt install chromium), or name one in CHROMIUM."
fi
exit 0
