#include "model/relacy/relacy_atomic.hpp"

namespace extram {

void RelacyObject::trace_load(At at, const std::string& value, const std::string& newest) const {
  const bool stale = value != newest;
  model().event(
      EventKind::step, at,
      [&] {
        const std::string name = model().name_of_member(this, name_);
        return stale ? fmt::format("{}: {} (stale; the newest is {})", name, value, newest)
                     : fmt::format("{}: {}", name, value);
      },
      stale);
}

void RelacyObject::trace_write(At at, const std::string& old, const std::string& value) const {
  model().event(EventKind::step, at,
                [&] { return fmt::format("{}: {} -> {}", model().name_of_member(this, name_), old, value); });
}

void RelacyObject::trace_failure(At at, const std::string& wanted, const std::string& found) const {
  model().event(EventKind::step, at, [&] {
    const std::string name = model().name_of_member(this, name_);
    return found == wanted ? fmt::format("{}: fails spuriously", name)
                           : fmt::format("{}: fails, {} is not {}", name, found, wanted);
  });
}

}  // namespace extram
