// How a thread comes to its end: its function, which it may leave from the middle, then what it kept in its slots.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/relacy/model.hpp"

namespace extram {

void Model::live(int thread) {
  try {
    program_->foreign_thread(thread);
  } catch (const ThreadExit&) {
  }
  thread_is(thread);
  if (is_altered()) catch_up();
  destroy_specific();
  program_->thread_ends(thread);
}

// In the order of the keys, in as many rounds as there are, or until all slots are empty.
void Model::destroy_specific() {
  Thread& me = thread();
  const auto is_set = [](void* value) { return value != nullptr; };
  while (me.destructor_rounds < kDestructorRounds && std::any_of(me.specific.begin(), me.specific.end(), is_set)) {
    observed(kFunctionOver);
    ++me.destructor_rounds;
    for (std::size_t key = 0; key < kKeys; ++key) {
      void* const value = std::exchange(me.specific[key], nullptr);
      if (value == nullptr) continue;
      event(EventKind::data, me.at, [=] { return fmt::format("destructor of {} key", key == 0 ? "Go's" : "C's"); });
      program_->key_destructor(static_cast<Key>(key), value);
    }
  }
}

void Model::exit_thread(At at) {
  point(at);
  event(EventKind::local, at, [] { return std::string("the thread ends itself"); });
  throw ThreadExit{};
}

}  // namespace extram
