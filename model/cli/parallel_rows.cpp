#include "model/cli/parallel_rows.hpp"

#include <algorithm>
#include <deque>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/explore/child_process.hpp"

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kLookMilliseconds = 20;

// What there is to tell instead of a row, where it could not be made.
constexpr const char* kFailed = "failed";

Json made(const ParallelRows& rows, std::size_t row) {
  try {
    return {{"row", rows.make(row)}};
  } catch (const std::exception& error) {
    return {{kFailed, error.what()}};
  }
}

// A process that makes the rows whose numbers it is sent, until it is sent none.
class RowMaker {
 public:
  explicit RowMaker(const ParallelRows& rows)
      : child_([&rows](Channel& channel) {
          while (const auto asked = channel.receive()) {
            if (asked->is_null() || !channel.send(made(rows, asked->get<std::size_t>()))) return;
          }
        }) {}

  void ask(std::size_t row) {
    row_ = row;
    is_busy_ = true;
    (void)child_.channel().send(row);
  }
  [[nodiscard]] bool is_busy() const { return is_busy_; }
  [[nodiscard]] std::size_t row() const { return row_; }
  // The row that it was asked for, once it is there; `is_gone` where there will be none.
  [[nodiscard]] std::optional<Json> look(bool& is_gone) {
    if (!is_busy_) return std::nullopt;
    child_.channel().wait(kLookMilliseconds);
    is_gone = !child_.channel().gather();
    auto message = child_.channel().next();
    if (message) is_busy_ = is_gone = false;
    return message;
  }

 private:
  ChildProcess child_;
  std::size_t row_ = 0;
  bool is_busy_ = false;
};

ParallelEnd make_here(const ParallelRows& rows) {
  for (std::size_t i = 0; i < rows.count; ++i) {
    if (!rows.goes_on()) return {};
    const Json message = made(rows, i);
    if (message.contains(kFailed)) return {false, message.at(kFailed)};
    rows.take(i, message.at("row"));
  }
  return {rows.goes_on(), {}};
}

}  // namespace

ParallelEnd make_rows(const ParallelRows& rows) {
  if (rows.jobs < 2) return make_here(rows);
  std::deque<RowMaker> makers;
  std::size_t asked = 0;
  for (; asked < std::min(rows.count, static_cast<std::size_t>(rows.jobs)); ++asked) {
    makers.emplace_back(rows).ask(asked);
  }
  const auto is_busy = [](const RowMaker& maker) { return maker.is_busy(); };
  while (std::any_of(makers.begin(), makers.end(), is_busy)) {
    if (!rows.goes_on()) return {};
    for (RowMaker& maker : makers) {
      bool is_gone = false;
      if (const auto message = maker.look(is_gone)) {
        if (message->contains(kFailed)) return {false, message->at(kFailed)};
        rows.take(maker.row(), message->at("row"));
        if (asked < rows.count) maker.ask(asked++);
      }
      if (is_gone) return {false, fmt::format("the process that made row {} is gone", maker.row())};
    }
  }
  return {true, {}};
}

}  // namespace extram
