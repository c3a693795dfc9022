// The widths' tables, each defined in its width_*.c.

#pragma once

#include "CKernels.h"

extern const uh_kernels uh_kernels_scalar;
extern const uh_kernels uh_kernels_baseline;
#if defined(__x86_64__)
extern const uh_kernels uh_kernels_avx2;
extern const uh_kernels uh_kernels_avx512;
#endif
