#include "impl/world/linearizable.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace extram {
namespace {

struct Fifo {
  enum class Op { push, pop };
  std::vector<int> items;

  static int call(Fifo& fifo, Op op, int argument) { return op == Op::push ? fifo.push(argument) : fifo.pop(); }
  int push(int value) {
    items.push_back(value);
    return 1;
  }
  int pop() {
    if (items.empty()) return -1;
    const int first = items.front();
    items.erase(items.begin());
    return first;
  }
  bool operator==(const Fifo&) const = default;
};

RecordedCall push(int value, std::uint64_t began, std::uint64_t ended) { return {0, value, 1, began, ended}; }
RecordedCall pop(int result, std::uint64_t began, std::uint64_t ended) { return {1, 0, result, began, ended}; }

Linearizable judge(const std::vector<RecordedCall>& calls) { return linearizable(calls, Fifo{}); }

TEST(linearizable, calls_one_after_the_other_are_the_specification_s) {
  EXPECT_EQ(judge({}), Linearizable::yes);
  EXPECT_EQ(judge({push(7, 1, 2), push(8, 3, 4), pop(7, 5, 6), pop(8, 7, 8), pop(-1, 9, 10)}), Linearizable::yes);
  EXPECT_EQ(judge({push(7, 1, 2), push(8, 3, 4), pop(8, 5, 6)}), Linearizable::no);
}

TEST(linearizable, calls_that_overlap_may_go_either_way) {
  EXPECT_EQ(judge({push(7, 1, 4), push(8, 2, 3), pop(8, 5, 6), pop(7, 7, 8)}), Linearizable::yes);
  EXPECT_EQ(judge({push(7, 1, 4), push(8, 2, 3), pop(7, 5, 6), pop(8, 7, 8)}), Linearizable::yes);
  EXPECT_EQ(judge({push(7, 1, 4), push(8, 2, 3), pop(7, 5, 6), pop(7, 7, 8)}), Linearizable::no);
}

// Each thread alone may be where it says; no order in time has it so. The push was over when the pop began.
TEST(linearizable, sequential_consistency_is_not_enough) {
  const std::vector<RecordedCall> calls{push(7, 1, 2), pop(-1, 3, 4)};
  EXPECT_EQ(judge(calls), Linearizable::no);
  EXPECT_EQ(judge({push(7, 1, 4), pop(-1, 2, 3)}), Linearizable::yes);
}

TEST(linearizable, a_call_that_never_ended_had_its_effect_or_not) {
  EXPECT_EQ(judge({push(7, 1, kPending), pop(7, 2, 3)}), Linearizable::yes);
  EXPECT_EQ(judge({push(7, 1, kPending), pop(-1, 2, 3)}), Linearizable::yes);
  EXPECT_EQ(judge({push(7, 4, kPending), pop(7, 2, 3)}), Linearizable::no) << "an effect before the call";
  EXPECT_EQ(judge({push(7, 1, kPending), pop(7, 2, 3), pop(7, 4, 5)}), Linearizable::no) << "its effect twice";
}

// Four threads of eight calls each, all of whose orders but for the threads' own are open.
TEST(linearizable, the_largest_history_is_judged_and_a_larger_one_is_refused) {
  std::vector<RecordedCall> calls;
  for (std::uint64_t i = 0; i < kCallsMax; ++i) calls.push_back(pop(-1, i / 4 * 10 + 1, i / 4 * 10 + 9));
  EXPECT_EQ(judge(calls), Linearizable::yes);
  calls.back().result = 7;
  EXPECT_EQ(judge(calls), Linearizable::no);
  calls.push_back(pop(-1, 1, 100));
  EXPECT_EQ(judge(calls), Linearizable::too_long);
}

// So many at once have more orders than are tried: that is no verdict, and it is told.
TEST(linearizable, too_many_orders_are_no_verdict) {
  std::vector<RecordedCall> calls(kCallsMax, pop(-1, 1, 100));
  calls.front().result = 7;
  EXPECT_EQ(judge(calls), Linearizable::too_long);
}

}  // namespace
}  // namespace extram
