# The tests of the night that no single unit owns. ctest -L nightly runs them, in every preset.
if(EXTRAM_TESTS)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  add_test(NAME sweep COMMAND Python3::Interpreter -B ${PROJECT_SOURCE_DIR}/ci/sweep.py ${PROJECT_BINARY_DIR})
  set_tests_properties(sweep PROPERTIES LABELS nightly TIMEOUT 7200)
endif()
