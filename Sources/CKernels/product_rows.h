// Products of a single row: its eight lanes side by side, so that b is read in the order in which
// it lies in memory, each row of it once.

#if UH_LANES == 8
#define UH_ROW_VECTORS 3
#else
#define UH_ROW_VECTORS 1
#endif

// So many vectors of columns from j.
UH_INLINE void row_columns(const size_t vectors, const uh_product_shape *p, size_t j) {
  vector total[UH_ROW_VECTORS];
  UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
    total[v] = p->adds ? vector_load(p->out + j + v * UH_LANES) : vector_of(0.0);
  }
  for (size_t start = 0; start < p->inner; start += UH_SUM_CHUNK) {
    size_t terms = p->inner - start < UH_SUM_CHUNK ? p->inner - start : UH_SUM_CHUNK;
    const double *a = p->a + start * p->a_inner, *b = p->b + start * p->b_inner + j;
    vector sums[UH_SUM_LANES][UH_ROW_VECTORS];
    UH_UNROLL for (size_t l = 0; l < UH_SUM_LANES; l += 1) {
      UH_UNROLL for (size_t v = 0; v < vectors; v += 1) sums[l][v] = vector_of(0.0);
    }
    size_t k = 0;
    for (; k + UH_SUM_LANES <= terms; k += UH_SUM_LANES) {
      UH_UNROLL for (size_t l = 0; l < UH_SUM_LANES; l += 1) {
        vector x = vector_of(*a);
        UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
          sums[l][v] = vector_fma(x, vector_load(b + v * UH_LANES), sums[l][v]);
        }
        a += p->a_inner;
        b += p->b_inner;
      }
    }
    UH_UNROLL for (size_t l = 0; l < UH_SUM_LANES - 1; l += 1) {
      if (k + l < terms) {
        vector x = vector_of(*a);
        UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
          sums[l][v] = vector_fma(x, vector_load(b + v * UH_LANES), sums[l][v]);
        }
        a += p->a_inner;
        b += p->b_inner;
      }
    }
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
      total[v] += ((sums[0][v] + sums[4][v]) + (sums[2][v] + sums[6][v])) +
                  ((sums[1][v] + sums[5][v]) + (sums[3][v] + sums[7][v]));
    }
  }
  UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
    if (p->column) total[v] += vector_of(*p->column);
    vector_store(p->out + j + v * UH_LANES, finished(p, total[v], 0, j + v * UH_LANES));
  }
}

static void row_product(const uh_product_shape *p) {
  size_t j = 0;
  for (; j + UH_ROW_VECTORS * UH_LANES <= p->columns; j += UH_ROW_VECTORS * UH_LANES) {
    row_columns(UH_ROW_VECTORS, p, j);
  }
  for (; j + UH_LANES <= p->columns; j += UH_LANES) row_columns(1, p, j);
  rest_of_columns(p, j);
}
