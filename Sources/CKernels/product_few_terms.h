// Products with an inner dimension of at most eight: each lane has one product at most.
// The vectors of b for some columns stay in registers while all rows of a pass.
UH_INLINE void few_terms(const size_t inner, const uh_product_shape *p) {
  for (size_t j = 0; j < p->columns; j += UH_LANES) {
    size_t count = p->columns - j < UH_LANES ? p->columns - j : UH_LANES;
    vector y[UH_SUM_LANES];
    UH_UNROLL for (size_t k = 0; k < inner; k += 1) {
      const double *from = p->b + k * p->b_inner + j;
      y[k] = count == UH_LANES ? vector_load(from) : vector_load_part(from, count, 0.0);
    }
    for (size_t i = 0; i < p->rows; i += 1) {
      vector t[UH_SUM_LANES];
      UH_UNROLL for (size_t k = 0; k < inner; k += 1) {
        t[k] = vector_of(p->a[i * p->a_row + k * p->a_inner]) * y[k];
      }
      // The tree of sum_order.h without the lanes that have no term.
      UH_UNROLL for (size_t k = 4; k < inner; k += 1) t[k - 4] += t[k];
      UH_UNROLL for (size_t k = 2; k < 4 && k < inner; k += 1) t[k - 2] += t[k];
      vector total = inner > 1 ? t[0] + t[1] : t[0];
      double *to = p->out + i * p->out_row + j;
      if (!p->adds) {
        total = 0.0 + total;
      } else if (count == UH_LANES) {
        total = vector_load(to) + total;
      } else {
        total = vector_load_part(to, count, 0.0) + total;
      }
      if (p->column) total += vector_of(p->column[i]);
      if (count == UH_LANES) {
        vector_store(to, total);
      } else {
        vector_store_part(to, total, count);
      }
    }
  }
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
