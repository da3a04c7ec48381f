# What the scripts of this folder share: reads their arguments, and writes the lines of `extram plan` to FOLDER/plan.
# Sourced with `engine`, the command
# that runs the lines, and `package`, which has it.

fail() {
  echo "$0: $*" >&2
  exit 2
}

[[ $# -ge 2 ]] || fail "usage: $0 FOLDER SHARDS [arguments of extram check] [-- arguments of $engine]"
command -v "$engine" >/dev/null || fail "$engine is missing: apt-get install $package"
folder=$1
shards=$2
shift 2
check=()
while [[ $# -gt 0 && $1 != -- ]]; do
  check+=("$1")
  shift
done
[[ $# -eq 0 ]] || shift  # what is left is the engine's

PROGRAM=$(command -v "${EXTRAM:-extram}") || fail "there is no ${EXTRAM:-extram}: set EXTRAM to the program"
PROGRAM=$(realpath "$PROGRAM")
export PROGRAM
mkdir -p "$folder"
cd "$folder"
plan=$("$PROGRAM" plan --shards "$shards" "${check[@]}")
# What is known of another search's shards would be taken for these.
if [[ -e plan ]] && [[ $plan != "$(<plan)" ]]; then fail "$folder holds another search: name a new folder"; fi
printf '%s\n' "$plan" >plan

# The last line of the plan, which gives the verdict of the whole.
merge_shards() {
  local merge
  merge=$(tail -n 1 plan)
  eval "${merge/#extram /\"\$PROGRAM\" }"
}
