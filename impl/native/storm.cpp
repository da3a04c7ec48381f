#include "impl/native/storm.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <random>

#include "impl/native/masks.hpp"
#include "impl/native/thread.hpp"

namespace extram::native {
namespace {

// SIGPROF and SIGURG need no M; these and SIGCHLD nest, since minit opens them in handlers too.
constexpr std::array kKinds{SIGUSR1, SIGUSR2, SIGCHLD, SIGPROF, SIGURG};
constexpr auto kNap = std::chrono::microseconds(200);

}  // namespace

Storm::Storm(int rate, int first, int count, std::uint64_t seed) {
  if (rate > 0) thread_ = std::thread([=, this] { rage(rate, first, count, seed); });
}

Storm::~Storm() {
  over_ = true;
  if (thread_.joinable()) thread_.join();
}

// A burst after each nap makes up for what the nap took, so that the rate holds on a busy machine too; but not for more
// than a tenth of a second, or a machine that slept would drown its threads.
void Storm::rage(int rate, int first, int count, std::uint64_t seed) {
  const Mask all = Mask::all();
  DefaultMasks::change(MaskHow::set, &all, nullptr);
  std::mt19937_64 random(seed);
  const auto process = ::getpid();
  double owed = 0;
  auto last = std::chrono::steady_clock::now();
  while (!over_) {
    std::this_thread::sleep_for(kNap);
    const auto now = std::chrono::steady_clock::now();
    owed = std::min(owed + std::chrono::duration<double>(now - last).count() * rate, rate / 10.0 + 1);
    last = now;
    for (; owed >= 1; --owed) {
      const int tid = tid_of_foreign_thread(first + static_cast<int>(random() % static_cast<std::uint64_t>(count)));
      // One that has just ended is not there any more, which is no error.
      if (tid != 0) ::syscall(SYS_tgkill, process, tid, kKinds[random() % kKinds.size()]);
    }
  }
}

}  // namespace extram::native
