# The interpreter of litmus tests in the world of Relacy.
if(EXTRAM_MODEL)
  set(WORLD_HEADER model/relacy/relacy_world.hpp)
  set(WORLD_TYPE RelacyWorld)
  configure_file(litmus/interpreter.cpp.in ${CMAKE_CURRENT_BINARY_DIR}/interpreter_relacy.cpp @ONLY)
  add_library(extram_relacy_litmus OBJECT ${CMAKE_CURRENT_BINARY_DIR}/interpreter_relacy.cpp)
  target_link_libraries(extram_relacy_litmus PUBLIC extram_relacy)

  if(EXTRAM_TESTS)
    extram_add_test(NAME litmus_interpreter_test LABEL model SOURCES litmus/interpreter_test.cpp
                    LIBRARIES extram_litmus extram_relacy_litmus extram_relacy)
  endif()
endif()
