// Matrix products in the order of sum_order.h, for one width: three ways to the same bits,
// by size and by where memory is contiguous.

UH_INLINE size_t lane_terms(size_t terms, size_t lane) {
  return (terms + UH_SUM_LANES - 1 - lane) / UH_SUM_LANES;
}

// What becomes of results, their column added: rows x vectors of them, a row of `of` of_row after
// the one before, with what lies at `operand` if there is an epilogue.
UH_INLINE void finish(const size_t rows, const size_t vectors, const uh_product_shape *p,
                      vector *of, const size_t of_row, const double *operand) {
#define UH_FINISH(RESULT)                                                             \
  UH_UNROLL for (size_t i = 0; i < rows; i += 1) {                                    \
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {                               \
      vector x = of[i * of_row + v];                                                  \
      of[i * of_row + v] = RESULT;                                                    \
    }                                                                                 \
  }                                                                                   \
  return
#define UH_OPERAND vector_load(operand + i * p->epilogue_row + v * UH_LANES)
  if (p->rectifies) { UH_FINISH(vector_relu(x)); }
  if (!operand) return;
  switch (p->epilogue_function) {
    case UH_SIGMOID_BACKWARD: UH_FINISH(vector_sigmoid_backward(x, UH_OPERAND));
    case UH_TANH_BACKWARD: UH_FINISH(vector_tanh_backward(x, UH_OPERAND));
    case UH_RELU_BACKWARD: UH_FINISH(vector_relu_backward(x, UH_OPERAND));
    default: UH_FINISH(x * UH_OPERAND);
  }
#undef UH_OPERAND
#undef UH_FINISH
}

// The same at row i and columns from j.
UH_INLINE vector finished(const uh_product_shape *p, vector result, size_t i, size_t j) {
  finish(1, 1, p, &result, 1, p->epilogue ? p->epilogue + i * p->epilogue_row + j : NULL);
  return result;
}

// The same of so many rows from i and columns from j, which lie where they go. The shape is a copy:
// what is stored might lie in the original.
static void finish_stored(uh_product_shape shape, size_t i, size_t rows, size_t j,
                          size_t columns) {
  for (size_t end = i + rows; i < end; i += 1) {
    double *out = shape.out + i * shape.out_row + j;
    size_t v = 0;
    for (; v + UH_LANES <= columns; v += UH_LANES) {
      vector_store(out + v, finished(&shape, vector_load(out + v), i, j + v));
    }
    if (v == columns) continue;
    vector rest = vector_load_part(out + v, columns - v, 0.0);
    vector_store_part(out + v, finished(&shape, rest, i, j + v), columns - v);
  }
}

// UH_LANES vectors as rows become columns: as many interleavings of halves as it takes.
UH_INLINE void transpose(vector *rows) {
#if UH_LANES == 8
#define UH_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define UH_HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#elif UH_LANES == 4
#define UH_LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define UH_HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#else
#define UH_LOW(a, b) __builtin_shufflevector(a, b, 0, 2)
#define UH_HIGH(a, b) __builtin_shufflevector(a, b, 1, 3)
#endif
  UH_UNROLL for (size_t pass = 1; pass < UH_LANES; pass *= 2) {
    vector next[UH_LANES];
    UH_UNROLL for (size_t i = 0; i < UH_LANES / 2; i += 1) {
      next[2 * i] = UH_LOW(rows[i], rows[i + UH_LANES / 2]);
      next[2 * i + 1] = UH_HIGH(rows[i], rows[i + UH_LANES / 2]);
    }
    UH_UNROLL for (size_t i = 0; i < UH_LANES; i += 1) rows[i] = next[i];
  }
}

#include "product_tiles.h"
#include "product_panels.h"
#include "product_dots.h"
#include "product_few_terms.h"
#include "product_columns.h"
#include "product_rows.h"
#include "product_strips.h"

// Whether both factors are contiguous along an inner dimension long enough for it to pay: neither is
// copied then, but each tile reads all of them again.
static bool dots_pay(const uh_product_shape *p) {
  if (p->a_inner != 1 || p->b_inner != 1 || p->inner < 2 * UH_SUM_LANES) return false;
#if UH_LANES == 4
  // There are as many sums to a tile here as to a panel's, and loads.
  if (p->inner > UH_COLUMN_TERMS && (p->inner <= UH_DOT_TERMS || p->columns <= 64)) return true;
#endif
  return (p->rows < 16 || p->columns < 24) && (p->inner >= 64 || !strips_pay(p));
}

// Whether copying b, so that its columns are contiguous along the inner dimension, pays: there are
// few of them, and a's rows are long.
static bool copied_dots_pay(const uh_product_shape *p) {
  return p->a_inner == 1 && p->b_inner != 1 && p->inner > UH_COLUMN_TERMS && p->rows >= 8 &&
         p->columns <= 2 * UH_LANES;
}

// Whole vectors, at different places of the cache.
static size_t copied_column(const uh_product_shape *p) { return (p->inner + 7) / 8 * 8 + 8; }

// b's columns one after another.
static void copy_columns(const uh_product_shape *p, double *to) {
  size_t step = copied_column(p);
  for (size_t k = 0; k < p->inner; k += 1) {
    const double *from = p->b + k * p->b_inner;
    for (size_t j = 0; j < p->columns; j += 1) to[j * step + k] = from[j * p->b_column];
  }
}

static void copied_dots(const uh_product_shape *p, double *space) {
  uh_product_shape copied = *p;
  copied.b = p->packed ? p->packed : space;
  copied.b_inner = 1;
  copied.b_column = copied_column(p);
  if (!p->packed) copy_columns(p, space);
  dots(&copied);
}

static bool few_terms_pay(const uh_product_shape *p) {
  return p->inner <= UH_SUM_LANES && p->b_column == 1;
}

// Whether b's rows can be read where they lie, a tile's columns of all of them at a time.
static bool columns_pay(const uh_product_shape *p) {
  return p->b_column == 1 && p->inner > UH_SUM_LANES && p->inner <= UH_COLUMN_TERMS;
}

static bool row_pays(const uh_product_shape *p) {
  return p->rows == 1 && p->b_column == 1 && p->inner > UH_SUM_LANES;
}

static bool panels_pay(const uh_product_shape *p) {
  return p->inner > 0 && !few_terms_pay(p) && !strips_pay(p) && !dots_pay(p) && !row_pays(p) &&
         !columns_pay(p) && !copied_dots_pay(p);
}

// For this shape, and for any with fewer rows, columns or terms, which may be worked on in another
// way: threads share the rows, and the last examples are fewer.
static size_t workspace(const uh_product_shape *p) {
  if (p->inner == 0 || (p->b_column == 1 && p->inner <= UH_COLUMN_TERMS)) return 0;
  size_t copied = p->inner > UH_COLUMN_TERMS ? 2 * UH_LANES * copied_column(p) : 0;
  size_t most = panels_workspace(p);
  return copied > most ? copied : most;
}

static size_t packed_count(const uh_product_shape *p) {
  if (copied_dots_pay(p)) return p->columns * copied_column(p);
  return panels_pay(p) && p->rows > UH_TILE_ROWS ? panels_packed_count(p) : 0;
}

static void pack(const uh_product_shape *p, double *to) {
  if (copied_dots_pay(p)) {
    copy_columns(p, to);
  } else {
    panels_pack(p, to);
  }
}

static void product(const uh_product_shape *p, double *space) {
  if (p->inner == 0) {
    uh_reference_product(p, NULL);
  } else if (few_terms_pay(p)) {
    few_terms_product(p);
  } else if (dots_pay(p)) {
    dots(p);
    if (p->rectifies || p->epilogue) finish_stored(*p, 0, p->rows, 0, p->columns);
  } else if (strips_pay(p)) {
    strips_product(p);
  } else if (row_pays(p)) {
    row_product(p);
  } else if (columns_pay(p)) {
    columns_product(p);
  } else if (copied_dots_pay(p)) {
    copied_dots(p, space);
    if (p->rectifies || p->epilogue) finish_stored(*p, 0, p->rows, 0, p->columns);
  } else {
    panels(p, space);
  }
}
