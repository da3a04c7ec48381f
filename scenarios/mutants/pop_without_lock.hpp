// The list as a lock-free stack: taken by compare-exchange, without the lock. This is what the lock is there for: a
// thread reads head and link, others take both Ms and put the first one back, and the exchange succeeds with a link
// that is no longer true (ABA).
#pragma once

#include "impl/extram/go_1_16.hpp"

namespace extram {

// A count that needs no lock. Apart from it, only the link differs between the two mutants: atomic, or plain.
template <World W>
class AtomicCount {
 public:
  explicit AtomicCount(const char* name) : count_(name) {}
  void operator+=(int n) { count_.add(n); }
  void operator-=(int n) { count_.add(-n); }
  [[nodiscard]] int at_rest() const { return static_cast<int>(count_.at_rest()); }

 private:
  typename W::counter count_;
};

struct pop_without_lock : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "pop_without_lock";
  static constexpr std::string_view wrong = "the list is popped and pushed by compare-exchange, without the lock";
  // Nobody can count a list that is never locked, and it loses Ms as well; asked here is who owns one twice.
  static constexpr OracleSet waived{Oracle::I7, Oracle::I8};

  template <World W, class T>
  using Schedlink = typename W::template atomic<T>;
  template <World W, class>
  using ExtraMCount = AtomicCount<W>;

  template <class Mp>
  [[nodiscard]] static Mp next_of(Mp mp) {
    return mp->schedlink.at_rest();
  }
  template <class Mp>
  [[nodiscard]] static Mp link_of(Mp mp) {
    return mp->schedlink.template load<Order::seq_cst>(At("pop.link"));
  }
  template <class Mp>
  static void set_link(Mp mp, Mp next) {
    mp->schedlink.template store<Order::seq_cst>(next, At("push.link"));
  }
  template <class X>
  [[nodiscard]] static int counted(X& x) {
    return x.extra_m_count.at_rest();
  }

  // Waits for a head as lockextra does, and takes it.
  template <class X>
  [[nodiscard]] static typename X::Mp pop(X& x) {
    using Version = typename X::version;
    typename X::call call;
    bool counted = false;
    for (;;) {
      auto old = x.extram.await(
          on<Site::lockextra_load>, [&](std::uintptr_t seen) { return seen != kNil || !counted; },
          [](std::uintptr_t) { X::world::usleep(1, at(Site::lockextra_pause)); });
      if (old == kNil) {
        x.extra_m_waiters.add(on<Site::lockextra_waiters_add>, 1);
        counted = true;
        continue;
      }
      typename X::Mp next = Version::link_of(X::as_m(old));
      if (!x.extram.compare_exchange(on<Site::lockextra_cas>, old, X::as_word(next))) continue;
      x.watch().takes(X::as_m(old));
      x.watch().publishes(next, [] { return -1; });
      return call.returns(X::as_m(old));
    }
  }

  template <class X>
  static void push(X& x, typename X::Mp mp) {
    using Version = typename X::version;
    const typename X::call call;
    for (;;) {
      const auto old = x.extram.load(on<Site::lockextra_load>);
      Version::set_link(mp, X::as_m(old));
      if (x.extram.compare_exchange(on<Site::unlockextra_store>, old, X::as_word(mp))) break;
    }
    x.extra_m_count += 1;
    x.watch().publishes(mp, [] { return -1; });
  }

  template <class X>
  static void needm(X& x) {
    x.require_extra_m();
    const Mask sigmask = x.sigsave();
    x.sigblock(on<Site::needm_sigblock>);
    typename X::Mp mp = pop(x);
    x.set_needextram(mp);
    x.extra_m_count -= 1;
    mp->sigmask = sigmask;
    x.setg(on<Site::needm_setg>, &mp->g0);
    x.set_stack_bounds(&mp->g0);
    x.minit();
    x.casgstatus(mp->curg, GStatus::dead, GStatus::syscall);
    x.ngsys.add(-1);
  }

  template <class X>
  static void dropm(X& x) {
    typename X::Mp mp = x.getg()->m;
    x.casgstatus(mp->curg, GStatus::syscall, GStatus::dead);
    x.ngsys.add(1);
    const Mask sigmask = mp->sigmask;
    x.sigblock(on<Site::dropm_sigblock>);
    x.unminit();
    x.setg(on<Site::dropm_setg_nil>, nullptr);
    push(x, mp);
    x.msigrestore(sigmask);
  }

  template <class X>
  static void newextram(X& x) {
    const auto waiters = x.extra_m_waiters.exchange(on<Site::newextram_waiters_swap>, 0);
    for (std::uint32_t i = 0; i < waiters; ++i) x.one_new_extra_m();
    if (waiters > 0) return;
    if (x.extram.load(on<Site::lockextra_load>) == kNil) return x.one_new_extra_m();
    x.watch().sees_list_nonempty();
  }

  template <class X>
  static void publish(X& x, typename X::Mp mp) {
    push(x, mp);
  }
};

struct pop_without_lock_unwaived : pop_without_lock {
  using base = go_1_16;
  static constexpr std::string_view name = "pop_without_lock_unwaived";
  static constexpr std::string_view wrong = "as pop_without_lock, and lost Ms count as well";
  static constexpr OracleSet waived{Oracle::I7};
};

struct pop_without_lock_plain : pop_without_lock {
  using base = go_1_16;
  static constexpr std::string_view name = "pop_without_lock_plain";
  static constexpr std::string_view wrong = "as pop_without_lock, and the link is not even atomic";

  template <World W, class T>
  using Schedlink = typename W::template plain<T>;
  template <class Mp>
  [[nodiscard]] static Mp next_of(Mp mp) {
    return go_1_16::next_of(mp);
  }
  template <class Mp>
  [[nodiscard]] static Mp link_of(Mp mp) {
    return mp->schedlink;
  }
  template <class Mp>
  static void set_link(Mp mp, Mp next) {
    mp->schedlink = next;
  }
};

}  // namespace extram
