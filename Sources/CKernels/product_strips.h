// Products with few terms, or some dozens, of a b that lies column by column: strips of it are
// copied row by row, for the kernels that want it so.

// Columns of a strip, and from a row of its copy to the next.
#define UH_STRIP 64
#define UH_STRIP_ROW (UH_STRIP + 8)

// `columns` columns of b, terms of each contiguous, to rows.
static void copy_strip(const double *b, size_t b_column, size_t terms, size_t columns,
                       double *to) {
  size_t j = 0;
  for (; j + UH_LANES <= columns; j += UH_LANES) {
    const double *from = b + j * b_column;
    size_t k = 0;
    for (; k + UH_LANES <= terms; k += UH_LANES) {
      vector block[UH_LANES];
      UH_UNROLL for (size_t c = 0; c < UH_LANES; c += 1) {
        block[c] = vector_load(from + c * b_column + k);
      }
      transpose(block);
      UH_UNROLL for (size_t c = 0; c < UH_LANES; c += 1) {
        vector_store(to + (k + c) * UH_STRIP_ROW + j, block[c]);
      }
    }
    for (; k < terms; k += 1) {
      for (size_t c = 0; c < UH_LANES; c += 1) {
        to[k * UH_STRIP_ROW + j + c] = from[c * b_column + k];
      }
    }
  }
  for (; j < columns; j += 1) {
    for (size_t k = 0; k < terms; k += 1) to[k * UH_STRIP_ROW + j] = b[j * b_column + k];
  }
}

// Whether copying strips of b pays: enough rows read each of them, and whole vectors.
static bool strips_pay(const uh_product_shape *p) {
  return p->b_inner == 1 && p->b_column != 1 && p->inner <= UH_COLUMN_TERMS &&
         p->rows >= 8 && p->columns >= UH_LANES;
}

static void strips_product(const uh_product_shape *p) {
  double copy[UH_COLUMN_TERMS * UH_STRIP_ROW];
  uh_product_shape part = *p;
  part.b_inner = UH_STRIP_ROW;
  part.b_column = 1;
  for (size_t j = 0; j < p->columns; j += UH_STRIP) {
    part.columns = p->columns - j < UH_STRIP ? p->columns - j : UH_STRIP;
    copy_strip(p->b + j * p->b_column, p->b_column, p->inner, part.columns, copy);
    part.b = copy;
    part.out = p->out + j;
    if (p->epilogue) part.epilogue = p->epilogue + j;
    if (p->inner <= UH_SUM_LANES) {
      few_terms_product(&part);
    } else {
      columns_product(&part);
    }
  }
}
