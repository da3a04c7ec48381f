# extram_add_scenario(NAME name HEADER header [THREADS n...] [VERSIONS v...] [MUTANTS m...] [EXPECT verdict])
#
# Compiles a scenario once for each world, into that world's program, here and in the projects of others.
#
#   NAME      the class template, and its `info.name`: name<World>, or with versions or mutants name<World, Variant>
#   HEADER    where it is; relative to the folder of the CMakeLists.txt
#   THREADS   the sizes that ctest asks (without: the size in `info`)
#   VERSIONS  types in HEADER that the question is asked of (with mutants alone: what these are derived from)
#   MUTANTS   types with one thing wrong; each says `using base = ...;` and `wrong`, and ctest fails where one survives
#   EXPECT    where versions fail on purpose: the verdict and its oracle, such as "violation(user)" or "data_race(I20)"
#
# The programs lie in <build>/extram-programs, where `extram`, called in the project's folder or in its build folder,
# finds them: extram-model, extram-lockstep, extram-native, and tsan/ with the latter two under ThreadSanitizer. The
# tests have the labels model, native and tsan; what fails leaves its schedule in <build>/schedules.
set(EXTRAM_SCENARIO_FOLDER ${CMAKE_CURRENT_LIST_DIR} CACHE INTERNAL "")

# The translation unit made from TEMPLATE for one world, in FILE. Sets nothing where that world is not built.
function(extram_generate TEMPLATE WORLD FILE)
  set(TARGET extram_${WORLD}_scenarios)
  if(NOT TARGET ${TARGET})
    return()
  endif()
  if(WORLD MATCHES "native")
    set(WORLD_HEADER impl/native/native_world.hpp)
    set(WORLD_TYPE native::CheckedWorld)
  elseif(WORLD MATCHES "lockstep")
    set(WORLD_HEADER impl/native/lockstep_world.hpp)
    set(WORLD_TYPE native::LockstepWorld)
  else()
    set(WORLD_HEADER model/relacy/relacy_world.hpp)
    set(WORLD_TYPE RelacyWorld)
  endif()
  configure_file(${TEMPLATE} ${FILE} @ONLY)
  target_sources(${TARGET} PRIVATE ${FILE})
endfunction()

function(extram_refuse_scenario S_NAME S_HEADER UNKNOWN)
  if(UNKNOWN)
    message(FATAL_ERROR "extram_add_scenario: there is no '${UNKNOWN}'; it takes"
                        " NAME HEADER THREADS VERSIONS MUTANTS EXPECT")
  endif()
  if(NOT S_NAME MATCHES "^[A-Za-z_][A-Za-z0-9_]*$")
    message(FATAL_ERROR "extram_add_scenario: NAME '${S_NAME}' must be the name of the scenario's class template")
  endif()
  if(NOT EXISTS ${S_HEADER})
    message(FATAL_ERROR "extram_add_scenario: HEADER '${S_HEADER}' is not there;"
                        " name a file beside this CMakeLists.txt")
  endif()
endfunction()

function(extram_add_scenario)
  cmake_parse_arguments(S "" "NAME;HEADER;EXPECT" "THREADS;VERSIONS;MUTANTS" ${ARGN})
  get_filename_component(S_HEADER "${S_HEADER}" ABSOLUTE)
  extram_refuse_scenario("${S_NAME}" "${S_HEADER}" "${S_UNPARSED_ARGUMENTS}")
  set(S_PARAMETER "class V")
  set(S_SCENARIO "${S_NAME}<TheWorld, V>")
  set(VARIANTS ${S_VERSIONS} ${S_MUTANTS})
  if(NOT VARIANTS)
    set(VARIANTS NoVersion)
    set(S_PARAMETER "class")
    set(S_SCENARIO "${S_NAME}<TheWorld>")
  elseif(NOT S_VERSIONS)
    list(GET S_MUTANTS 0 FIRST)
    list(PREPEND VARIANTS "${FIRST}::base")
  endif()
  list(GET VARIANTS 0 S_FIRST)
  list(JOIN VARIANTS ", " S_VARIANTS)
  if(COMMAND extram_make_programs)
    extram_make_programs()
    extram_place_scenario("${S_NAME}" "${S_HEADER}")
  endif()
  foreach(WORLD native lockstep relacy native_tsan lockstep_tsan)
    extram_generate(${EXTRAM_SCENARIO_FOLDER}/scenario.cpp.in ${WORLD}
                    ${CMAKE_CURRENT_BINARY_DIR}/${S_NAME}_${WORLD}.cpp)
  endforeach()
  if(COMMAND extram_test_scenario)
    extram_test_scenario("${S_NAME}" "${S_THREADS}" "${S_VERSIONS}" "${S_MUTANTS}" "${S_EXPECT}")
  endif()
endfunction()
