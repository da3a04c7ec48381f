// Callbacks on a plain pthread, for a trace of the system calls that they make (see conformance.py).
//
//   extram-native-callbacks VERSION CASE COUNT
//
// Before and after each callback, and within it, the thread writes to descriptor -1: that fails and does nothing, but
// a tracer sees it, and which it was. The world is the bare one, as a program would use it that has no oracles.
#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "impl/extram/go_1_16_folded.hpp"
#include "impl/native/native_world.hpp"
#include "scenarios/mutants/signals.hpp"

namespace extram::native {
namespace {

enum class ThreadCase { plain, masked, all_masked, own_altstack };
struct NamedCase {
  std::string_view name;
  ThreadCase value;
};
constexpr std::array kCases{NamedCase{"plain", ThreadCase::plain}, NamedCase{"masked", ThreadCase::masked},
                            NamedCase{"all_masked", ThreadCase::all_masked},
                            NamedCase{"own_altstack", ThreadCase::own_altstack}};

struct Asked {
  ThreadCase thread = ThreadCase::plain;
  int callbacks = 1;
};

// Not the bare world's: a thread that comes from C sets its mask through the C library.
void set_mask(const sigset_t& set) {
  if (const int error = ::pthread_sigmask(SIG_SETMASK, &set, nullptr); error != 0) give_up("pthread_sigmask", error);
}

void come_from_c(ThreadCase thread) {
  sigset_t set;
  ::sigemptyset(&set);
  if (thread == ThreadCase::masked) {
    for (const int signal : {SIGQUIT, SIGABRT, SIGUSR1, SIGSEGV, SIGTERM, SIGCHLD, SIGURG, SIGPROF, 39}) {
      ::sigaddset(&set, signal);
    }
  }
  if (thread == ThreadCase::all_masked) ::sigfillset(&set);
  set_mask(set);
  if (thread == ThreadCase::own_altstack) {
    const AltStack mine = make_signal_stack(64 * 1024);
    change_altstack(&mine, nullptr);
  }
}

void mark(const char* text) {
  if (::write(-1, text, std::strlen(text)) != -1 || errno != EBADF) give_up("write to descriptor -1", errno);
}

template <class V>
void* call_back(void* argument) {
  const auto& asked = *static_cast<const Asked*>(argument);
  Extram<BareWorld, V> extra(Shape{.ms = 1});
  extra.seed(1);
  come_from_c(asked.thread);
  const int before = extra.extra_m_count;
  for (int i = 0; i < asked.callbacks; ++i) {
    mark("begin");
    extra.cgocallback([] { mark("in Go"); });
    mark("end");
  }
  std::printf("extraMCount: %d -> %d\n", before, int{extra.extra_m_count});
  return nullptr;
}

using Body = void* (*)(void*);
struct NamedVersion {
  std::string_view name;
  Body body;
};
template <class V>
constexpr NamedVersion version{V::name, &call_back<V>};

// The mutants are for the test of the comparison.
constexpr std::array kVersions{version<go_1_15>,           version<go_1_16>,          version<go_1_16_folded>,
                               version<mask_not_restored>, version<minit_keeps_mask>, version<altstack_not_removed>};

template <class Table>
const typename Table::value_type* named(const Table& table, std::string_view name) {
  for (const auto& row : table) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

int run(std::string_view version_name, std::string_view case_name, std::string_view count) {
  const auto* const version = named(kVersions, version_name);
  const auto* const thread_case = named(kCases, case_name);
  Asked asked;
  const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), asked.callbacks);
  if (version == nullptr || thread_case == nullptr || error != std::errc{} || end != count.data() + count.size()) {
    std::fputs("extram-native-callbacks: no such version, case or count\n", stderr);
    return 2;
  }
  asked.thread = thread_case->value;
  pthread_t thread;
  if (const int failed = ::pthread_create(&thread, nullptr, version->body, &asked)) give_up("pthread_create", failed);
  if (const int failed = ::pthread_join(thread, nullptr)) give_up("pthread_join", failed);
  return 0;
}

}  // namespace
}  // namespace extram::native

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: extram-native-callbacks VERSION CASE COUNT\n", stderr);
    return 2;
  }
  return extram::native::run(argv[1], argv[2], argv[3]);
}
