// What a trace tells beside the steps: what each variable holds, as facts that change from event to event. Used while a
// schedule is replayed; a search has none.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/explore/trace.hpp"
#include "model/relacy/labels.hpp"
#include "model/relacy/state_namer.hpp"

namespace extram {

// Who calls must be outside of the context: all of these allocate.
class Recorder {
 public:
  explicit Recorder(const Labels& labels) : labels_(labels) {}

  void clear();
  // `object`: the number of an atomic.
  void add(const void* cell, const CellType* type, const char* name, std::uint32_t object);
  void remove(const void* cell);
  // Its value has changed.
  void written(const void* cell);
  // What lies there has got another name.
  void labelled(const void* object, std::size_t size);
  // What has become different since the last call.
  void collect(std::vector<Fact>& facts);

  // What was told last of an atomic; nullptr: nothing.
  [[nodiscard]] const Fact* shown(std::uint32_t object) const;

  // The same for what is no variable.
  void tell(int thread, const char* name, std::string value, std::vector<Fact>& facts);

 private:
  struct Variable {
    const CellType* type;
    const char* name;
    std::uint32_t object;
    Fact shown{};  // an empty name: not told yet
  };

  void tell(const void* cell, Variable& variable, std::vector<Fact>& facts);
  // Of several variables by the same name in the same place, all but the first are numbered.
  [[nodiscard]] Fact named(const void* cell, const Variable& variable);

  const Labels& labels_;
  std::unordered_map<const void*, Variable> variables_;
  std::vector<const void*> changed_;  // may be gone by now
  std::vector<const void*> counters_;
  std::vector<Fact> gone_;
  std::map<std::string, int> namesakes_;
  std::map<std::pair<int, std::string>, std::string> told_;
};

}  // namespace extram
