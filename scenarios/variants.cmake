# extram_add_variants(NAME group WORLDS world... )
#
# Compiles every scenario about the extra-M list (scenarios/all.hpp) with one group of scenarios/variants.hpp. By group
# and not by scenario: the protocol is then instantiated once for each version and mutant.
#
# extram_add_bugs(HEADER header GROUPS group...)
#
# Compiles variants that have scenarios of their own, each group apart, for the worlds that follow a schedule.
# What ends at its first failure, or follows one schedule, is compiled for half as long.
function(extram_optimise_less WORLD FILE)
  if(TARGET extram_${WORLD}_scenarios AND CMAKE_BUILD_TYPE STREQUAL "Release")
    set_source_files_properties(${FILE} TARGET_DIRECTORY extram_${WORLD}_scenarios PROPERTIES COMPILE_OPTIONS -O1)
  endif()
endfunction()

function(extram_add_variants)
  cmake_parse_arguments(V "" "NAME" "WORLDS" ${ARGN})
  foreach(WORLD ${V_WORLDS})
    extram_generate(${PROJECT_SOURCE_DIR}/scenarios/variants.cpp.in ${WORLD}
                    ${CMAKE_CURRENT_BINARY_DIR}/${V_NAME}_${WORLD}.cpp)
    if(V_NAME MATCHES "mutants" OR WORLD STREQUAL "lockstep")
      extram_optimise_less(${WORLD} ${CMAKE_CURRENT_BINARY_DIR}/${V_NAME}_${WORLD}.cpp)
    endif()
  endforeach()
endfunction()

function(extram_add_bugs)
  cmake_parse_arguments(B "" "HEADER" "GROUPS" ${ARGN})
  foreach(GROUP ${B_GROUPS})
    foreach(WORLD relacy lockstep)
      extram_generate(${PROJECT_SOURCE_DIR}/scenarios/bugs/bugs.cpp.in ${WORLD}
                      ${CMAKE_CURRENT_BINARY_DIR}/${GROUP}_${WORLD}.cpp)
      extram_optimise_less(${WORLD} ${CMAKE_CURRENT_BINARY_DIR}/${GROUP}_${WORLD}.cpp)
    endforeach()
  endforeach()
endfunction()
