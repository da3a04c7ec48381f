#include "model/relacy/relacy_atomic.hpp"

namespace extram {

void RelacyObject::trace_load(At at, const std::string& value, const std::string& newest, bool stale) const {
  model().event(
      EventKind::step, at,
      [&] {
        const std::string name = model().name_of_member(this, name_);
        if (!stale) return fmt::format("{}: {}", name, value);
        const std::string store =
            writer_before_.at == At("set-up")
                ? "as set up"
                : fmt::format("of thread {} at {}", writer_before_.thread, writer_before_.at.label());
        return fmt::format("{}: {} (stale: {}; the newest is {})", name, value, store, newest);
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
