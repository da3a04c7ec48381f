// The one file that includes Relacy. Relacy defines macros that break everything included after it (new, delete,
// malloc, free, assert, errno, memory_order_*, $, pthread_*); they end here. Standard headers come first.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

// libc's own meaning of these comes back below.
#pragma push_macro("errno")
#pragma push_macro("assert")
#pragma push_macro("EAGAIN")
#pragma push_macro("EBUSY")
#pragma push_macro("EINTR")
#pragma push_macro("EINVAL")
#pragma push_macro("ETIMEDOUT")
#pragma push_macro("EWOULDBLOCK")
#pragma push_macro("PTHREAD_MUTEX_DEFAULT")
#pragma push_macro("PTHREAD_MUTEX_ERRORCHECK")
#pragma push_macro("PTHREAD_MUTEX_NORMAL")
#pragma push_macro("PTHREAD_MUTEX_RECURSIVE")
#pragma push_macro("FUTEX_WAIT")
#pragma push_macro("FUTEX_WAKE")

#include <relacy/relacy.hpp>

#pragma pop_macro("errno")
#pragma pop_macro("assert")
#pragma pop_macro("EAGAIN")
#pragma pop_macro("EBUSY")
#pragma pop_macro("EINTR")
#pragma pop_macro("EINVAL")
#pragma pop_macro("ETIMEDOUT")
#pragma pop_macro("EWOULDBLOCK")
#pragma pop_macro("PTHREAD_MUTEX_DEFAULT")
#pragma pop_macro("PTHREAD_MUTEX_ERRORCHECK")
#pragma pop_macro("PTHREAD_MUTEX_NORMAL")
#pragma pop_macro("PTHREAD_MUTEX_RECURSIVE")
#pragma pop_macro("FUTEX_WAIT")
#pragma pop_macro("FUTEX_WAKE")
#undef $
#undef new
#undef delete
#undef malloc
#undef calloc
#undef realloc
#undef free
#undef memory_order_relaxed
#undef memory_order_consume
#undef memory_order_acquire
#undef memory_order_release
#undef memory_order_acq_rel
#undef memory_order_seq_cst
#undef AcquireSRWLockExclusive
#undef AcquireSRWLockShared
#undef CONDITION_VARIABLE
#undef CONDITION_VARIABLE_LOCKMODE_SHARED
#undef CRITICAL_SECTION
#undef CloseHandle
#undef CreateEvent
#undef CreateEventA
#undef CreateEventW
#undef CreateMutex
#undef CreateMutexA
#undef CreateMutexW
#undef CreateSemaphore
#undef CreateSemaphoreA
#undef CreateSemaphoreW
#undef CreateThread
#undef DeleteConditionVariable
#undef DeleteCriticalSection
#undef DeleteSRWLock
#undef EnterCriticalSection
#undef FlushProcessWriteBuffers
#undef HANDLE
#undef INFINITE
#undef InitializeConditionVariable
#undef InitializeCriticalSection
#undef InitializeCriticalSectionAndSpinCount
#undef InitializeCriticalSectionEx
#undef InitializeSRWLock
#undef LeaveCriticalSection
#undef MAXIMUM_WAIT_OBJECTS
#undef PulseEvent
#undef ReleaseMutex
#undef ReleaseSRWLockExclusive
#undef ReleaseSRWLockShared
#undef ReleaseSemaphore
#undef ResetEvent
#undef ResumeThread
#undef SRWLOCK
#undef SetEvent
#undef SetThreadAffinityMask
#undef SignalObjectAndWait
#undef Sleep
#undef SleepConditionVariableCS
#undef SleepConditionVariableSRW
#undef SuspendThread
#undef SwitchToThread
#undef TryEnterCriticalSection
#undef WAIT_FAILED
#undef WAIT_IO_COMPLETION
#undef WAIT_OBJECT_
#undef WAIT_TIMEOUT
#undef WaitForMultipleObjects
#undef WaitForMultipleObjectsEx
#undef WaitForSingleObject
#undef WakeAllConditionVariable
#undef WakeConditionVariable
#undef _beginthreadex
#undef futex
#undef pthread_attr_t
#undef pthread_cond_broadcast
#undef pthread_cond_destroy
#undef pthread_cond_init
#undef pthread_cond_signal
#undef pthread_cond_t
#undef pthread_cond_timedwait
#undef pthread_cond_wait
#undef pthread_condattr_t
#undef pthread_create
#undef pthread_join
#undef pthread_mutex_destroy
#undef pthread_mutex_init
#undef pthread_mutex_lock
#undef pthread_mutex_t
#undef pthread_mutex_timedlock
#undef pthread_mutex_try_lock
#undef pthread_mutex_unlock
#undef pthread_mutexattr_destroy
#undef pthread_mutexattr_init
#undef pthread_mutexattr_settype
#undef pthread_mutexattr_t
#undef pthread_rwlock_destroy
#undef pthread_rwlock_init
#undef pthread_rwlock_rdlock
#undef pthread_rwlock_t
#undef pthread_rwlock_tryrdlock
#undef pthread_rwlock_trywrlock
#undef pthread_rwlock_unlock
#undef pthread_rwlock_wrlock
#undef pthread_t
#undef pthread_yield
#undef rl_CreateEvent
#undef rl_CreateMutex
#undef rl_CreateSemaphore
#undef sched_yield
#undef sem_destroy
#undef sem_getvalue
#undef sem_init
#undef sem_post
#undef sem_t
#undef sem_trywait
#undef sem_wait

namespace extram {

// While one of these lives, `new` and `delete` are the ordinary ones. Inside an execution they belong to Relacy, which
// takes what lives on beyond it for a leak. Nothing that touches a Relacy object may run meanwhile.
class OutsideContext {
 public:
  OutsideContext() : saved_(rl::context_holder<>::instance_) { rl::context_holder<>::instance_ = nullptr; }
  ~OutsideContext() { rl::context_holder<>::instance_ = saved_; }
  OutsideContext(const OutsideContext&) = delete;
  OutsideContext& operator=(const OutsideContext&) = delete;

 private:
  rl::context* saved_;
};

}  // namespace extram
