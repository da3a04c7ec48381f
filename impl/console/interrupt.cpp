#include "impl/console/interrupt.hpp"

#include <time.h>

#include <csignal>
#include <initializer_list>

namespace extram {
namespace {

constexpr double kSecondWord = 0.5;  // seconds

volatile std::sig_atomic_t raised = 0;
timespec raised_at{};  // written before the flag is, and by handlers alone

void set_handler(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaddset(&action.sa_mask, SIGINT);
  ::sigaddset(&action.sa_mask, SIGTERM);
  for (const int signal : {SIGINT, SIGTERM}) (void)sigaction(signal, &action, nullptr);
}

void raise_flag(int signal) {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  if (raised == 0) {
    raised_at = now;
    raised = 1;
    return;
  }
  const double since =
      static_cast<double>(now.tv_sec - raised_at.tv_sec) + static_cast<double>(now.tv_nsec - raised_at.tv_nsec) / 1e9;
  if (since < kSecondWord) return;
  set_handler(SIG_DFL);
  (void)::raise(signal);  // comes when this returns
}

}  // namespace

void catch_interrupts() { set_handler(raise_flag); }

bool interrupted() { return raised != 0; }

void leave_interrupts_to_parent() { set_handler(SIG_IGN); }

void ignore_signals_of_writing() {
  for (const int signal : {SIGPIPE, SIGXFSZ}) (void)std::signal(signal, SIG_IGN);
}

}  // namespace extram
