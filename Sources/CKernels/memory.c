// What the process may take of memory altogether, and whether there is room for more.

#include "CKernels.h"

#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>

#if defined(__APPLE__)
#include <mach/mach.h>
#elif defined(__linux__)
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#endif

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

static _Atomic(size_t) limit = SIZE_MAX;

void uh_set_memory_limit(size_t bytes) { atomic_store(&limit, bytes); }

size_t uh_memory_limit(void) { return atomic_load(&limit); }

// The memory that the process has now; 0 where nobody tells.
static size_t memory_in_use(void) {
#if defined(__APPLE__)
  struct mach_task_basic_info info;
  mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
  if (task_info(mach_task_self(), MACH_TASK_BASIC_INFO, (task_info_t)&info, &count) != 0) return 0;
  return info.resident_size;
#elif defined(__linux__)
  int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  char text[128];
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  if (count <= 0) return 0;
  text[count] = 0;
  // All pages, then those in memory.
  char *rest;
  strtoull(text, &rest, 10);
  return (size_t)strtoull(rest, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
#else
  return 0;
#endif
}

bool uh_memory_has_room(size_t bytes) {
  // What is needed beside the values themselves: their conversions, texts, the system's tables.
  const size_t margin = (size_t)16 << 20;
  if (bytes > SIZE_MAX / 4) return false;
  size_t most = atomic_load(&limit);
  if (most != SIZE_MAX) {
    if (bytes > most) return false;
    if (memory_in_use() > most - bytes) {
#if defined(__GLIBC__)
      // What was given back may not have gone back to the system yet.
      malloc_trim(0);
#endif
      if (memory_in_use() > most - bytes) return false;
    }
  }
  // The system may refuse earlier: an address space that is not there cannot be had.
  void *trial = mmap(NULL, bytes + margin, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (trial == MAP_FAILED) return false;
  munmap(trial, bytes + margin);
  return true;
}
