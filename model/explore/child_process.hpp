// A child process that is forked and runs on: no exec, so that everything made before it is there, at the same address.
// Both sides speak lines of JSON over a pair of sockets.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace extram {

// One end of the pair.
class Channel {
 public:
  explicit Channel(int socket) : socket_(socket) {}
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  [[nodiscard]] int socket() const { return socket_; }
  // False: the other side is gone.
  bool send(const nlohmann::ordered_json& message);
  // Waits for the next message; nullopt: the other side is gone.
  [[nodiscard]] std::optional<nlohmann::ordered_json> receive();
  // Until something has come, or the other side is gone; at most so long.
  void wait(int milliseconds) const;
  // What has come, without waiting. False: the other side is gone, and said no more than that.
  bool gather();
  // The next whole message of what has come.
  [[nodiscard]] std::optional<nlohmann::ordered_json> next();

 private:
  bool fill(int flags, bool& is_empty);

  int socket_;
  std::string text_;
  std::size_t looked_ = 0;  // no end of line before it
};

// How a process ended, and what it took.
struct Ended {
  int signal = 0;  // that killed it; 0: it ended by itself
  int code = 0;
  double cpu_seconds = 0.0;
  long peak_rss_kb = 0;
};

class ChildProcess {
 public:
  // `body` runs in the child, and the child ends with it: with 0, without the ends of anything else. A child lives no
  // longer than its parent, and leaves Ctrl-C and SIGTERM to it.
  explicit ChildProcess(const std::function<void(Channel&)>& body);
  ~ChildProcess();  // kills it, where it still runs
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  [[nodiscard]] Channel& channel() { return *channel_; }
  [[nodiscard]] int id() const { return id_; }
  [[nodiscard]] double cpu_seconds() const;
  [[nodiscard]] std::uint64_t resident_kb() const;
  void kill() const;
  // Waits for its end.
  Ended wait();

 private:
  int id_ = -1;
  std::optional<Channel> channel_;
};

// The memory that a process has now, in KiB; 0: there is none of that number. 0 as a number is this process.
[[nodiscard]] std::uint64_t resident_kb(int process);

// "SIGSEGV (Segmentation fault)".
[[nodiscard]] std::string signal_text(int signal);
[[nodiscard]] bool is_kill(int signal);

}  // namespace extram
