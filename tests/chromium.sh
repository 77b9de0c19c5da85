#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests. Where there is none and this is root on Debian, it is installed.
set -euo pipefail

find_it() {
  local name
  for name in ${CHROMIUM:-chromium chromium-browser google-chrome}; do
    command -v "$name" && return
  done
  return 1
}

if ! find_it; then
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then exit 1; fi
  echo 'chromium: not found; installing it by apt' >&2
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >&2
  find_it
fi
