#!/usr/bin/env bash
# The tests of the real threads under ThreadSanitizer, built with g++ and with clang++.
#
#   ci/tsan.sh [--no-total]     --no-total: leaves the last line, `N passed, N failed`, to the caller
#
# On kernels that randomise addresses further than TSan's shadow memory reaches (vm.mmap_rnd_bits=32), a TSan program
# ends at its start with "unexpected memory mapping". Then everything runs without randomisation, under `setarch -R`;
# where that is refused too, this fails. TSan is never left out.
set -euo pipefail
cd "$(dirname "$0")/.."
ci/setup.sh
. ci/common.sh

# The same as in the test presets. TSan knows no comments in a file of options; these are
#   halt_on_error          the first race is the result: what comes after it may only follow from it
#   exitcode=66            no exit code of ours, so that a race is never taken for a verdict
#   history_size           the longest, so that the earlier access of a race still has its stack
#   second_deadlock_stack  both places where a mutex of a reported lock cycle was taken
export TSAN_OPTIONS="suppressions='$PWD/ci/tsan.supp':include='$PWD/ci/tsan.options'"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Whether a program starts. It is asked again and again: what is random fails only sometimes.
starts() {
  for _ in {1..20}; do
    "$@" || return 1
  done
}

# probe COMPILER: sets `runner` to what TSan programs of this compiler must be run under; fails in one line.
probe() {
  local program=$scratch/$1
  if ! echo 'int main() {}' | "$1" -x c++ -fsanitize=thread -o "$program" - >"$program.log" 2>&1; then
    echo "ci/tsan.sh: $1 -fsanitize=thread does not compile an empty program: $(head -n 1 "$program.log")" >&2
    return 1
  fi
  local try
  for try in '' "setarch $(uname -m) -R"; do
    read -ra runner <<<"$try"
    if starts "${runner[@]}" "$program" >"$program.log" 2>&1; then
      [[ -z $try ]] || echo "ci/tsan.sh: TSan of $1 starts only without address randomisation; all runs under '$try'"
      return 0
    fi
  done
  echo "ci/tsan.sh: TSan of $1 does not start here, nor under 'setarch -R': as root, sysctl vm.mmap_rnd_bits=28" \
    "($(head -n 1 "$program.log"))" >&2
  return 1
}

status=0
runner=()
for preset in tsan-gcc tsan-clang; do
  rm -f "$results/$preset.xml"
  compiler=g++
  [[ $preset == tsan-gcc ]] || compiler=clang++
  if probe "$compiler"; then
    test_preset "$preset" "${runner[@]}" || status=1
  else
    status=1
  fi
done
[[ ${1:-} == --no-total ]] || python3 ci/tally.py "$results" tsan-gcc tsan-clang || status=1
exit "$status"
