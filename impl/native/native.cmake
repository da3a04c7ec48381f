# The world of real threads: the library, the program that holds the scenarios in it, and its tests.
add_library(extram_native STATIC
  native/cancellation.cpp native/child.cpp native/deliveries.cpp native/fork_fault.cpp
  native/lockstep.cpp native/lockstep_alterations.cpp native/lockstep_child.cpp native/lockstep_hooks.cpp
  native/lockstep_memory.cpp native/lockstep_run.cpp native/masks.cpp native/native_run.cpp
  native/perturbation.cpp native/race_clocks.cpp
  native/race_report.cpp native/run_state.cpp native/signal_stack.cpp native/start_child.cpp native/storm.cpp
  native/thread.cpp native/thread_faults.cpp native/thread_timer.cpp)
add_library(extram::native ALIAS extram_native)
extram_compile_together(extram_native)
target_link_libraries(extram_native PUBLIC extram::world extram::console Threads::Threads)
# The turnstile must not be seen by ThreadSanitizer: what it orders would hide every race.
set_source_files_properties(native/lockstep.cpp native/lockstep_alterations.cpp native/lockstep_memory.cpp
                            native/race_clocks.cpp PROPERTIES COMPILE_OPTIONS -fno-sanitize=thread)

# Filled by extram_add_scenario.
add_library(extram_native_scenarios OBJECT)
target_link_libraries(extram_native_scenarios PUBLIC extram::native)

# All of the program but the scenarios: an archive, since it is installed for scenarios that we do not know.
add_library(extram_native_program STATIC native/main.cpp native/arguments.cpp native/commands.cpp native/progress.cpp
  native/result_row.cpp)
target_link_libraries(extram_native_program PUBLIC extram::native PRIVATE CLI11::CLI11 fmt::fmt
  nlohmann_json::nlohmann_json)
add_executable(extram-native)
target_link_libraries(extram-native PRIVATE extram_native_scenarios extram_native_program)

# What a callback costs. Sanitizers would be what it measures, so not with them.
if(NOT EXTRAM_SANITIZE)
  find_package(benchmark REQUIRED)
  add_executable(extram-native-bench native/bench_main.cpp)
  target_link_libraries(extram-native-bench PRIVATE extram::native benchmark::benchmark CLI11::CLI11 fmt::fmt
    nlohmann_json::nlohmann_json)
endif()

# The same scenarios in the lockstep world: a program of its own, since each world has its own registry.
add_library(extram_lockstep_scenarios OBJECT)
target_link_libraries(extram_lockstep_scenarios PUBLIC extram::native)
target_compile_options(extram_lockstep_scenarios PRIVATE -g1)  # for `extram replay --gdb`

add_library(extram_lockstep_program STATIC native/lockstep_main.cpp)
target_link_libraries(extram_lockstep_program PUBLIC extram::native PRIVATE extram_mutants fmt::fmt
  nlohmann_json::nlohmann_json)
add_executable(extram-lockstep)
target_link_libraries(extram-lockstep PRIVATE extram_lockstep_scenarios extram_lockstep_program)

# By day the corpus is followed in release and under g++'s ThreadSanitizer (ci/lockstep.cmake). Elsewhere this program
# is a good part of the build, and the night's (ci/common.sh).
if(EXTRAM_SANITIZE AND NOT (EXTRAM_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU"))
  set_target_properties(extram_lockstep_scenarios extram-lockstep PROPERTIES EXCLUDE_FROM_ALL ON)
endif()

# Under AddressSanitizer most of the compiler's time is the optimiser's, over checks that it cannot take out. What runs
# on small stacks needs it all the same.
if(EXTRAM_SANITIZE MATCHES "address")
  target_compile_options(extram_lockstep_scenarios PRIVATE -O0)
  target_compile_options(extram_lockstep_program PRIVATE -O0)
  # An eighth of this build, and asked for by the tests of a night alone (ci/common.sh).
  set_target_properties(extram_lockstep_scenarios extram_lockstep_program extram-lockstep
                        PROPERTIES EXCLUDE_FROM_ALL ON)
  set_source_files_properties(native/main.cpp native/arguments.cpp native/commands.cpp native/result_row.cpp
    native/fault_test.cpp native/program_test.cpp native/stress_test.cpp native/stress_bar_test.cpp
    PROPERTIES COMPILE_OPTIONS -O0)
endif()

if(EXTRAM_TESTS)
  if(EXTRAM_SANITIZE MATCHES "thread")
    set(EXTRAM_NATIVE_LABEL tsan)
  else()
    set(EXTRAM_NATIVE_LABEL native)
  endif()

  # extram_native_test(NAME SOURCES...): a test that can be its own child.
  function(extram_native_test NAME)
    extram_add_test(NAME ${NAME} SOURCES ${ARGN} native/test_main.cpp
      LIBRARIES extram::native LABEL ${EXTRAM_NATIVE_LABEL} TIMEOUT 120)
  endfunction()

  extram_native_test(extram_native_world_test native/native_world_test.cpp native/race_report_test.cpp
    native/signals_test.cpp)
  extram_native_test(extram_native_run_test native/native_run_test.cpp)
  extram_native_test(extram_storm_test native/perturbation_test.cpp native/storm_test.cpp)
  extram_native_test(extram_lockstep_test native/lockstep_test.cpp native/race_clocks_test.cpp)
  extram_native_test(extram_threads_test native/extram_threads_test.cpp)
  extram_native_test(extram_thread_end_test native/thread_end_test.cpp)
  # Those that start the program. The last one is the storm of the night: 20 seconds of eight threads.
  extram_add_test(NAME extram_native_program_test
    SOURCES native/fault_test.cpp native/program_test.cpp native/stress_test.cpp
    LIBRARIES extram_options nlohmann_json::nlohmann_json LABEL ${EXTRAM_NATIVE_LABEL} TIMEOUT 120)
  extram_add_test(NAME extram_stress_bar_test SOURCES native/stress_bar_test.cpp
    LIBRARIES extram_options nlohmann_json::nlohmann_json LABEL nightly TIMEOUT 300)
  if(EXTRAM_SANITIZE)  # then it is slower, and what counts is that it lasts
    target_compile_definitions(extram_stress_bar_test PRIVATE EXTRAM_IS_SANITIZED=1)
  else()
    target_compile_definitions(extram_stress_bar_test PRIVATE EXTRAM_IS_SANITIZED=0)
  endif()
  foreach(TEST extram_native_program_test extram_stress_bar_test)
    target_compile_definitions(${TEST} PRIVATE EXTRAM_NATIVE_PROGRAM="$<TARGET_FILE:extram-native>")
    add_dependencies(${TEST} extram-native)
  endforeach()
  if(EXTRAM_NATIVE_LABEL STREQUAL "tsan")
    extram_native_test(extram_tsan_test native/tsan_test.cpp)
  endif()

  # The World costs nothing: proved on what both compilers make of it, whichever one builds the rest.
  if(NOT EXTRAM_SANITIZE)
    find_program(EXTRAM_OBJDUMP objdump REQUIRED)
    foreach(COMPILER g++ clang++)
      find_program(EXTRAM_NO_COST_${COMPILER} ${COMPILER})
      if(EXTRAM_NO_COST_${COMPILER})
        set(OBJECT ${CMAKE_CURRENT_BINARY_DIR}/no_cost.${COMPILER}.o)
        add_custom_command(OUTPUT ${OBJECT}
          COMMAND ${EXTRAM_NO_COST_${COMPILER}} -std=c++20 -O2 -I${PROJECT_SOURCE_DIR} -MD -MF ${OBJECT}.d
            -c ${CMAKE_CURRENT_SOURCE_DIR}/native/no_cost_test.cpp -o ${OBJECT}
          DEPENDS native/no_cost_test.cpp DEPFILE ${OBJECT}.d
          COMMENT "Compiling native/no_cost_test.cpp with ${COMPILER}" VERBATIM)
        add_custom_target(extram_no_cost_${COMPILER} ALL DEPENDS ${OBJECT})
        add_test(NAME NoCost.${COMPILER} COMMAND ${CMAKE_COMMAND} -DOBJDUMP=${EXTRAM_OBJDUMP} -DOBJECT=${OBJECT}
          -P ${CMAKE_CURRENT_SOURCE_DIR}/native/no_cost.cmake)
        set_tests_properties(NoCost.${COMPILER} PROPERTIES LABELS native)
      endif()
    endforeach()
  endif()

  # What the kernel sees of a callback. Sanitizers make system calls of their own, so not with them.
  if(NOT EXTRAM_SANITIZE)
    include(native/conformance/conformance.cmake)
    # The form of what the bench says, never how fast anything was.
    extram_add_test(NAME extram_native_bench_test SOURCES native/bench_test.cpp
      LIBRARIES nlohmann_json::nlohmann_json LABEL native TIMEOUT 120)
    target_compile_definitions(extram_native_bench_test
      PRIVATE EXTRAM_NATIVE_PROGRAM="$<TARGET_FILE:extram-native>")
    add_dependencies(extram_native_bench_test extram-native extram-native-bench)
  endif()
endif()
