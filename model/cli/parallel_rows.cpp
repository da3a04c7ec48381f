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

// A process that makes the rows whose numbers it is sent, until it is sent none.
class RowMaker {
 public:
  explicit RowMaker(const std::function<Json(std::size_t)>& make)
      : child_([&make](Channel& channel) {
          while (const auto asked = channel.receive()) {
            if (asked->is_null() || !channel.send(make(asked->get<std::size_t>()))) return;
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
    rows.take(i, rows.make(i));
  }
  return {rows.goes_on(), {}};
}

}  // namespace

ParallelEnd make_rows(const ParallelRows& rows) {
  if (rows.jobs < 2) return make_here(rows);
  std::deque<RowMaker> makers;
  std::size_t asked = 0;
  for (; asked < std::min(rows.count, static_cast<std::size_t>(rows.jobs)); ++asked) {
    makers.emplace_back(rows.make).ask(asked);
  }
  const auto is_busy = [](const RowMaker& maker) { return maker.is_busy(); };
  while (std::any_of(makers.begin(), makers.end(), is_busy)) {
    if (!rows.goes_on()) return {};
    for (RowMaker& maker : makers) {
      bool is_gone = false;
      if (const auto row = maker.look(is_gone)) {
        rows.take(maker.row(), *row);
        if (asked < rows.count) maker.ask(asked++);
      }
      if (is_gone) return {false, fmt::format("the process that made row {} is gone", maker.row())};
    }
  }
  return {true, {}};
}

}  // namespace extram
