// Products with nine to 32 terms: two to four to a lane, which are written out, as steps to the
// next of so few would take as long as they do.

#define UH_UNROLLED_ROWS 2
#define UH_UNROLLED_TERMS 32

// One lane's sums of a tile, with `most` terms; if not `all` lanes have as many, those that lie
// within `inner`. Rows of a lie term by term.
UH_INLINE column_sums unrolled_lane(const size_t most, const bool all, size_t inner,
                                    const double *a, size_t a_row, const double *b,
                                    size_t b_inner, size_t lane) {
  column_sums sums;
  UH_UNROLL for (size_t n = 0; n < most; n += 1) {
    size_t k = lane + n * UH_SUM_LANES;
    if (!all && n + 1 == most && k >= inner) break;
    vector y[UH_COLUMN_VECTORS];
    UH_UNROLL for (size_t v = 0; v < UH_COLUMN_VECTORS; v += 1) {
      y[v] = vector_load(b + k * b_inner + v * UH_LANES);
    }
    UH_UNROLL for (size_t i = 0; i < UH_UNROLLED_ROWS; i += 1) {
      vector x = vector_of(a[i * a_row + k]);
      UH_UNROLL for (size_t v = 0; v < UH_COLUMN_VECTORS; v += 1) {
        sums.of[i][v] = n == 0 ? x * y[v] : vector_fma(x, y[v], sums.of[i][v]);
      }
    }
  }
  return sums;
}

// Rows first ..< end of a product, whose number is even, and where those of a lie term by term.
typedef struct {
  size_t first, end;
  const double *a;
  size_t a_row;
} unrolled_rows;

// These of rows first ..< end, with a copy of a if it does not lie so.
static unrolled_rows unrolled_rows_of(const uh_product_shape *p, size_t first, size_t end,
                                      double *copy) {
  end -= (end - first) % UH_UNROLLED_ROWS;
  const double *a = p->a + first * p->a_row;
  if (p->a_inner == 1 || p->inner > UH_UNROLLED_TERMS) {
    return (unrolled_rows){first, end, a, p->a_row};
  }
  for (size_t k = 0; k < p->inner; k += 1) {
    for (size_t i = 0; i < end - first; i += 1) {
      copy[i * p->inner + k] = a[i * p->a_row + k * p->a_inner];
    }
  }
  return (unrolled_rows){first, end, copy, p->inner};
}

// The rows of a strip from column j.
UH_INLINE void unrolled_tiles(const size_t most, const bool all, const uh_product_shape *p,
                              unrolled_rows rows, size_t j) {
  const uh_product_shape shape = *p;  // which no result overwrites
  const double *a = rows.a, *b = shape.b + j;
  for (size_t i = rows.first; i < rows.end; i += UH_UNROLLED_ROWS) {
#define UH_LANE(L) unrolled_lane(most, all, shape.inner, a, rows.a_row, b, shape.b_inner, L)
    UH_COLUMN_LANES(total, UH_UNROLLED_ROWS, UH_COLUMN_VECTORS, UH_LANE)
#undef UH_LANE
    column_store(UH_UNROLLED_ROWS, UH_COLUMN_VECTORS, &shape, total,
                 shape.column ? shape.column + i : NULL,
                 shape.epilogue ? shape.epilogue + i * shape.epilogue_row + j : NULL,
                 shape.out + i * shape.out_row + j);
    a += UH_UNROLLED_ROWS * rows.a_row;
  }
}

// With the number of terms as a constant.
#define UH_UNROLLED_TILES(MOST, ALL)                                             \
  static __attribute__((noinline)) void unrolled_tiles_##MOST##_##ALL(           \
      const uh_product_shape *p, unrolled_rows rows, size_t j) {                 \
    unrolled_tiles(MOST, ALL, p, rows, j);                                       \
  }
UH_UNROLLED_TILES(2, false)
UH_UNROLLED_TILES(2, true)
UH_UNROLLED_TILES(3, false)
UH_UNROLLED_TILES(3, true)
UH_UNROLLED_TILES(4, false)
UH_UNROLLED_TILES(4, true)

// The rows of a strip from column j, of two vectors; returns the row after them.
static size_t unrolled_strip(const uh_product_shape *p, unrolled_rows rows, size_t j) {
  typedef void tiles_function(const uh_product_shape *p, unrolled_rows rows, size_t j);
  static tiles_function *const tiles[][2] = {
      {unrolled_tiles_2_false, unrolled_tiles_2_true},
      {unrolled_tiles_3_false, unrolled_tiles_3_true},
      {unrolled_tiles_4_false, unrolled_tiles_4_true}};
  size_t most = (p->inner + UH_SUM_LANES - 1) / UH_SUM_LANES;
  tiles[most - 2][p->inner % UH_SUM_LANES == 0](p, rows, j);
  return rows.end;
}
