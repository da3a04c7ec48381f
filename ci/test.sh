#!/usr/bin/env bash
# Every test but the nightly ones, through ctest: release, and ThreadSanitizer with both compilers. EXTRAM_TIER=nightly:
# the nightly ones, and all of AddressSanitizer's, whose build takes a third of the time.
# All presets run, even when one fails; the last line is the total, `N passed, N failed`.
#
#   ci/test.sh [--no-total]     --no-total: leaves the last line to the caller
set -euo pipefail
cd "$(dirname "$0")/.."
ci/setup.sh chromium golang-1.19-go?  # Go: one test of the label `conformance` compares with the real runtime
. ci/common.sh
rm -rf "$results"

# AddressSanitizer gives every thread an alternate signal stack of its own; the protocol looks at who owns that one.
export ASAN_OPTIONS=use_sigaltstack=0
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

status=0
test_preset release || status=1
ci/tsan.sh --no-total || status=1
presets=(release tsan-gcc tsan-clang)
if [[ $tier == nightly ]]; then
  test_preset asan-ubsan || status=1
  presets+=(asan-ubsan)
fi
[[ ${1:-} == --no-total ]] || python3 ci/tally.py "$results" "${presets[@]}" || status=1
exit "$status"
