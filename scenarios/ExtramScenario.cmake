# extram_add_scenario(NAME name HEADER header)
#
# Compiles a scenario, a template of the world alone, once for each world, into that world's program.
#
# extram_add_variants(NAME group WORLDS world... )
#
# Compiles every scenario about the extra-M list (scenarios/all.hpp) with one group of scenarios/variants.hpp. By group
# and not by scenario: the protocol is then instantiated once for each version and mutant.
#
# extram_add_bugs(HEADER header GROUPS group...)
#
# Compiles variants that have scenarios of their own, each group apart, for the worlds that follow a schedule.
set(EXTRAM_SCENARIO_TEMPLATE ${CMAKE_CURRENT_LIST_DIR}/scenario.cpp.in CACHE INTERNAL "")
set(EXTRAM_VARIANTS_TEMPLATE ${CMAKE_CURRENT_LIST_DIR}/variants.cpp.in CACHE INTERNAL "")
set(EXTRAM_BUGS_TEMPLATE ${CMAKE_CURRENT_LIST_DIR}/bugs/bugs.cpp.in CACHE INTERNAL "")

# The translation unit made from TEMPLATE for one world, in FILE. Sets nothing where that world is not built.
function(extram_generate TEMPLATE WORLD FILE)
  set(TARGET extram_${WORLD}_scenarios)
  if(NOT TARGET ${TARGET})
    return()
  endif()
  if(WORLD STREQUAL native)
    set(WORLD_HEADER impl/native/native_world.hpp)
    set(WORLD_TYPE native::CheckedWorld)
  elseif(WORLD STREQUAL lockstep)
    set(WORLD_HEADER impl/native/lockstep_world.hpp)
    set(WORLD_TYPE native::LockstepWorld)
  else()
    set(WORLD_HEADER model/relacy/relacy_world.hpp)
    set(WORLD_TYPE RelacyWorld)
  endif()
  configure_file(${TEMPLATE} ${FILE} @ONLY)
  target_sources(${TARGET} PRIVATE ${FILE})
endfunction()

function(extram_add_scenario)
  cmake_parse_arguments(S "" "NAME;HEADER" "" ${ARGN})
  foreach(WORLD native lockstep relacy)
    extram_generate(${EXTRAM_SCENARIO_TEMPLATE} ${WORLD} ${CMAKE_CURRENT_BINARY_DIR}/${S_NAME}_${WORLD}.cpp)
  endforeach()
endfunction()

function(extram_add_variants)
  cmake_parse_arguments(V "" "NAME" "WORLDS" ${ARGN})
  foreach(WORLD ${V_WORLDS})
    extram_generate(${EXTRAM_VARIANTS_TEMPLATE} ${WORLD} ${CMAKE_CURRENT_BINARY_DIR}/${V_NAME}_${WORLD}.cpp)
  endforeach()
endfunction()

function(extram_add_bugs)
  cmake_parse_arguments(B "" "HEADER" "GROUPS" ${ARGN})
  foreach(GROUP ${B_GROUPS})
    foreach(WORLD relacy lockstep)
      extram_generate(${EXTRAM_BUGS_TEMPLATE} ${WORLD} ${CMAKE_CURRENT_BINARY_DIR}/${GROUP}_${WORLD}.cpp)
    endforeach()
  endforeach()
endfunction()
