// Elementwise kernels for one width: arrays of n elements in, n out, no order involved.
// `out` may be an input itself; each vector is read before it is written.

// Runs EXPRESSION over vectors; the last elements go through a part of a vector, whose
// other lanes hold 1, where every function is defined.
#define UH_UNARY(NAME, EXPRESSION)                                              \
  static void array_##NAME(const double *values, double *out, size_t count) {   \
    size_t i = 0;                                                               \
    for (; i + UH_LANES <= count; i += UH_LANES) {                              \
      vector x = vector_load(values + i);                                       \
      vector_store(out + i, EXPRESSION);                                        \
    }                                                                           \
    if (i < count) {                                                            \
      vector x = vector_load_part(values + i, count - i, 1.0);                  \
      vector_store_part(out + i, EXPRESSION, count - i);                        \
    }                                                                           \
  }                                                                             \
  static double value_##NAME(double value) {                                    \
    vector x = vector_of(value);                                                \
    return (EXPRESSION)[0];                                                     \
  }

// 1 where the mask is set, else 0.
UH_INLINE vector vector_truth(vector_mask where) {
  return (vector)((vector_bits)where & (vector_bits)vector_of(1.0));
}

UH_UNARY(negate, -x)
UH_UNARY(absolute, vector_absolute(x))
UH_UNARY(square, x * x)
UH_UNARY(sqrt, vector_sqrt(x))
// A NaN is its own answer, as in NumPy's maximum; -0 becomes 0.
UH_UNARY(relu, vector_select((vector_mask)(x <= 0.0), vector_of(0.0), x))
UH_UNARY(sign, vector_select((vector_mask)(x > 0.0), vector_of(1.0),
               vector_select((vector_mask)(x < 0.0), vector_of(-1.0),
                             vector_select((vector_mask)(x == 0.0), vector_of(0.0), x))))
UH_UNARY(not, vector_truth((vector_mask)(x == 0.0)))
UH_UNARY(sigmoid_slope, x * (1.0 - x))
UH_UNARY(tanh_slope, 1.0 - x * x)
UH_UNARY(exp, vector_exp(x))
UH_UNARY(expm1, vector_expm1(x))
UH_UNARY(log, vector_log(x))
UH_UNARY(log1p, vector_log1p(x))
UH_UNARY(tanh, vector_tanh(x))
UH_UNARY(sigmoid, vector_sigmoid(x))
UH_UNARY(softplus, vector_softplus(x))

// NumPy's maximum and minimum on x86-64: a NaN wins, of equals (0 and -0) the second.
UH_INLINE vector vector_maximum(vector a, vector b) {
  return vector_select((vector_mask)(a > b) | (vector_mask)(a != a), a, b);
}

UH_INLINE vector vector_minimum(vector a, vector b) {
  return vector_select((vector_mask)(a < b) | (vector_mask)(a != a), a, b);
}

#define UH_LOOP(NAME, PARAMETERS, WHOLE_A, WHOLE_B, PART_A, PART_B, EXPRESSION) \
  static void NAME PARAMETERS {                                                 \
    size_t i = 0;                                                               \
    for (; i + UH_LANES <= count; i += UH_LANES) {                              \
      vector x = WHOLE_A, y = WHOLE_B;                                          \
      vector_store(out + i, EXPRESSION);                                        \
    }                                                                           \
    if (i < count) {                                                            \
      vector x = PART_A, y = PART_B;                                            \
      vector_store_part(out + i, EXPRESSION, count - i);                        \
    }                                                                           \
  }

#define UH_BINARY(NAME, EXPRESSION)                                                      \
  UH_LOOP(both_##NAME, (const double *a, const double *b, double *out, size_t count),    \
          vector_load(a + i), vector_load(b + i), vector_load_part(a + i, count - i, 1.0), \
          vector_load_part(b + i, count - i, 1.0), EXPRESSION)                           \
  UH_LOOP(scalar_second_##NAME, (const double *a, double b, double *out, size_t count),  \
          vector_load(a + i), vector_of(b), vector_load_part(a + i, count - i, 1.0),     \
          vector_of(b), EXPRESSION)                                                      \
  UH_LOOP(scalar_first_##NAME, (double a, const double *b, double *out, size_t count),   \
          vector_of(a), vector_load(b + i), vector_of(a),                                \
          vector_load_part(b + i, count - i, 1.0), EXPRESSION)

// The logarithm of x, at least -100; of equals (and of a NaN) as vector_maximum.
UH_INLINE vector vector_bounded_log(vector x) {
  return vector_maximum(vector_log(x), vector_of(-100.0));
}

// Where every target is 0 or 1 and every prediction in 0 ... 1, one of the two logarithms
// is multiplied with 0, which gives a zero that changes nothing: one is enough.
UH_INLINE vector vector_likelihood(vector a, vector b) {
  vector_mask one = (vector_mask)(b == 1.0);
  vector_mask simple = ((vector_mask)(b == 0.0) | one) & (vector_mask)(a >= 0.0) &
                       (vector_mask)(a <= 1.0);
  if (!vector_any(~simple)) return vector_bounded_log(vector_select(one, a, 1.0 - a));
  return b * vector_bounded_log(a) + (1.0 - b) * vector_bounded_log(1.0 - a);
}

UH_BINARY(add, x + y)
UH_BINARY(subtract, x - y)
UH_BINARY(multiply, x * y)
UH_BINARY(divide, x / y)
UH_BINARY(maximum, vector_maximum(x, y))
UH_BINARY(minimum, vector_minimum(x, y))
UH_BINARY(equal, vector_truth((vector_mask)(x == y)))
UH_BINARY(not_equal, vector_truth((vector_mask)(x != y)))
UH_BINARY(less, vector_truth((vector_mask)(x < y)))
UH_BINARY(less_equal, vector_truth((vector_mask)(x <= y)))
UH_BINARY(greater, vector_truth((vector_mask)(x > y)))
UH_BINARY(greater_equal, vector_truth((vector_mask)(x >= y)))
UH_BINARY(and, vector_truth((vector_mask)(x != 0.0) & (vector_mask)(y != 0.0)))
UH_BINARY(or, vector_truth((vector_mask)(x != 0.0) | (vector_mask)(y != 0.0)))
UH_BINARY(through_sigmoid, (x * y) * (1.0 - y))
UH_BINARY(through_tanh, x * (1.0 - y * y))
UH_BINARY(likelihood, vector_likelihood(x, y))
