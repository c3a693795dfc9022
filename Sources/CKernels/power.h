// pow, log2 and log10, for one vector, by way of the logarithm as a pair of doubles.
//
// Method: with s = f / (2 + f) as a pair, log(1 + f) = 2 s (1 + z (1/3 + z (1/5 + z r(z)))),
// z = s^2. r is its series to 1/27 in doubles; what stands before it counts for more, and is
// kept in pairs, so that the logarithm's relative error stays below 2^-68. x^y is the
// exponential of y times that pair. Whole exponents of some size are products, in pairs too.

// The unevaluated sum of two vectors.
typedef struct {
  vector high, low;
} vector_pair;

// log of mantissas between sqrt(1/2) and sqrt(2).
UH_INLINE vector_pair logarithm_of_mantissa(vector mantissa) {
  vector f = mantissa - 1.0, bottom_rest;
  vector bottom = vector_fast_two_sum(vector_of(2.0), f, &bottom_rest);
  vector reciprocal = 1.0 / bottom;
  vector s = f * reciprocal;
  vector remainder = vector_fma(-s, bottom, f);
  vector s_low = vector_fma(-s, bottom_rest, remainder) * reciprocal;
  vector z = s * s;
  vector z_low = vector_fma(s + s, s_low, vector_fma(s, s, -z));
  vector z2 = z * z, z4 = z2 * z2;
#define UH_PAIR(low, high) vector_fma(z, vector_of(1.0 / high), vector_of(1.0 / low))
  vector r03 = vector_fma(z2, UH_PAIR(11.0, 13.0), UH_PAIR(7.0, 9.0));
  vector r47 = vector_fma(z2, UH_PAIR(19.0, 21.0), UH_PAIR(15.0, 17.0));
  vector r8 = vector_fma(z2, vector_of(1.0 / 27.0), UH_PAIR(23.0, 25.0));
#undef UH_PAIR
  vector r = vector_fma(z4, vector_fma(z4, r8, r47), r03);
  // 1/5 + z r, 1/3 + z of that, and z times that again.
  vector u_rest, v_rest;
  vector u = vector_fast_two_sum(vector_of(0x1.999999999999ap-3), z * r, &u_rest);
  u_rest -= 0x1.999999999999ap-57;
  vector product = z * u;
  vector product_low = vector_fma(z, u, -product) + vector_fma(z, u_rest, z_low * u);
  vector v = vector_fast_two_sum(vector_of(0x1.5555555555555p-2), product, &v_rest);
  v_rest += product_low + 0x1.5555555555555p-56;
  vector t = z * v;
  vector t_low = vector_fma(z, v, -t) + vector_fma(z, v_rest, z_low * v);
  vector more = s * t;
  vector more_low = vector_fma(s, t, -more) + vector_fma(s, t_low, s_low * t);
  vector rest, sum = vector_fast_two_sum(s, more, &rest);
  vector low = rest + (s_low + more_low);
  return (vector_pair){sum + sum, low + low};
}

// A pair times a number that is a pair itself.
UH_INLINE vector_pair vector_scaled(vector_pair a, double high, double low) {
  vector product = a.high * high;
  vector rest = vector_fma(a.high, vector_of(high), -product);
  rest += vector_fma(a.high, vector_of(low), a.low * high);
  return (vector_pair){product, rest};
}

// Normal, finite and positive: what the logarithms below take.
UH_INLINE vector_mask is_usual(vector x) {
  return (vector_mask)(x >= 0x1p-1022) & (vector_mask)(x < __builtin_inf());
}

// k + less + log(mantissa) / log(2) of a usual x: exact for powers of two.
UH_INLINE vector usual_log2(vector x, vector less) {
  vector k, rest;
  vector_bits power;
  vector mantissa = logarithm_split(x, &k, &power);
  k -= less;
  vector_pair fraction = vector_scaled(
      logarithm_of_mantissa(mantissa), 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56);
  vector sum = vector_fast_two_sum(k, fraction.high, &rest);
  return sum + (rest + fraction.low);
}

// The same to the base of 10: exact for powers of ten.
UH_INLINE vector usual_log10(vector x, vector less) {
  vector k, rest;
  vector_bits power;
  vector mantissa = logarithm_split(x, &k, &power);
  k -= less;
  vector_pair fraction = vector_scaled(
      logarithm_of_mantissa(mantissa), 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57);
  vector whole = k * 0x1.34413509f79ffp-2;
  vector whole_low = vector_fma(k, vector_of(-0x1.9dc1da994fd21p-59),
                                vector_fma(k, vector_of(0x1.34413509f79ffp-2), -whole));
  vector sum = vector_fast_two_sum(whole, fraction.high, &rest);
  return sum + (rest + (fraction.low + whole_low));
}

#define UH_LOGARITHM(BASE)                                                            \
  UH_INLINE vector vector_##BASE(vector x) {                                          \
    if (!vector_any(~is_usual(x))) return usual_##BASE(x, vector_of(0.0));            \
    vector_mask subnormal = (vector_mask)(x < 0x1p-1022);                             \
    vector result = usual_##BASE(vector_select(subnormal, x * 0x1p54, x),             \
                                 vector_select(subnormal, vector_of(54.0), vector_of(0.0))); \
    return logarithm_or_special(x, result);                                           \
  }
UH_LOGARITHM(log2)
UH_LOGARITHM(log10)
#undef UH_LOGARITHM

// -less log(2) + log(x) of a usual x, to a relative error below 2^-68.
UH_INLINE vector_pair usual_log(vector x, vector less) {
  vector k, rest, low_rest;
  vector_bits power;
  vector mantissa = logarithm_split(x, &k, &power);
  k -= less;
  vector_pair part = logarithm_of_mantissa(mantissa);
  vector sum = vector_fast_two_sum(k * UH_LN2_HIGH, part.high, &rest);
  vector low = vector_fma(k, vector_of(UH_LN2_LOW), rest + part.low);
  sum = vector_fast_two_sum(sum, low, &low_rest);
  // What UH_LN2_LOW leaves of ln 2.
  low_rest = vector_fma(k, vector_of(0x1.cc01f97b57a08p-87), low_rest);
  return (vector_pair){sum, low_rest};
}

// e^(high + low) of a pair of normal range.
UH_INLINE vector power_of_pair(vector high, vector low, vector_bits *bits) {
  reduced r = exponential_reduce(high);
  vector rest, sum = exponential_pair(r, &rest);
  *bits = r.bits;
  // e^(high + low) = e^high (1 + low)
  return sum + vector_fma(sum, low, rest);
}

// The largest whole exponent that is a product.
#define UH_LARGEST_WHOLE 16.0

// x^n in pairs, rounded once.
UH_INLINE vector vector_whole_power(vector x, const unsigned n) {
  vector high = x, low = vector_of(0.0);
  for (unsigned bit = 1u << (31 - __builtin_clz(n)) >> 1; bit > 0; bit >>= 1) {
    vector square = high * high;
    low = vector_fma(high + high, low, vector_fma(high, high, -square));
    high = square;
    if (n & bit) {
      vector product = high * x;
      low = vector_fma(low, x, vector_fma(high, x, -product));
      high = product;
    }
  }
  vector size = vector_absolute(high);
  vector_mask usual = (vector_mask)(size > 0.0) & (vector_mask)(size < __builtin_inf());
  return vector_select(usual, high + low, high);
}

static double scalar_power(double x, double y);

// x^y. Lanes that are out of the ordinary are computed one by one.
UH_INLINE vector vector_power(vector x, vector y) {
  vector size = vector_absolute(x), y_size = vector_absolute(y);
  vector shifted = y + UH_ROUNDER;
  vector_mask whole = (vector_mask)(shifted - UH_ROUNDER == y);
  vector_mask usual = is_usual(size) & (vector_mask)(y_size < 0x1p50) &
                      ((vector_mask)(x > 0.0) | whole) &
                      ~(whole & (vector_mask)(y >= 0.0) & (vector_mask)(y <= UH_LARGEST_WHOLE));
  vector_pair logarithm = usual_log(size, vector_of(0.0));
  vector high = logarithm.high * y;
  vector low = vector_fma(logarithm.low, y, vector_fma(logarithm.high, y, -high));
  usual &= (vector_mask)(vector_absolute(high) < UH_NORMAL_RANGE);
  vector_bits bits;
  vector value = power_of_pair(high, low, &bits);
  // Of a negative x, an odd exponent leaves the sign.
  vector_bits sign = (vector_bits)whole & ((vector_bits)shifted << 63) & (vector_bits)x;
  value = (vector)(((vector_bits)value + (bits << 52)) | (sign & UINT64_C(0x8000000000000000)));
  if (!vector_any(~usual)) return value;
  double xs[UH_LANES], ys[UH_LANES], values[UH_LANES];
  int64_t is_done[UH_LANES];
  vector_store(xs, x);
  vector_store(ys, y);
  vector_store(values, value);
  memcpy(is_done, &usual, sizeof is_done);
  for (size_t lane = 0; lane < UH_LANES; lane += 1) {
    if (!is_done[lane]) values[lane] = scalar_power(xs[lane], ys[lane]);
  }
  return vector_load(values);
}
