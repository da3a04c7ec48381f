#!/usr/bin/env bash
# Everything, for a night: all tests, the whole suite of model checks, and the tests labelled nightly, whose seeds are
# another night's each time (EXTRAM_SEED repeats one). Nothing stops at the first failure; the last line is the total
# over all tests, `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf build/reports/tests

export EXTRAM_SEED=${EXTRAM_SEED:-$(date +%Y%m%d)}
echo "EXTRAM_SEED=$EXTRAM_SEED"

status=0
ci/test.sh --no-total || status=1
ci/check.sh || {
  echo "failed: ci/check.sh"
  status=1
}
# Each file compiled alone, as no other build here does: an include that is missing shows.
{ cmake --preset debug --log-level=WARNING && cmake --build --preset debug --parallel "$(nproc)"; } || {
  echo "failed: the build of the preset debug"
  status=1
}
ci/fuzz.sh 60 || {
  echo "failed: ci/fuzz.sh"
  status=1
}
{ ci/setup.sh doxygen && doxygen ci/Doxyfile; } || {
  echo "failed: the reference, doxygen ci/Doxyfile"
  status=1
}
# For the tests that spread a search, and that look at the package.
ci/setup.sh slurm-wlm munge lintian pkgconf || status=1
EXTRAM_TIER=nightly ci/test.sh --no-total || status=1

results=(nightly/asan-ubsan)
for preset in release tsan-gcc tsan-clang; do
  results+=("quick/$preset" "nightly/$preset")
done
python3 ci/tally.py build/reports/tests "${results[@]}" || status=1
exit "$status"
