#!/usr/bin/env bash
# One search on all cores of this machine, or of several, by GNU parallel: the lines of `extram plan` as its jobs.
#
#   ci/spread/parallel.sh FOLDER SHARDS [arguments of `extram check`] [-- arguments of parallel]
#
# Run it again with the same arguments to go on: shards that are done are not run again. Shards that were killed are
# tried again. EXTRAM names the program (default: extram in the PATH). Ends with the exit code of `extram merge`.
# More machines: ... -- --sshlogin a,b --workdir FOLDER, where FOLDER is shared among them.
set -euo pipefail
readonly engine=parallel package=parallel
. "$(dirname "$0")/common.sh"

# A shard that ends with a verdict has done its part, whatever the verdict: only what was killed, or could not be
# written, is tried again. `extram merge` judges the verdicts.
shard() {
  local status=0
  eval "${1/#extram /\"\$PROGRAM\" }" || status=$?
  case $status in 1 | 3 | 4 | 5) return 0 ;; *) return "$status" ;; esac
}
export -f shard
export SHELL=$BASH
sed '$d' plan | parallel --joblog joblog --resume-failed --retries 3 "$@" shard '{}' >&2 || true
merge_shards
