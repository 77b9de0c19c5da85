#!/usr/bin/env bash
# Installs a program of the Rust world into .tools/bin: the archive of its release where that can be
# had, which takes seconds, else built from crates.io, which takes minutes.
#
#   setup/cargo-tool.sh BINARY CRATE VERSION RELEASE-URL [OPTION-OF-CARGO-INSTALL]…
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly binary=$1 crate=$2 version=$3 url=$4
shift 4
readonly tools=$PWD/.tools
mkdir -p "$tools/bin"

# Only a program that runs and names its version counts, since an archive may be for another machine.
release() {
  local folder
  folder=$(mktemp -d "$tools/release.XXXXXX")
  curl --fail --silent --location --connect-timeout 10 --max-time 180 "$url" | tar -xz -C "$folder" 2>/dev/null &&
    install -m 755 "$(find "$folder" -type f -name "$binary" | head -n 1)" "$tools/bin/$binary" &&
    "$tools/bin/$binary" --version | grep -qF "$version"
  local result=$?
  rm -rf "$folder"
  return "$result"
}

echo "installing $crate $version"
if release; then
  echo "$crate: from its release"
else
  echo "$crate: no release for this machine within reach; building it takes some minutes"
  cargo install "$crate" --version "$version" --root "$tools" --force "$@"
fi
