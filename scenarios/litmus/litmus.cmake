# The interpreter of litmus tests in the world of Relacy.
if(EXTRAM_MODEL)
  set(WORLD_HEADER model/relacy/relacy_world.hpp)
  set(WORLD_TYPE RelacyWorld)
  configure_file(litmus/interpreter.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/interpreter_relacy.cpp @ONLY)
  configure_file(litmus/own_search.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/own_search.cpp @ONLY)
  add_library(extram_relacy_litmus OBJECT ${CMAKE_CURRENT_BINARY_DIR}/interpreter_relacy.cpp
                                          ${CMAKE_CURRENT_BINARY_DIR}/own_search.cpp)
  target_link_libraries(extram_relacy_litmus PUBLIC extram_relacy)

  if(EXTRAM_TESTS)
    extram_add_test(NAME litmus_interpreter_test LABEL model SOURCES litmus/interpreter_test.cpp
                    LIBRARIES extram_litmus extram_relacy_litmus extram_relacy)

    # Others' tests with known outcomes, where they are at hand.
    set(CATALOGUE ${CMAKE_CURRENT_SOURCE_DIR}/litmus/catalogue.jsonl)
    set(CORPUS ${PROJECT_SOURCE_DIR}/../shared/corpus/litmus.jsonl)
    if(NOT EXISTS ${CORPUS})
      set(CORPUS "")
    endif()
    extram_add_test(NAME litmus_catalogue_test LABEL model TIMEOUT 240 SOURCES litmus/catalogue_test.cpp
                    LIBRARIES extram_litmus extram_relacy_litmus extram_relacy)
    target_compile_definitions(litmus_catalogue_test PRIVATE EXTRAM_LITMUS_CATALOGUE="${CATALOGUE}"
                                                             EXTRAM_LITMUS_CORPUS="${CORPUS}")

    # Random programs, by every search.
    extram_add_test(NAME litmus_soundness_test LABEL model TIMEOUT 240
                    SOURCES litmus/soundness_test.cpp litmus/shrink_for_test.cpp
                    LIBRARIES extram_litmus extram_relacy_litmus extram_relacy nlohmann_json::nlohmann_json)
    extram_add_test(NAME litmus_reductions_test LABEL model TIMEOUT 240
                    SOURCES litmus/reductions_test.cpp litmus/shrink_for_test.cpp
                    LIBRARIES extram_litmus extram_relacy_litmus extram_relacy nlohmann_json::nlohmann_json)
    extram_add_test(NAME litmus_flaws_test LABEL model TIMEOUT 240 SOURCES litmus/flaws_test.cpp
                    LIBRARIES extram_litmus extram_relacy_litmus extram_relacy)
    extram_add_test(NAME litmus_regressions_test LABEL model SOURCES litmus/regressions_test.cpp
                    LIBRARIES extram_litmus extram_relacy_litmus extram_relacy)
    target_compile_definitions(litmus_regressions_test PRIVATE
                               EXTRAM_LITMUS_AGAINST_MERGING="${CMAKE_CURRENT_SOURCE_DIR}/litmus/against_merging.jsonl")
    # A night's programs are others, and more; ctest -L nightly.
    foreach(SLICE RANGE 7)
      add_test(NAME litmus_reductions_of_a_night_${SLICE}
               COMMAND litmus_reductions_test --gtest_filter=*/${SLICE})
      set_tests_properties(litmus_reductions_of_a_night_${SLICE} PROPERTIES LABELS nightly TIMEOUT 3600 ENVIRONMENT
                                                                            EXTRAM_SOUNDNESS_PROGRAMS=8000)
    endforeach()

    # Shapes, orders and axioms give the catalogue, byte for byte; and it is as it should be.
    find_package(Python3 REQUIRED COMPONENTS Interpreter)
    add_test(NAME litmus_catalogue_is_made
             COMMAND sh -c "\"$1\" \"$2\" | \"$3\" litmus /dev/stdin --axioms | cmp - \"$4\"" sh
                     ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/litmus/catalogue.py $<TARGET_FILE:extram>
                     ${CATALOGUE})
    add_test(NAME litmus_catalogue_is_good COMMAND extram litmus ${CATALOGUE})
    set_tests_properties(litmus_catalogue_is_made litmus_catalogue_is_good PROPERTIES LABELS model TIMEOUT 120)
  endif()
endif()
