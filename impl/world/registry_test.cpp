// The registry: its order, whatever the order of registration; its rows, made of a scenario and a version or mutant.
#include "impl/world/registry.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace extram {
namespace {

struct OldVersion {
  static constexpr std::string_view name = "go_1_15";
  static constexpr OracleSet waived{Oracle::I2, Oracle::I4};
};
struct NewVersion {
  static constexpr std::string_view name = "go_1_16";
};
struct Mutant : NewVersion {
  using base = NewVersion;
  static constexpr std::string_view name = "a_mutant";  // sorts before both versions
  static constexpr std::string_view wrong = "what is wrong in it";
};

// What a scenario was told, for the test of the type that erases it.
std::string told;

template <class V>
struct Deaf {
  static constexpr ScenarioInfo info{.name = "deaf", .question = "with no optional member?", .shape = {.threads = 3}};
  explicit Deaf(const Shape& shape) { told = "made for " + std::to_string(shape.threads); }
  void setup() { told += ", setup"; }
  void foreign_thread(int thread) { told += ", thread " + std::to_string(thread); }
  void after() { told += ", after"; }
};

template <class V>
struct Attentive : Deaf<V> {
  static constexpr ScenarioInfo info{.name = "attentive", .question = "with every optional member?"};
  using Deaf<V>::Deaf;
  void on_signal(int signal) { told += ", signal " + std::to_string(signal); }
  [[nodiscard]] Oracle explain_deadlock() const { return Oracle::I4; }
  [[nodiscard]] bool handler_is_local() const { return true; }
  [[nodiscard]] bool expects_exit(int code) const { return code == 3; }
};

// Registered as programs do it, before main, and in no order.
const Registration<Deaf, Variants<Mutant, NewVersion, OldVersion>> kDeaf;
const Registration<Attentive, Variants<OldVersion, Mutant>> kAttentive;

std::vector<std::string> rows() {
  std::vector<std::string> all;
  for (const Entry& entry : Registry::entries()) {
    all.push_back(std::string(entry.info.name) + " " + std::string(entry.version) + " " + std::string(entry.mutant));
  }
  return all;
}

std::unique_ptr<Program> make(std::string_view scenario, const Shape& shape) {
  const Entry* const entry = Registry::find(scenario, "go_1_15");
  return entry == nullptr ? nullptr : std::unique_ptr<Program>(entry->make(shape));
}

TEST(RegistryOrder, ScenariosByNameVersionsBeforeMutants) {
  EXPECT_EQ(rows(), (std::vector<std::string>{"attentive go_1_15 ", "attentive go_1_16 a_mutant", "deaf go_1_15 ",
                                              "deaf go_1_16 ", "deaf go_1_16 a_mutant"}));
}

TEST(RegistryFind, AVersionAndAMutantByTheirOwnNames) {
  const Entry* const version = Registry::find("deaf", "go_1_16");
  ASSERT_NE(version, nullptr);
  EXPECT_EQ(version->mutant, "");
  const Entry* const mutant = Registry::find("deaf", "a_mutant");
  ASSERT_NE(mutant, nullptr);
  EXPECT_EQ(mutant->version, "go_1_16");
  EXPECT_NE(version, mutant);
}

TEST(RegistryFind, AMutantIsNotFoundByItsVersion) {
  ASSERT_NE(Registry::find("attentive", "a_mutant"), nullptr);
  EXPECT_EQ(Registry::find("attentive", "go_1_16"), nullptr);
}

TEST(RegistryFind, NothingWhereThereIsNone) {
  EXPECT_EQ(Registry::find("deaf", "go_1_17"), nullptr);
  EXPECT_EQ(Registry::find("deaf", ""), nullptr);
  EXPECT_EQ(Registry::find("dea", "go_1_16"), nullptr);
  EXPECT_EQ(Registry::find("", ""), nullptr);
}

TEST(RegistryFind, ScenariosByTheirWholeName) {
  EXPECT_TRUE(Registry::has_scenario("deaf"));
  EXPECT_TRUE(Registry::has_scenario("attentive"));
  EXPECT_FALSE(Registry::has_scenario("attent"));
  EXPECT_FALSE(Registry::has_scenario(""));
}

TEST(RegistryRows, SayWhatTheScenarioAndItsVariantSay) {
  const Entry* const old = Registry::find("deaf", "go_1_15");
  ASSERT_NE(old, nullptr);
  EXPECT_EQ(old->info.question, "with no optional member?");
  EXPECT_EQ(old->info.shape.threads, 3);
  EXPECT_EQ(old->mutant_text, "");
  EXPECT_TRUE(old->waived.contains(Oracle::I2));
  EXPECT_FALSE(old->waived.contains(Oracle::I3));

  const Entry* const mutant = Registry::find("deaf", "a_mutant");
  ASSERT_NE(mutant, nullptr);
  EXPECT_EQ(mutant->mutant_text, "what is wrong in it");
  EXPECT_TRUE(mutant->waived.empty());
}

TEST(RegistryRows, MakeTheScenarioAndPassEverythingOn) {
  const auto program = make("attentive", {.threads = 4});
  ASSERT_NE(program, nullptr);
  program->setup();
  program->foreign_thread(2);
  program->on_signal(10);
  program->after();
  EXPECT_EQ(told, "made for 4, setup, thread 2, signal 10, after");
  EXPECT_EQ(program->explain_deadlock(), Oracle::I4);
  EXPECT_TRUE(program->handler_is_local());
  EXPECT_TRUE(program->expects_exit(3));
  EXPECT_FALSE(program->expects_exit(0));
}

TEST(RegistryRows, AnswerForAScenarioThatLeavesMembersOut) {
  const auto program = make("deaf", {.threads = 1});
  ASSERT_NE(program, nullptr);
  program->on_signal(10);
  EXPECT_EQ(told, "made for 1");
  EXPECT_EQ(program->explain_deadlock(), Oracle::none);
  EXPECT_FALSE(program->handler_is_local());
  EXPECT_FALSE(program->expects_exit(0));
}

}  // namespace
}  // namespace extram
