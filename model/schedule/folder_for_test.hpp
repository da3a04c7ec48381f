// A folder of a test's own, gone with all that is in it when the test is over.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace extram {

class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "extram_XXXXXX";  // mkdtemp fills in the end
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace extram
