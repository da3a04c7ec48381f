// What a search keeps where its parent process can see it, also after its death: counts, the decisions of the execution
// that is running, orders from the parent. A fork without exec keeps addresses, so that the parent may read a Decision
// with the label in it. A search without a parent has a page all the same, and nobody looks at it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "impl/world/verdict.hpp"

namespace extram {

struct Counts {
  std::uint64_t executions = 0;  // that ran to their end
  std::uint64_t blocked = 0;     // cut as redundant
  std::uint64_t steps = 0;
  std::uint64_t exits = 0;  // executions that ended because the process would have
  std::uint32_t decisions_max = 0;
  std::uint64_t signals_delivered = 0;
  std::uint64_t faults_injected = 0;
  std::uint64_t altered = 0;  // steps that a machine-made mutant changed

  [[nodiscard]] std::uint64_t ended() const { return executions + blocked; }
  Counts& operator+=(const Counts& more);
};

// What a parent asks of a worker; bits of Page::asked.
inline constexpr std::uint32_t kStop = 1;    // end the search, also in the middle of an execution
inline constexpr std::uint32_t kReport = 2;  // between two executions, tell how far it is, and wait until told to go on
inline constexpr std::uint32_t kSplit = 4;   // between two executions, tell it and give a part away

struct Page {
  Counts counts;
  std::atomic<double> progress{0.0};
  std::atomic<std::uint32_t> asked{0};
  std::atomic<std::uint32_t> decisions{0};  // of the execution that is running
  std::uint32_t decisions_max = 0;          // more are not recorded
  std::array<char, 512> last_words{};       // why a process ended itself; ends with a zero

  [[nodiscard]] Decision* log() { return reinterpret_cast<Decision*>(this + 1); }
  [[nodiscard]] const Decision* log() const { return reinterpret_cast<const Decision*>(this + 1); }
  [[nodiscard]] std::span<const Decision> recorded() const {
    return {log(), decisions.load(std::memory_order_acquire)};
  }
  [[nodiscard]] bool is_asked(std::uint32_t what) const { return (asked.load(std::memory_order_relaxed) & what) != 0; }
  void ask(std::uint32_t what) { asked.fetch_or(what); }
  void done(std::uint32_t what) { asked.fetch_and(~what); }
  // The log is whole whenever the process may die: an entry first, then that it is there.
  void record(const Decision& decision) {
    const std::uint32_t n = decisions.load(std::memory_order_relaxed);
    if (n == decisions_max) return;
    log()[n] = decision;
    decisions.store(n + 1, std::memory_order_release);
  }
  void says_too(std::string_view words);  // after what was said
};

// Memory that stays one and the same in every process forked from now on.
class SharedPage {
 public:
  // A step may make many choices: there is room for more decisions than `depth_max`.
  explicit SharedPage(std::uint32_t depth_max);
  ~SharedPage();
  SharedPage(SharedPage&& other) noexcept : page_(other.page_), size_(other.size_) { other.page_ = nullptr; }
  SharedPage& operator=(SharedPage&&) = delete;
  SharedPage(const SharedPage&) = delete;

  [[nodiscard]] Page& operator*() const { return *page_; }
  [[nodiscard]] Page* operator->() const { return page_; }

 private:
  Page* page_;
  std::size_t size_;
};

}  // namespace extram
