// The default sizes of the scenarios about the extra-M list, and how the suite varies them. They stand apart from the
// scenarios so that what needs the sizes alone need not know a world.
#pragma once

#include "impl/world/scenario.hpp"

namespace extram {

namespace sizes {
inline constexpr Shape callback{.threads = 2, .callbacks = 1, .ms = 1};
inline constexpr Shape empty_list{.threads = 3, .callbacks = 1, .ms = 1, .body = Body::rendezvous};
inline constexpr Shape aba{.threads = 3, .callbacks = 2, .ms = 2};
inline constexpr Shape signal_window{.threads = 2, .callbacks = 1, .ms = 1, .signals = 1};
inline constexpr Shape return_to_c{.threads = 2, .callbacks = 1, .ms = 1, .profile = Profile::mixed};
inline constexpr Shape early_callback{.threads = 1, .callbacks = 1, .ms = 0};
inline constexpr Shape nested_callback{.threads = 2, .callbacks = 1, .ms = 1};
inline constexpr Shape stop_the_world{.threads = 2, .callbacks = 1, .ms = 1, .ps = 2};
inline constexpr Shape alloc_failure{.threads = 2, .callbacks = 1, .ms = 1, .faults = 1};
inline constexpr Shape system_call_failure{.threads = 2, .callbacks = 1, .ms = 1, .faults = 1};
inline constexpr Shape thread_exit{.threads = 2, .callbacks = 1, .ms = 1};
inline constexpr Shape thread_death{
    .threads = 3, .callbacks = 1, .ms = 1, .faults = 1, .fault_kinds = FaultKind::death};
inline constexpr Shape fork{.threads = 2, .callbacks = 1, .ms = 1, .faults = 1, .fault_kinds = FaultKind::fork};
inline constexpr Shape late_callback{.threads = 1, .callbacks = 1, .ms = 1};
inline constexpr Shape library_failure{.threads = 1, .callbacks = 1, .ms = 1, .faults = 1, .stack_kib = 256};
inline constexpr Shape treiber{};
inline constexpr Shape spsc{.callbacks = 3};
}  // namespace sizes

[[nodiscard]] constexpr Shape with_threads(Shape shape, int threads) {
  shape.threads = threads;
  return shape;
}
[[nodiscard]] constexpr Shape with_callbacks(Shape shape, int callbacks) {
  shape.callbacks = callbacks;
  return shape;
}
[[nodiscard]] constexpr Shape with_signals(Shape shape, int signals) {
  shape.signals = signals;
  return shape;
}
[[nodiscard]] constexpr Shape with_faults(Shape shape, int faults) {
  shape.faults = faults;
  return shape;
}
[[nodiscard]] constexpr Shape with_kinds(Shape shape, FaultKinds kinds) {
  shape.fault_kinds = kinds;
  return shape;
}
[[nodiscard]] constexpr Shape at_every_point(Shape shape) {
  shape.signal_points = SignalPoints::all;
  return shape;
}
// A wait and the exchange behind it are two steps, as they are in the code.
[[nodiscard]] constexpr Shape unfused(Shape shape) {
  shape.fusion = Fusion::off;
  return shape;
}
[[nodiscard]] constexpr Shape returning(Shape shape) {
  shape.body = Body::just_return;
  return shape;
}
// Every thread has an alternate stack of its own, and there is an M for each.
[[nodiscard]] constexpr Shape own_altstacks(Shape shape) {
  shape.profile = Profile::own_altstack;
  shape.ms = 2 * shape.threads;
  return shape;
}

}  // namespace extram
