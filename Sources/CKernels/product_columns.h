// Products with an inner dimension of some dozens, or less, without a copy: a tile's lanes one
// after another in the order in which they join.

// A tile: as many sums as it takes for none to wait for another, the rest in the nearest cache.
#define UH_COLUMN_VECTORS 2
#if UH_LANES == 4
#define UH_COLUMN_ROWS 6
#elif UH_LANES == 8
#define UH_COLUMN_ROWS 4
#else
#define UH_COLUMN_ROWS 2
#endif

// The most terms: more are better copied.
#define UH_COLUMN_TERMS 128

typedef struct {
  vector of[UH_COLUMN_ROWS][UH_COLUMN_VECTORS];
} column_sums;

// One lane's sums of a tile of `rows` x `vectors`, which has a term at least.
UH_INLINE column_sums column_lane(const size_t rows, const size_t vectors,
                                  const uh_product_shape *p, const double *a, const double *b,
                                  size_t lane) {
  column_sums sums;
  a += lane * p->a_inner;
  b += lane * p->b_inner;
  vector y[UH_COLUMN_VECTORS];
  UH_UNROLL for (size_t v = 0; v < vectors; v += 1) y[v] = vector_load(b + v * UH_LANES);
  UH_UNROLL for (size_t i = 0; i < rows; i += 1) {
    vector x = vector_of(a[i * p->a_row]);
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) sums.of[i][v] = x * y[v];
  }
  for (size_t k = lane + UH_SUM_LANES; k < p->inner; k += UH_SUM_LANES) {
    a += UH_SUM_LANES * p->a_inner;
    b += UH_SUM_LANES * p->b_inner;
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) y[v] = vector_load(b + v * UH_LANES);
    UH_UNROLL for (size_t i = 0; i < rows; i += 1) {
      vector x = vector_of(a[i * p->a_row]);
      UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
        sums.of[i][v] = vector_fma(x, y[v], sums.of[i][v]);
      }
    }
  }
  return sums;
}

UH_INLINE column_sums column_join(const size_t rows, const size_t vectors, column_sums a,
                                  column_sums b) {
  UH_UNROLL for (size_t i = 0; i < rows; i += 1) {
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
      a.of[i][v] += b.of[i][v];
      UH_COMPUTED(a.of[i][v]);
    }
  }
  return a;
}

// The eight lanes of a tile, each what LANE makes of its number, joined.
#define UH_COLUMN_LANES(TOTAL, ROWS, VECTORS, LANE)             \
  column_sums TOTAL = LANE(0);                                  \
  {                                                             \
    TOTAL = column_join(ROWS, VECTORS, TOTAL, LANE(4));         \
    column_sums part = LANE(2);                                 \
    part = column_join(ROWS, VECTORS, part, LANE(6));           \
    TOTAL = column_join(ROWS, VECTORS, TOTAL, part);            \
    column_sums odd = LANE(1);                                  \
    odd = column_join(ROWS, VECTORS, odd, LANE(5));             \
    part = LANE(3);                                             \
    part = column_join(ROWS, VECTORS, part, LANE(7));           \
    odd = column_join(ROWS, VECTORS, odd, part);                \
    TOTAL = column_join(ROWS, VECTORS, TOTAL, odd);             \
  }

// A tile's sums to `out`, added to what is there if the product goes on from it, and finished, with
// what lies at `operand` if it has an epilogue.
UH_INLINE void column_store(const size_t rows, const size_t vectors, const uh_product_shape *p,
                            column_sums total, const double *column, const double *operand,
                            double *out) {
#define UH_EACH_SUM(SUM)                                                              \
  UH_UNROLL for (size_t i = 0; i < rows; i += 1) {                                    \
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) { SUM }                         \
  }
  if (p->adds) {
    UH_EACH_SUM(total.of[i][v] = vector_load(out + i * p->out_row + v * UH_LANES) + total.of[i][v];)
  } else {
    UH_EACH_SUM(total.of[i][v] = 0.0 + total.of[i][v];)
  }
  if (column) UH_EACH_SUM(total.of[i][v] += vector_of(column[i]);)
  finish(rows, vectors, p, total.of[0], UH_COLUMN_VECTORS, operand);
  UH_EACH_SUM(vector_store(out + i * p->out_row + v * UH_LANES, total.of[i][v]);)
#undef UH_EACH_SUM
}

UH_INLINE void column_tile(const size_t rows, const size_t vectors, const uh_product_shape *p,
                           const double *a, const double *b, const double *column,
                           const double *operand, double *out) {
#define UH_LANE(L) column_lane(rows, vectors, p, a, b, L)
  UH_COLUMN_LANES(total, rows, vectors, UH_LANE)
#undef UH_LANE
  column_store(rows, vectors, p, total, column, operand, out);
}

// The tile's sizes as constants.
#define UH_COLUMN_TILE(ROWS, VECTORS)                                                         \
  static __attribute__((noinline)) void column_tile_##ROWS##_##VECTORS(                       \
      const uh_product_shape *p, const double *a, const double *b, const double *column,      \
      const double *operand, double *out) {                                                   \
    column_tile(ROWS, VECTORS, p, a, b, column, operand, out);                                \
  }
UH_COLUMN_TILE(1, 1)
UH_COLUMN_TILE(1, 2)
UH_COLUMN_TILE(2, 1)
UH_COLUMN_TILE(2, 2)
#if UH_COLUMN_ROWS >= 4
UH_COLUMN_TILE(4, 1)
UH_COLUMN_TILE(4, 2)
#endif
#if UH_COLUMN_ROWS == 6
UH_COLUMN_TILE(6, 1)
UH_COLUMN_TILE(6, 2)
#endif

typedef void column_tile_function(const uh_product_shape *p, const double *a, const double *b,
                                  const double *column, const double *operand, double *out);

// Rows first ..< end of so many vectors of columns from j.
static void column_strip(const uh_product_shape *p, size_t first, size_t end, size_t vectors,
                         size_t j) {
  static const struct {
    size_t rows;
    column_tile_function *of[UH_COLUMN_VECTORS];
  } tiles[] = {
#if UH_COLUMN_ROWS == 6
      {6, {column_tile_6_1, column_tile_6_2}},
#endif
#if UH_COLUMN_ROWS >= 4
      {4, {column_tile_4_1, column_tile_4_2}},
#endif
      {2, {column_tile_2_1, column_tile_2_2}},
      {1, {column_tile_1_1, column_tile_1_2}},
  };
  size_t size = 0;
  for (size_t i = first; i < end; i += tiles[size].rows) {
    while (end - i < tiles[size].rows) size += 1;
    tiles[size].of[vectors - 1](
        p, p->a + i * p->a_row, p->b + j, p->column ? p->column + i : NULL,
        p->epilogue ? p->epilogue + i * p->epilogue_row + j : NULL, p->out + i * p->out_row + j);
  }
}

// The columns from j on, fewer than a vector: element by element.
static void rest_of_columns(const uh_product_shape *p, size_t j) {
  if (j == p->columns) return;
  uh_product_shape rest = *p;
  rest.b += j;
  rest.out += j;
  if (rest.epilogue) rest.epilogue += j;
  rest.columns -= j;
  uh_reference_product(&rest, NULL);
}

#if UH_LANES >= 4
#include "product_unrolled.h"
#endif

// Doubles of a that stay in the nearest cache while all columns of b pass: 16 KB.
#define UH_COLUMN_SPACE 2048

// For more than eight terms, at most a chunk of them, of a b that lies row by row.
static void columns_product(const uh_product_shape *p) {
  const size_t whole = p->columns / UH_LANES * UH_LANES;
  const size_t block = UH_COLUMN_SPACE / p->inner / UH_COLUMN_ROWS * UH_COLUMN_ROWS;
  for (size_t i = 0; i < p->rows; i += block) {
    size_t end = p->rows - i < block ? p->rows : i + block;
#if UH_LANES >= 4
    double copy[UH_COLUMN_SPACE];
    const unrolled_rows rows = unrolled_rows_of(p, i, end, copy);
#endif
    for (size_t j = 0; j < whole;) {
      size_t vectors = whole - j >= 2 * UH_LANES ? 2 : 1, first = i;
#if UH_LANES >= 4
      if (vectors == 2 && p->inner <= UH_UNROLLED_TERMS) first = unrolled_strip(p, rows, j);
#endif
      column_strip(p, first, end, vectors, j);
      j += vectors * UH_LANES;
    }
  }
  rest_of_columns(p, whole);
}
