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

// `vectors` vectors of columns from j, of which the last has `count` elements. The vectors of b
// stay in registers while all rows of a pass.
UH_INLINE void few_terms_columns(const size_t inner, const size_t vectors,
                                 const uh_product_shape *p, size_t j, size_t count) {
  const bool whole = count == UH_LANES;
  const uh_product_shape shape = *p;  // which no result overwrites
  const double *a = shape.a;
  vector y[2][UH_SUM_LANES];
  UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
    UH_UNROLL for (size_t k = 0; k < inner; k += 1) {
      const double *from = p->b + k * p->b_inner + j + v * UH_LANES;
      y[v][k] = whole ? vector_load(from) : vector_load_part(from, count, 0.0);
    }
  }
  for (size_t i = 0; i < shape.rows; i += 1, a += shape.a_row) {
    vector x[UH_SUM_LANES];
    UH_UNROLL for (size_t k = 0; k < inner; k += 1) x[k] = vector_of(a[k * shape.a_inner]);
    vector totals[2];
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
      vector t[UH_SUM_LANES];
      UH_UNROLL for (size_t k = 0; k < inner; k += 1) t[k] = x[k] * y[v][k];
      totals[v] = few_terms_sum(inner, t);
      const double *before = shape.out + i * shape.out_row + j + v * UH_LANES;
      if (shape.adds && whole) {
        totals[v] = vector_load(before) + totals[v];
      } else if (shape.adds) {
        totals[v] = vector_load_part(before, count, 0.0) + totals[v];
      }
      if (shape.column) totals[v] += vector_of(shape.column[i]);
      totals[v] = finished(&shape, totals[v], i, j + v * UH_LANES);
    }
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
      double *to = shape.out + i * shape.out_row + j + v * UH_LANES;
      if (whole) {
        vector_store(to, totals[v]);
      } else {
        vector_store_part(to, totals[v], count);
      }
    }
  }
}

UH_INLINE void few_terms(const size_t inner, const uh_product_shape *p) {
  size_t j = 0;
  // Two vectors share the loads of a, where there are registers for it.
  if (inner <= UH_LANES / 2) {
    for (; j + 2 * UH_LANES <= p->columns; j += 2 * UH_LANES) {
      few_terms_columns(inner, 2, p, j, UH_LANES);
    }
  }
  for (; j + UH_LANES <= p->columns; j += UH_LANES) few_terms_columns(inner, 1, p, j, UH_LANES);
  if (j < p->columns) few_terms_columns(inner, 1, p, j, p->columns - j);
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
