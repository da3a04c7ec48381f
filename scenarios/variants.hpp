// The versions and mutants that every scenario about the extra-M list can be asked with, in groups that are compiled
// apart.
#pragma once

#include "impl/extram/go_1_15.hpp"
#include "impl/extram/go_1_16.hpp"
#include "impl/extram/go_1_16_folded.hpp"
#include "impl/extram/go_1_21.hpp"
#include "impl/extram/go_1_22.hpp"
#include "impl/extram/go_1_4.hpp"
#include "impl/extram/go_1_5.hpp"
#include "impl/world/registry.hpp"
#include "scenarios/mutants/bound.hpp"
#include "scenarios/mutants/list.hpp"
#include "scenarios/mutants/pop_without_lock.hpp"
#include "scenarios/mutants/signals.hpp"

namespace extram {

using versions = Variants<go_1_4, go_1_5, go_1_15, go_1_16, go_1_16_folded, refill_retried>;

using bound_versions = Variants<go_1_21, go_1_22, go_1_21_without_key, go_1_21_heeding>;

using list_mutants = Variants<pop_without_lock, pop_without_lock_unwaived, pop_without_lock_plain,
                              refill_ignores_needextram, needextram_never_set, refill_in_needm, refill_lost,
                              count_not_restored, dropm_skipped, dead_not_restored, bounds_kept, unlock_relaxed,
                              early_check_skipped, published_half_built, count_outside_lock, refill_after_body>;

using signal_mutants =
    Variants<dropm_unmasked, late_signal_under_lock, late_signal_after_unlock, unblocked_after_unlock,
             mask_not_restored, mask_read_after_unlock, minit_keeps_mask, altstack_not_removed, gsignal_not_restored,
             gsignal_not_adopted, g_not_cleared, badsignal_drops, mask_saved_when_blocked, refusal_ignored>;

using bound_mutants = Variants<in_use_counted_for_nil, in_c_not_cleared, bounds_not_refreshed, bounds_not_cleared,
                               key_destructor_missing, nested_in_c, unlocked_before_incgo, handler_forgets_g,
                               mask_restored_while_bound, altstack_removed_while_bound, length_not_counted>;

// On real threads: what a real machine can show without a schedule.
using native_variants =
    Variants<go_1_15, go_1_16, go_1_16_folded, go_1_21, unlock_relaxed, mask_not_restored, altstack_not_removed>;

}  // namespace extram
