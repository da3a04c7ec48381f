// Other runtimes that threads of C's call into: each as it failed in the field, and its fixed twin.
#pragma once

#include "impl/world/registry.hpp"
#include "scenarios/runtimes/cpython.hpp"
#include "scenarios/runtimes/dotnet.hpp"
#include "scenarios/runtimes/jni.hpp"

namespace extram {

template <World W>
class other_runtimes {
 public:
  other_runtimes() {
    Registry::add(entry<jni_attach<W, jni_key_without_destructor>, jni_key_without_destructor>());
    Registry::add(entry<jni_attach<W, jni_detaches_at_end>, jni_detaches_at_end>());
    Registry::add(entry<reverse_pinvoke<W, dotnet_thread_kept>, dotnet_thread_kept>());
    Registry::add(entry<reverse_pinvoke<W, dotnet_thread_removed>, dotnet_thread_removed>());
    Registry::add(entry<gilstate_ensure<W, gil_taken_unasked>, gil_taken_unasked>());
    Registry::add(entry<gilstate_ensure<W, gil_asks_for_the_end>, gil_asks_for_the_end>());
  }
};

}  // namespace extram
