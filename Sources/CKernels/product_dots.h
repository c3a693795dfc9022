// Products of which both factors are contiguous along the inner dimension: the eight lanes
// lie in vectors, nothing is copied.

#if UH_LANES == 8
#define UH_DOT_ROWS 6
#define UH_DOT_COLUMNS 4
#elif UH_LANES == 4
#define UH_DOT_ROWS 3
#define UH_DOT_COLUMNS 2
#else
#define UH_DOT_ROWS 2
#define UH_DOT_COLUMNS 2
#endif

// Terms of a tile at a time: the rows of a stay in the nearest cache while the columns of b pass.
#define UH_DOT_TERMS 512

// A tile of dots: the sums of the products of dot_rows rows of a and dot_columns of b. The lanes go
// on from `before`, unless it is NULL, and to `after`, unless it is NULL and their sums to `out`.
UH_INLINE void dot_tile(const size_t dot_rows, const size_t dot_columns, const double *a,
                        size_t a_row, const double *b, size_t b_column, size_t terms,
                        const double *before, double *after, bool first, const double *column,
                        double *out, size_t out_row) {
#define UH_EACH_LANES(DO)                                                               \
  UH_UNROLL for (size_t i = 0; i < dot_rows; i += 1) {                                  \
    UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {                             \
      UH_UNROLL for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {                       \
        const size_t at = ((i * dot_columns + j) * UH_LANE_VECTORS + v) * UH_LANES;     \
        (void)at;                                                                       \
        DO;                                                                             \
      }                                                                                 \
    }                                                                                   \
  }
  vector sums[UH_DOT_ROWS][UH_DOT_COLUMNS][UH_LANE_VECTORS];
  if (before) {
    UH_EACH_LANES(sums[i][j][v] = vector_load(before + at))
  } else {
    UH_EACH_LANES(sums[i][j][v] = vector_of(0.0))
  }
  size_t k = 0;
  for (; k + UH_SUM_LANES <= terms; k += UH_SUM_LANES) {
    UH_UNROLL for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {
      vector y[UH_DOT_COLUMNS];
      UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {
        y[j] = vector_load(b + j * b_column + k + v * UH_LANES);
      }
      UH_UNROLL for (size_t i = 0; i < dot_rows; i += 1) {
        vector x = vector_load(a + i * a_row + k + v * UH_LANES);
        UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {
          sums[i][j][v] = vector_fma(x, y[j], sums[i][j][v]);
        }
      }
    }
  }
  if (k < terms) {
    // Lanes without a term get 0 * 0, which changes nothing.
    double x[UH_DOT_ROWS][UH_SUM_LANES], y[UH_DOT_COLUMNS][UH_SUM_LANES];
    for (size_t l = 0; l < UH_SUM_LANES; l += 1) {
      bool here = k + l < terms;
      for (size_t i = 0; i < dot_rows; i += 1) x[i][l] = here ? a[i * a_row + k + l] : 0.0;
      for (size_t j = 0; j < dot_columns; j += 1) y[j][l] = here ? b[j * b_column + k + l] : 0.0;
    }
    UH_UNROLL for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {
      UH_UNROLL for (size_t i = 0; i < dot_rows; i += 1) {
        UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {
          sums[i][j][v] = vector_fma(vector_load(x[i] + v * UH_LANES),
                                     vector_load(y[j] + v * UH_LANES), sums[i][j][v]);
        }
      }
    }
  }
  if (after) {
    UH_EACH_LANES(vector_store(after + at, sums[i][j][v]))
    return;
  }
#undef UH_EACH_LANES
  UH_UNROLL for (size_t i = 0; i < dot_rows; i += 1) {
    UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {
      double total = (first ? 0.0 : out[i * out_row + j]) + join(sums[i][j]);
      out[i * out_row + j] = column ? total + column[i] : total;
    }
  }
}

// The tile's sizes as constants again.
#define UH_DOTS(ROWS, COLUMNS)                                                            \
  static __attribute__((noinline)) void dot_tile_##ROWS##_##COLUMNS(                      \
      const double *a, size_t a_row, const double *b, size_t b_column, size_t terms,      \
      const double *before, double *after, bool first, const double *column, double *out, \
      size_t out_row) {                                                                   \
    dot_tile(ROWS, COLUMNS, a, a_row, b, b_column, terms, before, after, first, column,   \
             out, out_row);                                                               \
  }
UH_DOTS(1, 1)
UH_DOTS(1, 2)
UH_DOTS(2, 1)
UH_DOTS(2, 2)
#if UH_LANES == 8
UH_DOTS(1, 4)
UH_DOTS(2, 4)
UH_DOTS(4, 1)
UH_DOTS(4, 2)
UH_DOTS(4, 4)
UH_DOTS(6, 1)
UH_DOTS(6, 2)
UH_DOTS(6, 4)
#elif UH_LANES == 4
UH_DOTS(3, 1)
UH_DOTS(3, 2)
#endif

typedef void dot_tile_function(const double *a, size_t a_row, const double *b, size_t b_column,
                               size_t terms, const double *before, double *after, bool first,
                               const double *column, double *out, size_t out_row);

// The tile for the next of `rows` rows and `columns` columns, and its size.
static dot_tile_function *dot_tile_for(size_t rows, size_t columns, size_t *height,
                                       size_t *width) {
#if UH_LANES == 8
  static const size_t heights[] = {1, 2, 4, 6}, widths[] = {1, 2, 4};
  static dot_tile_function *const functions[4][3] = {
      {dot_tile_1_1, dot_tile_1_2, dot_tile_1_4},
      {dot_tile_2_1, dot_tile_2_2, dot_tile_2_4},
      {dot_tile_4_1, dot_tile_4_2, dot_tile_4_4},
      {dot_tile_6_1, dot_tile_6_2, dot_tile_6_4}};
  // Two tiles of four rows rather than one of six and one of two, for which more is loaded.
  size_t tall = rows >= 6 && rows != 8 ? 3 : rows >= 4 ? 2 : rows >= 2;
  size_t wide = columns >= 4 ? 2 : columns >= 2;
#elif UH_LANES == 4
  static const size_t heights[] = {1, 2, 3}, widths[] = {1, 2};
  static dot_tile_function *const functions[3][2] = {
      {dot_tile_1_1, dot_tile_1_2}, {dot_tile_2_1, dot_tile_2_2}, {dot_tile_3_1, dot_tile_3_2}};
  // Two tiles of two rows rather than one of three and one of one.
  size_t tall = rows >= 3 && rows != 4 ? 2 : rows >= 2, wide = columns >= 2;
#else
  static const size_t heights[] = {1, 2}, widths[] = {1, 2};
  static dot_tile_function *const functions[2][2] = {
      {dot_tile_1_1, dot_tile_1_2}, {dot_tile_2_1, dot_tile_2_2}};
  size_t tall = rows >= 2, wide = columns >= 2;
#endif
  *height = heights[tall];
  *width = widths[wide];
  return functions[tall][wide];
}

// Columns of b that stay in the cache while all rows of a pass.
#define UH_DOTS_BLOCK 32

static void dots(const uh_product_shape *p) {
  double lanes[UH_DOT_ROWS * UH_DOTS_BLOCK * UH_SUM_LANES];
  for (size_t start = 0; start < p->inner; start += UH_SUM_CHUNK) {
    size_t terms = p->inner - start < UH_SUM_CHUNK ? p->inner - start : UH_SUM_CHUNK;
    bool first = start == 0 && !p->adds, last = start + terms == p->inner;
    for (size_t from = 0; from < p->columns; from += UH_DOTS_BLOCK) {
      size_t to = p->columns - from < UH_DOTS_BLOCK ? p->columns : from + UH_DOTS_BLOCK;
      size_t height, width;
      for (size_t i = 0; i < p->rows; i += height) {
        const double *column = last && p->column ? p->column + i : NULL;
        for (size_t k = 0; k < terms; k += UH_DOT_TERMS) {
          bool is_end = terms - k <= UH_DOT_TERMS;
          const double *a = p->a + i * p->a_row + start + k, *b = p->b + start + k;
          double *waiting = lanes;
          for (size_t j = from; j < to; j += width) {
            dot_tile_function *function = dot_tile_for(p->rows - i, to - j, &height, &width);
            function(a, p->a_row, b + j * p->b_column, p->b_column,
                     is_end ? terms - k : UH_DOT_TERMS, k ? waiting : NULL,
                     is_end ? NULL : waiting, first, column, p->out + i * p->out_row + j,
                     p->out_row);
            waiting += height * width * UH_SUM_LANES;
          }
        }
      }
    }
  }
}
