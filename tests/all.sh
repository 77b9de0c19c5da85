#!/usr/bin/env bash
# Every check of the project; `make test` calls it with the page built and the tools installed. A part
# that fails does not hide what the others would say; the last line counts them all.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# A command that is one check: check WHAT COMMAND…
check() {
  printf '\n== %s\n' "$1"
  if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAILED  $1"; fi
}

# A command that counts its checks itself: suite WHAT COMMAND…
suite() {
  local result good bad
  printf '\n== %s\n' "$1"
  "${@:2}" 2>&1 | tee "$log"
  result=${PIPESTATUS[0]}
  read -r good bad < <(sed -nE 's/^test result: [^.]*\. //; s/^([0-9]+) passed[;,] ([0-9]+) failed.*/\1 \2/p' "$log" |
    awk '{ good += $1; bad += $2 } END { print good + 0, bad + 0 }')
  # Tests that could not be built, or a run that broke off, count no failure of their own.
  if [[ $result != 0 && $bad == 0 ]] || ((good + bad == 0)); then bad=1 && echo "FAILED  $1"; fi
  passed=$((passed + good))
  failed=$((failed + bad))
}

check 'formatting' cargo fmt --check
check 'lints, native' cargo clippy --all-targets --locked -- -D warnings
check 'lints, in the browser' cargo clippy --target wasm32-unknown-unknown --lib --bins --locked -- -D warnings
suite 'native tests and the real tools' cargo test --locked --no-fail-fast

if chromium=$(tests/chromium.sh); then
  check 'the command line, for the page to compare with' cargo build --locked
  suite 'the page in Chromium' env CHROMIUM="$chromium" node tests/web/page.mjs dist target/debug/monitree
else
  echo 'not run: the page in Chromium, which is not there (CHROMIUM names one)'
  if [[ ${CI:-} == true ]]; then failed=$((failed + 1)); fi
fi

printf '\n%s passed, %s failed\n' "$passed" "$failed"
((failed == 0))
