// Relacy replaces the global operator new and delete, but Debian's Relacy lacks the sized forms that C++14 calls:
// memory would come from its allocator and go back to libc's. These forward to the plain ones. The plain ones are
// inline in Relacy's header; taking their addresses makes this unit emit them, so that the whole program, libstdc++
// included, binds to one set. Upstream Relacy defines the sized forms itself; relacy.cmake finds out.
#include "model/relacy/relacy.hpp"

#if !EXTRAM_RELACY_HAS_SIZED_DELETE
void operator delete(void* p, std::size_t) noexcept { ::operator delete(p); }
void operator delete[](void* p, std::size_t) noexcept { ::operator delete[](p); }
#endif

namespace extram {

struct EmittedOperators {
  void* (*plain_new)(std::size_t) = &::operator new;
  void* (*array_new)(std::size_t) = &::operator new[];
  void (*plain_delete)(void*) = &::operator delete;
  void (*array_delete)(void*) = &::operator delete[];
};

extern const EmittedOperators kEmittedOperators;
const EmittedOperators kEmittedOperators{};

}  // namespace extram
