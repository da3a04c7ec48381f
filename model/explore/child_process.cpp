#include "model/explore/child_process.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace extram {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void give_up(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

// A crash is a verdict here, and told by the parent: no core file, no handler of the parent's.
void settle_in(int parent) {
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);  // it died before it could be asked
  for (const int signal : {SIGINT, SIGTERM}) (void)::signal(signal, SIG_IGN);
  const rlimit none{0, 0};
  (void)setrlimit(RLIMIT_CORE, &none);
}

}  // namespace

Channel::~Channel() { (void)close(socket_); }

bool Channel::send(const Json& message) {
  std::string text = message.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  for (std::string_view left = text; !left.empty();) {
    const ssize_t sent = ::send(socket_, left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Channel::fill(int flags, bool& is_empty) {
  char buffer[64 * 1024];
  const ssize_t got = recv(socket_, buffer, sizeof buffer, flags);
  is_empty = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  if (got > 0) text_.append(buffer, static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && (is_empty || errno == EINTR));
}

void Channel::wait(int milliseconds) const {
  pollfd file{socket_, POLLIN, 0};
  (void)poll(&file, 1, milliseconds);
}

bool Channel::gather() {
  for (bool is_empty = false; !is_empty;) {
    if (!fill(MSG_DONTWAIT, is_empty)) return false;
  }
  return true;
}

std::optional<Json> Channel::next() {
  const auto end = text_.find('\n', looked_);
  looked_ = text_.size();
  if (end == std::string::npos) return std::nullopt;
  Json message = Json::parse(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(end));
  text_.erase(0, end + 1);
  looked_ = 0;
  return message;
}

std::optional<Json> Channel::receive() {
  for (bool is_empty = false;;) {
    if (auto message = next()) return message;
    if (!fill(0, is_empty)) return std::nullopt;
  }
}

ChildProcess::ChildProcess(const std::function<void(Channel&)>& body) {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) give_up("socketpair");
  // What stands in a buffer would be written by both.
  std::cout.flush();
  std::cerr.flush();
  (void)std::fflush(nullptr);
  const int parent = getpid();
  id_ = fork();
  if (id_ < 0) {
    const int error = errno;
    (void)close(sockets[0]);
    (void)close(sockets[1]);
    errno = error;
    give_up("fork");
  }
  if (id_ == 0) {
    (void)close(sockets[0]);
    settle_in(parent);
    Channel channel(sockets[1]);
    body(channel);
    std::cout.flush();
    std::cerr.flush();
    (void)std::fflush(nullptr);
    _exit(0);
  }
  (void)close(sockets[1]);
  channel_.emplace(sockets[0]);
}

ChildProcess::~ChildProcess() {
  if (id_ <= 0) return;
  kill();
  (void)wait();
}

double ChildProcess::cpu_seconds() const {
  clockid_t clock{};
  timespec now{};
  if (clock_getcpuclockid(id_, &clock) != 0 || clock_gettime(clock, &now) != 0) return 0.0;
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::uint64_t ChildProcess::resident_kb() const { return extram::resident_kb(id_); }

void ChildProcess::kill() const {
  if (id_ > 0) (void)::kill(id_, SIGKILL);
}

Ended ChildProcess::wait() {
  int status = 0;
  rusage usage{};
  while (wait4(id_, &status, 0, &usage) < 0) {
    if (errno != EINTR) give_up("wait4");
  }
  id_ = -1;
  Ended ended;
  ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  ended.cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  ended.peak_rss_kb = usage.ru_maxrss;
  return ended;
}

std::uint64_t resident_kb(int process) {
  std::ifstream file(process == 0 ? std::string("/proc/self/statm") : fmt::format("/proc/{}/statm", process));
  std::uint64_t pages = 0;
  std::uint64_t resident = 0;
  if (!(file >> pages >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) / 1024;
}

std::string signal_text(int signal) {
  const char* const name = sigabbrev_np(signal);
  const char* const text = sigdescr_np(signal);
  return fmt::format("SIG{} ({})", name == nullptr ? "?" : name, text == nullptr ? "unknown" : text);
}

bool is_kill(int signal) { return signal == SIGKILL; }

}  // namespace extram
