// The public functions: the chosen width's kernels by name, and the broadcast forms, each
// a row at a time.

#include "CKernels.h"

#define UH_NAMED(NAME, FUNCTION)                                               \
  double uh_##NAME(double x) { return uh_kernels_chosen()->value[FUNCTION](x); } \
  void uh_##NAME##_n(const double *values, double *out, size_t count) {        \
    uh_kernels_chosen()->unary[FUNCTION](values, out, count);                  \
  }

UH_NAMED(exp, UH_EXP)
UH_NAMED(expm1, UH_EXPM1)
UH_NAMED(log, UH_LOG)
UH_NAMED(log1p, UH_LOG1P)
UH_NAMED(tanh, UH_TANH)
UH_NAMED(sigmoid, UH_SIGMOID)
UH_NAMED(softplus, UH_SOFTPLUS)
UH_NAMED(log2, UH_LOG2)
UH_NAMED(log10, UH_LOG10)
UH_NAMED(sin, UH_SIN)
UH_NAMED(cos, UH_COS)
UH_NAMED(erf, UH_ERF)

double uh_pow(double x, double y) { return uh_kernels_chosen()->power(x, y); }

double uh_log_correctly_rounded(double x) {
  return uh_kernels_chosen()->log_correctly_rounded(x);
}

void uh_log_correctly_rounded_n(const double *values, double *out, size_t count) {
  uh_kernels_chosen()->logs_correctly_rounded(values, out, count);
}

void uh_sqrt_n(const double *values, double *out, size_t count) {
  uh_kernels_chosen()->unary[UH_SQRT](values, out, count);
}

void uh_apply_unary(uh_unary function, const double *values, double *out, size_t count) {
  uh_kernels_chosen()->unary[function](values, out, count);
}

void uh_apply(uh_binary function, const double *a, const double *b, double *out, size_t count) {
  uh_kernels_chosen()->both[function](a, b, out, count);
}

void uh_apply_scalar_second(
    uh_binary function, const double *a, double b, double *out, size_t count) {
  uh_kernels_chosen()->scalar_second[function](a, b, out, count);
}

void uh_apply_scalar_first(
    uh_binary function, double a, const double *b, double *out, size_t count) {
  uh_kernels_chosen()->scalar_first[function](a, b, out, count);
}

void uh_apply_matrix_column(
    uh_binary function, const double *matrix, const double *column, double *out,
    size_t rows, size_t columns) {
  const uh_kernels *kernels = uh_kernels_chosen();
  for (size_t i = 0; i < rows; i += 1) {
    kernels->scalar_second[function](
        matrix + i * columns, column[i], out + i * columns, columns);
  }
}

void uh_apply_column_matrix(
    uh_binary function, const double *column, const double *matrix, double *out,
    size_t rows, size_t columns) {
  const uh_kernels *kernels = uh_kernels_chosen();
  for (size_t i = 0; i < rows; i += 1) {
    kernels->scalar_first[function](
        column[i], matrix + i * columns, out + i * columns, columns);
  }
}

void uh_apply_matrix_row(
    uh_binary function, const double *matrix, const double *row, double *out,
    size_t rows, size_t columns) {
  const uh_kernels *kernels = uh_kernels_chosen();
  for (size_t i = 0; i < rows; i += 1) {
    kernels->both[function](matrix + i * columns, row, out + i * columns, columns);
  }
}

void uh_apply_row_matrix(
    uh_binary function, const double *row, const double *matrix, double *out,
    size_t rows, size_t columns) {
  const uh_kernels *kernels = uh_kernels_chosen();
  for (size_t i = 0; i < rows; i += 1) {
    kernels->both[function](row, matrix + i * columns, out + i * columns, columns);
  }
}
