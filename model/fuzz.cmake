# The readers of files that come from anywhere, for libFuzzer (clang): ci/fuzz.sh builds and runs them.
add_executable(schedule_fuzz schedule/schedule_fuzz.cpp)
add_executable(checkpoint_fuzz schedule/checkpoint_fuzz.cpp)
add_executable(litmus_fuzz litmus/litmus_fuzz.cpp)
foreach(READER schedule_fuzz checkpoint_fuzz litmus_fuzz)
  target_link_libraries(${READER} PRIVATE extram_schedule extram_litmus extram_explore fmt::fmt)
  target_link_options(${READER} PRIVATE -fsanitize=fuzzer)
endforeach()
