#include "model/relacy/relacy_plain.hpp"

namespace extram {

RelacyWatched::RelacyWatched(const char* name) : name_(name), clocks_(rl::ctx().var_ctor()) {
  clocks_->init(*rl::ctx().threadx_);
  remember(writer_);
}

RelacyWatched::~RelacyWatched() {
  check_alive();
  alive_ = kDead;
  rl::ctx().var_dtor(clocks_);
}

void RelacyWatched::reads() const {
  check_alive();
  if (!model().threads_run()) return;
  if (!clocks_->load(*rl::ctx().threadx_)) race("reads", writer_, "wrote");
  remember(reader_);
}

void RelacyWatched::writes() {
  check_alive();
  if (model().threads_run()) {
    if (!clocks_->store(*rl::ctx().threadx_)) {
      const bool by_writer = writer_.thread != model().self();
      race("writes", by_writer ? writer_ : reader_, by_writer ? "wrote" : "read");
    }
    model().memory_changed();
  }
  remember(writer_);
}

void RelacyWatched::trace(Touch touch, const std::string& value) const {
  const std::string name = model().name_of_member(this, name_);
  model().event(EventKind::data, model().thread().at,
                [&] { return fmt::format("{} {} {}", name, touch == Touch::read ? "is" : "=", value); },
                {.touch = touch, .cell = this, .object = name, .after = value});
}

void RelacyWatched::race(const char* does, const Accessor& other, const char* did) const {
  if (!model().checks(Oracle::I20)) return;
  const At here = model().thread().at;
  model().fail(Verdict::data_race, Oracle::I20, model().self(), [&] {
    return fmt::format(
        "data race on {}: thread {} {} it after {}, thread {} {} it after {}, and nothing orders the two",
        model().name_of_member(this, name_), model().self(), does, here.label(), other.thread, did, other.at.label());
  });
}

void RelacyWatched::check_alive() const {
  if (alive_ == kAlive || std::uncaught_exceptions() > 0) return;
  model().fail(Verdict::violation, Oracle::user, model().self(),
               [] { return std::string("a plain variable is used after its memory was freed"); });
}

}  // namespace extram
