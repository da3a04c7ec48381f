// The machine of the protocol: the shared variables of runtime/proc.go and the single steps that needm, dropm and
// newextram are made of. A version (go_1_15.hpp, ...) says in which order the steps come; go_protocol.hpp holds what
// the versions share. Each step that a mutant may replace goes through the version: `x.lockextra()` runs
// `V::lockextra(x)`, so that a mutant is a type that shadows one member.
#pragma once

#include <cstdint>
#include <type_traits>

#include "impl/extram/cell.hpp"
#include "impl/extram/m.hpp"
#include "impl/extram/site.hpp"
#include "impl/extram/unwatched.hpp"
#include "impl/extram/watch.hpp"
#include "impl/world/scenario.hpp"
#include "impl/world/world.hpp"

namespace extram {

enum class NilOkay : bool { no, yes };
enum class InSignal : bool { no, yes };

inline constexpr std::uintptr_t kNil = 0;
inline constexpr std::uintptr_t kLocked = 1;  // lockextra's `locked`

inline constexpr std::uintptr_t kStackAssumed = 32 * 1024;  // what needm takes every C stack to have left
inline constexpr std::uintptr_t kStackAbove = 1024;         // and what it allows above its argument
inline constexpr std::uintptr_t kStackGuard = 928;          // _StackGuard, linux/amd64
inline constexpr std::size_t kGsignalSize = 32 * 1024;      // malg(32K) in mpreinit

template <World W, class V>
class Extram {
 public:
  using world = W;
  using version = V;
  using Mp = M<W, V>*;
  using Gp = G<W, V>*;
  using call = typename W::call;

  // --- the shared variables, by Go's names ------------------------------------------------------------------------
  Cell<W, V, std::uintptr_t> extram{"extram"};
  Cell<W, V, std::uint32_t> extra_m_waiters{"extraMWaiters"};
  typename V::template ExtraMCount<W, V> extra_m_count{"extraMCount"};
  typename W::template plain<bool> cgo_has_extra_m{"cgoHasExtraM", false};
  typename W::counter ngsys{"ngsys"};
  typename W::counter allglen{"allglen"};
  typename W::id_source goidgen{};
  // How many threads run Go code, or kStopped. Used only where Ps are scarce or the world stops.
  Cell<W, V, std::uint32_t> running{"running"};

  // `may_fail`: the calls that faults are for.
  explicit Extram(const Shape& shape, SiteKinds may_fail = kCallsOfLibraries) : shape_(shape), may_fail_(may_fail) {
    W::label_value(kLocked, "locked");
  }
  Extram(const Extram&) = delete;
  Extram& operator=(const Extram&) = delete;
  ~Extram() {
    made_.for_each([](Mp mp) {
      W::end_race_context(mp->gp.racectx);
      W::free_signal_stack(mp->own_gsignal);
      W::destroy(mp);
    });
  }

  // --- before and after the threads -------------------------------------------------------------------------------

  // A list of `ms` complete Ms, as the runtime's start-up leaves one. 0: start-up has not come so far.
  void seed(int ms) {
    extram.init(kNil);
    extra_m_waiters.init(0);
    running.init(0);
    for (int i = 0; i < ms; ++i) one_new_extra_m();
    cgo_has_extra_m = ms > 0;
    seeded_ = true;
  }

  void thread_ends() { watch_.thread_ends(); }

  // Extra Ms that exist and are complete. Known at rest.
  [[nodiscard]] int made() const {
    int made = 0;
    made_.for_each([&](Mp mp) { made += mp->place.get() != Place::being_built ? 1 : 0; });
    return made;
  }

  [[nodiscard]] int owned() const {
    int owned = 0;
    made_.for_each([&](Mp mp) { owned += mp->place.get() == Place::owned ? 1 : 0; });
    return owned;
  }

  // All threads have ended: the list holds every M that no ended thread kept, and the accounts balance.
  void check_quiescent() {
    if (extram.at_rest() == kLocked) {
      W::violation(Oracle::I6, "at the end the list is locked, and nobody is left to unlock it");
      return;
    }
    const int owned = this->owned();
    const int nodes = listed();
    if (W::checks(Oracle::I8) && nodes + owned != made()) {
      W::violation(Oracle::I8, "an M is lost: at the end it is neither on the list nor owned");
    }
    if (W::checks(Oracle::I8) && V::in_use(*this, owned) != owned) {
      W::violation(Oracle::I8, "at the end extraMInUse is not the number of Ms that threads own");
    }
    if (W::checks(Oracle::I7) && V::counted(*this) != nodes) {
      W::violation(Oracle::I7, "at the end extraMCount is not the length of the list");
    }
    if (W::checks(Oracle::I16) && owned == 0 && ngsys.at_rest() != made()) {
      W::violation(Oracle::I16, "at the end ngsys is not the number of idle extra Ms");
    }
  }

  // For faults: the lock's state as this thread has it.
  [[nodiscard]] LockState lock_state() {
    if (extram.at_rest() != kLocked) return LockState::free;
    return watch_.holds_lock() ? LockState::mine : LockState::of_another;
  }
  [[nodiscard]] bool is_locked() const { return extram.at_rest() == kLocked; }
  // Where nobody goes on: whether it is for the lock, or for a refill, that one of these took along.
  [[nodiscard]] bool lock_is_held_by(GoneThreads threads) const { return watch_.lock_is_held_by(threads); }
  [[nodiscard]] bool refill_is_owed_by(GoneThreads threads) const { return watch_.refill_is_owed_by(threads); }
  // Ms that threads have kept which came to their end. Known at rest.
  [[nodiscard]] int kept() const {
    int kept = 0;
    made_.for_each([&](Mp mp) { kept += mp->place.get() == Place::owned && watch_.was_kept(mp) ? 1 : 0; });
    return kept;
  }
  // A call was made to fail on this thread.
  [[nodiscard]] bool has_failed() { return failed_.mine(); }
  // Known at rest.
  [[nodiscard]] int listed() const {
    int nodes = 0;
    for (Mp mp = as_m(extram.at_rest()); mp != nullptr && nodes <= made(); mp = V::next_of(mp)) ++nodes;
    return nodes;
  }

  [[nodiscard]] Oracle explain_deadlock() const { return watch_.explain_deadlock(extram.at_rest() == kLocked); }
  [[nodiscard]] const Shape& shape() const { return shape_; }

  // --- steps that go through the version --------------------------------------------------------------------------
  template <class F>
  void cgocallback(F&& body) {
    const call here;
    V::cgocallback(*this, static_cast<F&&>(body));
  }
  template <class F>
  void cgocallbackg(F&& body) {
    const call here;
    V::cgocallbackg(*this, static_cast<F&&>(body));
  }
  template <class F>
  void cgocall(F&& c_function) {
    const call here;
    V::cgocall(*this, static_cast<F&&>(c_function));
  }

  template <class... InSignals>
  void needm(InSignals... in_signal) {
    const call here;
    watch_.needm_begins();
    V::needm(*this, in_signal...);
    watch_.needm_ends(getg()->m);
  }
  void dropm() {
    const call here;
    watch_.dropm_begins();
    V::dropm(*this);
    watch_.dropm_ends();
  }
  [[nodiscard]] Mp lockextra(NilOkay nil_okay) {
    call here;
    if (nil_okay == NilOkay::no) watch_.must_be_masked();
    Mp mp = V::lockextra(*this, nil_okay);
    watch_.locks();
    if (nil_okay == NilOkay::no) {
      watch_.takes(mp);
    } else if (mp != nullptr) {
      watch_.sees_list_nonempty();
    }
    return here.returns(mp);
  }
  // `delta`: what the version leaves for unlockextra to count.
  template <class... Delta>
  void unlockextra(Mp mp, Delta... delta) {
    const call here;
    watch_.publishes(mp, [&] { return (V::counted(*this) + ... + delta); });
    V::unlockextra(*this, mp, delta...);
    watch_.unlocks();
    if (seeded_ && getg() == nullptr) watch_.must_be_masked();
  }
  void newextram() {
    const call here;
    V::newextram(*this);
  }
  void one_new_extra_m() {
    const call here;
    V::one_new_extra_m(*this);
  }
  void publish(Mp mp) {
    const call here;
    V::publish(*this, mp);
  }
  void set_needextram(Mp mp) {
    V::set_needextram(*this, mp);
    watch_.decides_needextram(mp);
  }
  void minit() { V::minit(*this); }
  void minit_signal_stack() {
    V::minit_signal_stack(*this);
    watch_.must_be_masked();
  }
  void minit_signal_mask() { V::minit_signal_mask(*this); }
  void unminit() {
    watch_.must_be_masked();
    V::unminit(*this);
  }
  void set_stack_bounds(Gp g0) { V::set_stack_bounds(*this, g0); }
  void casgstatus(Gp gp, GStatus from, GStatus to) { V::casgstatus(*this, gp, from, to); }
  void refill(Mp mp) {
    const call here;
    V::refill(*this, mp);
  }
  void require_extra_m() { V::require_extra_m(*this); }
  template <Site S>
  void sigblock(std::integral_constant<Site, S> site) {
    V::sigblock(*this, site);
  }
  template <Site S>
  void setg(std::integral_constant<Site, S> site, Gp gp) {
    watch_.must_be_masked();
    V::setg(*this, site, gp);
  }
  void msigrestore(Mask mask) { V::msigrestore(*this, mask); }
  void on_signal(int signal) {
    const call here;
    watch_.handler_begins();
    V::sigtrampgo(*this, signal);
    watch_.handler_ends();
  }
  void badsignal(int signal) { V::badsignal(*this, signal); }
  void key_destructor(Gp g0) {
    const call here;
    V::key_destructor(*this, g0);
  }
  void sigsend(int) { watch_.handled(); }
  void exitsyscall() {
    const call here;
    V::exitsyscall(*this);
  }
  void reentersyscall() {
    const call here;
    V::reentersyscall(*this);
  }

  // --- single steps -----------------------------------------------------------------------------------------------

  [[nodiscard]] Gp getg() const { return static_cast<Gp>(W::getg()); }
  template <Site S>
  void install_g(std::integral_constant<Site, S>, Gp gp) {
    W::setg(gp, at(S));
  }

  [[nodiscard]] Mask sigsave() {
    Mask mask;
    if (!refused(Site::needm_sigsave)) W::sigprocmask(MaskHow::set, nullptr, &mask, at(Site::needm_sigsave));
    return mask;
  }
  [[nodiscard]] Mask sigsave_and_block() {
    const Mask all = Mask::all();
    Mask before;
    if (!refused(Site::needm_sigblock)) W::sigprocmask(MaskHow::set, &all, &before, at(Site::needm_sigblock));
    return before;
  }
  void msigsave(Mp mp) { mp->sigmask = sigsave(); }
  template <Site S>
  void set_signal_mask(std::integral_constant<Site, S>, Mask mask) {
    if (!refused(S)) W::sigprocmask(MaskHow::set, &mask, nullptr, at(S));
  }

  [[nodiscard]] AltStack query_altstack() {
    AltStack stack;
    if (!refused(Site::minit_altstack_query)) W::sigaltstack(nullptr, &stack, at(Site::minit_altstack_query));
    return stack;
  }
  // Installs ours and finds theirs; false: this runs on theirs, which stays.
  [[nodiscard]] bool swap_signalstack(AltStack ours, AltStack* theirs) {
    return !refused(Site::minit_altstack_install) && W::swap_altstack(ours, theirs, at(Site::minit_altstack_install));
  }
  void signalstack(AltStack stack) {
    if (!refused(Site::minit_altstack_install)) W::sigaltstack(&stack, nullptr, at(Site::minit_altstack_install));
  }
  void remove_signalstack() {
    const AltStack none;
    if (!refused(Site::unminit_altstack)) W::sigaltstack(&none, nullptr, at(Site::unminit_altstack));
  }

  void asminit() {}  // linux/amd64: nothing to set up
  [[nodiscard]] std::uint64_t gettid() { return W::gettid(at(Site::minit_gettid)); }
  [[nodiscard]] std::uint64_t remembered_tid() { return W::remembered_tid(at(Site::minit_gettid)); }

  // allocm: an M with its g0 and gsignal, or nullptr when one of the allocations fails. `curg` comes from malg.
  [[nodiscard]] Mp allocm() {
    watch_.allocates(seeded_ && world_is_stopped(), seeded_ && !in_go());
    if (fails(Site::allocm_new) || fails(Site::allocm_thread_limit)) return nullptr;
    if (fails(Site::allocm_gsignal) || fails(Site::allocm_g0)) return nullptr;
    Mp mp = W::template make<M<W, V>>();
    made_.add(mp);
    W::label_object(mp, sizeof(*mp), "M");  // a trace calls it M1, or M0.1: the first that thread 0 made
    mp->own_gsignal = W::make_signal_stack(kGsignalSize);
    mp->gsignal = mp->own_gsignal;
    mp->g0.m = mp;
    return mp;
  }
  [[nodiscard]] Gp malg(Mp mp) { return fails(Site::malg_curg) ? nullptr : &mp->gp; }
  [[nodiscard]] Stack getstackbound() {
    return fails(Site::stack_query) ? Stack{} : W::query_stack(at(Site::stack_query));
  }
  [[nodiscard]] bool setspecific(Gp g0) {
    return !fails(Site::bind_setspecific) && W::setspecific(Key::go, g0, at(Site::bind_setspecific));
  }
  void unlock_os_thread(Mp mp) {
    watch_.unlocks_os_thread(mp->incgo);
    mp->locked_int -= 1;
  }
  void racegostart(Gp gp) { gp->racectx = W::race_context(); }
  void fatal_throw(const char* message) { W::exit(2, message); }
  void exit(int code, const char* message) { W::exit(code, message); }

  // --- a world that stops, reduced to its effect on exitsyscall -----------------------------------------------------
  static constexpr std::uint32_t kStopped = ~std::uint32_t{0};
  [[nodiscard]] bool ps_are_scarce() const { return shape_.ps != 0; }
  [[nodiscard]] bool world_is_stopped() const { return stopped_.get(); }
  void stop_the_world() {
    std::uint32_t idle = 0;
    do {
      idle = running.await(
          on<Site::stop_the_world_await>, [](std::uint32_t n) { return n == 0; },
          [](std::uint32_t) { W::osyield(at(Site::stop_the_world_await)); });
    } while (!running.compare_exchange(on<Site::stop_the_world_cas>, idle, kStopped));
    stopped_.set(true);
  }
  void start_the_world() {
    stopped_.set(false);
    running.store(on<Site::start_the_world>, 0);
  }

  [[nodiscard]] static Mp as_m(std::uintptr_t word) { return reinterpret_cast<Mp>(word); }
  [[nodiscard]] static std::uintptr_t as_word(Mp mp) { return reinterpret_cast<std::uintptr_t>(mp); }

  [[nodiscard]] auto& watch() { return watch_; }

 private:
  [[nodiscard]] bool in_go() const {
    const Gp gp = getg();
    return gp != nullptr && Mp(gp->m)->gp.atomicstatus == GStatus::running;
  }

  // Whether the kernel refuses the call. What the version does about that is done by then.
  [[nodiscard]] bool refused(Site site) {
    if (!fails(site)) return false;
    V::system_call_fails(*this);
    return true;
  }

  [[nodiscard]] bool fails(Site site) {
    const bool fails = may_fail_.contains(info_of(site).kind) && W::fails(at(site));
    if (fails) failed_.mine() = true;
    return fails;
  }

  Shape shape_;
  SiteKinds may_fail_;
  [[no_unique_address]] std::conditional_t<WithoutOracles<W>, Unwatched, Watch<W, V>> watch_;
  typename W::template bag<M<W, V>> made_;
  typename W::template ghost<bool> stopped_{false};
  typename W::template per_thread<bool> failed_;
  bool seeded_ = false;
};

}  // namespace extram
