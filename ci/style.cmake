# The house rules, as tests. Once is enough, so not in the sanitizers' builds.
if(EXTRAM_TESTS AND NOT EXTRAM_SANITIZE)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  foreach(PROGRAM style style_test tally_test workflows_test)
    add_test(NAME ${PROGRAM} COMMAND Python3::Interpreter -B ${PROJECT_SOURCE_DIR}/ci/${PROGRAM}.py)
    set_tests_properties(${PROGRAM} PROPERTIES LABELS unit TIMEOUT 60)
  endforeach()
endif()
