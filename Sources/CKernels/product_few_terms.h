// Products with an inner dimension of at most eight: each lane has one product at most.

// The tree of sum_order.h without the lanes that have no term.
UH_INLINE vector few_terms_joined(const size_t inner, vector *t) {
  UH_UNROLL for (size_t k = 4; k < inner; k += 1) t[k - 4] += t[k];
  UH_UNROLL for (size_t k = 2; k < 4 && k < inner; k += 1) t[k - 2] += t[k];
  return inner > 1 ? t[0] + t[1] : t[0];
}

// Added to the 0 that sums begin with.
UH_INLINE vector few_terms_sum(const size_t inner, vector *t) {
  return 0.0 + few_terms_joined(inner, t);
}

// Rows of the result at a time, as many as there are registers for their elements of a, while the
// rows of b pass: what is read and written lies in sequence.
#define UH_FEW_TERMS_ROWS 4
#define UH_FEW_TERMS_VECTORS 2

// So many vectors of columns from j, the last of `count` elements, of so many rows from i, whose
// elements of a are x.
UH_INLINE void few_terms_at(const size_t inner, const size_t rows, const size_t vectors,
                            const uh_product_shape *p, vector x[][UH_SUM_LANES], size_t i,
                            size_t j, size_t count) {
#define UH_EACH_TOTAL(EXPRESSION)                                                     \
  UH_UNROLL for (size_t r = 0; r < rows; r += 1) {                                    \
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {                               \
      const double *before = out + r * p->out_row + v * UH_LANES;                     \
      (void)before;                                                                   \
      totals[r][v] = EXPRESSION;                                                      \
    }                                                                                 \
  }
  const bool whole = count == UH_LANES;
  double *out = p->out + i * p->out_row + j;
  vector totals[UH_FEW_TERMS_ROWS][UH_FEW_TERMS_VECTORS];
  UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
    vector y[UH_SUM_LANES];
    UH_UNROLL for (size_t k = 0; k < inner; k += 1) {
      const double *from = p->b + k * p->b_inner + j + v * UH_LANES;
      y[k] = whole ? vector_load(from) : vector_load_part(from, count, 0.0);
    }
    UH_UNROLL for (size_t r = 0; r < rows; r += 1) {
      vector t[UH_SUM_LANES];
      UH_UNROLL for (size_t k = 0; k < inner; k += 1) t[k] = x[r][k] * y[k];
      totals[r][v] = few_terms_sum(inner, t);
    }
  }
  if (p->adds && whole) UH_EACH_TOTAL(vector_load(before) + totals[r][v])
  if (p->adds && !whole) UH_EACH_TOTAL(vector_load_part(before, count, 0.0) + totals[r][v])
  if (p->column) UH_EACH_TOTAL(totals[r][v] + vector_of(p->column[i + r]))
  finish(rows, vectors, p, totals[0], UH_FEW_TERMS_VECTORS,
         p->epilogue ? p->epilogue + i * p->epilogue_row + j : NULL);
  UH_UNROLL for (size_t r = 0; r < rows; r += 1) {
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
      double *to = out + r * p->out_row + v * UH_LANES;
      if (whole) {
        vector_store(to, totals[r][v]);
      } else {
        vector_store_part(to, totals[r][v], count);
      }
    }
  }
#undef UH_EACH_TOTAL
}

// So many rows at a time from i on, while there are as many; returns the row after them.
UH_INLINE size_t few_terms_rows(const size_t inner, const size_t rows, const uh_product_shape *p,
                                size_t i) {
  const uh_product_shape shape = *p;  // which no result overwrites
  for (; i + rows <= shape.rows; i += rows) {
    vector x[UH_FEW_TERMS_ROWS][UH_SUM_LANES];
    UH_UNROLL for (size_t r = 0; r < rows; r += 1) {
      UH_UNROLL for (size_t k = 0; k < inner; k += 1) {
        x[r][k] = vector_of(shape.a[(i + r) * shape.a_row + k * shape.a_inner]);
      }
    }
    const size_t columns = shape.columns;
    size_t j = 0;
    for (; j + UH_FEW_TERMS_VECTORS * UH_LANES <= columns; j += UH_FEW_TERMS_VECTORS * UH_LANES) {
      few_terms_at(inner, rows, UH_FEW_TERMS_VECTORS, &shape, x, i, j, UH_LANES);
    }
    if (j + UH_LANES <= columns) {
      few_terms_at(inner, rows, 1, &shape, x, i, j, UH_LANES);
      j += UH_LANES;
    }
    if (j < columns) few_terms_at(inner, rows, 1, &shape, x, i, j, columns - j);
  }
  return i;
}

UH_INLINE void few_terms(const size_t inner, const uh_product_shape *p) {
  size_t i = 0;
  if (inner <= 2) i = few_terms_rows(inner, 4, p, i);
  if (inner <= 4) i = few_terms_rows(inner, 2, p, i);
  few_terms_rows(inner, 1, p, i);
}

static void few_terms_product(const uh_product_shape *p) {
  switch (p->inner) {
    case 1: few_terms(1, p); break;
    case 2: few_terms(2, p); break;
    case 3: few_terms(3, p); break;
    case 4: few_terms(4, p); break;
    case 5: few_terms(5, p); break;
    case 6: few_terms(6, p); break;
    case 7: few_terms(7, p); break;
    default: few_terms(8, p); break;
  }
}
