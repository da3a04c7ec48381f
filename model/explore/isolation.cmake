# Searches in worker processes. They call run(), which whoever links them provides.
add_library(extram_isolation STATIC
  explore/child_process.cpp
  explore/coordinator.cpp
  explore/coordinator_look.cpp
  explore/isolation.cpp
  explore/result_json.cpp
  explore/worker.cpp
  explore/worker_process.cpp)
add_library(extram::isolation ALIAS extram_isolation)
target_link_libraries(extram_isolation PUBLIC extram::explore nlohmann_json::nlohmann_json PRIVATE fmt::fmt)
