#include "impl/native/thread_timer.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include "impl/native/run_state.hpp"
#include "impl/world/generator.hpp"

namespace extram::native {
namespace {

// Both take an M where they find none; the second one nests, since minit opens it in a handler too.
constexpr std::array kBeats{SIGUSR2, SIGCHLD};
constexpr double kNanosecondsMin = 20'000;  // shorter ones would leave no time for anything else

}  // namespace

ThreadTimer::ThreadTimer(double rate, std::uint64_t seed) {
  if (rate <= 0) return;
  Generator chance(seed, 0);
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = kBeats[chance.below(kBeats.size())];
  event._sigev_un._tid = static_cast<pid_t>(::syscall(SYS_gettid));  // it has no other name before glibc 2.38
  timer_t timer{};
  if (::timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) {
    if (errno == EAGAIN) return;  // there is a limit to timers; the storm from outside is enough then
    give_up("timer_create", errno);
  }
  timer_ = timer;
  const double share = 0.75 + static_cast<double>(chance.below(1'000)) / 2'000;  // 0.75 to 1.25 of the period
  const auto period = static_cast<long>(std::max(1e9 / rate * share, kNanosecondsMin));
  const timespec interval{.tv_sec = period / 1'000'000'000, .tv_nsec = period % 1'000'000'000};
  const itimerspec beat{.it_interval = interval, .it_value = interval};
  if (::timer_settime(timer, 0, &beat, nullptr) != 0) give_up("timer_settime", errno);
}

ThreadTimer::~ThreadTimer() {
  if (timer_) ::timer_delete(*timer_);
}

}  // namespace extram::native
