# Litmus tests: their file, what C++20's axioms say of them, and how a search's answer is judged.
add_library(extram_litmus STATIC
  litmus/annotate.cpp
  litmus/axioms.cpp
  litmus/execution.cpp
  litmus/expected.cpp
  litmus/expression_text.cpp
  litmus/judge.cpp
  litmus/litmus_file.cpp
  litmus/operation_text.cpp
  litmus/relacy_model.cpp
  litmus/thread_runs.cpp)
extram_compile_together(extram_litmus)
target_link_libraries(extram_litmus PUBLIC extram::world PRIVATE fmt::fmt nlohmann_json::nlohmann_json)

if(EXTRAM_TESTS)
  extram_add_test(NAME litmus_test LABEL unit SOURCES litmus/litmus_file_test.cpp LIBRARIES extram_litmus)
endif()
