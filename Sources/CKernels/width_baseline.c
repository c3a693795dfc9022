// The vectors that every processor of the architecture has: SSE2, or NEON.

#include "tables.h"

#define UH_LANES 2
#define UH_TABLE uh_kernels_baseline
#if defined(__x86_64__)
#define UH_NAME "sse2"
#if !defined(__FMA__)
#define UH_EMULATES_FMA
#endif
#else
#define UH_NAME "neon"
#endif
#include "width.h"
