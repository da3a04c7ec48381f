// C forks while other threads use the list, and the child calls Go. Go has no answer of its own to that: the child
// has a copy of the list as it was, and of its threads none but the one that forked. So this is what may come of it,
// with every version, and no more:
//
//   answered   the child's callbacks come and go, with masks, stacks and Ms in order (every oracle is on in the child)
//   waits      it waits for the list for ever. Allowed only where a thread that was not copied is the reason: where the
//              list is locked, one that stood between the exchange that locks it and the store that unlocks it; where
//              it is empty, one that stood between its first list access and the end of its refill, or had an M in a
//              handler
//
// A crash, another verdict, or a wait for which no other thread can be the reason, is a violation. A child that waits
// does not sit out a time limit: it is alone, so that a list which it finds locked, or empty, many times over will
// never be anything else. What a child sees of the others is one moment of theirs: while the kernel copies, a thread
// that writes to what has been copied waits for the end of it.
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "impl/native/masks.hpp"
#include "impl/native/sanitizers.hpp"
#include "impl/native/thread_faults.hpp"

namespace extram::native {
namespace {

constexpr int kCallbacksOfChild = 3;
constexpr int kLooksMax = 200;  // at a list that nobody else can change

enum class Answer : int { answered = 0, waits = 10, waits_for_nobody = 11 };

// The steps between which the list is locked: a thread stands at the last one that it has reached.
constexpr std::array<std::string_view, 4> kWithTheLock{"lockextra.cas", "unlockextra.store", "dropm.setg_nil",
                                                       "unlockextra.length_add"};

// Those at which a thread owes no M to an empty list.
constexpr std::array<std::string_view, 9> kOwingNothing{"its start",        "callback.begin",   "needm.sigsave",
                                                        "needm.sigblock",   "callback.body",    "dropm.sigblock",
                                                        "unminit.altstack", "dropm.sigrestore", "callback.end"};

template <std::size_t N>
bool is_one_of(std::string_view site, const std::array<std::string_view, N>& sites) {
  return std::find(sites.begin(), sites.end(), site) != sites.end();
}

// What a child of a fork has of its own.
struct Child {
  bool am_i = false;
  bool lock_is_lost = false;    // with a thread that held it
  bool refill_is_lost = false;  // with a thread that owed it
  int callbacks = 0;
  int looks = 0;
  std::uint64_t naps = 0;  // before these looks: a thread that finds the list locked does not sleep
  ReportPage page{};       // the parent's own is not a child's to write
};
constinit Child child{};

[[noreturn]] void leave(Answer answer) { ::_exit(static_cast<int>(answer)); }

// The other threads are gone, so that what they left can be read. What a thread has below its handler is not told by
// one site; it never is the lock.
void look_at_the_others() {
  for (int i = 0; i < run_state.threads_max; ++i) {
    const ThreadState* const other = state_of_foreign_thread(i);
    if (other == nullptr || other == &this_thread) continue;
    const std::string_view site = other->at.text();
    child.lock_is_lost = child.lock_is_lost || is_one_of(site, kWithTheLock);
    child.refill_is_lost = child.refill_is_lost || other->handlers > 0 || !is_one_of(site, kOwingNothing);
  }
}

void become_child() {
  child.am_i = true;
  look_at_the_others();
  child.page.parameters = run_state.page->parameters;
  run_state.page = &child.page;
  run_state.parent_reads_stderr = true;
  this_thread.perturbation = Perturbation{};
  this_thread.signal_rate = 0;                                           // the question is what becomes of the list
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up("prctl", errno);  // nobody else ends a child that hangs
}

// While it copies, libc's fork holds the locks of the allocator. A handler on top of it could wait for an M that only a
// thread can make that waits for these locks: a deadlock that is ours alone, since Go's allocator is none of libc's.
pid_t fork_with_signals_blocked() {
  const Mask all = Mask::all();
  Mask before;
  DefaultMasks::change(MaskHow::set, &all, &before);
  const pid_t pid = ::fork();
  if (pid < 0) give_up("fork", errno);
  DefaultMasks::change(MaskHow::set, &before, nullptr);
  return pid;
}

void step_of_child(std::string_view site) {
  if (site != "lockextra.load") child.looks = 0;
  if (child.looks == 0) child.naps = this_thread.naps;
  if (site == "lockextra.load" && ++child.looks > kLooksMax) {
    const bool is_empty = this_thread.naps > child.naps;
    leave((is_empty ? child.refill_is_lost : child.lock_is_lost) ? Answer::waits : Answer::waits_for_nobody);
  }
  if (site == "callback.end" && ++child.callbacks == kCallbacksOfChild) leave(Answer::answered);
}

void judge(int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == static_cast<int>(Answer::answered)) return;
  if (WIFEXITED(status) && WEXITSTATUS(status) == static_cast<int>(Answer::waits)) {
    run_state.waits.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  Record record{.ending = Ending::failed, .verdict = Verdict::violation, .oracle = Oracle::user};
  record.thread = this_thread.index;
  if (WIFSIGNALED(status)) {
    record.text.assign("the child of a fork crashed");
  } else if (WEXITSTATUS(status) == static_cast<int>(Answer::waits_for_nobody)) {
    record.text.assign("the child of a fork waits for the list, and no thread had it");
  } else {
    record.text.assign("an oracle failed in the child of a fork");
  }
  end_with(record);
}

}  // namespace

// Not under ThreadSanitizer: in a child of many threads it follows neither what is ordered nor signals, and its own
// allocator may be locked by a thread that is gone.
void step_with_fork(At at) {
  if constexpr (kThreadSanitizer) return;
  const std::string_view site = at.text();
  if (child.am_i) return step_of_child(site);
  ThreadState& me = this_thread;
  if (site != "callback.begin" || me.handlers > 0 || me.index == kNotForeign) return;
  if (me.until_fault == 0 || --me.until_fault > 0) return;
  count_fault();
  const pid_t pid = fork_with_signals_blocked();
  if (pid == 0) return become_child();
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) give_up("waitpid", errno);
  }
  judge(status);
}

}  // namespace extram::native
