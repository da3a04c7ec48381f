// Files that are there whole or not at all: written aside in the same folder, flushed to the disk, then renamed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace extram {

// What went wrong, in one line that names the file; nullopt: written.
[[nodiscard]] std::optional<std::string> write_atomically(const std::string& path, std::string_view text);

// Whether a file could be made at `path`, so that a long run need not end to find out. The same kind of answer.
[[nodiscard]] std::optional<std::string> why_not_writable(const std::string& path);

// Makes the folder where it is not there, and asks the same of it; nothing is asked of an empty name.
[[nodiscard]] std::optional<std::string> why_no_folder(const std::string& folder);

}  // namespace extram
