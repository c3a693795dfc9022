// a * b + c, rounded once, in two lanes of a processor that cannot do it.
//
// Method: the product as an exact pair (Dekker), two exact sums (Knuth), and the three small parts
// rounded to odd, so that the last addition rounds as if it had them all (Boldo and Melquiond,
// Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd, 2008).
// Some 50 operations; the C library's fma without hardware takes hundreds of cycles an element.

// Within these sizes nothing on the way leaves the range of doubles, and the product's rest is
// exact.
#define UH_FMA_LARGEST 0x1p960
#define UH_FMA_SMALLEST 0x1p-900

// high + low = a, each of half as many bits.
UH_INLINE vector fma_split(vector a, vector *low) {
  vector scaled = a * 134217729.0;  // 2^27 + 1
  vector high = scaled - (scaled - a);
  *low = a - high;
  return high;
}

// a + b; where that is not exact, of its two neighbours among the doubles the one whose last bit
// is 1.
UH_INLINE vector fma_odd_sum(vector a, vector b) {
  vector rest, sum = vector_two_sum(a, b, &rest);
  vector_bits bits = (vector_bits)sum;
  vector_bits one = (vector_bits)(vector_mask)(rest != 0.0) & 1;
  // Cut off: one less where the rest has the other sign.
  return (vector)((bits - ((((vector_bits)rest ^ bits) >> 63) & one)) | one);
}

// All lanes within the range; a NaN comes out as one.
UH_INLINE vector fma_within(vector a, vector b, vector c, vector product) {
  vector a_low, b_low, sum_low, low;
  vector a_high = fma_split(a, &a_low), b_high = fma_split(b, &b_low);
  vector product_low = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) -
                                        a_high * b_low);
  vector sum = vector_two_sum(c, product_low, &sum_low);
  vector high = vector_two_sum(product, sum, &low);
  return high + fma_odd_sum(sum_low, low);
}

// The larger of two sizes, for which a NaN is of no account.
UH_INLINE vector fma_larger(vector a, vector b) {
  return vector_select((vector_mask)(a > b), a, b);
}

static __attribute__((noinline)) vector emulated_fma(vector a, vector b, vector c) {
  vector product = a * b, size = vector_absolute(product);
  vector largest = fma_larger(fma_larger(vector_absolute(a), vector_absolute(b)),
                              fma_larger(vector_absolute(c), size));
  vector_mask inside = (vector_mask)(largest < UH_FMA_LARGEST);
  vector_mask usual = inside & (vector_mask)(size > UH_FMA_SMALLEST);
  if (!vector_any(~usual)) return fma_within(a, b, c, product);
  // A factor of 0, as from a relu, leaves the other term, and of two zeros the sum's sign.
  vector_mask is_zero = (vector_mask)(a == 0.0) | (vector_mask)(b == 0.0);
  if (!vector_any(~(usual | (inside & is_zero)))) {
    return vector_select(is_zero, product + c, fma_within(a, b, c, product));
  }
  for (size_t lane = 0; lane < UH_LANES; lane += 1) {
    c[lane] = __builtin_fma(a[lane], b[lane], c[lane]);
  }
  return c;
}
