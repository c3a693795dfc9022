// 512 bits and fused multiply-add, for x86-64.

#include "tables.h"

#if defined(__x86_64__)
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,avx2,fma,bmi2"))), \
    apply_to = function)
#pragma clang attribute push(__attribute__((min_vector_width(512))), apply_to = function)
#define UH_LANES 8
#define UH_WIDE 16
#define UH_TABLE uh_kernels_avx512
#define UH_NAME "avx512"
#include "width.h"
#pragma clang attribute pop
#pragma clang attribute pop
#endif
