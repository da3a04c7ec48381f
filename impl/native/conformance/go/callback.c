// Callbacks on a pthread that Go did not create: the twin of callback_main.cpp, with the real runtime below it.
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "_cgo_export.h"
#include "callback.h"

struct asked {
  const char* kind;
  int callbacks;
};

// A write to descriptor -1 does nothing; a tracer sees it.
void mark(const char* text) {
  if (write(-1, text, strlen(text)) != -1 || errno != EBADF) abort();
}

static void come_from_c(const char* kind) {
  static const int masked[] = {SIGQUIT, SIGABRT, SIGUSR1, SIGSEGV, SIGTERM, SIGCHLD, SIGURG, SIGPROF, 39};
  static char altstack[64 * 1024];
  sigset_t set;
  sigemptyset(&set);
  if (strcmp(kind, "masked") == 0) {
    for (size_t i = 0; i < sizeof masked / sizeof *masked; ++i) sigaddset(&set, masked[i]);
  } else if (strcmp(kind, "all_masked") == 0) {
    sigfillset(&set);
  } else if (strcmp(kind, "own_altstack") == 0) {
    const stack_t stack = {.ss_sp = altstack, .ss_size = sizeof altstack};
    if (sigaltstack(&stack, NULL) != 0) abort();
  } else if (strcmp(kind, "plain") != 0) {
    fprintf(stderr, "no such case: %s\n", kind);
    exit(2);
  }
  if (pthread_sigmask(SIG_SETMASK, &set, NULL) != 0) abort();
}

static void* call_back(void* argument) {
  const struct asked* asked = argument;
  come_from_c(asked->kind);
  for (int i = 0; i < asked->callbacks; ++i) {
    mark("begin");
    goCallback();
    mark("end");
  }
  return NULL;
}

void run(const char* kind, int callbacks) {
  struct asked asked = {kind, callbacks};
  pthread_t thread;
  if (pthread_create(&thread, NULL, call_back, &asked) != 0) abort();
  if (pthread_join(thread, NULL) != 0) abort();
}
