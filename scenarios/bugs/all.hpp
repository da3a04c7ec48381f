// The variants of the catalogue, each with the one scenario that asks for it: nothing else is compiled of them. In two
// groups, which are compiled apart.
#pragma once

#include "impl/world/registry.hpp"
#include "scenarios/bugs/bound.hpp"
#include "scenarios/bugs/handlers.hpp"
#include "scenarios/bugs/list.hpp"
#include "scenarios/bugs/scenarios.hpp"
#include "scenarios/bugs/signals.hpp"
#include "scenarios/callback.hpp"
#include "scenarios/empty_list.hpp"
#include "scenarios/library_failure.hpp"
#include "scenarios/nested_callback.hpp"
#include "scenarios/return_to_c.hpp"
#include "scenarios/signal_window.hpp"

namespace extram {

template <World W>
class BugRows {
 protected:
  template <template <World, class> class S, class... Vs>
  static void ask() {
    (Registry::add(entry<S<W, Vs>, Vs>()), ...);
  }
};

template <World W>
class signal_bugs : BugRows<W> {
 public:
  signal_bugs() {
    this->template ask<signal_window, issue_42207_last_m, issue_42207_last_m_fixed, issue_12277, issue_12277_fixed,
                       issue_12277_dropm, issue_12277_dropm_fixed, issue_53374, issue_53374_fixed, issue_77588,
                       issue_77588_fixed, issue_50936, issue_50936_fixed>();
    this->template ask<signal_before_cgo, issue_34391, issue_34391_fixed, issue_10207, issue_10207_fixed>();
    this->template ask<return_to_c, issue_22930, issue_22930_fixed>();
    this->template ask<all_blocked, issue_12498, issue_12498_fixed, issue_39343, issue_39343_fixed>();
    this->template ask<go_thread_exit, issue_42494, issue_42494_fixed>();
    this->template ask<async_signal_in_c, issue_16054, issue_16054_fixed>();
    this->template ask<profiled_c, issue_15994, issue_15994_fixed>();
    this->template ask<deadly_signal, issue_10139, issue_10139_fixed>();
  }
};

template <World W>
class list_bugs : BugRows<W> {
 public:
  list_bugs() {
    this->template ask<callback, issue_6751, issue_6751_fixed, issue_13881, issue_13881_fixed, issue_56243,
                       issue_56243_fixed, issue_59678, issue_59678_fixed, issue_60540, issue_60540_fixed, issue_68285,
                       issue_68285_fixed, issue_70529, issue_70529_fixed, issue_70529_with_ps_fixed, issue_62102,
                       issue_62102_fixed>();
    this->template ask<library_start_up, issue_15943, issue_15943_fixed>();
    this->template ask<empty_list, issue_60004, issue_60004_fixed>();
    this->template ask<moving_stack, issue_59294, issue_59294_fixed, issue_60007, issue_60007_fixed, issue_62440,
                       issue_62440_fixed>();
    this->template ask<library_failure, issue_62130, issue_62130_fixed, issue_67653, issue_67653_fixed>();
    this->template ask<nested_callback, issue_72870, issue_72870_fixed>();
    this->template ask<altstack_taken_away, arrow_adbc_2802, arrow_adbc_2802_fixed>();
  }
};

}  // namespace extram
