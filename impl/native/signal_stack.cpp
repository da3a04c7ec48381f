// A mapping is [guard page | stack | page with a Header]. The headers are linked, so that a round can be cleaned up
// after threads that left their stacks behind. Linking orders nothing that ThreadSanitizer would take for the
// protocol's.
#include "impl/native/signal_stack.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <new>

#include "impl/native/run_state.hpp"

namespace extram::native {
namespace {

struct Header {
  Header* next;
  std::uintptr_t mapping;
  std::size_t length;
};

constinit std::atomic<Header*> newest{nullptr};

std::size_t page_size() {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

std::size_t round_up(std::size_t size) { return (size + page_size() - 1) / page_size() * page_size(); }

}  // namespace

AltStack make_signal_stack(std::size_t size) {
  const std::size_t stack_size = round_up(size);
  const std::size_t length = page_size() + stack_size + page_size();
  void* const mapping = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping == MAP_FAILED) give_up("mmap of a signal stack", errno);
  if (::mprotect(mapping, page_size(), PROT_NONE) != 0) give_up("mprotect of a guard page", errno);
  const auto start = reinterpret_cast<std::uintptr_t>(mapping);
  const AltStack stack{start + page_size(), stack_size};
  auto* const header = new (reinterpret_cast<void*>(stack.base + stack.size)) Header{nullptr, start, length};
  header->next = newest.load(std::memory_order_relaxed);
  while (!newest.compare_exchange_weak(header->next, header, std::memory_order_relaxed)) {
  }
  return stack;
}

void free_signal_stack(AltStack stack) {
  if (stack.disabled()) return;
  void* const base = reinterpret_cast<void*>(stack.base);
  if (::madvise(base, stack.size, MADV_DONTNEED) != 0 || ::mprotect(base, stack.size, PROT_NONE) != 0) {
    give_up("closing a signal stack", errno);
  }
}

void release_signal_stacks() {
  for (Header* header = newest.exchange(nullptr, std::memory_order_relaxed); header != nullptr;) {
    const Header mine = *header;
    if (::munmap(reinterpret_cast<void*>(mine.mapping), mine.length) != 0) give_up("munmap of a signal stack", errno);
    header = mine.next;
  }
}

}  // namespace extram::native
