#!/usr/bin/env bash
# Somebody else's project against the installed package: built and asked, in a folder that is gone afterwards.
#
#   ci/package/consumer.sh BUILD COMPILER quick|all|deb
#
#   quick  installed from BUILD; the stack in a model and in lockstep: its ABA, and the replay; and what `extram new`
#   writes
#   all    both examples with every program and test, under ThreadSanitizer too, with a Relacy in a folder of its own
#          (RELACY_ROOT); and the program for real threads by what pkg-config says
#   deb    the same from the unpacked .deb of `cpack`, with a package file of Relacy's over the system's headers; and
#          lintian has nothing to say against the package
set -euo pipefail
readonly build=$1 compiler=$2 kind=$3
readonly source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "ci/package/consumer.sh: $*" >&2
  exit 1
}

# expect CODE COMMAND...: its output is shown where it ends otherwise.
expect() {
  local code=0
  "${@:2}" >"$work/output" 2>&1 || code=$?
  [[ $code -eq $1 ]] || { cat "$work/output"; fail "ended with $code, not $1: ${*:2}"; }
}

prefix=$work/installed
if [[ $kind == deb ]]; then
  expect 0 cpack --config "$build/CPackConfig.cmake" -G DEB -B "$work/packed"
  if command -v lintian >/dev/null; then
    expect 0 lintian --no-cfg --allow-root --fail-on error,warning "$work"/packed/extram_*.deb
  else
    echo "lintian is not here: nobody has looked at the package itself"
  fi
  dpkg-deb -x "$work"/packed/extram_*.deb "$work/unpacked"
  prefix=$work/unpacked/usr
  mkdir -p "$prefix/lib/cmake/relacy"
  echo "add_library(relacy::relacy INTERFACE IMPORTED)
    set_target_properties(relacy::relacy PROPERTIES INTERFACE_INCLUDE_DIRECTORIES /usr/include)" \
    >"$prefix/lib/cmake/relacy/relacyConfig.cmake"
else
  expect 0 cmake --install "$build" --prefix "$prefix"
fi
export PATH=$prefix/bin:$PATH
extram --version

# configure SOURCE BUILD OPTIONS...
configure() {
  expect 0 cmake -S "$1" -B "$2" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$prefix" "${@:3}"
}

# Below the top of a repository, from which build servers want their paths.
readonly home=$work/repository/project
readonly project=$home/build
mkdir -p "$home" "$work/repository/.git"
cp -r "$source/scenarios/examples/." "$home"
if [[ $kind == quick ]]; then
  configure "$home/consumer" "$project" -DEXTRAM_TSAN=OFF
  expect 0 cmake --build "$project" -j2 --target extram-model extram-lockstep
  expect 0 ctest --test-dir "$project" -L model --no-tests=error --output-on-failure
else
  relacy=()
  if [[ $kind == all ]]; then
    mkdir "$work/upstream"
    cp -r "$(sed -n 's/^RELACY_INCLUDE_DIR_OF_BUILD:[A-Z]*=//p' "$build/CMakeCache.txt")/relacy" "$work/upstream"
    relacy=(-DRELACY_ROOT="$work/upstream")
  fi
  configure "$home/consumer" "$project" -DEVERYTHING=ON "${relacy[@]}"
  expect 0 cmake --build "$project" -j2
  expect 0 ctest --test-dir "$project" --no-tests=error --output-on-failure
fi

# As a person does it, in the project's folder: the schedule on screen, then again, and on real threads.
cd "$home"
expect 1 extram check treiber --threads 2
replay=$(sed -n 's/^ replay: *//p' "$work/output")
[[ -n $replay ]] || fail "no replay line in what extram check treiber said"
grep -q 'violation (user): not linearizable' "$work/output" || fail "extram check treiber found something else"
expect 1 bash -c "$replay"
extram minimise "${replay##* }" -o "$work/small.sched" >"$work/output" || fail "minimise: $(cat "$work/output")"
expect 1 extram replay "$work/small.sched"

# A failure is shown in the project's own source.
expect 1 extram check treiber --threads 2 --github --sarif "$work/report.sarif"
grep -q '^::error file=project/treiber_stack.hpp,line=[1-9][0-9]*,' "$work/output" ||
  fail "--github names no place in the project: $(grep ^::error "$work/output")"
grep -q '"uri": "project/treiber_stack.hpp"' "$work/report.sarif" || fail "--sarif names no place in the project"
! grep '"uri": "\(scenarios\|impl\|file:\)' "$work/report.sarif" || fail "--sarif names places that the project has not"

cd "$work"
expect 0 extram new counter
expect 2 extram new counter
configure counter counter/build -DEXTRAM_TSAN=OFF
if [[ $kind == quick ]]; then
  expect 0 cmake --build counter/build -j2 --target extram-model
  expect 0 ctest --test-dir counter/build -L model --no-tests=error --output-on-failure
else
  expect 0 cmake --build counter/build -j2
  expect 0 ctest --test-dir counter/build --no-tests=error --output-on-failure
  # Without CMake: what it generated for real threads, compiled by what pkg-config says and nothing else.
  read -ra flags < <(PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --cflags --libs extram)
  expect 0 "$compiler" counter/build/counter_native.cpp "${flags[@]}" -o by-pkg-config
  expect 0 ./by-pkg-config run counter --rounds 10
  grep -q 'counter .* sampled' "$work/output" || fail "the program by pkg-config said: $(cat "$work/output")"
fi
echo "the consumer's project holds with $compiler ($kind)"
