// Elementary functions' hard cases in fixed point, limbs of 64 bits, highest first.

#include "exact.h"

#include <stdbool.h>
#include <string.h>

#pragma clang fp contract(off)

typedef unsigned __int128 wide;

enum { limbs = 5 };  // one of whole numbers, 256 bits of fraction

// value / divisor, cut off
static void divide(uint64_t value[limbs], uint64_t divisor) {
  uint64_t rest = 0;
  for (int i = 0; i < limbs; i += 1) {
    wide part = ((wide)rest << 64) | value[i];
    value[i] = (uint64_t)(part / divisor);
    rest = (uint64_t)(part % divisor);
  }
}

static void add(uint64_t value[limbs], const uint64_t other[limbs]) {
  uint64_t carry = 0;
  for (int i = limbs - 1; i >= 0; i -= 1) {
    wide sum = (wide)value[i] + other[i] + carry;
    value[i] = (uint64_t)sum;
    carry = (uint64_t)(sum >> 64);
  }
}

// value - other, which is not larger
static void subtract(uint64_t value[limbs], const uint64_t other[limbs]) {
  uint64_t borrow = 0;
  for (int i = limbs - 1; i >= 0; i -= 1) {
    wide difference = (wide)value[i] - other[i] - borrow;
    value[i] = (uint64_t)difference;
    borrow = (uint64_t)(difference >> 64) & 1;
  }
}

// a b for a, b < 1, cut off
static void multiply(const uint64_t a[limbs], const uint64_t b[limbs], uint64_t out[limbs]) {
  uint64_t product[2 * limbs] = {0};
  for (int i = limbs - 1; i >= 0; i -= 1) {
    uint64_t carry = 0;
    for (int j = limbs - 1; j >= 0; j -= 1) {
      wide sum = (wide)a[i] * b[j] + product[i + j + 1] + carry;
      product[i + j + 1] = (uint64_t)sum;
      carry = (uint64_t)(sum >> 64);
    }
    product[i] = carry;
  }
  memcpy(out, product + 1, limbs * sizeof out[0]);
}

static bool is_zero(const uint64_t value[limbs]) {
  uint64_t any = 0;
  for (int i = 0; i < limbs; i += 1) any |= value[i];
  return any == 0;
}

static double power_of_two(int exponent) {  // of a normal double
  uint64_t bits = (uint64_t)(exponent + 1023) << 52;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// The nearest double to a value that is not 0 and not halfway between two.
static double rounded(const uint64_t value[limbs]) {
  int first = 0;
  while (value[first] == 0) first += 1;
  int shift = __builtin_clzll(value[first]);
  uint64_t next = first + 1 < limbs ? value[first + 1] : 0;
  uint64_t top = shift == 0 ? value[first] : (value[first] << shift) | (next >> (64 - shift));
  // top's highest bit weighs 2^(63 - shift - 64 first); 53 bits stay, the 54th rounds.
  uint64_t mantissa = (top >> 11) + ((top >> 10) & 1);
  return (double)mantissa * power_of_two(11 - shift - 64 * first);
}

// 2 atanh(s), s = f / (2 + f), by its series. Cutting off costs less than 200 units of
// 2^-256, no logarithm of a double is near enough to halfway for them to matter (the
// nearest that are known differ from it by 2^-117 of their size), and a small logarithm,
// with f at least 2^-53, still has 200 bits.
double uh_exact_log(double mantissa, int exponent) {
  static const uint64_t ln2[limbs] = {
      0, 0xb17217f7d1cf79ab, 0xc9e3b39803f2f6af, 0x40f343267298b62d, 0x8a0d175b8baafa2b};
  bool negative = mantissa < 1.0;
  double f = negative ? 1.0 - mantissa : mantissa - 1.0;
  uint64_t top = (uint64_t)(f * 0x1p53);
  uint64_t bottom = (UINT64_C(1) << 54) + (negative ? -top : top);
  uint64_t s[limbs] = {0}, square[limbs], term[limbs], sum[limbs];
  uint64_t rest = top;
  for (int i = 1; i < limbs; i += 1) {
    wide part = (wide)rest << 64;
    s[i] = (uint64_t)(part / bottom);
    rest = (uint64_t)(part % bottom);
  }
  multiply(s, s, square);
  memcpy(term, s, sizeof s);
  memcpy(sum, s, sizeof s);
  for (uint64_t n = 3; !is_zero(term); n += 2) {
    uint64_t next[limbs], part[limbs];
    multiply(term, square, next);
    memcpy(term, next, sizeof term);
    memcpy(part, term, sizeof part);
    divide(part, n);
    add(sum, part);
  }
  add(sum, sum);
  if (exponent == 0) return negative ? -rounded(sum) : rounded(sum);
  uint64_t total[limbs] = {0};
  unsigned count = (unsigned)(exponent < 0 ? -exponent : exponent);
  uint64_t carry = 0;
  for (int i = limbs - 1; i >= 0; i -= 1) {
    wide product = (wide)ln2[i] * count + carry;
    total[i] = (uint64_t)product;
    carry = (uint64_t)(product >> 64);
  }
  if (negative == (exponent < 0)) {
    add(total, sum);
  } else {
    subtract(total, sum);
  }
  return exponent < 0 ? -rounded(total) : rounded(total);
}

// Payne and Hanek's reduction: of 2/pi only the bits count that give x 2/pi its last two
// whole bits and its fraction; 192 of them leave an error of 2^-137.
int uh_exact_quadrant(double x, double *high, double *low) {
  static const uint64_t two_over_pi[21] = {
      0,  // bits for the smallest x, whose product begins before the point
      0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
      0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484,
      0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f,
      0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d, 0x7527bac7ebe5f17b,
      0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d};
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  bool negative = bits >> 63;
  int exponent = (int)((bits >> 52) & 0x7ff) - 1075;
  uint64_t mantissa = (bits & 0xfffffffffffff) | 0x10000000000000;
  // x = mantissa 2^exponent; the bit of weight 2^-j matters from j = exponent - 1 on.
  unsigned from = (unsigned)(exponent - 2 + 64);
  unsigned limb = from / 64, shift = from % 64;
  uint64_t window[3];
  for (unsigned i = 0; i < 3; i += 1) {
    uint64_t next = two_over_pi[limb + i + 1];
    window[i] = shift == 0 ? two_over_pi[limb + i]
                           : (two_over_pi[limb + i] << shift) | (next >> (64 - shift));
  }
  // The product modulo 4, with its point behind two bits.
  uint64_t product[3], carry = 0;
  for (int i = 2; i >= 0; i -= 1) {
    wide part = (wide)window[i] * mantissa + carry;
    product[i] = (uint64_t)part;
    carry = (uint64_t)(part >> 64);
  }
  int quadrant = (int)(product[0] >> 62);
  // The fraction, its first bit on top.
  uint64_t fraction[3] = {(product[0] << 2) | (product[1] >> 62),
                          (product[1] << 2) | (product[2] >> 62), product[2] << 2};
  bool upper = fraction[0] >> 63;
  if (upper) {  // nearer to the next quadrant: its distance from there
    quadrant += 1;
    carry = 1;
    for (int i = 2; i >= 0; i -= 1) {
      fraction[i] = ~fraction[i] + carry;
      carry = carry && fraction[i] == 0;
    }
  }
  int zeros = 0;
  if (fraction[0] == 0) {
    zeros = 64;
    fraction[0] = fraction[1];
    fraction[1] = fraction[2];
    fraction[2] = 0;
  }
  if (fraction[0] == 0) fraction[0] = 1;  // no double is so near to a multiple of pi/2
  int more = __builtin_clzll(fraction[0]);
  if (more > 0) {
    fraction[0] = (fraction[0] << more) | (fraction[1] >> (64 - more));
    fraction[1] = (fraction[1] << more) | (fraction[2] >> (64 - more));
  }
  zeros += more;
  uint64_t second = ((fraction[0] & 0x7ff) << 42) | (fraction[1] >> 22);
  *high = (double)(fraction[0] >> 11) * power_of_two(-53 - zeros);
  *low = (double)second * power_of_two(-106 - zeros);
  if (upper != negative) {
    *high = -*high;
    *low = -*low;
  }
  return (negative ? -quadrant : quadrant) & 3;
}
