// Elementwise kernels for one width: arrays of n elements in, n out, no order involved.
// `out` may be an input itself; each vector is read before it is written.

// Runs EXPRESSION over vectors; the last elements go through a part of a vector, whose
// other lanes hold 1, where every function is defined.
#define UH_UNARY(NAME, EXPRESSION)                                              \
  UH_INLINE vector element_##NAME(vector x) { return EXPRESSION; }              \
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

// Vectors abreast while there are so many, then one after the other.
#ifdef UH_WIDE
#define UH_VECTORS(WIDE, EACH)                                               \
  for (; i + UH_WIDE <= count; i += UH_WIDE) wide_store(out + i, WIDE);      \
  UH_NO_UNROLL for (; i + UH_LANES <= count; i += UH_LANES) {                \
    vector_store(out + i, EACH);                                             \
  }
#else
#define UH_VECTORS(WIDE, EACH)                   \
  for (; i + UH_LANES <= count; i += UH_LANES) { \
    vector_store(out + i, EACH);                 \
  }
#endif

// The loop of a function that takes long: of vectors abreast, of one, and of a part of one.
#define UH_ABREAST(NAME, PARAMETERS, WIDE, EACH, PART)                 \
  static void NAME PARAMETERS {                                        \
    size_t i = 0;                                                      \
    UH_VECTORS(WIDE, EACH)                                             \
    if (i < count) vector_store_part(out + i, PART, count - i);        \
  }

// The same for FUNCTION(vector) of functions.h.
#define UH_ELEMENTARY(NAME)                                                               \
  UH_ABREAST(array_##NAME, (const double *values, double *out, size_t count),             \
             wide_##NAME(wide_load(values + i)), vector_##NAME(vector_load(values + i)),  \
             vector_##NAME(vector_load_part(values + i, count - i, 1.0)))                 \
  static double value_##NAME(double value) { return vector_##NAME(vector_of(value))[0]; }

// 1 where the mask is set, else 0.
UH_INLINE vector vector_truth(vector_mask where) {
  return (vector)((vector_bits)where & (vector_bits)vector_of(1.0));
}

// Whole numbers, each lane by the C library's function, which is exact.
#if defined(__has_builtin) && __has_builtin(__builtin_elementwise_roundeven)
#define UH_WHOLE(NAME, ELEMENTWISE, VALUE) \
  UH_INLINE vector vector_##NAME(vector x) { return ELEMENTWISE(x); }
#else
#define UH_WHOLE(NAME, ELEMENTWISE, VALUE)                                          \
  UH_INLINE vector vector_##NAME(vector x) {                                        \
    for (size_t lane = 0; lane < UH_LANES; lane += 1) x[lane] = VALUE(x[lane]);     \
    return x;                                                                       \
  }
#endif
UH_WHOLE(floor, __builtin_elementwise_floor, __builtin_floor)
UH_WHOLE(ceil, __builtin_elementwise_ceil, __builtin_ceil)
UH_WHOLE(rint, __builtin_elementwise_roundeven, __builtin_rint)
UH_WHOLE(truncate, __builtin_elementwise_trunc, __builtin_trunc)

static double divided_with_remainder(double x, double y, double *quotient) {
  double remainder = __builtin_fmod(x, y);
  if (y == 0.0) {
    *quotient = x / y;
    return remainder;
  }
  double whole = (x - remainder) / y;
  if (remainder == 0.0) {
    remainder = __builtin_copysign(0.0, y);
  } else if ((y < 0.0) != (remainder < 0.0) && remainder == remainder) {
    remainder += y;
    whole -= 1.0;
  }
  if (whole == 0.0) {
    *quotient = __builtin_copysign(0.0, x / y);
  } else {
    // The quotient is whole but for the rounding of the division above.
    double floor = __builtin_floor(whole);
    *quotient = whole - floor > 0.5 ? floor + 1.0 : floor;
  }
  return remainder;
}

UH_INLINE vector vector_floor_divide(vector x, vector y) {
  for (size_t lane = 0; lane < UH_LANES; lane += 1) {
    double quotient;
    divided_with_remainder(x[lane], y[lane], &quotient);
    x[lane] = quotient;
  }
  return x;
}

UH_INLINE vector vector_remainder(vector x, vector y) {
  for (size_t lane = 0; lane < UH_LANES; lane += 1) {
    double quotient;
    x[lane] = divided_with_remainder(x[lane], y[lane], &quotient);
  }
  return x;
}

UH_UNARY(negate, -x)
UH_UNARY(absolute, vector_absolute(x))
UH_UNARY(square, x * x)
UH_UNARY(cube, vector_whole_power(x, 3))
UH_UNARY(sqrt, vector_sqrt(x))
// A NaN is its own answer, as in NumPy's maximum; -0 becomes 0.
UH_INLINE vector vector_relu(vector x) {
  return vector_select((vector_mask)(x <= 0.0), vector_of(0.0), x);
}
UH_UNARY(relu, vector_relu(x))
UH_UNARY(sign, vector_select((vector_mask)(x > 0.0), vector_of(1.0),
               vector_select((vector_mask)(x < 0.0), vector_of(-1.0),
                             vector_select((vector_mask)(x == 0.0), vector_of(0.0), x))))
UH_UNARY(not, vector_truth((vector_mask)(x == 0.0)))
UH_UNARY(floor, vector_floor(x))
UH_UNARY(ceil, vector_ceil(x))
UH_UNARY(rint, vector_rint(x))
UH_UNARY(truncate, vector_truncate(x))
UH_UNARY(sigmoid_slope, x * (1.0 - x))
UH_UNARY(tanh_slope, 1.0 - x * x)
UH_ELEMENTARY(exp)
UH_ELEMENTARY(expm1)
UH_ELEMENTARY(log)
UH_ELEMENTARY(log1p)
UH_ELEMENTARY(tanh)
UH_ELEMENTARY(sigmoid)
UH_ELEMENTARY(softplus)
UH_ELEMENTARY(log2)
UH_ELEMENTARY(log10)
// Its polynomials leave no step to wait for.
UH_UNARY(erf, vector_erf(x))

UH_INLINE vector vector_sigmoid_backward(vector x, vector y) { return (x * y) * (1.0 - y); }
UH_INLINE vector vector_tanh_backward(vector x, vector y) { return x * (1.0 - y * y); }
UH_INLINE vector vector_relu_backward(vector x, vector y) {
  return x * vector_truth((vector_mask)(y > 0.0));
}

static void fused_multiply_add(const double *a, const double *b, const double *c, double *out,
                               size_t count) {
  for (size_t i = 0; i < count; i += UH_LANES) {
    size_t part = count - i < UH_LANES ? count - i : UH_LANES;
    vector x = vector_load_part(a + i, part, 0.0), y = vector_load_part(b + i, part, 0.0);
    vector_store_part(out + i, vector_fma(x, y, vector_load_part(c + i, part, 0.0)), part);
  }
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

#define UH_BOTH(NAME, EXPRESSION)                                                          \
  UH_LOOP(both_##NAME, (const double *a, const double *b, double *out, size_t count),      \
          vector_load(a + i), vector_load(b + i),                                          \
          vector_load_part(a + i, count - i, 1.0), vector_load_part(b + i, count - i, 1.0), \
          EXPRESSION)

#define UH_NUMBER_AND_ARRAY(NAME, EXPRESSION)                                              \
  UH_LOOP(scalar_second_##NAME, (const double *a, double b, double *out, size_t count),    \
          vector_load(a + i), vector_of(b), vector_load_part(a + i, count - i, 1.0),       \
          vector_of(b), EXPRESSION)                                                        \
  UH_LOOP(scalar_first_##NAME, (double a, const double *b, double *out, size_t count),     \
          vector_of(a), vector_load(b + i), vector_of(a),                                  \
          vector_load_part(b + i, count - i, 1.0), EXPRESSION)

#define UH_BINARY(NAME, EXPRESSION)                                           \
  UH_INLINE vector element_##NAME(vector x, vector y) { return EXPRESSION; } \
  UH_BOTH(NAME, EXPRESSION)                                                   \
  UH_NUMBER_AND_ARRAY(NAME, EXPRESSION)

UH_BINARY(add, x + y)
UH_BINARY(subtract, x - y)
UH_BINARY(multiply, x * y)
UH_INLINE vector element_divide(vector x, vector y) { return x / y; }
UH_BOTH(divide, x / y)
UH_LOOP(scalar_first_divide, (double a, const double *b, double *out, size_t count),
        vector_of(a), vector_load(b + i), vector_of(a), vector_load_part(b + i, count - i, 1.0), x / y)
UH_LOOP(scalar_second_by, (const double *a, double b, double *out, size_t count),
        vector_load(a + i), vector_of(b), vector_load_part(a + i, count - i, 1.0), vector_of(b), x / y)

// Whether division by x is multiplication by 1 / x, which is quicker: both are exact scalings.
UH_INLINE bool divides_as_product(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint64_t exponent = bits >> 52 & 0x7ff;
  return bits << 12 == 0 && exponent > 0 && exponent < 0x7fd;
}

static void scalar_second_divide(const double *a, double b, double *out, size_t count) {
  if (divides_as_product(b)) {
    scalar_second_multiply(a, 1.0 / b, out, count);
  } else {
    scalar_second_by(a, b, out, count);
  }
}
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
UH_BINARY(xor, vector_truth((vector_mask)(x != 0.0) ^ (vector_mask)(y != 0.0)))
// 1 where x is above the size of y, and, where y has a minus sign, where it is not; 0 for a NaN.
UH_INLINE vector vector_on_side(vector x, vector y) {
  vector size = vector_absolute(y);
  vector_mask is_below = (vector_mask)y < 0;
  return vector_truth((vector_mask)(x > size) & ~is_below | (vector_mask)(x <= size) & is_below);
}

UH_BINARY(on_side, vector_on_side(x, y))
UH_BINARY(slope, vector_select((vector_mask)(x > 0.0), vector_of(1.0), y))
UH_BINARY(floor_divide, vector_floor_divide(x, y))
UH_BINARY(remainder, vector_remainder(x, y))
UH_BINARY(sigmoid_backward, vector_sigmoid_backward(x, y))
UH_BINARY(tanh_backward, vector_tanh_backward(x, y))
UH_BINARY(relu_backward, vector_relu_backward(x, y))
UH_ABREAST(both_bce_term, (const double *a, const double *b, double *out, size_t count),
           wide_bce_term(wide_load(a + i), wide_load(b + i)),
           vector_bce_term(vector_load(a + i), vector_load(b + i)),
           vector_bce_term(vector_load_part(a + i, count - i, 1.0),
                           vector_load_part(b + i, count - i, 1.0)))
UH_NUMBER_AND_ARRAY(bce_term, vector_bce_term(x, y))
