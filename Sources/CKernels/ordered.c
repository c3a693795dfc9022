// The public sums and products: the chosen width's kernels, and the memory they work in.

#include "reference.h"

#include <stdlib.h>

double uh_sum(const double *values, size_t count, size_t stride) {
  return uh_kernels_chosen()->sum(values, count, stride);
}

void uh_sum_rows(const double *matrix, double *out, size_t rows, size_t columns) {
  uh_kernels_chosen()->sum_rows(matrix, out, rows, columns);
}

void uh_sum_columns(
    const double *matrix, double *out, size_t rows, size_t columns, size_t stride) {
  uh_kernels_chosen()->sum_columns(matrix, out, rows, columns, stride);
}

size_t uh_product_workspace(const uh_product_shape *shape) {
  return uh_kernels_chosen()->product_workspace(shape);
}

void uh_product_of(const uh_product_shape *shape, double *workspace) {
  const uh_kernels *kernels = uh_kernels_chosen();
  size_t needed = kernels->product_workspace(shape);
  double small[4096];
  if (workspace || needed <= sizeof small / sizeof small[0]) {
    kernels->product(shape, workspace ? workspace : small);
    return;
  }
  double *space = malloc(needed * sizeof(double));
  if (space) {
    kernels->product(shape, space);
    free(space);
  } else {
    // Slow, and the same bits.
    uh_reference_product(shape, NULL);
  }
}

void uh_product(
    const double *a, const double *b, double *out, size_t rows, size_t inner, size_t columns,
    size_t lda, size_t ldb, bool a_transposed, bool b_transposed) {
  uh_product_shape shape = {
      .a = a, .b = b, .column = NULL, .out = out,
      .rows = rows, .inner = inner, .columns = columns,
      .a_row = a_transposed ? 1 : lda, .a_inner = a_transposed ? lda : 1,
      .b_inner = b_transposed ? 1 : ldb, .b_column = b_transposed ? ldb : 1,
      .out_row = columns, .adds = false, .packed = NULL,
  };
  uh_product_of(&shape, NULL);
}
