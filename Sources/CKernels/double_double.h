// Numbers as unevaluated sums of two doubles (about 106 bits), and a logarithm in them:
// for the functions that need more than a double on the way to their result.
//
// Method of the sums and products: Dekker, Knuth; with fused multiply-add a product's
// rounding error is one operation.

#include <stdbool.h>

typedef struct {
  double high, low;
} pair;

UH_INLINE pair pair_fast_sum(double a, double b) {  // |a| >= |b|, or a = 0
  double sum = a + b;
  return (pair){sum, (a - sum) + b};
}

UH_INLINE pair pair_sum(double a, double b) {
  double sum = a + b, part = sum - a;
  return (pair){sum, (a - (sum - part)) + (b - part)};
}

UH_INLINE pair pair_product(double a, double b) {
  double product = a * b;
  return (pair){product, __builtin_fma(a, b, -product)};
}

UH_INLINE pair pair_add(pair a, pair b) {
  pair high = pair_sum(a.high, b.high), low = pair_sum(a.low, b.low);
  pair sum = pair_fast_sum(high.high, high.low + low.high);
  return pair_fast_sum(sum.high, sum.low + low.low);
}

UH_INLINE pair pair_multiply(pair a, pair b) {
  pair product = pair_product(a.high, b.high);
  double low = __builtin_fma(a.high, b.low, a.low * b.high) + product.low;
  return pair_fast_sum(product.high, low);
}

UH_INLINE pair pair_scale(pair a, double b) {
  pair product = pair_product(a.high, b);
  return pair_fast_sum(product.high, __builtin_fma(a.low, b, product.low));
}

// A positive finite x = 2^exponent mantissa, mantissa between sqrt(1/2) and sqrt(2).
UH_INLINE double split_power(double x, int *exponent) {
  *exponent = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    *exponent = -54;
  }
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint64_t offset = bits - UH_SQRT_HALF_BITS + UH_ONE_BITS;
  int power = (int)(offset >> 52) - 1023;
  bits -= (uint64_t)(int64_t)power << 52;
  memcpy(&x, &bits, sizeof x);
  *exponent += power;
  return x;
}

// log of a mantissa between sqrt(1/2) and sqrt(2), to a relative error below 2^-87:
// 2 atanh(s), s = f / (2 + f), by its series, whose first eight terms are pairs.
static pair pair_log(double mantissa) {
  static const pair odd[8] = {
      {1.0, 0.0},
      {0x1.5555555555555p-2, 0x1.5555555555555p-56},
      {0x1.999999999999ap-3, -0x1.999999999999ap-57},
      {0x1.2492492492492p-3, 0x1.2492492492492p-57},
      {0x1.c71c71c71c71cp-4, 0x1.c71c71c71c71cp-58},
      {0x1.745d1745d1746p-4, -0x1.745d1745d1746p-59},
      {0x1.3b13b13b13b14p-4, -0x1.3b13b13b13b14p-58},
      {0x1.1111111111111p-4, 0x1.1111111111111p-60},
  };
  double f = mantissa - 1.0;
  pair bottom = pair_sum(2.0, f);
  double high = f / bottom.high;
  double rest = __builtin_fma(-high, bottom.low, __builtin_fma(-high, bottom.high, f));
  pair s = {high, rest / bottom.high};
  pair z = pair_multiply(s, s);
  double tail = 1.0 / 35.0;
  for (int n = 33; n >= 17; n -= 2) tail = __builtin_fma(tail, z.high, 1.0 / n);
  pair series = pair_add(odd[7], pair_scale(z, tail));
  for (int n = 6; n >= 0; n -= 1) series = pair_add(odd[n], pair_multiply(series, z));
  pair result = pair_multiply(s, series);
  return (pair){2.0 * result.high, 2.0 * result.low};
}

// log(2^exponent mantissa), to a relative error below 2^-87.
UH_INLINE pair pair_log_power(double mantissa, int exponent) {
  pair ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
  return pair_add(pair_scale(ln2, exponent), pair_log(mantissa));
}
