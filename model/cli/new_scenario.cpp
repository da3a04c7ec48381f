#include "model/cli/new_scenario.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include "model/schedule/atomic_file.hpp"

namespace extram {
namespace {

namespace fs = std::filesystem;

// Words of the language, and names that our headers have.
constexpr std::array kTaken = std::to_array<std::string_view>(
    {"alignas",   "alignof",      "and",          "asm",      "auto",     "bool",     "bitand",    "bitor",
     "break",     "case",         "catch",        "char",     "class",    "compl",    "concept",   "const",
     "consteval", "constexpr",    "constinit",    "continue", "decltype", "default",  "delete",    "detail",
     "do",        "double",       "else",         "entry",    "enum",     "explicit", "export",    "extern",
     "extram",    "false",        "float",        "for",      "friend",   "goto",     "if",        "inline",
     "int",       "linearizable", "local",        "long",     "main",     "mutable",  "namespace", "native",
     "new",       "noexcept",     "not",          "nullptr",  "operator", "or",       "private",   "protected",
     "public",    "register",     "registration", "requires", "return",   "rl",       "short",     "show",
     "signals",   "signed",       "sizeof",       "sizes",    "static",   "std",      "struct",    "switch",
     "template",  "this",         "throw",        "true",     "try",      "typedef",  "typeid",    "typename",
     "union",     "unsigned",     "using",        "virtual",  "void",     "volatile", "while",     "xor"});
// Members that a scenario has, and functions that specifications call: its type is none of them.
constexpr std::array kMembers = std::to_array<std::string_view>(
    {"after", "call", "foreign_thread", "info", "setup", "shape", "take_first", "take_last"});
constexpr std::size_t kNameMax = 64;

constexpr std::string_view kCMake = R"(cmake_minimum_required(VERSION 3.25)
project(@NAME@ LANGUAGES CXX)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_package(extram 0.1 REQUIRED)
enable_testing()

# The programs of all worlds and their tests. Mutants, other versions, expected failures: see ExtramScenario.cmake.
extram_add_scenario(NAME @NAME@ HEADER @NAME@.hpp THREADS 2 3)
)";

constexpr std::string_view kHeader =
    R"(// The algorithm, written once for all worlds, and the question that is asked of it.
#pragma once

#include "impl/world/is_linearizable.hpp"

namespace extram {

// Yours to replace: a counter that hands out numbers. Every access names its order; what is not atomic is W::plain<T>.
template <World W>
struct @NAME@_algorithm {
  int next() {
    int seen = count_.template load<Order::relaxed>();
    while (!count_.template compare_exchange<Order::acq_rel>(seen, seen + 1)) {
    }
    return seen;
  }
  typename W::template atomic<int> count_{"count"};
};

// What it should look like to one thread alone, and what may be asked of either. Each result is held against it.
struct @NAME@_spec {
  enum class Op { next };
  static int call(auto& counter, Op, int) { return counter.next(); }
  int next() { return count++; }
  int count = 0;
  bool operator==(const @NAME@_spec&) const = default;
};

template <World W>
struct @NAME@ : IsLinearizable<W, @NAME@_algorithm<W>, @NAME@_spec> {
  static constexpr ScenarioInfo info{.name = "@NAME@", .question = "is each number handed out once, and in order?"};
  using @NAME@::IsLinearizable::IsLinearizable;
  void foreign_thread(int) {  // what each thread calls
    for (int k = 0; k < this->shape.callbacks; ++k) this->call(@NAME@_spec::Op::next);
  }
};

}  // namespace extram
)";

std::string filled(std::string_view text, std::string_view name) {
  constexpr std::string_view kMark = "@NAME@";
  std::string all;
  for (std::size_t at = text.find(kMark); at != std::string_view::npos; at = text.find(kMark)) {
    all.append(text.substr(0, at)).append(name);
    text.remove_prefix(at + kMark.size());
  }
  return all.append(text);
}

std::optional<std::string> why_no_name(std::string_view name) {
  const bool is_word = !name.empty() && name.size() <= kNameMax && name.front() >= 'a' && name.front() <= 'z' &&
                       std::all_of(name.begin(), name.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
  if (!is_word) {
    std::string shown(name.substr(0, kNameMax));  // on one line, whatever is in it
    std::replace_if(
        shown.begin(), shown.end(), [](unsigned char c) { return c < ' '; }, '?');
    return fmt::format("'{}' is no name for a scenario: a small letter, then small letters, digits and _, at most {}",
                       shown, kNameMax);
  }
  const auto has = [&](const auto& names) { return std::find(names.begin(), names.end(), name) != names.end(); };
  if (has(kTaken) || has(kMembers) || name.find("__") != std::string_view::npos) {
    return fmt::format("'{}' is taken by C++ or by extram: choose another name, such as my_{}", name, name);
  }
  return std::nullopt;
}

}  // namespace

Exit new_scenario(const NewOptions& options, const Console& console) {
  const std::string& name = options.name;
  if (const auto why = why_no_name(name)) return refuse(console, *why, Exit::usage);
  const fs::path folder = options.folder.empty() ? name : options.folder;
  const std::array files{std::pair{folder / (name + ".hpp"), filled(kHeader, name)},
                         std::pair{folder / "CMakeLists.txt", filled(kCMake, name)}};
  std::error_code error;
  for (const auto& [path, text] : files) {
    if (fs::exists(fs::symlink_status(path, error))) {
      return refuse(console, path.string() + " is there already, and nothing is overwritten: name another folder",
                    Exit::usage);
    }
  }
  const bool is_new = !fs::exists(folder, error);
  if (const auto why = why_no_folder(folder.string())) return refuse(console, *why, Exit::usage);
  for (const auto& [path, text] : files) {
    const auto why = write_atomically(path.string(), text);
    if (!why) continue;
    // Half of a project is none.
    for (const auto& [written, unused] : files) fs::remove(written, error);
    if (is_new) fs::remove(folder, error);
    return refuse(console, *why, Exit::harness);
  }
  const std::string at = folder.string();
  fmt::print(console.out,
             "wrote {0} and {1}\nbuild:  cmake -S {2} -B {2}/build && cmake --build {2}/build\n"
             "test:   ctest --test-dir {2}/build\ncheck:  cd {2} && extram check {3}\n",
             files[0].first.string(), files[1].first.string(), at, name);
  return Exit::good;
}

}  // namespace extram
