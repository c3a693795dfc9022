// log, log1p and softplus, for one vector.
//
// Method: x = 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2), s = f / (2 + f), and
// log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), R minimax (the form is that of Sun's
// fdlibm; coefficients.py). f^2/2 and the leading sums are kept as pairs of doubles, so
// that nearly all of the error is the last rounding's. Largest errors: CKernels.h.

// The bits of sqrt(1/2): mantissas from there on belong to the next power of two.
#define UH_SQRT_HALF_BITS UINT64_C(0x3fe6a09e667f3bcd)
#define UH_MAGIC_BITS UINT64_C(0x4330000000000000)

// k ln 2 + log(1 + f + less) = sum + *rest; `less` is far below f's last place, or f is 0.
UH_INLINE vector logarithm_pair(vector k, vector f, vector less, vector *rest) {
  vector s = f / (2.0 + f);
  vector z = s * s, z2 = z * z, z4 = z2 * z2;
#define UH_PAIR(low, high) vector_fma(z, vector_of(high), vector_of(low))
  vector r01 = UH_PAIR(0x1.5555555555555p-1, 0x1.9999999999d11p-2);
  vector r23 = UH_PAIR(0x1.24924924397f7p-2, 0x1.c71c724b67149p-3);
  vector r45 = UH_PAIR(0x1.745ce1c8b6c9ep-3, 0x1.3b202483bb928p-3);
  vector r67 = UH_PAIR(0x1.0f6743ed0cbb8p-3, 0x1.0f0dd58bcff4ap-3);
#undef UH_PAIR
  vector r = vector_fma(z4, vector_fma(z2, r67, r45), vector_fma(z2, r23, r01));
  vector half = 0.5 * f;
  vector square = f * half;
  vector square_rest = vector_fma(f, half, -square);
  vector main_rest, sum_rest;
  vector main = vector_fast_two_sum(f, -square, &main_rest);
  vector sum = vector_fast_two_sum(k * UH_LN2_HIGH, main, &sum_rest);
  // less / (1 + f), and -less^2 / 2 for where f is 0.
  vector slope = vector_fma(vector_fma(1.0 - f, f, vector_of(-1.0)), f, vector_of(1.0));
  vector small = less * vector_fma(vector_of(-0.5), less, slope);
  vector tail = vector_fma(k, vector_of(UH_LN2_LOW), (main_rest - square_rest) + small);
  *rest = sum_rest + vector_fma(s, vector_fma(z, r, square), tail);
  return sum;
}

// The normal x = 2^k mantissa; k as a double, the power's bits for scaling by 2^-k.
UH_INLINE vector logarithm_split(vector x, vector *k, vector_bits *power) {
  vector_bits bits = (vector_bits)x;
  vector_bits offset = bits - UH_SQRT_HALF_BITS + UH_ONE_BITS;
  *power = (offset & UINT64_C(0xfff0000000000000)) - UH_ONE_BITS;
  *k = (vector)((offset >> 52) | UH_MAGIC_BITS) - (0x1p52 + 1023.0);
  return (vector)(bits - *power);
}

// The logarithm's special values, and otherwise the result.
UH_INLINE vector logarithm_or_special(vector x, vector result) {
  vector infinity = vector_of(__builtin_inf());
  result = vector_select((vector_mask)(x < infinity), result, x + x);  // infinity, NaN
  result = vector_select((vector_mask)(x == 0.0), -infinity, result);
  return vector_select((vector_mask)(x < 0.0), vector_of(__builtin_nan("")), result);
}

UH_INLINE vector vector_log(vector x) {
  // All lanes normal: neither scaling nor special values.
  vector_mask normal =
      (vector_mask)(x >= 0x1p-1022) & (vector_mask)(x < __builtin_inf());
  if (!vector_any(~normal)) {
    vector k, rest;
    vector_bits power;
    vector mantissa = logarithm_split(x, &k, &power);
    vector sum = logarithm_pair(k, mantissa - 1.0, vector_of(0.0), &rest);
    return sum + rest;
  }
  vector_mask subnormal = (vector_mask)(x < 0x1p-1022);
  vector k, rest;
  vector_bits power;
  vector mantissa = logarithm_split(vector_select(subnormal, x * 0x1p54, x), &k, &power);
  k -= vector_select(subnormal, vector_of(54.0), vector_of(0.0));
  vector sum = logarithm_pair(k, mantissa - 1.0, vector_of(0.0), &rest);
  return logarithm_or_special(x, sum + rest);
}

// log(1 + x): 1 + x as a pair, whose lower part log(1 + f + less) takes in.
UH_INLINE vector vector_log1p(vector x) {
  vector below, k, rest;
  vector_bits power;
  vector above = vector_two_sum(vector_of(1.0), x, &below);
  vector mantissa = logarithm_split(above, &k, &power);
  // From 2^60 on the 1 no longer counts, and 2^-k soon leaves the range.
  vector less = vector_select((vector_mask)(x < 0x1p60),
                              below * (vector)(UH_ONE_BITS - power), vector_of(0.0));
  vector sum = logarithm_pair(k, mantissa - 1.0, less, &rest);
  vector result = sum + rest;
  vector infinity = vector_of(__builtin_inf());
  result = vector_select((vector_mask)(vector_absolute(x) < 0x1p-54), x, result);
  result = vector_select((vector_mask)(x < infinity), result, x + x);  // infinity, NaN
  result = vector_select((vector_mask)(x == -1.0), -infinity, result);
  return vector_select((vector_mask)(x < -1.0), vector_of(__builtin_nan("")), result);
}

// log(1 + e^x) = max(x, 0) + log1p(exp(-|x|)), exp and log1p as pairs.
UH_INLINE vector vector_softplus(vector x) {
  vector size = vector_absolute(x);
  size = vector_select((vector_mask)(size > 746.0), vector_of(746.0), size);
  reduced r = exponential_reduce(-size);
  vector power_rest, below, rest, sum_rest;
  vector power = exponential_pair(r, &power_rest);
  if (all_normal(x)) {
    vector scale = exponential_scale(r.bits);
    power *= scale;
    power_rest *= scale;
  } else {
    vector first, second;
    exponential_scales(r.bits, &first, &second);
    power = power * first * second;
    power_rest = power_rest * first * second;
  }
  vector above = vector_fast_two_sum(vector_of(1.0), power, &below);
  below += power_rest;
  vector_mask upper = (vector_mask)(above >= 0x1.6a09e667f3bcdp+0);
  vector scale = vector_select(upper, vector_of(0.5), vector_of(1.0));
  vector k = vector_select(upper, vector_of(1.0), vector_of(0.0));
  vector logarithm = logarithm_pair(k, above * scale - 1.0, below * scale, &rest);
  vector positive = vector_select((vector_mask)(x > 0.0), x, vector_of(0.0));
  vector sum = vector_two_sum(positive, logarithm, &sum_rest);
  return vector_select((vector_mask)(x > 800.0), x, sum + (sum_rest + rest));
}
