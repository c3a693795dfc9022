// Few terms of a sum, in the order of sum_order.h, for one width: in the lanes of a vector, and
// joined for as many sums at a time as there are lanes.

#if UH_LANES > 1
// Masks of the first `count` of eight lanes.
UH_INLINE void plan_masks(size_t count, vector_bits masks[UH_LANE_VECTORS]) {
  static const int64_t all[2 * UH_SUM_LANES] = {-1, -1, -1, -1, -1, -1, -1, -1};
  for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {
    memcpy(&masks[v], all + UH_SUM_LANES - count + v * UH_LANES, sizeof masks[v]);
  }
}

// The sum of one folded vector.
UH_INLINE double plan_joined_alone(vector folded) {
  vector lanes[UH_LANE_VECTORS] = {folded};
  return join(lanes) + 0.0;
}

// The first of eight elements in their lanes, 0 where a mask is.
UH_INLINE void plan_some_lanes(const size_t vectors, const double *from, const vector_bits *masks,
                               vector *lanes) {
  for (size_t v = 0; v < vectors; v += 1) {
    lanes[v] = (vector)((vector_bits)vector_load(from + v * UH_LANES) & masks[v]);
  }
}

// What is left of eight lanes when those of a later vector are added to the first one's, in the
// order of sum_order.h; later vectors than `vectors` have no terms.
UH_INLINE vector plan_folded(const vector *lanes, const size_t vectors) {
#if UH_LANES == 8
  return lanes[0];
#elif UH_LANES == 4
  return vectors == 1 ? lanes[0] : lanes[0] + lanes[1];
#else
  return vectors == 1 ? lanes[0] : (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
#endif
}

// Of UH_LANES folded vectors each one's sum: the lane of a number is the vector's of that number.
// Halves are added to halves, of two vectors at a time.
UH_INLINE vector plan_joined(const vector *folded) {
#define UH_HALVES(a, b, LOW, HIGH) \
  (__builtin_shufflevector(a, b, LOW) + __builtin_shufflevector(a, b, HIGH))
#define UH_LISTED(...) __VA_ARGS__
#if UH_LANES == 8
  vector half[4], quarter[2];
  UH_UNROLL for (size_t k = 0; k < 4; k += 1) {
    half[k] = UH_HALVES(folded[k], folded[k + 4], UH_LISTED(0, 1, 2, 3, 8, 9, 10, 11),
                        UH_LISTED(4, 5, 6, 7, 12, 13, 14, 15));
  }
  UH_UNROLL for (size_t k = 0; k < 2; k += 1) {
    quarter[k] = UH_HALVES(half[k], half[k + 2], UH_LISTED(0, 1, 8, 9, 4, 5, 12, 13),
                           UH_LISTED(2, 3, 10, 11, 6, 7, 14, 15));
  }
  return UH_HALVES(quarter[0], quarter[1], UH_LISTED(0, 8, 2, 10, 4, 12, 6, 14),
                   UH_LISTED(1, 9, 3, 11, 5, 13, 7, 15)) + 0.0;
#elif UH_LANES == 4
  vector half[2];
  UH_UNROLL for (size_t k = 0; k < 2; k += 1) {
    half[k] = UH_HALVES(folded[k], folded[k + 2], UH_LISTED(0, 1, 4, 5), UH_LISTED(2, 3, 6, 7));
  }
  return UH_HALVES(half[0], half[1], UH_LISTED(0, 4, 2, 6), UH_LISTED(1, 5, 3, 7)) + 0.0;
#else
  return UH_HALVES(folded[0], folded[1], UH_LISTED(0, 2), UH_LISTED(1, 3)) + 0.0;
#endif
#undef UH_LISTED
#undef UH_HALVES
}
#endif
