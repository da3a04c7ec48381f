// Every scenario about the extra-M list. A new one is included here and stands in the list below.
#pragma once

#include "impl/world/registry.hpp"
#include "scenarios/aba.hpp"
#include "scenarios/alloc_failure.hpp"
#include "scenarios/callback.hpp"
#include "scenarios/early_callback.hpp"
#include "scenarios/empty_list.hpp"
#include "scenarios/fork.hpp"
#include "scenarios/late_callback.hpp"
#include "scenarios/library_failure.hpp"
#include "scenarios/nested_callback.hpp"
#include "scenarios/return_to_c.hpp"
#include "scenarios/signal_window.hpp"
#include "scenarios/stop_the_world.hpp"
#include "scenarios/system_call_failure.hpp"
#include "scenarios/thread_death.hpp"
#include "scenarios/thread_exit.hpp"

namespace extram {

template <World W, class List>
class RegisterAll;

template <World W, class... Vs>
class RegisterAll<W, Variants<Vs...>> {
 public:
  RegisterAll() { (all_with<Vs>(), ...); }

 private:
  template <class V>
  static void all_with() {
    Registry::add(entry<aba<W, V>, V>());
    Registry::add(entry<alloc_failure<W, V>, V>());
    Registry::add(entry<callback<W, V>, V>());
    Registry::add(entry<early_callback<W, V>, V>());
    Registry::add(entry<empty_list<W, V>, V>());
    Registry::add(entry<fork<W, V>, V>());
    Registry::add(entry<late_callback<W, V>, V>());
    Registry::add(entry<library_failure<W, V>, V>());
    Registry::add(entry<nested_callback<W, V>, V>());
    Registry::add(entry<return_to_c<W, V>, V>());
    Registry::add(entry<signal_window<W, V>, V>());
    Registry::add(entry<stop_the_world<W, V>, V>());
    Registry::add(entry<system_call_failure<W, V>, V>());
    Registry::add(entry<thread_death<W, V>, V>());
    Registry::add(entry<thread_exit<W, V>, V>());
  }
};

}  // namespace extram
