#!/usr/bin/env bash
# The main job: builds the model checker and runs the suite of model checks, each verdict held against its expectation.
#
#   ci/check.sh [--quick] [arguments of `extram check`]
#
# Then replays the corpus of schedules (scenarios/schedules). Ends with the exit code of `extram check` (0: every
# expectation held), or with 1 where that is 0 and a schedule of the corpus does not replay.
set -euo pipefail
cd "$(dirname "$0")/.."
ci/setup.sh
. ci/common.sh

cmake --preset release --log-level=WARNING
cmake --build --preset release --parallel "$jobs" --target extram extram-model

mkdir -p build/reports
rm -rf build/reports/schedules build/reports/check.jsonl build/reports/html
status=0
build/release/extram check --schedules build/reports/schedules --json build/reports/check.jsonl \
  --html build/reports/html "$@" || status=$?
python3 -B ci/corpus.py build/release || [[ $status != 0 ]] || status=1
echo "reports: build/reports/html/index.html and build/reports/check.jsonl"
echo "what was caught, for extram replay: build/reports/schedules"
exit "$status"
