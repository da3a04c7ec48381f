# The command line. `extram` is built here; model/relacy links `extram_model_cli`, which brings main(), into
# `extram-model`.
add_library(extram_options_cli STATIC
  cli/description.cpp
  cli/new_scenario.cpp
  cli/option_values.cpp
  cli/options.cpp
  cli/program.cpp
  cli/suggest.cpp)
extram_compile_together(extram_options_cli)
target_link_libraries(extram_options_cli PUBLIC extram::report extram::explore CLI11::CLI11
                                         PRIVATE extram::console fmt::fmt)
target_compile_definitions(extram_options_cli PRIVATE EXTRAM_VERSION="${PROJECT_VERSION}")
# Compiles sooner, and has nothing to be fast at.
target_compile_options(extram_options_cli PRIVATE $<$<CONFIG:Release>:-O1>)

add_executable(extram cli/extram_main.cpp cli/stress_junit.cpp)
target_link_libraries(extram PRIVATE extram_options_cli extram::console fmt::fmt nlohmann_json::nlohmann_json)

# Objects, not an archive: run(), fingerprint() and expectations() come from whoever links them, in any order.
add_library(extram_verbs OBJECT
  cli/bench.cpp
  cli/bench_exhausted.cpp
  cli/bench_hunt.cpp
  cli/bench_litmus.cpp
  cli/bench_native.cpp
  cli/bench_process.cpp
  cli/bench_relacy.cpp
  cli/bench_report.cpp
  cli/check.cpp
  cli/ci_output.cpp
  cli/coverage.cpp
  cli/coverage_survey.cpp
  cli/coverage_table.cpp
  cli/html_output.cpp
  cli/hunt.cpp
  cli/report_output.cpp
  cli/list.cpp
  cli/machine_made_entry.cpp
  cli/litmus.cpp
  cli/merge.cpp
  cli/minimise.cpp
  cli/minimise_search.cpp
  cli/mutant_report.cpp
  cli/mutant_row.cpp
  cli/mutant_search.cpp
  cli/mutant_worlds.cpp
  cli/mutants.cpp
  cli/necessity.cpp
  cli/necessity_search.cpp
  cli/one_run.cpp
  cli/parallel_rows.cpp
  cli/plan.cpp
  cli/progress.cpp
  cli/replay.cpp
  cli/lockstep_program.cpp
  cli/replay_lockstep.cpp
  cli/replay_once.cpp
  cli/search.cpp
  cli/shard_plan.cpp
  cli/trace_output.cpp)
extram_compile_together(extram_verbs)
target_link_libraries(extram_verbs PUBLIC extram_options_cli extram::console extram_litmus extram::isolation
                                          extram_mutants
                                   PRIVATE fmt::fmt nlohmann_json::nlohmann_json)

target_compile_definitions(extram_verbs PRIVATE EXTRAM_VERSION="${PROJECT_VERSION}")
target_compile_options(extram_verbs PRIVATE $<$<CONFIG:Release>:-O1>)

add_library(extram_model_main OBJECT cli/model_main.cpp)
target_link_libraries(extram_model_main PRIVATE extram_options_cli extram::console)

# The whole of `extram-model` but for the machine and the scenarios.
add_library(extram_model_cli INTERFACE)
target_sources(extram_model_cli INTERFACE $<TARGET_OBJECTS:extram_model_main> $<TARGET_OBJECTS:extram_verbs>)
target_link_libraries(extram_model_cli INTERFACE extram_options_cli extram::console extram_litmus extram::isolation
                                                 extram_mutants)

# The same as one archive, which is installed for scenarios that we do not know; they have no suite.
if(EXTRAM_MODEL)
  add_library(extram_model_program STATIC
    $<TARGET_OBJECTS:extram_model_main> $<TARGET_OBJECTS:extram_verbs> $<TARGET_OBJECTS:extram_relacy_litmus>
    ${PROJECT_SOURCE_DIR}/scenarios/no_expectations.cpp)
  target_link_libraries(extram_model_program PUBLIC extram_relacy extram_options_cli extram::console extram_litmus
                                                    extram::isolation extram_mutants
                                             PRIVATE fmt::fmt nlohmann_json::nlohmann_json)
endif()

if(EXTRAM_TESTS)
  extram_add_test(NAME options_test LABEL unit SOURCES cli/options_test.cpp LIBRARIES extram_options_cli)
  extram_add_test(NAME verbs_test LABEL unit
                  SOURCES cli/check_test.cpp
                          cli/checkpoint_verb_test.cpp
                          cli/ci_output_test.cpp
                          cli/merge_test.cpp
                          cli/exit_code_test.cpp
                          cli/html_test.cpp
                          cli/hunt_test.cpp
                          cli/list_test.cpp
                          cli/minimise_test.cpp
                          cli/mutant_row_test.cpp
                          cli/mutants_test.cpp
                          cli/new_scenario_test.cpp
                          cli/progress_test.cpp
                          cli/replay_test.cpp
                          cli/toy_model.cpp
                  LIBRARIES extram_verbs nlohmann_json::nlohmann_json pugixml::pugixml)
  extram_compile_together(verbs_test)
  if(EXTRAM_MODEL)
    extram_add_test(NAME bench_test LABEL model TIMEOUT 120 SOURCES cli/bench_test.cpp
                    LIBRARIES extram_verbs extram_litmus extram_relacy_scenarios extram_relacy_litmus extram_relacy
                              extram_suite nlohmann_json::nlohmann_json)
    if(TARGET extram-native-bench)
      target_sources(bench_test PRIVATE cli/bench_native_test.cpp)
      add_dependencies(bench_test extram-lockstep extram-native-bench)
    endif()
    extram_add_test(NAME litmus_verb_test LABEL model SOURCES cli/litmus_verb_test.cpp
                    LIBRARIES extram_verbs extram_litmus extram_relacy_litmus extram_relacy extram_suite
                              nlohmann_json::nlohmann_json)
    extram_add_test(NAME end_to_end_test LABEL model TIMEOUT 120 SOURCES cli/end_to_end_test.cpp cli/unwritable_test.cpp
                    LIBRARIES extram_options fmt::fmt nlohmann_json::nlohmann_json)
    target_compile_definitions(end_to_end_test PRIVATE EXTRAM_PROGRAM="$<TARGET_FILE:extram>")
    # A sanitizer would see nothing more here: the pages are the same.
    if(NOT EXTRAM_SANITIZE)
      extram_add_test(NAME page_browser_test LABEL model TIMEOUT 120 SOURCES cli/page_browser_test.cpp
                      LIBRARIES extram_options)
      target_compile_definitions(page_browser_test PRIVATE EXTRAM_PROGRAM="$<TARGET_FILE:extram>")
      add_dependencies(page_browser_test extram extram-model)
    endif()
    extram_add_test(NAME isolation_end_to_end_test LABEL model TIMEOUT 120 SOURCES cli/isolation_end_to_end_test.cpp
                    LIBRARIES extram_options nlohmann_json::nlohmann_json)
    target_compile_definitions(
      isolation_end_to_end_test PRIVATE EXTRAM_PROGRAM="$<TARGET_FILE:extram>"
                                        MISBEHAVING_PROGRAM="$<TARGET_FILE:misbehaving-model>")
    extram_add_test(NAME replay_lockstep_test LABEL model TIMEOUT 120 SOURCES cli/replay_lockstep_test.cpp
                    LIBRARIES extram_options nlohmann_json::nlohmann_json)
    target_compile_definitions(replay_lockstep_test PRIVATE EXTRAM_PROGRAM="$<TARGET_FILE:extram>")
    add_dependencies(replay_lockstep_test extram extram-model extram-lockstep)
    extram_add_test(NAME necessity_test LABEL mutants TIMEOUT 120 SOURCES cli/necessity_test.cpp
                    LIBRARIES extram_verbs extram_litmus extram_relacy_scenarios extram_relacy_litmus extram_relacy
                              extram_suite nlohmann_json::nlohmann_json)
    extram_add_test(NAME coverage_test LABEL model TIMEOUT 120 SOURCES cli/coverage_test.cpp
                    LIBRARIES extram_verbs extram_litmus extram_relacy_scenarios extram_relacy_litmus extram_relacy
                              extram_suite nlohmann_json::nlohmann_json)
    # Every place of every version that has its arguments.
    add_test(NAME coverage_all COMMAND extram coverage --jobs 2)
    set_tests_properties(coverage_all PROPERTIES LABELS nightly TIMEOUT 900)
    add_test(NAME necessity_all COMMAND extram necessity --jobs 2)
    set_tests_properties(necessity_all PROPERTIES LABELS nightly TIMEOUT 1800)
    # Every mutant that is to be killed, with small budgets; all of them, and what each oracle is worth, at night.
    add_test(NAME mutants_quick COMMAND extram mutants --quick --jobs 2)
    set_tests_properties(mutants_quick PROPERTIES LABELS mutants TIMEOUT 120)
    add_test(NAME mutants_all COMMAND extram mutants --jobs 2)
    set_tests_properties(mutants_all PROPERTIES LABELS nightly TIMEOUT 1800)
    extram_add_test(NAME kill_storm_test LABEL model TIMEOUT 120 SOURCES cli/kill_storm_test.cpp
                    LIBRARIES extram_options fmt::fmt nlohmann_json::nlohmann_json)
    target_compile_definitions(kill_storm_test PRIVATE EXTRAM_PROGRAM="$<TARGET_FILE:extram>")
    # What is spread over processes or nodes is the same search; skipped, and said, where the tool is not here.
    if(NOT EXTRAM_SANITIZE)
      find_package(Python3 REQUIRED COMPONENTS Interpreter)
      foreach(TOOL parallel slurm)
        add_test(NAME spread_${TOOL} COMMAND Python3::Interpreter -B ${PROJECT_SOURCE_DIR}/ci/spread_test.py
                                             $<TARGET_FILE:extram> ${TOOL})
        set_tests_properties(spread_${TOOL} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600 LABELS nightly)
      endforeach()
      set_tests_properties(spread_parallel PROPERTIES LABELS model TIMEOUT 120)
    endif()
    add_test(NAME kill_storms COMMAND kill_storm_test)
    set_tests_properties(kill_storms PROPERTIES LABELS nightly TIMEOUT 3600
                         ENVIRONMENT "EXTRAM_STORM_SEED=2;EXTRAM_STORM_KILLS=20")
  endif()
endif()
