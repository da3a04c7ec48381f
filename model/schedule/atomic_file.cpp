#include "model/schedule/atomic_file.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace extram {
namespace {

namespace fs = std::filesystem;

constexpr int kNamesMax = 100;         // of files that lie aside of one at a time
constexpr std::size_t kNameMax = 200;  // characters of a file's name that the one aside takes over
constexpr std::size_t kProbe = 4096;   // bytes that a disk must have room for, to be worth a long run

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::string_view mend_of(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "make room there, or name a place on another disk";
    case EFBIG:
      return "raise the limit of file sizes (ulimit -f)";
    case ENOENT:
    case ENOTDIR:
      return "make its folder first, or name a place in one that is there";
    case EROFS:
    case EACCES:
    case EPERM:
      return "name a place that you may write to";
    default:
      return "name another place";
  }
}

std::string cannot(std::string_view what, const std::string& path, int error) {
  return fmt::format("cannot {} {}: {}: {}", what, path, std::generic_category().message(error), mend_of(error));
}

std::string cannot_write(const std::string& path, int error) { return cannot("write", path, error); }

// Where a file is that a link names, so that the link stays one.
std::string followed(const std::string& path) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return path;
  const fs::path real = fs::canonical(path, error);
  return error ? path : real.string();
}

bool is_the_same(const struct stat& a, const struct stat& b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino; }

// A pipe or a device cannot be replaced by a file, and where this process speaks already, it can only go on.
bool is_written_straight(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0 || S_ISDIR(info.st_mode)) return false;
  if (!S_ISREG(info.st_mode)) return true;
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat own {};
    if (fstat(stream, &own) == 0 && is_the_same(own, info)) return true;
  }
  return false;
}

std::optional<std::string> why_no_file(const std::string& path) {
  struct stat info {};
  if (path.empty() || path.back() == '/' || (stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode))) {
    return fmt::format("cannot write '{}': it names a folder, not a file", path);
  }
  return std::nullopt;
}

// Zero, or the error number; so do those below.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int write_straight(const std::string& path, std::string_view text) {
  const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (file < 0) return errno;
  const int error = write_all(file, text);
  return close(file) != 0 && error == 0 ? errno : error;
}

// A rename is on the disk once its folder is. Some file systems cannot flush a folder, and need not.
void flush_folder(const std::string& path) {
  const int folder = open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  (void)fsync(folder);
  (void)close(folder);
}

// What a plain open() would have given the file; mkostemp keeps it to the owner.
void set_usual_mode(int file) {
  const mode_t mask = umask(0);
  (void)umask(mask);
  (void)fchmod(file, 0666 & ~mask);
}

// A new file in the folder of another, which is to take its place. While it has no name, whoever kills this process
// leaves nothing behind; not every file system has files without one.
class Aside {
 public:
  enum class Name : std::uint8_t { none, from_the_start };

  Aside(const std::string& path, Name name) : path_(path) {
    const std::string folder = folder_of(path);
    stem_ = folder + "/." + fs::path(path).filename().string().substr(0, kNameMax);
    if (name == Name::none) {
      file_ = open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    } else {
      name_ = stem_ + ".XXXXXX";
      file_ = mkostemp(name_.data(), O_CLOEXEC);
      if (file_ >= 0) set_usual_mode(file_);
    }
    if (file_ < 0) {
      error_ = errno;
      name_.clear();
    }
  }
  ~Aside() {
    if (file_ >= 0) (void)close(file_);
    if (!name_.empty()) (void)unlink(name_.c_str());
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  [[nodiscard]] int write(std::string_view text) {
    if (error_ == 0) error_ = write_all(file_, text);
    return error_;
  }
  [[nodiscard]] int take_its_place() {
    if (error_ == 0 && fsync(file_) != 0) error_ = errno;
    if (error_ == 0 && name_.empty()) error_ = give_name();
    if (error_ == 0 && close(std::exchange(file_, -1)) != 0) error_ = errno;
    if (error_ == 0 && rename(name_.c_str(), path_.c_str()) != 0) error_ = errno;
    if (error_ == 0) name_.clear();
    return error_;
  }

 private:
  [[nodiscard]] int give_name() {
    const std::string own = fmt::format("/proc/self/fd/{}", file_);
    for (int i = 0; i < kNamesMax; ++i) {
      const std::string name = fmt::format("{}.{}", stem_, i);
      if (linkat(AT_FDCWD, own.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) {
        name_ = name;
        return 0;
      }
      if (errno != EEXIST) break;
    }
    return errno;
  }

  std::string path_;
  std::string stem_;
  std::string name_;  // empty: it has none
  int file_ = -1;
  int error_ = 0;
};

constexpr std::array kBothWays{Aside::Name::none, Aside::Name::from_the_start};

}  // namespace

std::optional<std::string> write_atomically(const std::string& path, std::string_view text) {
  if (auto why = why_no_file(path)) return why;
  const std::string real = followed(path);
  int error = 0;
  if (is_written_straight(real)) {
    error = write_straight(real, text);
    return error == 0 ? std::nullopt : std::optional(cannot_write(path, error));
  }
  for (const Aside::Name name : kBothWays) {
    Aside aside(real, name);
    error = aside.write(text);
    if (error == 0) error = aside.take_its_place();
    if (error != 0) continue;
    flush_folder(real);
    return std::nullopt;
  }
  return cannot_write(path, error);
}

std::optional<std::string> why_not_writable(const std::string& path) {
  if (auto why = why_no_file(path)) return why;
  const std::string real = followed(path);
  if (access(real.c_str(), F_OK) == 0 && access(real.c_str(), W_OK) != 0) return cannot_write(path, errno);
  if (is_written_straight(real)) return std::nullopt;
  int error = 0;
  for (const Aside::Name name : kBothWays) {
    error = Aside(real, name).write(std::string(kProbe, '\0'));
    if (error == 0) return std::nullopt;
  }
  return cannot_write(path, error);
}

std::optional<std::string> why_no_folder(const std::string& folder) {
  if (folder.empty()) return std::nullopt;
  std::error_code error;
  const bool is_new = fs::create_directories(folder, error);
  if (error) return cannot("make the folder", folder, error.value());
  auto why = why_not_writable((fs::path(folder) / "any").string());
  if (!why) return std::nullopt;
  if (is_new) fs::remove(folder, error);
  return why;
}

}  // namespace extram
