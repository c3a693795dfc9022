// sin and cos, one double at a time, for every finite x.
//
// Method: x = n pi/2 + r, |r| <= pi/4, r as a pair of doubles. Below 2^20, pi/2 in three
// parts (Cody and Waite), the first exact thanks to fused multiply-add; from there on in
// whole numbers (exact.c). Then minimax polynomials (coefficients.py).

#include "exact.h"

UH_INLINE int circular_reduce(double x, pair *r) {
  double size = __builtin_fabs(x);
  if (size < 0x1.921fb54442d18p-1) {
    *r = (pair){x, 0.0};
    return 0;
  }
  if (size < 0x1p20) {
    double shifted = x * 0x1.45f306dc9c883p-1 + UH_ROUNDER;
    double n = shifted - UH_ROUNDER;
    double first = __builtin_fma(-n, 0x1.921fb54442d18p+0, x);
    pair second = pair_product(-n, 0x1.1a62633145c07p-54);
    pair sum = pair_sum(first, second.high);
    double low = __builtin_fma(n, 0x1.f1976b7ed8fbcp-110, sum.low + second.low);
    *r = pair_fast_sum(sum.high, low);
    return (int)n & 3;
  }
  pair turns;
  int quadrant = uh_exact_quadrant(x, &turns.high, &turns.low);
  *r = pair_multiply(turns, (pair){0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54});
  return quadrant;
}

UH_INLINE double horner(double z, const double *coefficient, int count) {
  double sum = coefficient[count - 1];
  for (int i = count - 2; i >= 0; i -= 1) sum = __builtin_fma(sum, z, coefficient[i]);
  return sum;
}

UH_INLINE double sin_near_0(pair r) {
  static const double s[7] = {
      -0x1.5555555555555p-3, 0x1.1111111111067p-7, -0x1.a01a019ffdbbfp-13,
      0x1.71de3a32ae892p-19, -0x1.ae642ae0b35f2p-26, 0x1.6108bcf252d23p-33,
      -0x1.9f76a05c1fee0p-41};
  double z = r.high * r.high;
  double rest = __builtin_fma(-0.5 * z, r.low, r.low);
  return r.high + __builtin_fma(z * r.high, horner(z, s, 7), rest);
}

UH_INLINE double cos_near_0(pair r) {
  static const double c[7] = {
      0x1.5555555555555p-5, -0x1.6c16c16c16b2bp-10, 0x1.a01a019ffb917p-16,
      -0x1.27e4fb588da53p-22, 0x1.1eed6d7886e64p-29, -0x1.9371d1cf2ad2fp-37,
      0x1.9c7db1dffd1a2p-45};
  pair z = pair_product(r.high, r.high);
  pair sum = pair_fast_sum(1.0, -0.5 * z.high);
  double rest = __builtin_fma(-0.5, z.low, sum.low) - r.high * r.low;
  return sum.high + __builtin_fma(z.high * z.high, horner(z.high, c, 7), rest);
}

// The sine of x + `quarters` quarter turns.
UH_INLINE double circular(double x, int quarters) {
  if (!(__builtin_fabs(x) < __builtin_inf())) return x - x;
  pair r;
  int quadrant = (circular_reduce(x, &r) + quarters) & 3;
  double value = (quadrant & 1) ? cos_near_0(r) : sin_near_0(r);
  return (quadrant & 2) ? -value : value;
}

static double value_sin(double x) {
  return __builtin_fabs(x) < 0x1p-27 ? x : circular(x, 0);
}

static double value_cos(double x) { return circular(x, 1); }

static void array_sin(const double *values, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = value_sin(values[i]);
}

static void array_cos(const double *values, double *out, size_t count) {
  for (size_t i = 0; i < count; i += 1) out[i] = value_cos(values[i]);
}
