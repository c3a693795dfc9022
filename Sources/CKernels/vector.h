// A vector of UH_LANES doubles, and the few operations that need spelling out.
//
// Included once for each width, with UH_LANES set (1, 2, 4 or 8) and, for the wider
// ones, a target attribute in force. Nothing here may depend on the width's number:
// a lane's result is the same bits whatever lanes lie beside it.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// A product and a sum that are written apart are rounded apart.
#pragma clang fp contract(off)

#define UH_INLINE static inline __attribute__((always_inline, unused))
#define UH_BYTES (UH_LANES * 8)
#define UH_UNROLL _Pragma("clang loop unroll(full)")
#define UH_NO_UNROLL _Pragma("clang loop unroll(disable)")

typedef double vector __attribute__((vector_size(UH_BYTES)));
typedef int64_t vector_mask __attribute__((vector_size(UH_BYTES)));
typedef uint64_t vector_bits __attribute__((vector_size(UH_BYTES)));

UH_INLINE vector vector_of(double x) {
  // x - 0 and not x + 0, which would lose the sign of -0.
  return x - (vector){0.0};
}

UH_INLINE vector vector_load(const double *from) {
  vector value;
  memcpy(&value, from, sizeof value);
  return value;
}

UH_INLINE void vector_store(double *to, vector value) { memcpy(to, &value, sizeof value); }

// The first `count` lanes from memory, the others `rest`.
UH_INLINE vector vector_load_part(const double *from, size_t count, double rest) {
  vector value = vector_of(rest);
  for (size_t lane = 0; lane < count; lane += 1) value[lane] = from[lane];
  return value;
}

UH_INLINE void vector_store_part(double *to, vector value, size_t count) {
  for (size_t lane = 0; lane < count; lane += 1) to[lane] = value[lane];
}

// Has a value computed where this stands. Compilers put sums off until they are read, and then store
// all that they are made of, as there are not registers for it.
#if defined(__x86_64__) && UH_LANES >= 2
#define UH_COMPUTED(VALUE) __asm__ volatile("" : "+v"(VALUE))
#else
#define UH_COMPUTED(VALUE)
#endif

UH_INLINE vector vector_sqrt(vector a) {
#if defined(__has_builtin) && __has_builtin(__builtin_elementwise_sqrt)
  return __builtin_elementwise_sqrt(a);
#else
  for (size_t lane = 0; lane < UH_LANES; lane += 1) a[lane] = __builtin_sqrt(a[lane]);
  return a;
#endif
}

UH_INLINE vector vector_select(vector_mask where, vector yes, vector no) {
  vector_bits mask = (vector_bits)where;
  return (vector)(((vector_bits)yes & mask) | ((vector_bits)no & ~mask));
}

UH_INLINE vector vector_absolute(vector a) {
  return (vector)((vector_bits)a & UINT64_C(0x7fffffffffffffff));
}

// Whether a mask is set in any lane.
UH_INLINE bool vector_any(vector_mask mask) {
#if defined(__has_builtin) && __has_builtin(__builtin_reduce_or)
  return __builtin_reduce_or(mask) != 0;
#else
  int64_t any = 0;
  for (size_t lane = 0; lane < UH_LANES; lane += 1) any |= mask[lane];
  return any != 0;
#endif
}

// The size of `a` with the sign of `sign`; `a` must not be negative.
UH_INLINE vector vector_with_sign(vector a, vector sign) {
  return (vector)((vector_bits)a | ((vector_bits)sign & UINT64_C(0x8000000000000000)));
}

// a + b = sum + *rest exactly, whichever is the larger (Knuth's two-sum).
UH_INLINE vector vector_two_sum(vector a, vector b, vector *rest) {
  vector sum = a + b;
  vector part = sum - a;
  *rest = (a - (sum - part)) + (b - part);
  return sum;
}

// a + b = sum + *rest exactly, where a is 0 or not smaller than b (Dekker's).
UH_INLINE vector vector_fast_two_sum(vector a, vector b, vector *rest) {
  vector sum = a + b;
  *rest = (a - sum) + b;
  return sum;
}

#if defined(UH_EMULATES_FMA)
#include "emulated_fma.h"
#endif

// a * b + c, rounded once.
UH_INLINE vector vector_fma(vector a, vector b, vector c) {
#if defined(UH_EMULATES_FMA)
  return emulated_fma(a, b, c);
#elif defined(__has_builtin) && __has_builtin(__builtin_elementwise_fma)
  return __builtin_elementwise_fma(a, b, c);
#else
  vector value;
  for (size_t lane = 0; lane < UH_LANES; lane += 1) {
    value[lane] = __builtin_fma(a[lane], b[lane], c[lane]);
  }
  return value;
#endif
}
