// Which sanitizer this program is built with, and the few calls into it. The one place that asks the preprocessor.
#pragma once

#if defined(__SANITIZE_THREAD__)
#define EXTRAM_THREAD_SANITIZER 1
#elif defined(__SANITIZE_ADDRESS__)
#define EXTRAM_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define EXTRAM_THREAD_SANITIZER 1
#elif __has_feature(address_sanitizer)
#define EXTRAM_ADDRESS_SANITIZER 1
#endif
#endif

#if defined(EXTRAM_THREAD_SANITIZER)
#include <sanitizer/tsan_interface.h>

// Exported by the runtime of gcc and clang, declared in no header of either.
extern "C" void AnnotateIgnoreReadsBegin(const char* file, int line);
extern "C" void AnnotateIgnoreReadsEnd(const char* file, int line);
#endif

namespace extram::native {

#if defined(EXTRAM_ADDRESS_SANITIZER)
inline constexpr bool kAddressSanitizer = true;
#else
inline constexpr bool kAddressSanitizer = false;
#endif

#if defined(EXTRAM_THREAD_SANITIZER)
inline constexpr bool kThreadSanitizer = true;

namespace tsan {
inline void* create_fiber() { return __tsan_create_fiber(0); }
inline void* current_fiber() { return __tsan_get_current_fiber(); }
[[gnu::always_inline]] inline void switch_to_fiber(void* fiber) { __tsan_switch_to_fiber(fiber, 0); }
inline void destroy_fiber(void* fiber) { __tsan_destroy_fiber(fiber); }
inline void acquire(void* address) { __tsan_acquire(address); }
inline void release(void* address) { __tsan_release(address); }
inline void ignore_reads_begin() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
inline void ignore_reads_end() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
}  // namespace tsan
#else
inline constexpr bool kThreadSanitizer = false;

namespace tsan {
inline void* create_fiber() { return nullptr; }
inline void* current_fiber() { return nullptr; }
inline void switch_to_fiber(void*) {}
inline void destroy_fiber(void*) {}
inline void acquire(void*) {}
inline void release(void*) {}
inline void ignore_reads_begin() {}
inline void ignore_reads_end() {}
}  // namespace tsan
#endif

}  // namespace extram::native

#undef EXTRAM_ADDRESS_SANITIZER
#undef EXTRAM_THREAD_SANITIZER
