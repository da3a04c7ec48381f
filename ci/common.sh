#!/usr/bin/env bash
# What the scripts of this folder share. Sourced from the top of the tree, after ci/setup.sh.
# EXTRAM_TIER: `quick`, every test but the nightly ones, or `nightly`, those alone (see ci/nightly.sh).

tier=${EXTRAM_TIER:-quick}
results=build/reports/tests/$tier
jobs=$(nproc)
readonly tier results jobs

# test_preset PRESET [RUNNER...]: configures, builds and tests one preset, each step under RUNNER (see ci/tsan.sh). The
# results are left in PRESET.xml in the folder of the tier; a step that fails before the tests leaves none.
test_preset() {
  local preset=$1 start=$SECONDS status=0
  local -a targets=(all)
  [[ $tier == quick ]] || targets+=(extram-lockstep)
  local -a chosen=(--label-exclude '^nightly$')
  if [[ $preset == tsan-* ]]; then  # asked about real threads alone, all of which are in impl/
    targets=(impl/all)
    chosen+=(--label-regex '^tsan$')
  fi
  [[ $tier == quick ]] || chosen=(--label-regex '^nightly$')
  [[ $preset != asan-ubsan ]] || chosen=()  # by night alone, and all of them
  shift
  echo "=== $preset, $tier"
  mkdir -p "$results"
  rm -f "$results/$preset.xml"
  "$@" cmake --preset "$preset" --log-level=WARNING &&
    "$@" cmake --build --preset "$preset" --target "${targets[@]}" --parallel "$jobs" &&
    "$@" ctest --preset "$preset" "${chosen[@]}" --no-tests=error --output-on-failure --parallel 2 \
      --output-junit "$PWD/$results/$preset.xml" || status=1
  echo "=== $preset, $tier: $((SECONDS - start)) s"
  return "$status"
}
