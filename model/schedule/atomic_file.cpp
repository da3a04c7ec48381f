#include "model/schedule/atomic_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace extram {
namespace {

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::string cannot_write(const std::string& path, int error) {
  return fmt::format("cannot write {}: {}", path, std::generic_category().message(error));
}

// Zero, or the error number.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(file) == 0 ? 0 : errno;
}

// A rename is on the disk once its folder is. Some file systems cannot flush a folder, and need not.
void flush_folder(const std::string& path) {
  const int folder = open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;
  (void)fsync(folder);
  (void)close(folder);
}

// What a plain open() would have given the file; mkstemp keeps it to the owner.
void set_usual_mode(int file) {
  const mode_t mask = umask(0);
  (void)umask(mask);
  (void)fchmod(file, 0666 & ~mask);
}

}  // namespace

std::optional<std::string> write_atomically(const std::string& path, std::string_view text) {
  const std::string name = std::filesystem::path(path).filename().string();
  std::string aside = folder_of(path) + "/." + name + ".XXXXXX";
  const int file = mkostemp(aside.data(), O_CLOEXEC);
  if (file < 0) return cannot_write(path, errno);
  set_usual_mode(file);
  int error = write_all(file, text);
  if (close(file) != 0 && error == 0) error = errno;
  if (error == 0 && rename(aside.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    (void)unlink(aside.c_str());
    return cannot_write(path, error);
  }
  flush_folder(path);
  return std::nullopt;
}

std::optional<std::string> why_not_writable(const std::string& path) {
  struct stat info {};
  if (path.empty() || path.back() == '/' || (stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode))) {
    return fmt::format("cannot write '{}': it names a folder, not a file", path);
  }
  const std::string folder = folder_of(path);
  if (access(folder.c_str(), W_OK | X_OK) != 0) return cannot_write(path, errno);
  return std::nullopt;
}

std::optional<std::string> why_no_folder(const std::string& folder) {
  if (folder.empty()) return std::nullopt;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fmt::format("cannot make the folder {}: {}", folder, error.message());
  return why_not_writable(folder + "/any");
}

}  // namespace extram
