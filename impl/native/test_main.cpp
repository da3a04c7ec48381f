// The main of every test program that calls run_native or run_in_lockstep: such a program is its own child.
#include <gtest/gtest.h>

#include "impl/native/lockstep_run.hpp"
#include "impl/native/native_run.hpp"

int main(int argc, char** argv) {
  if (const auto code = extram::native::run_as_child(argc, argv)) return *code;
  if (const auto code = extram::native::run_as_lockstep_child(argc, argv)) return *code;
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
