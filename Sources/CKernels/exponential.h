// exp, expm1, tanh and sigmoid, for one vector.
//
// Method: x = k ln 2 + r with |r| <= ln 2 / 2 (Cody and Waite's reduction, ln 2 in two
// parts of which the first has few enough bits for k times it to be exact); exp(r) is
// 1 + r + r^2 q(r), q a minimax polynomial (Tests/CKernelsTests/Fixtures/coefficients.py).
// The leading terms are kept as an unevaluated sum of two doubles to the end, so that
// nearly all of the error is the last rounding's. Largest errors: CKernels.h.

#define UH_LOG2_E 0x1.71547652b82fep+0
#define UH_LN2_HIGH 0x1.62e42feep-1
#define UH_LN2_LOW 0x1.a39ef35793c76p-33
// Adding it leaves an integer in the low bits of the sum.
#define UH_ROUNDER 0x1.8p52
#define UH_ONE_BITS UINT64_C(0x3ff0000000000000)

// x = k ln 2 + high + low. `bits` holds k in its low 52 bits (of which 12 count),
// modulo a power of two.
typedef struct {
  vector k, high, low;
  vector_bits bits;
} reduced;

UH_INLINE reduced exponential_reduce(vector x) {
  reduced r;
  vector shifted = vector_fma(x, vector_of(UH_LOG2_E), vector_of(UH_ROUNDER));
  r.bits = (vector_bits)shifted;
  r.k = shifted - UH_ROUNDER;
  vector first = vector_fma(r.k, vector_of(-UH_LN2_HIGH), x);
  r.high = vector_fma(r.k, vector_of(-UH_LN2_LOW), first);
  r.low = vector_fma(r.k, vector_of(-UH_LN2_LOW), first - r.high);
  return r;
}

// (exp(x) - 1 - x) / x^2 of a reduced x, to about 2^-57 in what comes of it.
UH_INLINE vector exponential_series(vector x, vector x2) {
  vector x4 = x2 * x2;
#define UH_PAIR(low, high) vector_fma(x, vector_of(high), vector_of(low))
  vector q01 = UH_PAIR(0x1.0000000000004p-1, 0x1.555555555555cp-3);
  vector q23 = UH_PAIR(0x1.55555555525bep-5, 0x1.111111110e935p-7);
  vector q45 = UH_PAIR(0x1.6c16c17e3c082p-10, 0x1.a01a01b519f21p-13);
  vector q67 = UH_PAIR(0x1.a019a906fd775p-16, 0x1.71ddeb901905fp-19);
  vector q89 = UH_PAIR(0x1.28a07c35954fbp-22, 0x1.af7463f8bff8dp-26);
#undef UH_PAIR
  vector q47 = vector_fma(x2, q67, q45);
  vector q03 = vector_fma(x2, q23, q01);
  return vector_fma(x4, vector_fma(x4, q89, q47), q03);
}

// exp(high + low) - 1 - high, to about 2^-57.
UH_INLINE vector exponential_tail(reduced r) {
  vector x2 = r.high * r.high;
  // exp(high + low) is exp(high) + low (1 + high) to the precision needed.
  return vector_fma(x2, exponential_series(r.high, x2), vector_fma(r.low, r.high, r.low));
}

// 2^k as a product of two powers of two, so that neither leaves the range of doubles
// where x 2^k does not: x * first * second rounds at most once.
UH_INLINE void exponential_scales(vector_bits bits, vector *first, vector *second) {
  vector_bits half = bits >> 1;
  *first = (vector)((half << 52) + UH_ONE_BITS);
  *second = (vector)(((bits - half) << 52) + UH_ONE_BITS);
}

// exp(high + low) = sum + *rest, with rest below half a unit in the last place of sum.
UH_INLINE vector exponential_pair(reduced r, vector *rest) {
  vector error;
  vector sum = vector_fast_two_sum(vector_of(1.0), r.high, &error);
  return vector_fast_two_sum(sum, error + exponential_tail(r), rest);
}

UH_INLINE vector clamp(vector x, double low, double high) {
  x = vector_select((vector_mask)(x > high), vector_of(high), x);
  return vector_select((vector_mask)(x < low), vector_of(low), x);  // a NaN stays
}

// The size below which e^x, e^-x and all on the way to them are normal doubles: if every
// lane is there, powers of two go straight into exponents. Scaling being exact, the bits
// are those of the general way.
#define UH_NORMAL_RANGE 700.0

UH_INLINE bool all_normal(vector x) {
  return !vector_any(~(vector_mask)(vector_absolute(x) < UH_NORMAL_RANGE));
}

UH_INLINE vector exponential_scale(vector_bits bits) {
  return (vector)((bits << 52) + UH_ONE_BITS);
}

UH_INLINE vector vector_exp(vector x) {
  if (all_normal(x)) {
    reduced r = exponential_reduce(x);
    vector error;
    vector sum = vector_fast_two_sum(vector_of(1.0), r.high, &error);
    vector result = sum + (error + exponential_tail(r));
    return (vector)((vector_bits)result + (r.bits << 52));
  }
  reduced r = exponential_reduce(clamp(x, -746.0, 710.0));
  vector error, first, second;
  vector sum = vector_fast_two_sum(vector_of(1.0), r.high, &error);
  exponential_scales(r.bits, &first, &second);
  return (sum + (error + exponential_tail(r))) * first * second;
}

// expm1(x) = 2^k (sum + *rest): 2^k exp(r) - 1 = 2^k ((1 - 2^-k) + r + tail).
UH_INLINE vector expm1_pair(reduced r, vector inverse_power, vector *rest) {
  vector error;
  vector sum = vector_fast_two_sum(1.0 - inverse_power, r.high, &error);
  *rest = error + exponential_tail(r);
  return sum;
}

// exp(x) - 1, exact where x is so small that x is the nearest double.
UH_INLINE vector vector_expm1(vector x) {
  reduced r = exponential_reduce(clamp(x, -40.0, 710.0));
  // From 2^60 on the 1 in 1 - 2^-k is all that counts; 2^-k itself would leave the range.
  vector k = vector_select((vector_mask)(r.k > 60.0), vector_of(60.0), r.k);
  vector inverse = (vector)(UH_ONE_BITS - ((vector_bits)(k + UH_ROUNDER) << 52));
  vector rest, first, second;
  vector sum = expm1_pair(r, inverse, &rest);
  exponential_scales(r.bits, &first, &second);
  vector result = (sum + rest) * first * second;
  vector_mask tiny = (vector_mask)(vector_absolute(x) < 0x1p-54);
  return vector_select(tiny, x, result);
}

// exp(x) = power + *rest for a reduced x: power is a multiple of 2^-51, and rest below 2^-51.
// That x itself is rounded costs a quarter of a unit in the last place, where there is a k.
UH_INLINE vector coarse_power(vector x, vector *rest) {
  vector square = x * x, series = exponential_series(x, square);
  vector shifted = vector_fma(square, series, x) + 3.0;
  // Exact are 3 - shifted, which is 1 - power, and its sum with x, which is not larger than x.
  *rest = vector_fma(square, series, (3.0 - shifted) + x);
  return shifted - 2.0;
}

// 2^-k, k not negative.
UH_INLINE vector inverse_scale(reduced r) {
  return (vector)(UH_ONE_BITS - (r.bits << 52));
}

// From there on 2^-k is too small for the sums below.
#define UH_TANH_RANGE 18.0

// (e - 1) / (e + 1), e = exp(2 x) = 2^k (power + rest), both divided by 2^k, x not negative and
// in that range. Sum and difference of power and 2^-k are exact; the rest counts in what remains
// of their quotient.
UH_INLINE vector tanh_inside(vector x) {
  reduced r = exponential_reduce(x + x);
  vector inverse = inverse_scale(r), rest;
  vector power = coarse_power(r.high, &rest);
  vector top = power - inverse, bottom = power + inverse;
  vector reciprocal = 1.0 / bottom;
  vector quotient = top * reciprocal;
  vector remainder = vector_fma(-quotient, bottom, top);
  remainder = vector_fma(rest, 1.0 - quotient, remainder);
  return vector_absolute(vector_fma(remainder, reciprocal, quotient));
}

UH_INLINE vector vector_tanh(vector x) {
  vector size = vector_absolute(x);
  vector_mask inside = (vector_mask)(size < UH_TANH_RANGE);
  if (!vector_any(~inside)) return vector_with_sign(tanh_inside(size), x);
  vector result = tanh_inside(vector_select(inside, size, vector_of(0.0)));
  vector outside = 1.0 - 2.0 * vector_exp(-2.0 * size);
  return vector_with_sign(vector_select(inside, result, outside), x);
}

// e / (e + 1) or 1 / (e + 1), e = exp(|x|) = 2^k (power + rest), where |x| is in the normal
// range; both divided by 2^k.
UH_INLINE vector sigmoid_normal(vector x) {
  reduced r = exponential_reduce(vector_absolute(x));
  vector inverse = inverse_scale(r), rest, bottom_rest;
  vector power = coarse_power(r.high, &rest);
  // The power is not the smaller: where k is 0, r is not negative.
  vector bottom = vector_fast_two_sum(power, inverse, &bottom_rest);
  vector_mask negative = (vector_mask)(x < 0.0);
  vector top = vector_select(negative, inverse, power);
  vector top_rest = vector_select(negative, vector_of(0.0), rest);
  vector reciprocal = 1.0 / bottom;
  vector quotient = top * reciprocal;
  vector remainder = vector_fma(-quotient, bottom, top) +
                     vector_fma(-quotient, bottom_rest + rest, top_rest);
  return vector_fma(remainder, reciprocal, quotient);
}

UH_INLINE vector vector_sigmoid(vector x) {
  if (all_normal(x)) return sigmoid_normal(x);
  // Beyond the range it is e^x, or 1.
  vector_mask normal = (vector_mask)(vector_absolute(x) < UH_NORMAL_RANGE);
  vector inside = sigmoid_normal(vector_select(normal, x, vector_of(0.0)));
  vector outside = vector_exp(vector_select((vector_mask)(x > 0.0), vector_of(0.0), x));
  return vector_select(normal, inside, outside);
}
