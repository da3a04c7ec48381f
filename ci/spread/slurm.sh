#!/usr/bin/env bash
# One search as an array of Slurm jobs: each task runs one line of `extram plan`; a lost node has its task queued again.
#
#   ci/spread/slurm.sh FOLDER SHARDS [arguments of `extram check`] [-- arguments of sbatch]
#
# FOLDER is on a disk that all nodes share. Waits for the array, then joins the shards and ends with the exit code of
# `extram merge`. EXTRAM names the program (default: extram in the PATH).
set -euo pipefail
readonly engine=sbatch package="slurm-wlm munge"
. "$(dirname "$0")/common.sh"

cat >task.sh <<'TASK'
#!/usr/bin/env bash
line=$(sed -n "${SLURM_ARRAY_TASK_ID}p" plan)
# A search that was killed is begun again; a lost node has its tasks queued again by Slurm itself.
for _ in 1 2 3; do
  status=0
  eval "${line/#extram /\"\$PROGRAM\" }" || status=$?
  [[ $status -gt 128 ]] || break
done
exit "$status"
TASK
# Tasks end with the exit codes of their verdicts, so that the array is not to be judged by them.
sbatch --wait --requeue --array="1-$shards" --export=ALL --output=task-%a.log "$@" task.sh >&2 || true
merge_shards
