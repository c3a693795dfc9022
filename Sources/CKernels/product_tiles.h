// A tile of a product's result, rows x vectors of columns, in registers: for product_panels.h.
// Its eight lanes are worked off one after another and joined at the end.

// A tile of the result, by the number of registers: 16 (12 sums, 2 of b, 1 of a) or 32
// (24 sums, 3 of b, 1 of a).
#if UH_LANES == 4
#define UH_TILE_ROWS 6
#define UH_TILE_VECTORS 2
#else
#define UH_TILE_ROWS 8
#define UH_TILE_VECTORS 3
#endif
#define UH_PANEL (UH_TILE_VECTORS * UH_LANES)
// Rows of a copied at a time: 1 MiB with a whole chunk.
#define UH_BLOCK_ROWS 128

// Where a tile finds element k = lane + 8 n of its row i (a) or of its columns (b).
typedef struct {
  const double *start;
  size_t row, lane, step;
} tile_source;

// One lane's sums of a tile of tile_rows x vectors (constants where this is inlined), to
// tile_rows x vectors of memory.
UH_INLINE void lane_sums(const size_t tile_rows, const size_t vectors, const double *a,
                         size_t a_row, size_t a_step, const double *b, size_t b_step,
                         size_t count, double *to) {
  vector sums[UH_TILE_ROWS][UH_TILE_VECTORS];
  UH_UNROLL for (size_t i = 0; i < tile_rows; i += 1) {
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) sums[i][v] = vector_of(0.0);
  }
  for (; count > 0; count -= 1) {
    vector y[UH_TILE_VECTORS];
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) y[v] = vector_load(b + v * UH_LANES);
    UH_UNROLL for (size_t i = 0; i < tile_rows; i += 1) {
      vector x = vector_of(a[i * a_row]);
      UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
        sums[i][v] = vector_fma(x, y[v], sums[i][v]);
      }
    }
    a += a_step;
    b += b_step;
  }
  UH_UNROLL for (size_t i = 0; i < tile_rows; i += 1) {
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
      vector_store(to + (i * vectors + v) * UH_LANES, sums[i][v]);
    }
  }
}

// The tile's sizes as constants: a function for each, so that its sums are registers.
#define UH_LANE_SUMS(ROWS, VECTORS)                                                    \
  static __attribute__((noinline)) void lane_sums_##ROWS##_##VECTORS(                  \
      const double *a, size_t a_row, size_t a_step, const double *b, size_t b_step,    \
      size_t count, double *to) {                                                      \
    lane_sums(ROWS, VECTORS, a, a_row, a_step, b, b_step, count, to);                  \
  }
#if UH_TILE_VECTORS == 3
#define UH_LANE_SUMS_EACH(ROWS) UH_LANE_SUMS(ROWS, 1) UH_LANE_SUMS(ROWS, 2) UH_LANE_SUMS(ROWS, 3)
#define UH_LANE_SUMS_LIST(ROWS) {lane_sums_##ROWS##_1, lane_sums_##ROWS##_2, lane_sums_##ROWS##_3}
#else
#define UH_LANE_SUMS_EACH(ROWS) UH_LANE_SUMS(ROWS, 1) UH_LANE_SUMS(ROWS, 2)
#define UH_LANE_SUMS_LIST(ROWS) {lane_sums_##ROWS##_1, lane_sums_##ROWS##_2}
#endif
#if UH_TILE_ROWS == 8
UH_LANE_SUMS_EACH(8)
#else
UH_LANE_SUMS_EACH(6)
#endif
UH_LANE_SUMS_EACH(4)
UH_LANE_SUMS_EACH(2)
UH_LANE_SUMS_EACH(1)

typedef void lane_sums_function(const double *a, size_t a_row, size_t a_step, const double *b,
                                size_t b_step, size_t count, double *to);

static lane_sums_function *lane_sums_for(size_t tile_rows, size_t vectors) {
#if UH_TILE_ROWS == 8
  static lane_sums_function *const most[] = UH_LANE_SUMS_LIST(8);
#else
  static lane_sums_function *const most[] = UH_LANE_SUMS_LIST(6);
#endif
  static lane_sums_function *const four[] = UH_LANE_SUMS_LIST(4);
  static lane_sums_function *const two[] = UH_LANE_SUMS_LIST(2);
  static lane_sums_function *const one[] = UH_LANE_SUMS_LIST(1);
  lane_sums_function *const *row =
      tile_rows > 4 ? most : tile_rows == 4 ? four : tile_rows == 2 ? two : one;
  return row[vectors - 1];
}

// A tile over one chunk of `terms` terms, added to `out` unless the chunk is the first, plus
// `column` if any.
static void tile(size_t tile_rows, size_t vectors, tile_source a, tile_source b, size_t terms,
                 bool first, const double *column, double *out, size_t out_row) {
  double sums[UH_SUM_LANES][UH_TILE_ROWS * UH_PANEL] __attribute__((aligned(64)));
  lane_sums_function *function = lane_sums_for(tile_rows, vectors);
  size_t present = terms < UH_SUM_LANES ? terms : UH_SUM_LANES;
  for (size_t lane = 0; lane < present; lane += 1) {
    function(a.start + lane * a.lane, a.row, a.step, b.start + lane * b.lane, b.step,
             lane_terms(terms, lane), sums[lane]);
  }
  size_t width = vectors * UH_LANES;
#define UH_LANE(L) vector_load(sums[L] + at)
  for (size_t i = 0; i < tile_rows; i += 1) {
    for (size_t v = 0; v < width; v += UH_LANES) {
      size_t at = i * width + v;
      vector total;
      if (present == UH_SUM_LANES) {
        total = ((UH_LANE(0) + UH_LANE(4)) + (UH_LANE(2) + UH_LANE(6))) +
                ((UH_LANE(1) + UH_LANE(5)) + (UH_LANE(3) + UH_LANE(7)));
      } else {
        total = UH_LANE(0);
        if (present > 4) total += UH_LANE(4);
        if (present > 2) total += present > 6 ? UH_LANE(2) + UH_LANE(6) : UH_LANE(2);
        vector odd = vector_of(0.0);
        if (present > 1) odd = present > 5 ? UH_LANE(1) + UH_LANE(5) : UH_LANE(1);
        if (present > 3) odd += UH_LANE(3);
        total += odd;
      }
      double *to = out + i * out_row + v;
      total = (first ? vector_of(0.0) : vector_load(to)) + total;
      if (column) total += vector_of(column[i]);
      vector_store(to, total);
    }
  }
#undef UH_LANE
}
