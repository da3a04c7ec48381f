// `extram-model`: the verbs that need a model. People call `extram`, which starts this program.
#include "impl/console/interrupt.hpp"
#include "model/cli/program.hpp"
#include "model/cli/verbs.hpp"

int main(int argc, char** argv) {
  extram::catch_interrupts();
  return extram::run_program(argc, argv, extram::run_verb);
}
