// Sums and products in plain loops, in the order that sum_order.h documents: what the
// fast kernels are held against, bit for bit.

#include "reference.h"
#include "sum_order.h"

#pragma clang fp contract(off)

#include <stdbool.h>

double uh_reference_sum(const double *values, size_t count, size_t stride) {
  double total = 0.0;
  for (size_t start = 0; start < count; start += UH_SUM_CHUNK) {
    size_t end = count - start < UH_SUM_CHUNK ? count : start + UH_SUM_CHUNK;
    double lane[UH_SUM_LANES] = {0};
    for (size_t i = start; i < end; i += 1) lane[i % UH_SUM_LANES] += values[i * stride];
    double chunk = uh_join_lanes(lane);
    total += chunk;
  }
  return total;
}

void uh_reference_sum_rows(const double *matrix, double *out, size_t rows, size_t columns) {
  for (size_t i = 0; i < rows; i += 1) {
    out[i] = uh_reference_sum(matrix + i * columns, columns, 1);
  }
}

void uh_reference_sum_columns(
    const double *matrix, double *out, size_t rows, size_t columns, size_t stride) {
  for (size_t j = 0; j < columns; j += 1) {
    out[j] = uh_reference_sum(matrix + j, rows, stride);
  }
}

static double element(const uh_product_shape *p, size_t i, size_t j) {
  double total = p->adds ? p->out[i * p->out_row + j] : 0.0;
  for (size_t start = 0; start < p->inner; start += UH_SUM_CHUNK) {
    size_t end = p->inner - start < UH_SUM_CHUNK ? p->inner : start + UH_SUM_CHUNK;
    double lane[UH_SUM_LANES] = {0};
    for (size_t k = start; k < end; k += 1) {
      double x = p->a[i * p->a_row + k * p->a_inner];
      double y = p->b[k * p->b_inner + j * p->b_column];
      lane[k % UH_SUM_LANES] = __builtin_fma(x, y, lane[k % UH_SUM_LANES]);
    }
    double chunk = uh_join_lanes(lane);
    total += chunk;
  }
  if (p->column) total += p->column[i];
  if (p->rectifies) return total <= 0.0 ? 0.0 : total;
  if (!p->epilogue) return total;
  double y = p->epilogue[i * p->epilogue_row + j];
  switch (p->epilogue_function) {
    case UH_SIGMOID_BACKWARD: return (total * y) * (1.0 - y);
    case UH_TANH_BACKWARD: return total * (1.0 - y * y);
    case UH_RELU_BACKWARD: return total * (y > 0.0 ? 1.0 : 0.0);
    default: return total * y;
  }
}

size_t uh_reference_workspace(const uh_product_shape *p) {
  (void)p;
  return 0;
}

size_t uh_reference_packed_count(const uh_product_shape *p) {
  (void)p;
  return 0;
}

void uh_reference_pack(const uh_product_shape *p, double *to) {
  (void)p, (void)to;
}

void uh_reference_product(const uh_product_shape *p, double *workspace) {
  (void)workspace;
  for (size_t i = 0; i < p->rows; i += 1) {
    for (size_t j = 0; j < p->columns; j += 1) {
      p->out[i * p->out_row + j] = element(p, i, j);
    }
  }
}
