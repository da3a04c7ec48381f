#!/usr/bin/env bash
# Feeds the readers of schedules, checkpoints, litmus tests and shards' rows with what libFuzzer makes up from files
# that are here.
#
#   ci/fuzz.sh [SECONDS]     of each reader; 20 where nothing is said
#
# A file that a reader crashes on, hangs on, or answers with no one-line refusal ends this with 1, and lies in
# build/fuzz/. What was learnt is kept there, so that a later run goes on from it. EXTRAM_SEED repeats a run.
set -euo pipefail
cd "$(dirname "$0")/.."
ci/setup.sh
. ci/common.sh
seconds=${1:-20}
if [[ ! $seconds =~ ^[1-9][0-9]*$ ]]; then
  echo "ci/fuzz.sh: '$seconds' is no number of seconds: say ci/fuzz.sh 60" >&2
  exit 2
fi

cmake --preset fuzz --log-level=WARNING
cmake --build --preset fuzz --parallel "$jobs"

declare -A seeds=([schedule]=scenarios/schedules [checkpoint]=model/schedule/seeds [litmus]=build/fuzz/litmus-seeds
  [shard_rows]=model/report/seeds)
mkdir -p build/fuzz/litmus-seeds
split --lines=1 scenarios/litmus/catalogue.jsonl build/fuzz/litmus-seeds/test-

status=0
total=0
for reader in schedule checkpoint litmus shard_rows; do
  mkdir -p "build/fuzz/$reader"
  log=build/fuzz/$reader.log
  "build/fuzz/${reader}_fuzz" -max_total_time="$seconds" -rss_limit_mb=512 -timeout=10 -max_len=65536 \
    -seed="${EXTRAM_SEED:-1}" -print_final_stats=1 -artifact_prefix="build/fuzz/$reader-" \
    "build/fuzz/$reader" "${seeds[$reader]}" >"$log" 2>&1 || {
    status=1
    echo "failed: ${reader}_fuzz; the input is told at the end of $log" >&2
    tail -n 20 "$log" >&2
  }
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  echo "${reader}_fuzz: ${runs:-0} runs in $seconds s"
  [[ ${runs:-0} -gt 0 ]] || status=1  # nothing was run
  total=$((total + ${runs:-0}))
done
echo "fuzz: $total runs"
exit "$status"
