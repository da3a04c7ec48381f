#include "model/explore/shared_page.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace extram {
namespace {

constexpr std::size_t kChoicesBeyondDepth = 65'536;

}  // namespace

Counts& Counts::operator+=(const Counts& more) {
  executions += more.executions;
  blocked += more.blocked;
  steps += more.steps;
  exits += more.exits;
  decisions_max = std::max(decisions_max, more.decisions_max);
  signals_delivered += more.signals_delivered;
  faults_injected += more.faults_injected;
  altered += more.altered;
  return *this;
}

void Page::says_too(std::string_view words) {
  const auto free = static_cast<std::size_t>(last_words.end() - std::find(last_words.begin(), last_words.end(), '\0'));
  std::copy_n(words.begin(), std::min(words.size(), free == 0 ? 0 : free - 1), last_words.end() - free);
}

SharedPage::SharedPage(std::uint32_t depth_max)
    : size_(sizeof(Page) + (depth_max + kChoicesBeyondDepth) * sizeof(Decision)) {
  static_assert(alignof(Decision) <= alignof(Page) && sizeof(Page) % alignof(Decision) == 0);
  // Only what is written to takes memory.
  void* const memory = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  page_ = new (memory) Page;
  page_->decisions_max = static_cast<std::uint32_t>(depth_max + kChoicesBeyondDepth);
}

SharedPage::~SharedPage() {
  if (page_ != nullptr) (void)munmap(page_, size_);
}

}  // namespace extram
