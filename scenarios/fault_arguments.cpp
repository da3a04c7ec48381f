#include "scenarios/fault_arguments.hpp"

#include <algorithm>

#include "impl/extram/site.hpp"

namespace extram {
namespace {

using enum Unmet;

// Versions.
constexpr std::string_view kAll = "*";
constexpr std::string_view kBound = "go_1_21|go_1_22";
constexpr std::string_view kUnbound = "!go_1_21|go_1_22";
constexpr std::string_view kOldest = "go_1_4|go_1_5";          // signals are open all the way
constexpr std::string_view kWindow = "go_1_4|go_1_5|go_1_15";  // golang/go#42207
constexpr std::string_view kBlockedFirst = "!go_1_4|go_1_5|go_1_15";

// Steps.
constexpr std::string_view kAllocations = "allocm.new|allocm.thread_limit|allocm.gsignal|allocm.g0|oneNewExtraM.malg";
constexpr std::string_view kSystemCalls =
    "needm.sigsave|needm.sigblock|minit.altstack_query|minit.altstack_install|minit.unblock|dropm.sigblock|"
    "unminit.altstack|dropm.sigrestore";
constexpr std::string_view kNotCalls =
    "!allocm.new|allocm.thread_limit|allocm.gsignal|allocm.g0|oneNewExtraM.malg|getstackbound|bindm.setspecific|"
    "needm.sigsave|needm.sigblock|minit.altstack_query|minit.altstack_install|minit.unblock|dropm.sigblock|"
    "unminit.altstack|dropm.sigrestore";
constexpr std::string_view kInGo =
    "minit.gettid|bindm.setspecific|exitsyscall.await|exitsyscall.cas|cgocallbackg.waiters_load|"
    "newextram.waiters_swap|newextram.length_load|allocm.new|allocm.thread_limit|allocm.gsignal|allocm.g0|"
    "oneNewExtraM.malg|callback.body|reentersyscall";
constexpr std::string_view kMinitUntilItUnblocks = "minit.altstack_query|minit.altstack_install|minit.unblock";

// Sentences that stand in more than one row.
constexpr std::string_view kFrom21 = "there is no such step before 1.21";
constexpr std::string_view kNoSuchStep = "this release has no such step";
constexpr std::string_view kBlockedFromNeedm = "needm has blocked every signal before it comes here";
constexpr std::string_view kSetsG = "needm sets g behind this step, and a thread that has one does not call needm";
constexpr std::string_view kHasG = "g is set by needm before this step, and stays until dropm takes it";
constexpr std::string_view kOpenInGo = "minit has opened what Go never blocks, whatever the thread came with";
constexpr std::string_view kHoldsTheLock = "only who holds the list lock comes here";
constexpr std::string_view kBlockedUntilRestored = "dropm has blocked every signal, and gives the mask back at its end";

constexpr auto kArguments = std::to_array<FaultArgument>({
    // What a kind is.
    {kAll, "!C.fork", "*", "*", "*", "fork", unreachable,
     "C forks in its own code, between two callbacks, and nowhere in the protocol"},
    {kAll, kNotCalls, "*", "*", "*", "call", unreachable, "nothing is called here that could fail"},
    {kAll, "!lockextra.cas|exitsyscall.cas", "*", "*", "*", "cas", unreachable, "there is no exchange here"},
    {kAll, "*", "*", "blocked", "*", "cancel", unreachable, "SIGCANCEL is one of the signals that are blocked"},
    {kAll, "*", "*", "blocked", "*", "signal", unreachable,
     "a signal to the process is taken by a thread that does not block it"},
    {kBound, "dropm.sigblock|cgocallback.setg", "*", "*", "*", "cancel", unreachable,
     "from 1.21 on dropm runs in handlers and in the key's destructor, and a thread that ends is not cancelled"},

    // What a release does not have.
    {kUnbound,
     "getstackbound|unlockextra.length_add|newextram.length_load|bindm.setspecific|cgocallback.setg|"
     "sigtrampgo.setg_nil|sigtrampgo.setg_back",
     "*", "*", "*", "*", unreachable, kFrom21},
    {"go_1_4", "needm.sigsave|dropm.sigrestore", "*", "*", "*", "*", unreachable, kNoSuchStep},
    {kOldest, "needm.sigblock|dropm.sigblock|minit.altstack_query", "*", "*", "*", "*", unreachable, kNoSuchStep},
    {kAll, "lockextra.pause", "*", "*", "*", "*", unreachable,
     "a thread that waits stands at lockextra.load in a model, and is struck there"},

    // The list lock.
    {kAll, "unlockextra.length_add|unlockextra.store", "free|another's", "*", "*", "*", unreachable, kHoldsTheLock},
    {kUnbound, "dropm.setg_nil", "free|another's", "*", "*", "*", unreachable, kHoldsTheLock},
    {kAll, "!unlockextra.length_add|unlockextra.store|dropm.setg_nil|lockextra.load", "mine", "*", "*", "*",
     unreachable,
     "between lockextra and unlockextra there is no such step, and a handler there waits for the list first"},
    {kBound, "dropm.setg_nil", "mine", "*", "*", "*", unreachable, "from 1.21 on g is taken before the list is locked"},
    {kBlockedFirst, "lockextra.load", "mine", "*", "*", "*", unreachable,
     "no handler comes while the list is locked, but by a fault, and a thread meets one"},
    {kWindow, "lockextra.load", "mine", "open", "*", "*", unreachable,
     "who holds the lock asks for it again only in a handler, which begins with every signal blocked"},
    {kWindow, "lockextra.load", "mine", "blocked", "set", "*", unreachable, "a handler that finds a g asks for no M"},

    // On the way in.
    {"!go_1_5", "needm.sigsave", "*", "*", "set", "*", unreachable, kSetsG},
    {"go_1_5", "needm.sigsave", "*", "*", "nil", "*", unreachable, "1.5 saves the mask when g is set"},
    {kAll, "needm.sigblock|needm.setg", "*", "*", "set", "*", unreachable, kSetsG},
    {kAll, "lockextra.waiters_add", "*", "*", "set", "*", unreachable,
     "only who needs an M waits for one, and has no g"},
    {kBlockedFirst, "lockextra.load|lockextra.waiters_add|lockextra.cas|unlockextra.length_add|unlockextra.store", "*",
     "open", "nil", "*", unreachable, kBlockedFromNeedm},
    {"!go_1_4|go_1_5", "needm.setg|minit.altstack_query|minit.altstack_install|minit.unblock", "*", "open", "*", "*",
     unreachable, kBlockedFromNeedm},
    {kAll, kMinitUntilItUnblocks, "*", "*", "nil", "*", unreachable, kHasG},
    {kBound, "getstackbound", "*", "*", "nil", "*", unreachable, kHasG},

    // In Go.
    {kAll, "minit.gettid|bindm.setspecific", "*", "blocked", "*", "*", unreachable, kOpenInGo},
    {kAll, kInGo, "*", "*", "nil", "*", unreachable, kHasG},

    // On the way out.
    {kAll, "dropm.sigblock|unminit.altstack|dropm.setg_nil", "*", "*", "nil", "*", unreachable, kHasG},
    {"!go_1_4|go_1_5", "unminit.altstack|dropm.setg_nil|dropm.sigrestore", "*", "open", "*", "*", unreachable,
     kBlockedUntilRestored},
    {"!go_1_5", "dropm.sigrestore", "*", "*", "set", "*", unreachable, "dropm has taken g before"},
    {"go_1_5", "dropm.sigrestore", "*", "*", "nil", "*", unreachable, "1.5 gives the mask back before it takes g"},
    {kBound, "callback.end|cgocallback.setg", "*", "*", "nil", "*", unreachable,
     "from 1.21 on the thread keeps its g until the key's destructor has run"},

    // Handlers of 1.21.
    {kBound, "sigtrampgo.setg_nil|sigtrampgo.setg_back", "*", "open", "*", "*", unreachable,
     "a handler begins and ends with every signal blocked"},
    {kBound, "sigtrampgo.setg_nil", "*", "*", "nil", "*", unreachable, "there is nothing to take away"},
    {kBound, "sigtrampgo.setg_back", "*", "*", "set", "*", unreachable, "badsignal has given its M back"},

    // What nobody asks.
    {kBound, "newextram.length_load", "*", "blocked", "*", "*", gap,
     "a callback that C has blocked signals for finds a waiter, and another thread counts him first: three "
     "preemptions"},
    {"go_1_22", "getstackbound", "*", "open", "*", "*", gap,
     "C whose stack pthread did not know calls Go again from so far down that the guess does not hold"},

    // What was asked elsewhere.
    {kAll, kAllocations, "*", "*", "*", "!call|cas|fork", equal,
     "an allocation is no step of its own: a fault before it comes behind the step before"},
    {kAll, "*", "another's", "*", "*", "!fork", equal,
     "the fault is the thread's own, between two accesses to what is shared: that another one locks the list before it "
     "or after it is the same execution"},
    {kUnbound, "C.fork", "*", "open", "set", "signal", equal,
     "a handler that finds a g hands its signal on, at this step as at the next"},
    {kAll, kSystemCalls, "*", "*", "*", "call", equal, "a call that the kernel refuses is Go's end, whatever the mask"},
    {kAll, "*", "*", "open", "*", "late", equal,
     "where signals are open, one that comes late is as one that comes in time"},
});

}  // namespace

std::vector<std::string_view> sites_with_faults() {
  std::vector<std::string_view> sites;
  for (const SiteInfo& row : kSites) {
    if (row.site < Site::stop_the_world_await) sites.emplace_back(row.name);
  }
  sites.emplace_back("C.fork");
  return sites;
}

bool matches_one_of(std::string_view pattern, std::string_view name) {
  if (pattern == "*") return true;
  if (pattern.starts_with('!')) return !matches_one_of(pattern.substr(1), name);
  for (;;) {
    const std::size_t end = pattern.find('|');
    if (pattern.substr(0, end) == name) return true;
    if (end == std::string_view::npos) return false;
    pattern.remove_prefix(end + 1);
  }
}

bool covers(const FaultArgument& argument, const FaultPlace& place) {
  return matches_one_of(argument.kinds, place.kind) && matches_one_of(argument.sites, place.site) &&
         matches_one_of(argument.lists, place.state.list_name()) &&
         matches_one_of(argument.masks, place.state.mask_name()) && matches_one_of(argument.gs, place.state.g_name()) &&
         matches_one_of(argument.versions, place.version);
}

std::span<const FaultArgument> fault_arguments() { return kArguments; }

const FaultArgument* argument_for(const FaultPlace& place, std::span<const FaultArgument> arguments) {
  const auto found =
      std::find_if(arguments.begin(), arguments.end(), [&](const FaultArgument& a) { return covers(a, place); });
  return found == arguments.end() ? nullptr : &*found;
}

}  // namespace extram
