// Which width's kernels run: the processor's best, or what UNDERHOOD_KERNELS asks for.

#include "tables.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// The widths that this processor has, narrowest first; NULL ends the list.
static void supported(const uh_kernels *list[5]) {
  size_t count = 0;
  list[count++] = &uh_kernels_scalar;
  list[count++] = &uh_kernels_baseline;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi2")) {
    list[count++] = &uh_kernels_avx2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw")) {
      list[count++] = &uh_kernels_avx512;
    }
  }
#endif
  list[count] = NULL;
}

const uh_kernels *uh_kernels_for(const char *width) {
  const uh_kernels *list[5];
  supported(list);
  for (size_t i = 0; width && list[i]; i += 1) {
    if (strcmp(width, list[i]->name) == 0) return list[i];
  }
  return NULL;
}

// The widest kernels of at most `lanes`.
static const uh_kernels *widest(size_t lanes) {
  const uh_kernels *list[5], *best = &uh_kernels_scalar;
  supported(list);
  for (size_t i = 0; list[i]; i += 1) {
    if (list[i]->lanes <= lanes) best = list[i];
  }
  return best;
}

static const uh_kernels *choose(void) {
  static const struct { const char *name; size_t lanes; } names[] = {
      {"scalar", 1}, {"sse2", 2}, {"neon", 2}, {"avx2", 4}, {"avx512", 8}};
  const char *wanted = getenv("UNDERHOOD_KERNELS");
  for (size_t i = 0; wanted && i < sizeof names / sizeof names[0]; i += 1) {
    if (strcmp(wanted, names[i].name) == 0) return widest(names[i].lanes);
  }
  return widest(8);
}

// Threads that come first together choose alike, so no lock is needed.
static _Atomic(const uh_kernels *) chosen;

const uh_kernels *uh_kernels_narrow(const uh_kernels *kernels, size_t count) {
  const uh_kernels *list[5];
  supported(list);
  // The narrower ones may have to emulate fused multiply-add.
  for (size_t i = 0; list[i]; i += 1) {
    if (list[i]->lanes >= 4 && list[i]->lanes >= count && list[i]->lanes < kernels->lanes) {
      return list[i];
    }
  }
  return NULL;
}

const uh_kernels *uh_kernels_chosen(void) {
  const uh_kernels *kernels = atomic_load_explicit(&chosen, memory_order_acquire);
  if (!kernels) {
    kernels = choose();
    atomic_store_explicit(&chosen, kernels, memory_order_release);
  }
  return kernels;
}

bool uh_kernels_choose(const char *width) {
  const uh_kernels *kernels = width ? uh_kernels_for(width) : choose();
  if (kernels) atomic_store_explicit(&chosen, kernels, memory_order_release);
  return kernels;
}

const char *uh_kernels_name(void) { return uh_kernels_chosen()->name; }
