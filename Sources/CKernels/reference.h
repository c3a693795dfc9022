// Sums and products in plain loops, in the order of sum_order.h: reference.c.

#pragma once

#include "CKernels.h"

double uh_reference_sum(const double *values, size_t count, size_t stride);
void uh_reference_sum_rows(const double *matrix, double *out, size_t rows, size_t columns);
void uh_reference_sum_columns(
    const double *matrix, double *out, size_t rows, size_t columns, size_t stride);
size_t uh_reference_workspace(const uh_product_shape *p);
size_t uh_reference_packed_count(const uh_product_shape *p);
void uh_reference_pack(const uh_product_shape *p, double *to);
void uh_reference_product(const uh_product_shape *p, double *workspace);
