// The page that a run's parent and its child share: what to run, and what came of it. Fixed sizes and no pointers, so
// that the child can write it from a signal handler and the parent can read it whatever became of the child.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "impl/native/fault.hpp"
#include "impl/world/oracle.hpp"
#include "impl/world/scenario.hpp"
#include "impl/world/verdict.hpp"

namespace extram::native {

template <std::size_t Size>
class FixedText {
 public:
  void assign(std::string_view text) {
    length_ = text.size() < Size ? text.size() : Size;
    for (std::size_t i = 0; i < length_; ++i) characters_[i] = text[i];
  }
  [[nodiscard]] std::string_view view() const { return {characters_.data(), length_}; }

 private:
  std::array<char, Size> characters_{};
  std::size_t length_ = 0;
};

struct RunParameters {
  Shape shape{};
  OracleSet oracles{};
  std::uint64_t rounds = 0;
  std::uint64_t seed = 0;
  std::uint64_t fail_nth = 0;
  double seconds_max = 0;
  double hang_seconds = 0;
  int signal_rate = 0;
  int storm_rate = 0;
  int delay_rate = 0;
  int alive_max = 0;  // of the threads so many live at a time; 0: all
  Fault fault = Fault::none;
  OracleSet counted{};
};

// Signals that were delivered at one site.
inline constexpr std::size_t kDeliverySites = 48;
inline constexpr std::size_t kSiteTextMax = 32;
struct DeliveryRow {
  FixedText<kSiteTextMax> site{};
  std::atomic<std::uint64_t> outermost{0};
  std::atomic<std::uint64_t> nested{0};
};

enum class Ending : std::uint8_t {
  none,      // the child ended without a word
  finished,  // every round that was asked for, or the time was over
  exited,    // the algorithm ended the process
  failed,    // `verdict` and `oracle` say how
  unusable,  // the harness itself cannot do what it was asked
};

struct Record {
  Ending ending = Ending::none;
  Verdict verdict = Verdict::sampled;
  Oracle oracle = Oracle::none;
  int thread = -1;
  int exit_code = 0;
  bool exit_expected = false;
  FixedText<512> text{};
};

struct ReportPage {
  FixedText<64> scenario{};
  FixedText<64> variant{};
  RunParameters parameters{};

  std::atomic<std::uint64_t> rounds{0};
  std::atomic<std::uint64_t> deliveries{0};
  std::atomic<std::uint64_t> faults{0};
  std::atomic<std::uint64_t> delays{0};
  std::atomic<std::uint64_t> waits{0};  // children of forks that wait for ever
  std::atomic<std::uint64_t> counted{0};
  Oracle counted_oracle = Oracle::none;  // the first of these
  FixedText<128> counted_text{};
  std::array<DeliveryRow, kDeliverySites> deliveries_at{};
  std::atomic<bool> stop{false};  // the parent's word: no round starts any more

  enum class State : std::uint32_t { empty, being_written, complete };
  std::atomic<State> state{State::empty};
  Record record{};
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "the page is shared between processes");
static_assert(sizeof(ReportPage) <= 4096);

}  // namespace extram::native
