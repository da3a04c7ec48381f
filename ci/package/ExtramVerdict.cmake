# Runs a check, shows what it says, and fails where it does not end as expected.
#
#   cmake -DEXPECT=... -DPROGRAM=... -DARGUMENTS="..." -P ExtramVerdict.cmake
#
#   EXPECT  good: the check's own exit code; any: good or bad; a verdict such as "violation(user)": exactly that, and
#   its
#           schedule replays to it; "bad at one of 2,3": any bad verdict at one of these thread counts
separate_arguments(ARGUMENTS UNIX_COMMAND "${ARGUMENTS}")

function(run_check CODE TEXT)
  execute_process(COMMAND ${PROGRAM} ${ARGUMENTS} ${ARGN} RESULT_VARIABLE RESULT OUTPUT_VARIABLE OUT ERROR_VARIABLE OUT)
  message("${OUT}")
  set(${CODE} "${RESULT}" PARENT_SCOPE)
  set(${TEXT} "${OUT}" PARENT_SCOPE)
endfunction()

# What was found must be found again from its file.
function(replay_again TEXT)
  if(NOT TEXT MATCHES "replay: +extram replay ([^\n]+)")
    message(FATAL_ERROR "it failed, and left no schedule")
  endif()
  execute_process(COMMAND ${PROGRAM} replay ${CMAKE_MATCH_1} RESULT_VARIABLE RESULT OUTPUT_QUIET)
  if(NOT RESULT EQUAL 1)
    message(FATAL_ERROR "its schedule ${CMAKE_MATCH_1} ends with ${RESULT} where it is replayed, not with 1")
  endif()
endfunction()

if(EXPECT MATCHES "^bad at one of (.*)$")
  string(REPLACE "," ";" SIZES "${CMAKE_MATCH_1}")
  foreach(SIZE ${SIZES})
    set(OPTION --threads ${SIZE})
    if(SIZE STREQUAL own)
      set(OPTION "")
    endif()
    run_check(CODE TEXT ${OPTION})
    if(CODE EQUAL 1)
      replay_again("${TEXT}")
      return()
    endif()
    if(NOT CODE EQUAL 0)
      message(FATAL_ERROR "ended with ${CODE}: neither good nor bad")
    endif()
  endforeach()
  message(FATAL_ERROR "the mutant survived: nothing that is asked tells it from the version that it is derived from")
endif()

run_check(CODE TEXT)
if(EXPECT STREQUAL good)
  if(NOT CODE EQUAL 0)
    message(FATAL_ERROR "ended with ${CODE}, not with 0")
  endif()
elseif(EXPECT STREQUAL any)
  if(NOT CODE MATCHES "^[01]$")
    message(FATAL_ERROR "ended with ${CODE}: neither good nor bad")
  endif()
else()
  string(FIND "${TEXT}" "${EXPECT}" FOUND)
  if(NOT CODE EQUAL 1 OR FOUND EQUAL -1)
    message(FATAL_ERROR "expected ${EXPECT}; ended with ${CODE}")
  endif()
  replay_again("${TEXT}")
endif()
