// Relacy's memory model as axioms: which candidates its full search can show, and what stands in the way of others.
// An execution of Relacy is an interleaving, and each of its limits is a condition on it.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/litmus/execution.hpp"

namespace extram::litmus {

enum class Limit : std::uint8_t {
  load_buffering,      // a load reads only what was stored before it
  modification_order,  // is the order in which the stores were executed
  one_store_back,      // a load reads the newest value or the one before it
  failed_exchange,     // a compare-exchange fails only on the newest value
  one_spurious,        // a weak compare-exchange fails for no reason at most once an object
  newest_awaited,      // a wait ends only while the newest value satisfies it
  release_sequence,    // as C++11 meant it
  seq_cst,             // seq_cst fences order like locks; a seq_cst load reads a seq_cst store where that is the newest
};
struct LimitInfo {
  Limit limit;
  std::string_view name;
  std::string_view text;
};
inline constexpr std::array<LimitInfo, 8> kLimits{{
    {Limit::load_buffering, "load_buffering", "a load never reads a store that comes after it"},
    {Limit::modification_order, "modification_order", "modification order is the order of execution"},
    {Limit::one_store_back, "one_store_back", "a load reads at most one store back"},
    {Limit::failed_exchange, "failed_exchange", "a compare-exchange fails only on the newest value"},
    {Limit::one_spurious, "one_spurious", "a weak compare-exchange fails spuriously at most once an object"},
    {Limit::newest_awaited, "newest_awaited", "a wait ends only while the newest value satisfies it"},
    {Limit::release_sequence, "release_sequence", "release sequences are those of C++11"},
    {Limit::seq_cst, "seq_cst", "seq_cst beside weaker orders is too strong"},
}};

class LimitSet {
 public:
  [[nodiscard]] static LimitSet of(Limit limit) { return LimitSet().with(limit); }
  [[nodiscard]] LimitSet with(Limit limit) const {
    LimitSet more = *this;
    more.bits_ |= 1U << static_cast<unsigned>(limit);
    return more;
  }
  [[nodiscard]] bool contains(Limit limit) const { return (bits_ >> static_cast<unsigned>(limit) & 1U) != 0; }
  [[nodiscard]] bool empty() const { return bits_ == 0; }
  [[nodiscard]] int size() const { return std::popcount(bits_); }
  [[nodiscard]] std::string text() const;  // "modification_order+seq_cst"
  friend bool operator==(LimitSet, LimitSet) = default;

 private:
  std::uint32_t bits_ = 0;
};

enum class Wanted : std::uint8_t { any, with_race };

// Whether Relacy's full search shows the candidate once the limits `lifted` are gone.
[[nodiscard]] bool relacy_shows(const Execution& execution, LimitSet lifted = {}, Wanted wanted = Wanted::any);

// The limits without which the candidate would be shown: one or two, or all of them where more are needed. Empty: it
// is shown as it is; nullopt: not even then.
[[nodiscard]] std::optional<LimitSet> limits_of(const Execution& execution);

}  // namespace extram::litmus
