// Maxima, minima and the terms of a cross-entropy, for one vector.

// NumPy's maximum and minimum on x86-64: a NaN wins, of equals (0 and -0) the second.
UH_INLINE vector vector_maximum(vector a, vector b) {
  return vector_select((vector_mask)(a > b) | (vector_mask)(a != a), a, b);
}

UH_INLINE vector vector_minimum(vector a, vector b) {
  return vector_select((vector_mask)(a < b) | (vector_mask)(a != a), a, b);
}

// The logarithm of x, at least -100; of equals (and of a NaN) as vector_maximum.
UH_INLINE vector vector_bounded_log(vector x) {
  return vector_maximum(vector_log(x), vector_of(-100.0));
}

// Where every target is 0 or 1 and every prediction in 0 ... 1, one of the two logarithms
// is multiplied with 0, which gives a zero that changes nothing: one is enough.
UH_INLINE vector vector_bce_term(vector a, vector b) {
  vector_mask one = (vector_mask)(b == 1.0);
  vector_mask simple = ((vector_mask)(b == 0.0) | one) & (vector_mask)(a >= 0.0) &
                       (vector_mask)(a <= 1.0);
  if (!vector_any(~simple)) return vector_bounded_log(vector_select(one, a, 1.0 - a));
  return b * vector_bounded_log(a) + (1.0 - b) * vector_bounded_log(1.0 - a);
}
