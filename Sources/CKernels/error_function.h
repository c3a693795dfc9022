// erf, for one vector.
//
// Method: up to 1, x + x Q(x^2); from there 1 - exp(-x^2) P(1 / (2 + x)), whose second term is
// below a fifth of the first, and so counts little; from 6 on it is 1. Q and P are minimax
// polynomials (Tests/CKernelsTests/Fixtures/coefficients.py).

// The polynomial with these 13 coefficients, from the constant on.
UH_INLINE vector polynomial_12(vector x, const double *c) {
#define UH_PAIR(i) vector_fma(x, vector_of(c[i + 1]), vector_of(c[i]))
  vector x2 = x * x, x4 = x2 * x2;
  vector low = vector_fma(x2, UH_PAIR(2), UH_PAIR(0));
  vector middle = vector_fma(x2, UH_PAIR(6), UH_PAIR(4));
  vector high = vector_fma(x2, UH_PAIR(10), UH_PAIR(8));
#undef UH_PAIR
  high = vector_fma(x4, vector_of(c[12]), high);
  return vector_fma(x4, vector_fma(x4, high, middle), low);
}

UH_INLINE vector vector_erf(vector x) {
  static const double inner[] = {
      0x1.06eba8214db69p-3, -0x1.812746b037a27p-2, 0x1.ce2f21a045b90p-4,
      -0x1.b82ce31366603p-6, 0x1.565bcd2fabdfep-8, -0x1.c02db9e22aafdp-11,
      0x1.f9a3cf9ff63e6p-14, -0x1.f4dec4ea9f6c6p-17, 0x1.ba8234e12e1a8p-20,
      -0x1.64724d6bec54cp-23, 0x1.18187f192459ap-26, -0x1.e4ae72090b864p-30,
      0x1.68538b092d5f1p-33};
  static const double outer[] = {
      -0x1.a42d3de0fbd3fp-19, 0x1.20f61378909c6p-1, 0x1.1f8e4f005d96ap+0,
      0x1.077cc4135cbb1p+1, 0x1.e5c0ca1db519fp+0, 0x1.3c6981e221703p+3,
      -0x1.48f153f6371b9p+5, 0x1.4273aa46a2cd6p+7, -0x1.fed2ef0641affp+8,
      0x1.f164e3ab8d593p+9, -0x1.2041df9b4f4aap+10, 0x1.7601fb7ce70d1p+9,
      -0x1.a8440ec12d1c7p+7};
  vector_mask small = (vector_mask)(vector_absolute(x) <= 1.0);
  vector near = vector_fma(x, polynomial_12(x * x, inner), x);
  if (!vector_any(~small)) return near;
  vector size = clamp(vector_absolute(x), 1.0, 6.0);
  vector power = vector_exp(-(size * size));
  vector rest = polynomial_12(1.0 / (2.0 + size), outer);
  vector far = vector_with_sign(vector_fma(-power, rest, vector_of(1.0)), x);
  return vector_select(small, near, far);
}
