// The protocol on real threads, driven by this file alone: it starts the threads, and compares masks and alternate
// stacks before and after each callback with its own eyes, not the oracles'.
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <thread>
#include <vector>

#include "impl/extram/go_1_16_folded.hpp"
#include "impl/native/foreign_thread_for_test.hpp"
#include "impl/native/native_world.hpp"
#include "impl/world/scenario.hpp"

namespace extram::native {
namespace {

// What the kernel knows of the calling thread.
struct Kernel {
  std::uint64_t mask = 0;
  stack_t stack{};

  static Kernel now() {
    Kernel kernel;
    EXPECT_EQ(::syscall(SYS_rt_sigprocmask, SIG_SETMASK, nullptr, &kernel.mask, sizeof kernel.mask), 0);
    EXPECT_EQ(::sigaltstack(nullptr, &kernel.stack), 0);
    return kernel;
  }
  friend bool operator==(const Kernel& a, const Kernel& b) {
    return a.mask == b.mask && a.stack.ss_sp == b.stack.ss_sp && a.stack.ss_size == b.stack.ss_size &&
           a.stack.ss_flags == b.stack.ss_flags;
  }
};

// A thread of C's: every one with a mask of its own, every second one with a signal stack of its own.
class Foreign {
 public:
  explicit Foreign(int index) : memory_(64 * 1024) {
    sigset_t set;
    ::sigemptyset(&set);
    ::sigaddset(&set, SIGUSR2);
    ::sigaddset(&set, SIGRTMIN + 4 + index % 16);
    if (index % 3 == 0) ::sigaddset(&set, SIGCHLD);
    EXPECT_EQ(::pthread_sigmask(SIG_SETMASK, &set, nullptr), 0);
    if (index % 2 == 0) return;
    stack_t stack{};
    stack.ss_sp = memory_.data();
    stack.ss_size = memory_.size();
    EXPECT_EQ(::sigaltstack(&stack, nullptr), 0);
  }
  ~Foreign() {
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    EXPECT_EQ(::sigaltstack(&none, nullptr), 0);
  }
  Foreign(const Foreign&) = delete;
  Foreign& operator=(const Foreign&) = delete;

 private:
  std::vector<char> memory_;
};

// In Go: nothing blocked that Go never blocks, the rest as C had it; C's signal stack if there was one, else another.
void expect_go_state(const Kernel& in_c, const Kernel& in_go) {
  EXPECT_EQ(in_go.mask, in_c.mask & ~kNeverBlockedInGo.bits());
  EXPECT_EQ(in_go.stack.ss_flags & SS_DISABLE, 0);
  if ((in_c.stack.ss_flags & SS_DISABLE) == 0) {
    EXPECT_EQ(in_go.stack.ss_sp, in_c.stack.ss_sp);
  }
}

template <class W, class V>
class List {
 public:
  explicit List(int threads) : extra_(Shape{.threads = threads}) { extra_.seed(1); }
  void callbacks_of(int index, int callbacks) {
    const Foreign foreign(index);
    int bodies = 0;
    for (int k = 0; k < callbacks; ++k) {
      const Kernel before = Kernel::now();
      extra_.cgocallback([&] {
        ++bodies;
        expect_go_state(before, Kernel::now());
      });
      ASSERT_TRUE(Kernel::now() == before) << "callback " << k << " of thread " << index;
      ASSERT_EQ(W::getg(), nullptr);
    }
    EXPECT_EQ(bodies, callbacks);
    extra_.thread_ends();
  }
  Extram<W, V>& extra() { return extra_; }

 private:
  Extram<W, V> extra_;
};

template <class L>
class Directly : public testing::Test {};
using Lists = testing::Types<List<CheckedWorld, go_1_16>, List<BareWorld, go_1_16>, List<CheckedWorld, go_1_16_folded>,
                             List<BareWorld, go_1_16_folded>>;
TYPED_TEST_SUITE(Directly, Lists);

TYPED_TEST(Directly, EveryThreadLeavesGoAsItCame) {
  for (const int count : {2, 4, 8}) {
    {
      TypeParam list(count);
      std::vector<std::thread> threads;
      for (int i = 0; i < count; ++i) {
        threads.emplace_back([&list, i] {
          const ForeignThread me(i, {});
          list.callbacks_of(i, 1000);
        });
      }
      for (auto& thread : threads) thread.join();
      list.extra().check_quiescent();
    }
    release_signal_stacks();
  }
}

// C's handler, on C's signal stack, calls Go: the kernel lets nobody exchange a stack that is in use.
template <class V>
struct CallsGo {
  // One M stays on the list: nobody refills it, since a handler must not allocate.
  explicit CallsGo(const Shape& shape) : list(shape) { list.seed(2); }
  void setup() {}
  void foreign_thread(int) {}
  void after() {}
  void on_signal(int) {
    const Kernel before = without_libcs(Kernel::now());
    found.on_its_stack = (before.stack.ss_flags & SS_ONSTACK) != 0;
    list.cgocallback([&] { found.kept_in_go = Kernel::now().stack.ss_sp == before.stack.ss_sp; });
    found.kept = without_libcs(Kernel::now()) == before;
  }
  // libc's own mask calls, which ThreadSanitizer needs, open these.
  static Kernel without_libcs(Kernel kernel) {
    kernel.mask &= ~kLibcInternal.bits();
    return kernel;
  }
  Extram<BareWorld, V> list;
  struct Found {
    bool on_its_stack = false, kept_in_go = false, kept = false;
  };
  static inline Found found{};
};

template <class V>
class FromAHandler : public testing::Test {};
using FromHandlers = testing::Types<go_1_16, go_1_16_folded>;
TYPED_TEST_SUITE(FromAHandler, FromHandlers);

TYPED_TEST(FromAHandler, ACallbackLeavesTheStackThatItRunsOn) {
  auto& found = CallsGo<TypeParam>::found;
  found = {};
  {
    const Handling<CallsGo<TypeParam>> handling;
    on_foreign_thread(0, [] {
      const Foreign with_a_stack(1);
      BareWorld::raise(SIGUSR1);
    });
  }
  EXPECT_TRUE(found.on_its_stack);
  EXPECT_TRUE(found.kept_in_go);
  EXPECT_TRUE(found.kept);
  release_signal_stacks();
}

TEST(Remembered, TheThreadsNumberIsAnotherOneInTheChildOfAFork) {
  const auto tid = static_cast<std::uint64_t>(::gettid());
  EXPECT_EQ(remembered_tid(), tid);
  EXPECT_EQ(remembered_tid(), tid);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(remembered_tid() == static_cast<std::uint64_t>(::getpid()) ? 0 : 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

// Threads that call back until each was interrupted often enough.
struct Storm {
  static constexpr std::size_t kThreads = 4;
  static constexpr int kDeliveriesOfEach = 2'600;

  explicit Storm(const Shape& shape) : list(shape.threads) {
    for (auto& each : deliveries) each = 0;
  }
  void setup() {}
  void foreign_thread(int index) {
    const ForeignThread me(index, {});
    auto& mine = deliveries[static_cast<std::size_t>(index)];
    while (mine < kDeliveriesOfEach) {
      list.callbacks_of(index, 10);
      mine = BareWorld::deliveries();
    }
  }
  void after() { list.extra().check_quiescent(); }
  void on_signal(int signal) { list.extra().on_signal(signal); }

  List<BareWorld, go_1_16> list;
  static inline std::array<std::atomic<int>, kThreads> deliveries{};
};

// In the world whose every instruction is the protocol's, signals that this thread sends at any moment.
TEST(Directly, SignalsFromElsewhereAtAnyInstruction) {
  // Under ThreadSanitizer two postponed handlers must not nest (thread.hpp), so there one kind of signal has to do.
  const std::vector<int> kinds = kThreadSanitizer ? std::vector{SIGUSR1} : std::vector{SIGUSR1, SIGCHLD};
  {
    Handling<Storm> storm({.threads = Storm::kThreads});
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < Storm::kThreads; ++i) {
      threads.emplace_back([&storm, i] { storm.program().foreign_thread(static_cast<int>(i)); });
    }
    for (bool rages = true; rages;) {
      rages = false;
      for (std::size_t i = 0; i < threads.size(); ++i) {
        if (Storm::deliveries[i] >= Storm::kDeliveriesOfEach) continue;
        rages = true;
        for (const int kind : kinds) ::pthread_kill(threads[i].native_handle(), kind);
      }
      std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
    for (auto& thread : threads) thread.join();
    storm.program().after();
  }
  EXPECT_GT(std::accumulate(Storm::deliveries.begin(), Storm::deliveries.end(), 0), 10'000);
  release_signal_stacks();
}

}  // namespace
}  // namespace extram::native
