// A search that can be put down, taken up again and divided: for checkpoints, for worker processes, for shards.
//
// The work of such a search is the part of its tree that is not explored yet. It is written as text, one line a node
// of the current path, each with what is still to be tried there. Between two executions only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "model/explore/strategy.hpp"

namespace extram {

class DivisibleSearch : public Strategy {
 public:
  [[nodiscard]] DivisibleSearch* divisible() final { return this; }
  [[nodiscard]] bool take_back() override { return false; }

  // How much of the whole tree is not left here: explored, given away, or never taken up.
  [[nodiscard]] double progress() const override = 0;
  // What is left, as text. A search that is over has nothing left: an empty text.
  [[nodiscard]] virtual std::string work() const = 0;
  // Takes up what work() or split() wrote, in place of what this search had. What is wrong with the text, in one line;
  // nullopt: taken up.
  [[nodiscard]] virtual std::optional<std::string> take_up(std::string_view work) = 0;
  // Gives away a part of what is left, as large a one as can be told, which this search then no longer explores. Empty:
  // there is nothing to give away.
  [[nodiscard]] virtual std::string split() = 0;
  // Nodes so many decisions deep are not explored but handed to `on_unit`, each as work of its own. What lies above is
  // explored here; the units do not depend on who explores them, nor in which order. An execution that is handed over
  // ends with kHandedOver. 0: explore everything.
  virtual void cut_at(std::uint32_t depth, std::function<void(std::string work)> on_unit) = 0;
  // What the processes that hold parts of one search have learnt together, beside their work, as text: it lies in
  // memory that all of them share. Called in their parent.
  [[nodiscard]] virtual std::string learnt() const { return {}; }
  // That, and nothing else, is known from now on. Others may be running. False: the text is not what learnt() wrote.
  [[nodiscard]] virtual bool learn(std::string_view text) { return text.empty(); }
};

}  // namespace extram
