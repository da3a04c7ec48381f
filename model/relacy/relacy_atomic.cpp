#include "model/relacy/relacy_atomic.hpp"

namespace extram {

void RelacyObject::trace_load(At at, const std::string& value, const std::string& newest, bool stale) const {
  const std::string name = model().name_of_member(this, name_);
  const Writer& writer = stale ? writer_before_ : writer_;
  model().event(EventKind::step, at,
                [&] {
                  if (!stale) return fmt::format("{}: {}", name, value);
                  const std::string store = writer.at == At("set-up")
                                                ? "as set up"
                                                : fmt::format("of thread {} at {}", writer.thread, writer.at.label());
                  return fmt::format("{}: {} (stale: {}; the newest is {})", name, value, store, newest);
                },
                {.touch = Touch::read,
                 .object = name,
                 .before = newest,
                 .after = value,
                 .reads_from = writer.event,
                 .stale = stale});
}

void RelacyObject::trace_write(At at, Touch touch, const std::string& old, const std::string& value) const {
  const std::string name = model().name_of_member(this, name_);
  model().event(EventKind::step, at, [&] { return fmt::format("{}: {} -> {}", name, old, value); },
                {.touch = touch,
                 .cell = this,
                 .object = name,
                 .before = old,
                 .after = value,
                 .reads_from = touch == Touch::update ? writer_before_.event : kNoStore});
}

void RelacyObject::trace_failure(At at, const std::string& wanted, const std::string& found) const {
  const std::string name = model().name_of_member(this, name_);
  model().event(EventKind::step, at,
                [&] {
                  return found == wanted ? fmt::format("{}: fails spuriously", name)
                                         : fmt::format("{}: fails, {} is not {}", name, found, wanted);
                },
                {.touch = Touch::read, .object = name, .before = found, .after = found, .reads_from = writer_.event});
}

}  // namespace extram
