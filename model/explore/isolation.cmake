# What came of a search, as JSON.
add_library(extram_result_json STATIC explore/result_json.cpp)
target_link_libraries(extram_result_json PUBLIC extram::explore nlohmann_json::nlohmann_json)

# Searches in worker processes. They call run(), which whoever links them provides.
add_library(extram_isolation STATIC
  explore/child_process.cpp
  explore/coordinator.cpp
  explore/coordinator_look.cpp
  explore/isolation.cpp
  explore/worker.cpp
  explore/worker_process.cpp)
add_library(extram::isolation ALIAS extram_isolation)
extram_compile_together(extram_isolation)
target_link_libraries(extram_isolation PUBLIC extram_result_json PRIVATE fmt::fmt)
