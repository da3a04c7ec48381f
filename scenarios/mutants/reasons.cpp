#include "scenarios/mutants/reasons.hpp"

#include <algorithm>
#include <array>

namespace extram {
namespace {

constexpr std::string_view kMasked = "every signal is blocked meanwhile: nobody can stand between the two and look";
constexpr std::string_view kCountOfWaiters =
    "a count hands nothing on, and an old one costs an M too many or too few: whoever takes the last M refills anyway";
constexpr std::string_view kCountOfRunning =
    "the number alone says whether the world is stopped: nothing else that this model has is handed on with it";
constexpr std::string_view kLength =
    "only who holds the lock writes it; a reader that finds an old one makes an M too many, or leaves that to the next "
    "thread that takes the last one";
constexpr std::string_view kNotPromised =
    "what it breaks 1.15 does not promise (I2, I3, I4: golang/go#42207), and signals, which would show it, break 1.15";

constexpr auto kReasons = std::to_array<Reason>({
    {"weaken:lockextra.load=*", "", Fate::equivalent,
     "the compare-exchange behind it looks at the value again, and acquires all that the load would"},
    {"weaken:lockextra.cas=acquire", "", Fate::equivalent,
     "to lock hands nothing on: what its thread wrote before goes with its unlock"},
    {"weaken:lockextra.cas=acq_rel", "", Fate::equivalent, "as with acquire, which it holds"},
    {"weaken:unlockextra.store=release", "", Fate::equivalent,
     "no other variable's order hangs on the list's: there is nothing for seq_cst to order beyond release"},
    {"weaken:lockextra.waiters_add=*", "", Fate::equivalent, kCountOfWaiters},
    {"weaken:cgocallbackg.waiters_load=*", "", Fate::equivalent, kCountOfWaiters},
    {"weaken:newextram.waiters_swap=*", "", Fate::equivalent, kCountOfWaiters},
    {"drop:lockextra.waiters_add", "", Fate::equivalent,
     "whoever takes the last M makes another, counted waiters or not: the count makes it quick, not right"},
    {"drop:cgocallbackg.waiters_load", "", Fate::equivalent,
     "whoever takes the last M makes another, counted waiters or not: the count makes it quick, not right"},
    {"drop:newextram.waiters_swap", "", Fate::equivalent,
     "with no waiters known it asks whether the list is empty, which serves as well"},
    {"swap:lockextra.waiters_add,lockextra.load", "", Fate::equivalent,
     "a waiter that counts itself when it is served costs an M too many (I22)"},
    {"weaken:unlockextra.length_add=*", "", Fate::equivalent, kLength},
    {"weaken:newextram.length_load=*", "", Fate::equivalent, kLength},
    {"drop:newextram.length_load", "", Fate::equivalent,
     "it takes the list for empty and makes an M too many (I22), which nobody fails for"},
    {"weaken:exitsyscall.await=*", "", Fate::equivalent, kCountOfRunning},
    {"weaken:exitsyscall.cas=*", "", Fate::equivalent, kCountOfRunning},
    {"weaken:reentersyscall=*", "", Fate::equivalent, kCountOfRunning},
    {"drop:cgocallback.setg", "", Fate::equivalent,
     "when the key's destructor runs the thread still has the g that the key kept"},
    {"drop:sigtrampgo.setg_nil", "", Fate::equivalent,
     "needm sets g before anything reads it, with every signal blocked"},
    {"swap:sigtrampgo.setg_nil,needm.sigsave", "", Fate::equivalent,
     "needm sets g before anything reads it, with every signal blocked"},
    {"swap:unlockextra.store,needm.setg", "", Fate::equivalent, kMasked},
    {"swap:unminit.altstack,lockextra.load", "", Fate::equivalent, kMasked},
    {"swap:unminit.altstack,dropm.setg_nil", "", Fate::equivalent, kMasked},
    {"swap:dropm.setg_nil,unlockextra.store", "", Fate::equivalent, kMasked},
    {"swap:dropm.setg_nil,lockextra.load", "", Fate::equivalent, kMasked},
    {"swap:minit.unblock,minit.gettid", "", Fate::equivalent,
     "a thread's number is the same whether signals are open or not"},
    {"drop:needm.sigblock", "go_1_15", Fate::survived, kNotPromised},
    {"mask:needm.sigblock=empty", "go_1_15", Fate::survived, kNotPromised},
    {"swap:needm.sigblock,needm.setg", "go_1_15", Fate::survived, kNotPromised},
});

bool matches(std::string_view pattern, std::string_view name) {
  if (!pattern.ends_with('*')) return pattern == name;
  return name.starts_with(pattern.substr(0, pattern.size() - 1));
}

}  // namespace

std::string_view implication_of(Oracle oracle) {
  switch (oracle) {
    case Oracle::I1:
      return "an M that two threads own is raced for (I20) as soon as both go on: I1 tells it when it is taken, before "
             "anybody does (schedules/aba-pop_without_lock-I1.sched)";
    case Oracle::I22:
      return "is reported, and never fails";
    default:
      return {};
  }
}

const Reason* reason_of(std::string_view mutant, std::string_view version) {
  const auto row = std::find_if(kReasons.begin(), kReasons.end(), [&](const Reason& r) {
    return matches(r.mutant, mutant) && (r.version.empty() || r.version == version);
  });
  return row == kReasons.end() ? nullptr : &*row;
}

}  // namespace extram
