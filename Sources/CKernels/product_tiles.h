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

// Sums that wait to be joined with a lane's, innermost first: ((lane + first) + second) + third,
// each NULL for none. To a function they are passed one by one: as a whole they would be written in
// parts and read at once, for which the processor waits.
typedef struct {
  const double *first, *second, *third;
} tile_joins;

// The lanes in the order in which their sums join, ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7));
// also each lane's place in that order.
static const uint8_t joining_order[UH_SUM_LANES] = {0, 4, 2, 6, 1, 5, 3, 7};

// One lane's sums of a tile of tile_rows x vectors (constants where this is inlined), joined
// with those that wait, to tile_rows x vectors of memory. A line at `ahead` is fetched with each
// term.
UH_INLINE void lane_sums(const size_t tile_rows, const size_t vectors, const double *a,
                         size_t a_row, size_t a_step, const double *b, size_t b_step,
                         size_t count, tile_joins joins, const double *ahead, double *to) {
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
    __builtin_prefetch(ahead, 0, 2);
    ahead += 8;
  }
#define UH_TILE_JOIN(PART)                                               \
  if (PART) {                                                            \
    UH_UNROLL for (size_t i = 0; i < tile_rows; i += 1) {                \
      UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {                \
        sums[i][v] += vector_load(PART + (i * vectors + v) * UH_LANES);  \
      }                                                                  \
    }                                                                    \
  }
  UH_TILE_JOIN(joins.first)
  UH_TILE_JOIN(joins.second)
  UH_TILE_JOIN(joins.third)
#undef UH_TILE_JOIN
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
      size_t count, const double *first, const double *second, const double *third,    \
      const double *ahead, double *to) {                                               \
    lane_sums(ROWS, VECTORS, a, a_row, a_step, b, b_step, count,                       \
              (tile_joins){first, second, third}, ahead, to);                          \
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
                                size_t b_step, size_t count, const double *first,
                                const double *second, const double *third, const double *ahead,
                                double *to);

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

// Where the sums of a panel's tiles wait: all of them, then those of lanes 1, 5, 3 and 7, then
// of the lane before.
typedef struct {
  double *total, *odd, *part;
} tile_sums;

// What the sums of the lane at a place in the order of joining are joined with, and where they
// go.
UH_INLINE tile_joins joins_of(size_t place, tile_sums sums, double **to) {
  switch (place) {
    case 0: *to = sums.total; return (tile_joins){NULL, NULL, NULL};
    case 1: *to = sums.total; return (tile_joins){sums.total, NULL, NULL};
    case 2: *to = sums.part; return (tile_joins){NULL, NULL, NULL};
    case 3: *to = sums.total; return (tile_joins){sums.part, sums.total, NULL};
    case 4: *to = sums.odd; return (tile_joins){NULL, NULL, NULL};
    case 5: *to = sums.odd; return (tile_joins){sums.odd, NULL, NULL};
    case 6: *to = sums.part; return (tile_joins){NULL, NULL, NULL};
    default: *to = sums.total; return (tile_joins){sums.part, sums.odd, sums.total};
  }
}

// Fetches where a tile's sums go, at row i and column j of the result, and what joins them.
UH_INLINE void fetch_tile(const uh_product_shape *p, size_t i, size_t j, size_t tile_rows,
                          size_t width) {
  for (size_t r = 0; r < tile_rows; r += 1) {
    for (size_t v = 0; v < width; v += 8) {
      __builtin_prefetch(p->out + (i + r) * p->out_row + j + v, 1);
      if (p->epilogue) __builtin_prefetch(p->epilogue + (i + r) * p->epilogue_row + j + v);
    }
  }
}

// A tile's sums of a chunk to row i and column j of the result: added to it unless the chunk is
// the first, and finished if it is the last; `left` of its columns.
UH_INLINE void finish_tile(const uh_product_shape *p, size_t i, size_t j, size_t tile_rows,
                           size_t width, size_t left, const double *sums, bool first, bool last) {
  for (size_t r = 0; r < tile_rows; r += 1) {
    for (size_t v = 0; v < width; v += UH_LANES) {
      double *to = p->out + (i + r) * p->out_row + j + v;
      size_t count = left - v < UH_LANES ? left - v : UH_LANES;
      bool whole = count == UH_LANES;
      vector total = vector_load(sums + r * width + v);
      if (first) {
        total = 0.0 + total;
      } else {
        total = (whole ? vector_load(to) : vector_load_part(to, count, 0.0)) + total;
      }
      if (last && p->column) total += vector_of(p->column[i + r]);
      if (last) total = finished(p, total, i + r, j + v);
      if (whole) {
        vector_store(to, total);
      } else {
        vector_store_part(to, total, count);
      }
    }
  }
}
