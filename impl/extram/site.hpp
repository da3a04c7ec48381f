// The site table: every named statement of the protocol, with the memory order that Go gives it and the Go function it
// mirrors (runtime/proc.go, signal_unix.go, cgocall.go; release 1.19 where not said otherwise).
//
// The table is the only place where the protocol's memory orders stand. Go's atomics are sequentially consistent.
// A version or a mutant may override a row (`V::order`); a call site never may.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "impl/world/at.hpp"
#include "impl/world/order.hpp"

namespace extram {

enum class Site : std::uint8_t {
  // extram.hpp and go_protocol.hpp, in the order in which a callback meets them
  callback_begin,
  needm_sigsave,
  needm_sigblock,
  lockextra_load,
  lockextra_waiters_add,
  lockextra_cas,
  lockextra_pause,
  unlockextra_length_add,
  unlockextra_store,
  needm_setg,
  stack_query,
  minit_altstack_query,
  minit_altstack_install,
  minit_unblock,
  minit_gettid,
  bind_setspecific,
  exitsyscall_await,
  exitsyscall_cas,
  cgocallbackg_waiters_load,
  newextram_waiters_swap,
  newextram_length_load,
  allocm_new,
  allocm_thread_limit,
  allocm_gsignal,
  allocm_g0,
  malg_curg,
  callback_body,
  reentersyscall,
  dropm_sigblock,
  unminit_altstack,
  dropm_setg_nil,
  dropm_sigrestore,
  callback_end,
  key_destructor_setg,
  sigtrampgo_setg_nil,
  sigtrampgo_setg_back,
  // the scenarios' own
  stop_the_world_await,
  stop_the_world_cas,
  world_is_stopped,
  start_the_world,
  rendezvous_add,
  rendezvous_await,
  c_setspecific,
  c_thread_exit,
  count_
};

// `mask` and `altstack` are system calls; `allocate` and `library` calls of the allocator and of the thread library.
enum class SiteKind : std::uint8_t { load, store, rmw, cas, mask, altstack, setg, allocate, library, boundary, wait };

class SiteKinds {
 public:
  constexpr SiteKinds(std::initializer_list<SiteKind> kinds) {
    for (const SiteKind kind : kinds) bits_ |= bit(kind);
  }
  [[nodiscard]] constexpr bool contains(SiteKind kind) const { return (bits_ & bit(kind)) != 0; }

 private:
  [[nodiscard]] static constexpr unsigned bit(SiteKind kind) { return 1U << static_cast<unsigned>(kind); }
  unsigned bits_ = 0;
};

// The calls that a fault can be for.
inline constexpr SiteKinds kCallsOfLibraries{SiteKind::allocate, SiteKind::library};
inline constexpr SiteKinds kSystemCalls{SiteKind::mask, SiteKind::altstack};

struct SiteInfo {
  Site site;
  const char* name;
  SiteKind kind;
  Order order;
  std::string_view go;  // the Go function that the statement stands in
};

inline constexpr std::array kSites{
    SiteInfo{Site::callback_begin, "callback.begin", SiteKind::boundary, Order::seq_cst, "cgocallback"},
    SiteInfo{Site::needm_sigsave, "needm.sigsave", SiteKind::mask, Order::seq_cst, "needm"},
    SiteInfo{Site::needm_sigblock, "needm.sigblock", SiteKind::mask, Order::seq_cst, "needm"},
    SiteInfo{Site::lockextra_load, "lockextra.load", SiteKind::load, Order::seq_cst, "lockextra"},
    SiteInfo{Site::lockextra_waiters_add, "lockextra.waiters_add", SiteKind::rmw, Order::seq_cst, "lockextra"},
    SiteInfo{Site::lockextra_cas, "lockextra.cas", SiteKind::cas, Order::seq_cst, "lockextra"},
    SiteInfo{Site::lockextra_pause, "lockextra.pause", SiteKind::wait, Order::seq_cst, "lockextra"},
    SiteInfo{Site::unlockextra_length_add, "unlockextra.length_add", SiteKind::rmw, Order::seq_cst, "unlockextra"},
    SiteInfo{Site::unlockextra_store, "unlockextra.store", SiteKind::store, Order::seq_cst, "unlockextra"},
    SiteInfo{Site::needm_setg, "needm.setg", SiteKind::setg, Order::seq_cst, "needm"},
    SiteInfo{Site::stack_query, "getstackbound", SiteKind::library, Order::seq_cst, "callbackUpdateSystemStack"},
    SiteInfo{Site::minit_altstack_query, "minit.altstack_query", SiteKind::altstack, Order::seq_cst,
             "minitSignalStack"},
    SiteInfo{Site::minit_altstack_install, "minit.altstack_install", SiteKind::altstack, Order::seq_cst,
             "minitSignalStack"},
    SiteInfo{Site::minit_unblock, "minit.unblock", SiteKind::mask, Order::seq_cst, "minitSignalMask"},
    SiteInfo{Site::minit_gettid, "minit.gettid", SiteKind::boundary, Order::seq_cst, "minit"},
    SiteInfo{Site::bind_setspecific, "bindm.setspecific", SiteKind::library, Order::seq_cst, "cgoBindM"},
    SiteInfo{Site::exitsyscall_await, "exitsyscall.await", SiteKind::load, Order::seq_cst, "exitsyscall"},
    SiteInfo{Site::exitsyscall_cas, "exitsyscall.cas", SiteKind::cas, Order::seq_cst, "exitsyscall"},
    SiteInfo{Site::cgocallbackg_waiters_load, "cgocallbackg.waiters_load", SiteKind::load, Order::seq_cst,
             "cgocallbackg1"},
    SiteInfo{Site::newextram_waiters_swap, "newextram.waiters_swap", SiteKind::rmw, Order::seq_cst, "newextram"},
    SiteInfo{Site::newextram_length_load, "newextram.length_load", SiteKind::load, Order::seq_cst, "newextram"},
    SiteInfo{Site::allocm_new, "allocm.new", SiteKind::allocate, Order::seq_cst, "allocm"},
    SiteInfo{Site::allocm_thread_limit, "allocm.thread_limit", SiteKind::allocate, Order::seq_cst, "mcommoninit"},
    SiteInfo{Site::allocm_gsignal, "allocm.gsignal", SiteKind::allocate, Order::seq_cst, "mpreinit"},
    SiteInfo{Site::allocm_g0, "allocm.g0", SiteKind::allocate, Order::seq_cst, "allocm"},
    SiteInfo{Site::malg_curg, "oneNewExtraM.malg", SiteKind::allocate, Order::seq_cst, "oneNewExtraM"},
    SiteInfo{Site::callback_body, "callback.body", SiteKind::boundary, Order::seq_cst, "cgocallbackg1"},
    SiteInfo{Site::reentersyscall, "reentersyscall", SiteKind::rmw, Order::seq_cst, "reentersyscall"},
    SiteInfo{Site::dropm_sigblock, "dropm.sigblock", SiteKind::mask, Order::seq_cst, "dropm"},
    SiteInfo{Site::unminit_altstack, "unminit.altstack", SiteKind::altstack, Order::seq_cst, "unminitSignals"},
    SiteInfo{Site::dropm_setg_nil, "dropm.setg_nil", SiteKind::setg, Order::seq_cst, "dropm"},
    SiteInfo{Site::dropm_sigrestore, "dropm.sigrestore", SiteKind::mask, Order::seq_cst, "dropm"},
    SiteInfo{Site::callback_end, "callback.end", SiteKind::boundary, Order::seq_cst, "cgocallback"},
    SiteInfo{Site::key_destructor_setg, "cgocallback.setg", SiteKind::setg, Order::seq_cst, "cgocallback"},
    SiteInfo{Site::sigtrampgo_setg_nil, "sigtrampgo.setg_nil", SiteKind::setg, Order::seq_cst, "sigtrampgo"},
    SiteInfo{Site::sigtrampgo_setg_back, "sigtrampgo.setg_back", SiteKind::setg, Order::seq_cst, "sigtrampgo"},
    SiteInfo{Site::stop_the_world_await, "stopTheWorld.await", SiteKind::load, Order::seq_cst, "stopTheWorld"},
    SiteInfo{Site::stop_the_world_cas, "stopTheWorld.cas", SiteKind::cas, Order::seq_cst, "stopTheWorld"},
    SiteInfo{Site::world_is_stopped, "theWorld.is_stopped", SiteKind::rmw, Order::seq_cst, "the scenario"},
    SiteInfo{Site::start_the_world, "startTheWorld.store", SiteKind::store, Order::seq_cst, "startTheWorld"},
    SiteInfo{Site::rendezvous_add, "rendezvous.add", SiteKind::rmw, Order::seq_cst, "the scenario"},
    SiteInfo{Site::rendezvous_await, "rendezvous.await", SiteKind::load, Order::seq_cst, "the scenario"},
    SiteInfo{Site::c_setspecific, "C.setspecific", SiteKind::boundary, Order::seq_cst, "the scenario"},
    SiteInfo{Site::c_thread_exit, "C.thread_exit", SiteKind::boundary, Order::seq_cst, "the scenario"},
};

static_assert(kSites.size() == static_cast<std::size_t>(Site::count_));
static_assert(
    [] {
      for (std::size_t i = 0; i < kSites.size(); ++i) {
        if (kSites[i].site != static_cast<Site>(i)) return false;
      }
      return true;
    }(),
    "the rows stand in the order of the enumeration");

// Pairs of an await and the compare-exchange behind it that a model may take for one step. A round in which the load
// was stale, or the exchange failed, writes nothing; all it does is to learn what other threads did before, and that
// only takes behaviours away from what follows. So an execution with such a round shows nothing that one without it
// does not. A signal between the two is no exception: the exchange looks at the value again, so that the handler could
// as well have run before the load.
[[nodiscard]] constexpr bool are_one_step(Site load, Site exchange) {
  return load == Site::lockextra_load && exchange == Site::lockextra_cas;
}

[[nodiscard]] constexpr const SiteInfo& info_of(Site site) { return kSites[static_cast<std::size_t>(site)]; }
[[nodiscard]] constexpr At at(Site site) { return At(info_of(site).name); }

// A site as an argument that still is a constant: cell.load(on<Site::lockextra_load>).
template <Site S>
inline constexpr std::integral_constant<Site, S> on{};

}  // namespace extram
