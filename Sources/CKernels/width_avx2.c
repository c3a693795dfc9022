// 256 bits and fused multiply-add, for x86-64.

#include "tables.h"

#if defined(__x86_64__)
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,bmi2"))), apply_to = function)
#define UH_LANES 4
#define UH_WIDE 16
#define UH_TABLE uh_kernels_avx2
#define UH_NAME "avx2"
#include "width.h"
#pragma clang attribute pop
#endif
