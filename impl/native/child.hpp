// How a parent tells the program that it is a child, and where the shared page is.
#pragma once

#include <pthread.h>

#include <string_view>
#include <vector>

#include "impl/native/report_page.hpp"
#include "impl/world/registry.hpp"
#include "impl/world/scenario.hpp"

namespace extram::native {

inline constexpr std::string_view kChildVerb = "--native-child";
inline constexpr std::string_view kLockstepChildVerb = "--lockstep-child";
inline constexpr int kPageDescriptor = 3;
inline constexpr int kScriptDescriptor = 4;

// The page behind a descriptor; it stays mapped for as long as the process lives, or until unmap_page.
[[nodiscard]] ReportPage* map_page(int descriptor);
void unmap_page(ReportPage* page);

// --- what children of every kind do
// -----------------------------------------------------------------------------------

[[noreturn]] void end_unusable(std::string_view text);

// Before the first round: what a run's parameters say to all of this process, the handlers, no signal blocked.
void prepare(ReportPage& page, const Entry& entry);

// Where entries are looked for by scenario and variant. A program that has more of them than its registry says so.
inline const Entry* (*find_entry)(std::string_view scenario, std::string_view variant) = &Registry::find;

// The entry that the page names; a child that knows none ends.
[[nodiscard]] const Entry& entry_on(ReportPage& page);

// A thread with a stack of so many KiB; ends the child where there is none to be had.
[[nodiscard]] pthread_t start_thread(void* (*run)(void*), void* argument, int stack_kib);

// Joins them all, and ends the child with a hang where that takes longer than `seconds`.
void join_all(const std::vector<pthread_t>& threads, double seconds, const Program& program);

// At the end of a round, without a program any more: what is left of it, and what it came to.
void end_round();

}  // namespace extram::native
