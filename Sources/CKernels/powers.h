// pow's special values (C99's Annex F), its loops, and the correctly rounded logarithm.

#include "exact.h"

static double scalar_power(double x, double y) {
  double infinity = __builtin_inf();
  if (y == 0.0 || x == 1.0) return 1.0;
  if (x != x || y != y) return x + y;
  double size = __builtin_fabs(x), y_size = __builtin_fabs(y);
  if (y_size == infinity) {
    if (size == 1.0) return 1.0;
    return (size > 1.0) == (y > 0.0) ? infinity : 0.0;
  }
  // From 2^53 on every double is an even integer.
  bool whole = y_size >= 0x1p53 || (double)(int64_t)y == y;
  bool odd = whole && y_size < 0x1p53 && ((int64_t)y & 1) != 0;
  double sign = odd && __builtin_signbit(x) ? -1.0 : 1.0;
  if (size == 0.0) return y < 0.0 ? sign * infinity : sign * 0.0;
  if (size == infinity) return y < 0.0 ? sign * 0.0 : sign * infinity;
  if (x < 0.0 && !whole) return __builtin_nan("");
  if (y >= 0.0 && y <= UH_LARGEST_WHOLE && whole) {
    return vector_whole_power(vector_of(x), (unsigned)y)[0];
  }
  bool subnormal = size < 0x1p-1022;
  vector_pair logarithm = usual_log(vector_of(subnormal ? size * 0x1p54 : size),
                                    vector_of(subnormal ? 54.0 : 0.0));
  double high = logarithm.high[0] * y;
  double low = __builtin_fma(logarithm.low[0], y, __builtin_fma(logarithm.high[0], y, -high));
  if (high > 710.0) return sign * infinity;
  if (high < -746.0) return sign * 0.0;
  vector first, second;
  vector_bits bits;
  vector value = power_of_pair(vector_of(high), vector_of(low), &bits);
  exponential_scales(bits, &first, &second);
  return sign * (value * first * second)[0];
}

// The special cases of a logarithm to any base; true if x is one.
UH_INLINE bool special_logarithm(double x, double *result) {
  if (x > 0.0 && x < __builtin_inf()) return false;
  *result = x == 0.0 ? -__builtin_inf() : x < 0.0 ? __builtin_nan("") : x + x;
  return true;
}

// The double nearest to log(x). If the pair's error could change the rounding (about one x
// in 10^9), 256 bits decide.
static double log_decided(double x) {
  double special;
  if (special_logarithm(x, &special)) return special;
  if (x == 1.0) return 0.0;
  int exponent;
  double mantissa = split_power(x, &exponent);
  pair result = pair_log_power(mantissa, exponent);
  double error = __builtin_fabs(result.high) * 0x1p-84;
  double below = result.high + (result.low - error);
  double above = result.high + (result.low + error);
  return below == above ? below : uh_exact_log(mantissa, exponent);
}

// Most are decided by a shorter pair, whose error is below 2^-68.
UH_INLINE vector vector_log_correctly_rounded(vector x) {
  vector_pair result = usual_log(x, vector_of(0.0));
  vector error = vector_absolute(result.high) * 0x1p-66;
  vector below = result.high + (result.low - error);
  vector above = result.high + (result.low + error);
  vector_mask decided = is_usual(x) & (vector_mask)(below == above);
  if (!vector_any(~decided)) return below;
  for (size_t lane = 0; lane < UH_LANES; lane += 1) {
    if (!decided[lane]) below[lane] = log_decided(x[lane]);
  }
  return below;
}
UH_UNARY(log_correctly_rounded, vector_log_correctly_rounded(x))

// The loops of x^y.
#define UH_POWERS(NAME, PARAMETERS, WIDE_A, WIDE_B, A, B, PART_A, PART_B)              \
  UH_ABREAST(NAME, PARAMETERS, wide_power(WIDE_A, WIDE_B), vector_power(A, B),         \
             vector_power(PART_A, PART_B))
UH_POWERS(both_power, (const double *a, const double *b, double *out, size_t count),
          wide_load(a + i), wide_load(b + i), vector_load(a + i), vector_load(b + i),
          vector_load_part(a + i, count - i, 1.0), vector_load_part(b + i, count - i, 1.0))
UH_POWERS(scalar_first_power, (double a, const double *b, double *out, size_t count),
          wide_of(a), wide_load(b + i), vector_of(a), vector_load(b + i),
          vector_of(a), vector_load_part(b + i, count - i, 1.0))
UH_POWERS(powers_of_array, (const double *a, double b, double *out, size_t count),
          wide_load(a + i), wide_of(b), vector_load(a + i), vector_of(b),
          vector_load_part(a + i, count - i, 1.0), vector_of(b))

UH_INLINE void whole_powers(const double *a, const unsigned n, double *out, size_t count) {
  size_t i = 0;
  for (; i + UH_LANES <= count; i += UH_LANES) {
    vector_store(out + i, vector_whole_power(vector_load(a + i), n));
  }
  if (i < count) {
    vector x = vector_load_part(a + i, count - i, 1.0);
    vector_store_part(out + i, vector_whole_power(x, n), count - i);
  }
}

static void scalar_second_power(const double *a, double b, double *out, size_t count) {
  if (b == 3.0) {
    array_cube(a, out, count);
  } else if (b == 4.0) {
    whole_powers(a, 4, out, count);
  } else if (b >= 1.0 && b <= UH_LARGEST_WHOLE && b == (double)(unsigned)b) {
    whole_powers(a, (unsigned)b, out, count);
  } else {
    powers_of_array(a, b, out, count);
  }
}

// NumPy's exponents of their own; any other is x^y.
static double array_power(double x, double y) {
  if (y == 2.0) return x * x;
  if (y == 1.0) return x;
  if (y == 0.5) return __builtin_sqrt(x);
  if (y == -1.0) return 1.0 / x;
  return scalar_power(x, y);
}

UH_INLINE bool is_own_exponent(double y) {
  return y == 2.0 || y == 1.0 || y == 0.5 || y == -1.0;
}

static void scalar_second_array_power(const double *a, double b, double *out, size_t count) {
  if (b == 2.0) {
    array_square(a, out, count);
  } else if (b == 1.0) {
    memmove(out, a, count * sizeof(double));
  } else if (b == 0.5) {
    array_sqrt(a, out, count);
  } else if (b == -1.0) {
    scalar_first_divide(1.0, a, out, count);
  } else {
    scalar_second_power(a, b, out, count);
  }
}

// In runs of exponents that are others.
static void both_array_power(const double *a, const double *b, double *out, size_t count) {
  for (size_t i = 0; i < count;) {
    size_t end = i;
    while (end < count && !is_own_exponent(b[end])) end += 1;
    both_power(a + i, b + i, out + i, end - i);
    if (end < count) out[end] = array_power(a[end], b[end]);
    i = end + 1;
  }
}

static void scalar_first_array_power(double a, const double *b, double *out, size_t count) {
  for (size_t i = 0; i < count;) {
    size_t end = i;
    while (end < count && !is_own_exponent(b[end])) end += 1;
    scalar_first_power(a, b + i, out + i, end - i);
    if (end < count) out[end] = array_power(a, b[end]);
    i = end + 1;
  }
}
