# The programs of a project that uses the installed package, made when its first scenario is added, and the tests of
# each scenario. In extram's own tree both are written by hand.

# extram_world_program(WORLD PROGRAM ARCHIVE FOLDER)
function(extram_world_program WORLD PROGRAM ARCHIVE FOLDER)
  add_library(extram_${WORLD}_scenarios OBJECT)
  target_link_libraries(extram_${WORLD}_scenarios PRIVATE ${ARCHIVE})
  string(REGEX REPLACE "-tsan$" "" FILE ${PROGRAM})
  add_executable(${PROGRAM} $<TARGET_OBJECTS:extram_${WORLD}_scenarios>)
  target_link_libraries(${PROGRAM} PRIVATE ${ARCHIVE})
  set_target_properties(${PROGRAM} PROPERTIES OUTPUT_NAME ${FILE} RUNTIME_OUTPUT_DIRECTORY ${FOLDER}
                                              LINKER_LANGUAGE CXX)
endfunction()

# The world of real threads again, from its sources: ThreadSanitizer must see both sides of every access, and this way
# they are compiled by the compiler whose runtime they meet.
function(extram_make_tsan_libraries)
  set(SOURCES ${EXTRAM_SOURCES}/impl)
  file(GLOB NATIVE ${SOURCES}/native/*.cpp)
  set(PROGRAM ${NATIVE})
  list(FILTER NATIVE EXCLUDE REGEX "/(main|lockstep_main|arguments|commands|progress|result_row)\\.cpp$")
  list(FILTER PROGRAM INCLUDE REGEX "/(main|arguments|commands|progress|result_row)\\.cpp$")
  list(FILTER PROGRAM EXCLUDE REGEX "lockstep")
  add_library(extram_tsan_threads STATIC ${NATIVE} ${SOURCES}/world/registry.cpp ${SOURCES}/console/interrupt.cpp
                                         ${SOURCES}/console/progress_line.cpp
                                         ${SOURCES}/console/standard_streams.cpp)
  target_link_libraries(extram_tsan_threads PUBLIC extram::options Threads::Threads)
  target_compile_options(extram_tsan_threads PUBLIC -fsanitize=thread -fno-omit-frame-pointer -g1 -O1)
  target_link_options(extram_tsan_threads PUBLIC -fsanitize=thread)
  # The turnstile must not be seen: what it orders would hide every race.
  foreach(UNSEEN lockstep lockstep_alterations lockstep_memory race_clocks)
    set_source_files_properties(${SOURCES}/native/${UNSEEN}.cpp PROPERTIES COMPILE_OPTIONS -fno-sanitize=thread
                                                                           SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  # A quarter of the time. These two have names of their own that others have too.
  set_source_files_properties(${SOURCES}/native/lockstep_child.cpp ${SOURCES}/native/storm.cpp PROPERTIES
                              SKIP_UNITY_BUILD_INCLUSION ON)
  set_target_properties(extram_tsan_threads PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  add_library(extram_tsan_native_program STATIC ${PROGRAM})
  target_link_libraries(extram_tsan_native_program PUBLIC extram_tsan_threads CLI11::CLI11 fmt::fmt
                                                          nlohmann_json::nlohmann_json)
  set_target_properties(extram_tsan_native_program PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  add_library(extram_tsan_lockstep_program STATIC ${SOURCES}/native/lockstep_main.cpp)
  target_link_libraries(extram_tsan_lockstep_program PUBLIC extram_tsan_threads extram::mutants fmt::fmt
                                                            nlohmann_json::nlohmann_json)
endfunction()

# Where the project has its scenarios, for reports that show a failure beside its source: it is in each program that
# makes such reports, and made anew when a header changes.
function(extram_make_source_rows)
  set(ROWS ${CMAKE_BINARY_DIR}/extram_source_rows.cpp)
  add_custom_command(
    OUTPUT ${ROWS}
    COMMAND ${CMAKE_COMMAND} "-DSCENARIOS=$<TARGET_PROPERTY:extram_relacy_scenarios,EXTRAM_SCENARIOS>"
            -DFOLDER=${CMAKE_SOURCE_DIR} -DOUTPUT=${ROWS} -P ${EXTRAM_CMAKE}/ExtramSourceRows.cmake
    DEPENDS ${EXTRAM_CMAKE}/ExtramSourceRows.cmake "$<TARGET_PROPERTY:extram_relacy_scenarios,EXTRAM_HEADERS>"
    VERBATIM)
  target_sources(extram_relacy_scenarios PRIVATE ${ROWS})
endfunction()

# extram_place_scenario(NAME HEADER)
function(extram_place_scenario NAME HEADER)
  if(TARGET extram-model)
    set_property(TARGET extram_relacy_scenarios APPEND PROPERTY EXTRAM_SCENARIOS "${NAME}=${HEADER}")
    set_property(TARGET extram_relacy_scenarios APPEND PROPERTY EXTRAM_HEADERS "${HEADER}")
  endif()
endfunction()

function(extram_make_programs)
  if(TARGET extram-native)
    return()
  endif()
  set(FOLDER ${CMAKE_BINARY_DIR}/extram-programs)
  if(TARGET extram::model_program)
    extram_world_program(relacy extram-model extram::model_program ${FOLDER})
    extram_make_source_rows()
  endif()
  extram_world_program(native extram-native extram::native_program ${FOLDER})
  extram_world_program(lockstep extram-lockstep extram::lockstep_program ${FOLDER})
  if(EXTRAM_TSAN)
    extram_make_tsan_libraries()
    extram_world_program(native_tsan extram-native-tsan extram_tsan_native_program ${FOLDER}/tsan)
    extram_world_program(lockstep_tsan extram-lockstep-tsan extram_tsan_lockstep_program ${FOLDER}/tsan)
  endif()
endfunction()

# extram_add_verdict_test(NAME LABEL EXPECT PROGRAM ARGUMENTS...)
function(extram_add_verdict_test NAME LABEL EXPECT PROGRAM)
  list(JOIN ARGN " " ARGUMENTS)
  add_test(NAME ${NAME} WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
           COMMAND ${CMAKE_COMMAND} "-DEXPECT=${EXPECT}" -DPROGRAM=$<TARGET_FILE:${PROGRAM}> "-DARGUMENTS=${ARGUMENTS}"
                   -P ${EXTRAM_CMAKE}/ExtramVerdict.cmake)
  set_tests_properties(${NAME} PROPERTIES LABELS ${LABEL} TIMEOUT 300)
endfunction()

# A version is to be good in every world, unless something else is expected of it; then real threads, which no schedule
# leads, may show it or not. Mutants are for the model: it is to convict them at one of the sizes.
function(extram_test_scenario NAME THREADS VERSIONS MUTANTS EXPECT)
  set(NATIVE_EXPECT good)
  if(EXPECT)
    set(NATIVE_EXPECT any)
  else()
    set(EXPECT good)
  endif()
  if(NOT THREADS)
    set(THREADS own)
  endif()
  if(NOT VERSIONS)
    set(VERSIONS own)
  endif()
  foreach(N ${THREADS})
    set(SIZE --threads ${N})
    if(N STREQUAL own)
      set(SIZE "")
    endif()
    foreach(VERSION ${VERSIONS})
      set(SELECTED ${SIZE} --version ${VERSION})
      set(TEST ${NAME}.${VERSION}.${N})
      if(VERSION STREQUAL own)
        set(SELECTED ${SIZE})
        set(TEST ${NAME}.${N})
      endif()
      if(TARGET extram-model)
        extram_add_verdict_test(${TEST}.model model "${EXPECT}" extram-model check ${NAME} ${SELECTED})
      endif()
      extram_add_verdict_test(${TEST}.native native ${NATIVE_EXPECT} extram-native run ${NAME} ${SELECTED}
                              --rounds 1000 --seconds 5)
      if(TARGET extram-native-tsan)
        extram_add_verdict_test(${TEST}.tsan tsan ${NATIVE_EXPECT} extram-native-tsan run ${NAME} ${SELECTED}
                                --rounds 200 --seconds 5)
      endif()
    endforeach()
  endforeach()
  foreach(MUTANT ${MUTANTS})
    if(TARGET extram-model)
      list(JOIN THREADS "," SIZES)
      extram_add_verdict_test(${NAME}.${MUTANT}.model model "bad at one of ${SIZES}" extram-model
                              check ${NAME} --mutant ${MUTANT})
    endif()
  endforeach()
endfunction()
