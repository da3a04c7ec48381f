// Text without allocation, for the turnstile. Compiled where it is included: in files that ThreadSanitizer does not
// watch, and of internal linkage, so that no watched copy can take its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "impl/native/lockstep_script.hpp"
#include "impl/world/at.hpp"

namespace extram::native::lockstep {
namespace {

// A label as At::label() gives it, cut to what fits.
class Text {
 public:
  Text& add(std::string_view text) {
    for (std::size_t i = 0; i < text.size() && length_ < sizeof characters_; ++i) characters_[length_++] = text[i];
    return *this;
  }
  Text& add(const char* text) {
    for (; *text != '\0' && length_ < sizeof characters_; ++text) characters_[length_++] = *text;
    return *this;
  }
  Text& add(int number) {
    if (number < 0) return add("-").add(-number);
    if (number >= 10) add(number / 10);
    const char digit[2] = {static_cast<char>('0' + number % 10), '\0'};
    return add(digit);
  }
  Text& add(At at) {
    const char* from = at.text();
    if (at.line() == 0) return add(from);
    for (const char* c = from; *c != '\0'; ++c) {
      if (*c == '/') from = c + 1;
    }
    return add(from).add(":").add(static_cast<int>(at.line()));
  }
  [[nodiscard]] bool empty() const { return length_ == 0; }
  [[nodiscard]] std::string_view view() const { return {characters_, length_}; }

 private:
  char characters_[480];
  std::size_t length_ = 0;
};

[[maybe_unused]] void spell(At at, char (&site)[kSiteMax]) {
  Text text;
  text.add(at);
  const std::string_view label = text.view();
  std::size_t i = 0;
  for (; i < label.size() && i + 1 < kSiteMax; ++i) site[i] = label[i];
  site[i] = '\0';
}

[[nodiscard, maybe_unused]] bool spells(const char (&site)[kSiteMax], At at) {
  char label[kSiteMax];
  spell(at, label);
  for (std::size_t i = 0; i < kSiteMax; ++i) {
    if (site[i] != label[i]) return false;
    if (label[i] == '\0') return true;
  }
  return true;
}

}  // namespace
}  // namespace extram::native::lockstep
