# The Relacy world, and the program that runs models in it.
include(CheckCXXSourceCompiles)

include(${CMAKE_CURRENT_LIST_DIR}/ExtramRelacy.cmake)
extram_find_relacy(RELACY_INCLUDE_DIR)
set(RELACY_INCLUDE_DIR_OF_BUILD ${RELACY_INCLUDE_DIR} CACHE INTERNAL "")

# What Relacy's flags have to be. -fno-lifetime-dse: without it g++ -O2 drops the mark that a dead atomic leaves, and
# use after free goes unseen. RL_DO_ASSERT: without it Relacy's own nondeterminism checks are compiled out.
add_library(extram_relacy_headers INTERFACE)
target_include_directories(extram_relacy_headers SYSTEM INTERFACE $<BUILD_INTERFACE:${RELACY_INCLUDE_DIR}>)
target_compile_definitions(extram_relacy_headers INTERFACE RL_DO_ASSERT=1)
target_compile_options(extram_relacy_headers INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fno-lifetime-dse>)

set(CMAKE_REQUIRED_INCLUDES ${RELACY_INCLUDE_DIR})
check_cxx_source_compiles("
#include <relacy/relacy.hpp>
#undef delete
inline void operator delete(void*, unsigned long) noexcept {}
int main() {}" EXTRAM_RELACY_LACKS_SIZED_DELETE)
unset(CMAKE_REQUIRED_INCLUDES)

add_library(extram_relacy STATIC
  relacy/alterations.cpp
  relacy/faults.cpp
  relacy/labels.cpp
  relacy/model.cpp
  relacy/operators.cpp
  relacy/own_bounded.cpp
  relacy/relacy_atomic.cpp
  relacy/relacy_plain.cpp
  relacy/recorder.cpp
  relacy/run.cpp
  relacy/signals.cpp
  relacy/state_namer.cpp
  relacy/states.cpp
  relacy/thread_end.cpp
  relacy/tracing.cpp)
add_library(extram::model ALIAS extram_relacy)
target_link_libraries(extram_relacy PUBLIC extram::isolation extram::explore extram::world extram_relacy_headers
                                           fmt::fmt)
target_compile_definitions(
  extram_relacy PRIVATE EXTRAM_RELACY_HAS_SIZED_DELETE=$<NOT:$<BOOL:${EXTRAM_RELACY_LACKS_SIZED_DELETE}>>)

add_library(extram_relacy_scenarios OBJECT)
target_link_libraries(extram_relacy_scenarios PUBLIC extram_relacy)

add_executable(extram-model)
target_link_libraries(extram-model PRIVATE extram_model_cli extram_relacy_scenarios extram_relacy_litmus
                                           extram_suite extram_relacy)

if(EXTRAM_TESTS)
  add_executable(misbehaving-model relacy/misbehaving_test.cpp)
  target_link_libraries(misbehaving-model PRIVATE extram_model_cli extram_relacy_litmus extram_relacy)
  extram_add_test(NAME relacy_test LABEL model TIMEOUT 120
                  SOURCES relacy/alterations_test.cpp relacy/faults_test.cpp relacy/relacy_world_test.cpp
                          relacy/relacy_memory_test.cpp relacy/growing_vector.cpp relacy/tracing_test.cpp
                  LIBRARIES extram_relacy)
endif()
