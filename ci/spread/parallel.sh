#!/usr/bin/env bash
# One search on all cores of this machine, or of several, by GNU parallel: the lines of `extram plan` as its jobs.
#
#   ci/spread/parallel.sh FOLDER SHARDS [arguments of `extram check`] [-- arguments of parallel]
#
# Run it again with the same arguments to go on: shards that are done are not run again. Shards that were killed are
# tried again. EXTRAM names the program (default: extram in the PATH). Ends with the exit code of `extram merge`.
# More machines: ... -- --sshlogin a,b --workdir FOLDER, where FOLDER is shared among them.
set -euo pipefail

fail() {
  echo "ci/spread/parallel.sh: $*" >&2
  exit 2
}

[[ $# -ge 2 ]] || fail "usage: ci/spread/parallel.sh FOLDER SHARDS [arguments of extram check] [-- of parallel]"
command -v parallel >/dev/null || fail "GNU parallel is missing: apt-get install parallel"
folder=$1
shards=$2
shift 2
check=()
while [[ $# -gt 0 && $1 != -- ]]; do
  check+=("$1")
  shift
done
[[ $# -eq 0 ]] || shift

program=$(command -v "${EXTRAM:-extram}") || fail "there is no ${EXTRAM:-extram}: set EXTRAM to the program"
program=$(realpath "$program")
mkdir -p "$folder"
cd "$folder"
plan=$("$program" plan --shards "$shards" "${check[@]}")
# A job log of another search would have its shards taken for done.
if [[ -e plan ]] && [[ $plan != "$(<plan)" ]]; then fail "$folder holds another search: name a new folder"; fi
printf '%s\n' "$plan" >plan

# A shard that ends with a verdict has done its part, whatever the verdict: only what was killed, or could not be
# written, is tried again. `extram merge` judges the verdicts.
shard() {
  local status=0
  eval "${1/#extram /\"\$PROGRAM\" }" || status=$?
  case $status in 1 | 3 | 4 | 5) return 0 ;; *) return "$status" ;; esac
}
export -f shard
export PROGRAM=$program
export SHELL=$BASH
sed '$d' plan | parallel --joblog joblog --resume-failed --retries 3 "$@" shard '{}' >&2 || true
merge=$(tail -n 1 plan)
eval "${merge/#extram /\"\$PROGRAM\" }"
