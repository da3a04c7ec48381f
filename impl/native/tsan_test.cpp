// The oracle that only ThreadSanitizer has (I20): every write to an M happens before the next owner's reads.
#include <gtest/gtest.h>

#include "impl/extram/go_1_16.hpp"
#include "impl/native/native_run.hpp"
#include "impl/native/native_world.hpp"
#include "impl/world/registry.hpp"
#include "scenarios/callback.hpp"

namespace extram::native {
namespace {

// The list is unlocked without releasing what was done under the lock.
struct relaxed_unlock : go_1_16 {
  using base = go_1_16;
  static constexpr std::string_view name = "relaxed_unlock";
  static constexpr std::string_view wrong = "unlockextra stores relaxed";
  [[nodiscard]] static constexpr Order order(Site site) {
    return site == Site::unlockextra_store ? Order::relaxed : go_1_16::order(site);
  }
};

// The weakest orders that hand the M over all the same.
struct acquire_release : go_1_16 {
  static constexpr std::string_view name = "acquire_release";
  [[nodiscard]] static constexpr Order order(Site site) {
    switch (site) {
      case Site::lockextra_load:
        return Order::relaxed;
      case Site::lockextra_cas:
        return Order::acquire;
      case Site::unlockextra_store:
        return Order::release;
      case Site::lockextra_waiters_add:
      case Site::newextram_waiters_swap:
      case Site::cgocallbackg_waiters_load:
        return Order::relaxed;
      default:
        return go_1_16::order(site);
    }
  }
};

template <class V>
using Callback = callback<CheckedWorld, V>;
const Registration<Callback, Variants<go_1_16, acquire_release, relaxed_unlock>> registered;

NativeResult run(std::string_view variant, int threads) {
  const Shape shape{.threads = threads, .callbacks = 200};
  return run_native(*Registry::find("callback", variant), shape, {.rounds = 20});
}

class Orders : public testing::TestWithParam<int> {};

TEST_P(Orders, GosOwnAreClean) {
  const NativeResult result = run("go_1_16", GetParam());
  EXPECT_EQ(result.verdict, Verdict::sampled) << result.message << result.output;
}

TEST_P(Orders, AcquireAndReleaseAreEnough) {
  const NativeResult result = run("acquire_release", GetParam());
  EXPECT_EQ(result.verdict, Verdict::sampled) << result.message << result.output;
}

// Each M has a context of its own in the race detector, and a switch of context orders. That must not hide the race.
TEST_P(Orders, ARelaxedUnlockIsARace) {
  const NativeResult result = run("relaxed_unlock", GetParam());
  EXPECT_EQ(result.verdict, Verdict::data_race);
  EXPECT_EQ(result.oracle, Oracle::I20);
  EXPECT_NE(result.message.find("previous"), std::string::npos) << result.message;
  EXPECT_EQ(result.message.find("impl/native"), std::string::npos) << result.message;
  EXPECT_NE(result.output.find("WARNING: ThreadSanitizer: data race"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(ThreadSanitizer, Orders, testing::Values(2, 4, 8));

}  // namespace
}  // namespace extram::native
