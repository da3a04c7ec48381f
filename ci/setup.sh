#!/usr/bin/env bash
# Installs what the build, the tests and the debugging of a replay need and this machine lacks, from Debian's packages.
# Does nothing, and asks nobody, where nothing is missing. EXTRAM_SETUP=skip leaves the machine as it is. Arguments are
# further packages; NAME? is one that not every release of Debian has.
set -euo pipefail

packages=(
  g++ clang libclang-rt-14-dev cmake ninja-build binutils git python3
  relacy-dev libfmt-dev libcli11-dev nlohmann-json3-dev libkainjow-mustache-dev libpugixml-dev
  libgtest-dev libgmock-dev libbenchmark-dev librapidcheck-dev
  gdb strace python3-yaml parallel
  "$@"
)
readonly packages

fail() {
  echo "ci/setup.sh: $*" >&2
  exit 1
}

# Quiet when it works; everything it said when it does not.
apt() {
  local output
  if ! output=$("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
    -o Acquire::Retries=3 "$@" 2>&1); then
    echo "$output" >&2
    return 1
  fi
}

[[ ${EXTRAM_SETUP:-} != skip ]] || exit 0

command -v apt-get >/dev/null ||
  fail "no apt-get here; install the like of ${packages[*]} by hand, then set EXTRAM_SETUP=skip"

missing=()
for package in "${packages[@]%'?'}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) || status=unknown
  [[ $status == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

as_root=()
if [[ $(id -u) -ne 0 ]]; then
  command -v sudo >/dev/null || fail "not root and no sudo; as root: apt-get install ${missing[*]}"
  as_root=(sudo)
fi

echo "installing ${missing[*]}"
apt -o APT::Update::Error-Mode=any update || echo "ci/setup.sh: going on with the package lists that are here" >&2
available=()
for package in "${missing[@]}"; do
  if [[ " ${packages[*]} " == *" $package? "* ]] && ! apt-cache show "$package" &>/dev/null; then
    echo "ci/setup.sh: going on without $package, which these package lists do not have"
  else
    available+=("$package")
  fi
done
[[ ${#available[@]} -gt 0 ]] || exit 0
apt install --yes --no-install-recommends "${available[@]}" || fail "apt-get could not install: ${available[*]}"
