// pow, log2, log10, and the correctly rounded logarithm, one double at a time, by way of
// the logarithm as a pair of doubles. Special values: C99's Annex F.

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
  int exponent;
  double mantissa = split_power(size, &exponent);
  pair logarithm = pair_log_power(mantissa, exponent);
  double estimate = logarithm.high * y;
  if (estimate > 720.0) return sign * infinity;
  if (estimate < -760.0) return sign * 0.0;
  pair power = pair_scale(logarithm, y);
  if (power.high < -746.0) return sign * 0.0;
  if (power.high > 710.0) return sign * infinity;
  reduced r = exponential_reduce(vector_of(power.high));
  vector first, second, rest;
  vector sum = exponential_pair(r, &rest);
  exponential_scales(r.bits, &first, &second);
  // e^(high + low) = e^high (1 + low)
  vector value = sum + vector_fma(sum, vector_of(power.low), rest);
  return sign * (value * first * second)[0];
}

// The special cases of a logarithm to any base; true if x is one.
UH_INLINE bool special_logarithm(double x, double *result) {
  if (x > 0.0 && x < __builtin_inf()) return false;
  *result = x == 0.0 ? -__builtin_inf() : x < 0.0 ? __builtin_nan("") : x + x;
  return true;
}

// exponent + log(mantissa) / log(2): exact for powers of two.
static double value_log2(double x) {
  double special;
  if (special_logarithm(x, &special)) return special;
  int exponent;
  double mantissa = split_power(x, &exponent);
  pair inverse = {0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56};
  pair fraction = pair_multiply(pair_log(mantissa), inverse);
  return pair_add((pair){exponent, 0.0}, fraction).high;
}

// Exact for powers of ten.
static double value_log10(double x) {
  double special;
  if (special_logarithm(x, &special)) return special;
  int exponent;
  double mantissa = split_power(x, &exponent);
  pair inverse = {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};
  pair log10_2 = {0x1.34413509f79ffp-2, -0x1.9dc1da994fd21p-59};
  pair fraction = pair_multiply(pair_log(mantissa), inverse);
  return pair_add(pair_scale(log10_2, exponent), fraction).high;
}

// The double nearest to log(x). If the pair's error could change the rounding (about one x
// in 10^9), 256 bits decide.
static double log_correctly_rounded(double x) {
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

static void array_log2(const double *values, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = value_log2(values[i]);
}

static void array_log10(const double *values, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = value_log10(values[i]);
}

static void both_power(const double *a, const double *b, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = scalar_power(a[i], b[i]);
}

static void scalar_second_power(const double *a, double b, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = scalar_power(a[i], b);
}

static void scalar_first_power(double a, const double *b, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = scalar_power(a, b[i]);
}

static double array_power(double x, double y) {
  if (y == 2.0) return x * x;
  if (y == 1.0) return x;
  if (y == 0.5) return __builtin_sqrt(x);
  if (y == -1.0) return 1.0 / x;
  return scalar_power(x, y);
}

static void both_array_power(const double *a, const double *b, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = array_power(a[i], b[i]);
}

static void scalar_second_array_power(const double *a, double b, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = array_power(a[i], b);
}

static void scalar_first_array_power(double a, const double *b, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = array_power(a, b[i]);
}
