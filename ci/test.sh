#!/usr/bin/env bash
# Every test but the nightly ones, through ctest: release, ThreadSanitizer with both compilers, AddressSanitizer.
# All presets run, even when one fails; the last line is the total, `N passed, N failed`.
#
#   ci/test.sh [--no-total]     --no-total: leaves the last line to the caller
set -euo pipefail
cd "$(dirname "$0")/.."
ci/setup.sh
. ci/common.sh
rm -rf "$results"

# AddressSanitizer gives every thread an alternate signal stack of its own; the protocol looks at who owns that one.
export ASAN_OPTIONS=use_sigaltstack=0
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

status=0
test_preset release || status=1
ci/tsan.sh --no-total || status=1
test_preset asan-ubsan || status=1
[[ ${1:-} == --no-total ]] || python3 ci/tally.py "$results" release tsan-gcc tsan-clang asan-ubsan || status=1
exit "$status"
