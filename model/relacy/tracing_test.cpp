// What a trace tells beside its steps: what holds from each event on, and whose store a load has read.
#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "model/explore/replay.hpp"
#include "model/relacy/script_for_test.hpp"

namespace extram {
namespace {

class Tracing : public testing::Test {
 protected:
  void SetUp() override { script = Script{}; }

  // The failing execution of the script.
  static Trace failing(const Shape& shape = {.threads = 2}) {
    DepthFirst full;
    const RunResult failed = run_script(shape, full);
    EXPECT_TRUE(is_bad(failed.verdict)) << name_of(failed.verdict);
    Replay replay(failed.decisions);
    Trace trace;
    EXPECT_EQ(run_script(shape, replay, {}, &trace).verdict, failed.verdict);
    return trace;
  }

  // By "object.name", of a thread "0.name".
  static std::map<std::string, std::string> state_at(const Trace& trace, std::size_t last) {
    std::map<std::string, std::string> state;
    for (std::size_t i = 0; i <= last; ++i) {
      for (const Fact& fact : trace[i].facts) {
        const std::string place = fact.thread >= 0 ? std::to_string(fact.thread) : fact.object;
        const std::string name = place.empty() ? fact.name : place + "." + fact.name;
        if (fact.gone) {
          EXPECT_EQ(state.erase(name), 1U) << name << " was never told of";
        } else {
          state[name] = fact.value;
        }
      }
    }
    return state;
  }

  static std::size_t at(const Trace& trace, const std::string& site, EventKind kind = EventKind::step) {
    const auto it =
        std::find_if(trace.begin(), trace.end(), [&](const Event& e) { return e.site == site && e.kind == kind; });
    EXPECT_NE(it, trace.end()) << site;
    return static_cast<std::size_t>(it - trace.begin());
  }
};

struct Node {
  Atomic<Node*> next{"next"};
  W::plain<int> value{"value", 7};
};

TEST_F(Tracing, BeginsWithWhatTheSetUpLeft) {
  script.setup = [] {
    Node* const node = W::make<Node>();
    W::label_object(node, sizeof *node, "node");
    (void)W::make<Atomic<Node*>>("head", node);
  };
  script.thread = [](int) { W::violation(Oracle::user, "at once"); };
  const Trace trace = failing();
  ASSERT_FALSE(trace.empty());
  EXPECT_EQ(trace[0].kind, EventKind::setup);
  const auto state = state_at(trace, 0);
  EXPECT_EQ(state.at("head"), "node1");
  EXPECT_EQ(state.at("node1.next"), "nil");
  EXPECT_EQ(state.at("node1.value"), "7");
  EXPECT_EQ(state.at("0.g"), "nil");
  EXPECT_EQ(state.at("1.signals blocked"), "empty");
  EXPECT_FALSE(state.contains(kLockHolder)) << "there is no list";
}

TEST_F(Tracing, WritesAndObjectsOfThreadsAreTold) {
  static Atomic<Node*>* head = nullptr;
  script.setup = [] { head = W::make<Atomic<Node*>>("head"); };
  script.thread = [](int) {
    Node* const node = W::make<Node>();
    W::label_object(node, sizeof *node, "node");
    node->value = 3;
    head->store<Order::seq_cst>(node, At("publish"));
    const Mask all = Mask::all();
    W::sigprocmask(MaskHow::set, &all, nullptr, At("block"));
    W::destroy(node);
    W::step(At("behind"));
    W::violation(Oracle::user, "told");
  };
  const Trace trace = failing({.threads = 1});
  const std::size_t publish = at(trace, "publish");
  EXPECT_EQ(trace[publish].touch, Touch::write);
  EXPECT_EQ(trace[publish].object, "head");
  EXPECT_EQ(trace[publish].before, "nil");
  EXPECT_EQ(trace[publish].after, "node0.1");
  EXPECT_EQ(state_at(trace, publish).at("head"), "node0.1");
  EXPECT_EQ(state_at(trace, publish).at("node0.1.value"), "3");
  EXPECT_EQ(state_at(trace, at(trace, "block", EventKind::local)).at("0.signals blocked"), "all");
  EXPECT_FALSE(state_at(trace, at(trace, "behind", EventKind::local)).contains("node0.1.value")) << "it is gone";
}

TEST_F(Tracing, VariablesOfOneNameAreToldApart) {
  script.setup = [] {
    (void)W::make<Atomic<int>>("flag", 1);
    (void)W::make<Atomic<int>>("flag", 2);
  };
  script.thread = [](int) { W::violation(Oracle::user, "at once"); };
  const auto state = state_at(failing(), 0);
  EXPECT_EQ(state.at("flag"), "1");
  EXPECT_EQ(state.at("flag (2)"), "2");
}

TEST_F(Tracing, ALoadKnowsItsStore) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.after = [] { W::destroy(x); };
  script.thread = [](int t) {
    if (t == 0) {
      x->store<Order::relaxed>(1, At("first"));
      x->store<Order::relaxed>(2, At("second"));
    } else if (x->load<Order::relaxed>(At("look")) == 1) {
      x->fetch_add<Order::relaxed>(1, At("add"));
      W::violation(Oracle::user, "an older value");
    }
  };
  const Trace trace = failing();
  const std::size_t look = at(trace, "look");
  EXPECT_EQ(trace[look].reads_from, static_cast<int>(at(trace, "first")));
  const Event& add = trace[at(trace, "add")];
  EXPECT_EQ(add.touch, Touch::update);
  EXPECT_EQ(trace[static_cast<std::size_t>(add.reads_from)].after, add.before);
}

TEST_F(Tracing, AStaleLoadToo) {
  static Atomic<int>* x = nullptr;
  static Atomic<int>* y = nullptr;
  script.setup = [] {
    x = W::make<Atomic<int>>("x");
    y = W::make<Atomic<int>>("y");
  };
  script.after = [] {
    W::destroy(x);
    W::destroy(y);
  };
  script.thread = [](int t) {
    if (t == 0) {
      x->store<Order::relaxed>(1, At("data"));
      y->store<Order::relaxed>(1, At("flag"));
    } else if (y->load<Order::relaxed>(At("see flag")) == 1 && x->load<Order::relaxed>(At("see data")) == 0) {
      W::violation(Oracle::user, "the flag without the data");
    }
  };
  const Trace trace = failing();
  const Event& stale = trace[at(trace, "see data")];
  EXPECT_TRUE(stale.stale);
  EXPECT_EQ(stale.reads_from, kNoStore) << "as set up";
  EXPECT_EQ(stale.before, "1") << "the newest";
  EXPECT_EQ(trace[at(trace, "see flag")].reads_from, static_cast<int>(at(trace, "flag")));
}

TEST_F(Tracing, WhoWaitsKnowsForWhat) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.after = [] { W::destroy(x); };
  script.thread = [](int t) {
    if (t == 0) x->store<Order::seq_cst>(5, At("close"));
    if (t == 1) (void)x->await<Order::seq_cst>([](int v) { return v == 1; }, [](int) {}, At("wait"));
  };
  const Trace trace = failing();
  const Event& waits = trace[at(trace, "wait", EventKind::waits)];
  EXPECT_EQ(waits.object, "x");
  EXPECT_EQ(waits.after, "5");
  EXPECT_EQ(waits.reads_from, static_cast<int>(at(trace, "close")));
}

TEST_F(Tracing, AHandlerBeginsWithItsSignal) {
  static Atomic<int>* x = nullptr;
  script.setup = [] { x = W::make<Atomic<int>>("x"); };
  script.after = [] { W::destroy(x); };
  script.thread = [](int) { x->store<Order::seq_cst>(1, At("store")); };
  script.on_signal = [](int) { W::violation(Oracle::user, "a signal came"); };
  const Trace trace = failing({.threads = 1, .signals = 1});
  const std::size_t signal = at(trace, "store", EventKind::signal);
  EXPECT_EQ(trace[signal].depth, 0) << "told from outside of the handler";
  EXPECT_EQ(state_at(trace, signal).at("0.signals blocked"), "all");
  EXPECT_EQ(state_at(trace, signal).at("0.state"), "in a handler");
}

}  // namespace
}  // namespace extram
