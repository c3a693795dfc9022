// Sums in the order of sum_order.h, for one width: the eight lanes lie in 8 / UH_LANES
// vectors.

#include "sum_order.h"

#define UH_LANE_VECTORS (UH_SUM_LANES / UH_LANES)

// The lanes joined: ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7)).
UH_INLINE double join(const vector *lanes) {
#if UH_LANES >= 4
  typedef double four __attribute__((vector_size(32)));
  typedef double two __attribute__((vector_size(16)));
#if UH_LANES == 8
  four quarter = __builtin_shufflevector(lanes[0], lanes[0], 0, 1, 2, 3) +
                 __builtin_shufflevector(lanes[0], lanes[0], 4, 5, 6, 7);
#else
  four quarter = lanes[0] + lanes[1];
#endif
  two half = __builtin_shufflevector(quarter, quarter, 0, 1) +
             __builtin_shufflevector(quarter, quarter, 2, 3);
  return half[0] + half[1];
#else
  vector half = (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
  return half[0] + half[1];
#endif
}

// Rows whose sums are taken abreast: each addition waits for the one before it.
#define UH_SUM_ROWS 4

// Adds to `totals` the sums of `rows` rows of at most a chunk, from column `start` on.
UH_INLINE void sum_chunks(const size_t rows, const double *const *values, size_t start,
                          size_t count, double *totals) {
  vector lanes[UH_SUM_ROWS][UH_LANE_VECTORS];
  for (size_t r = 0; r < rows; r += 1) {
    for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) lanes[r][v] = vector_of(0.0);
  }
  size_t i = 0;
  for (; i + UH_SUM_LANES <= count; i += UH_SUM_LANES) {
    for (size_t r = 0; r < rows; r += 1) {
      for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {
        lanes[r][v] += vector_load(values[r] + start + i + v * UH_LANES);
      }
    }
  }
  for (size_t r = 0; r < rows; r += 1) {
    if (i < count) {
      double rest[UH_SUM_LANES] = {0};
      for (size_t j = 0; i + j < count; j += 1) rest[j] = values[r][start + i + j];
      for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {
        lanes[r][v] += vector_load(rest + v * UH_LANES);
      }
    }
    totals[r] += join(lanes[r]);
  }
}

// Adds to each of `rows` totals the sum of a row.
UH_INLINE void add_row_sums(const size_t rows, const double *const *values, size_t count,
                            double *totals) {
  for (size_t start = 0; start < count; start += UH_SUM_CHUNK) {
    size_t length = count - start < UH_SUM_CHUNK ? count - start : UH_SUM_CHUNK;
    sum_chunks(rows, values, start, length, totals);
  }
}

static double sum(const double *values, size_t count, size_t stride) {
  if (stride != 1) return uh_reference_sum(values, count, stride);
  double total = 0.0;
  add_row_sums(1, &values, count, &total);
  return total;
}

// The sums of at most UH_SUM_ROWS rows of so many columns: added to what is there if they go on
// from it.
static void sum_some_rows(const double *const *rows, size_t count, size_t columns, bool adds,
                          double *const *outs) {
  double totals[UH_SUM_ROWS] = {0};
  if (adds) {
    for (size_t r = 0; r < count; r += 1) totals[r] = *outs[r];
  }
  switch (count) {
    case 1: add_row_sums(1, rows, columns, totals); break;
    case 2: add_row_sums(2, rows, columns, totals); break;
    case 3: add_row_sums(3, rows, columns, totals); break;
    default: add_row_sums(UH_SUM_ROWS, rows, columns, totals); break;
  }
  for (size_t r = 0; r < count; r += 1) *outs[r] = totals[r];
}

// matrix is rows x columns, out has `rows` elements.
static void sum_rows(const double *matrix, double *out, size_t rows, size_t columns) {
  for (size_t i = 0; i < rows; i += UH_SUM_ROWS) {
    const double *values[UH_SUM_ROWS];
    double *outs[UH_SUM_ROWS];
    size_t count = rows - i < UH_SUM_ROWS ? rows - i : UH_SUM_ROWS;
    for (size_t r = 0; r < count; r += 1) {
      values[r] = matrix + (i + r) * columns;
      outs[r] = out + i + r;
    }
    sum_some_rows(values, count, columns, false, outs);
  }
}

// The sums of UH_LANES neighbouring columns at once.
UH_INLINE vector sum_columns_vector(const double *matrix, size_t rows, size_t stride) {
  vector total = vector_of(0.0);
  for (size_t start = 0; start < rows; start += UH_SUM_CHUNK) {
    size_t end = rows - start < UH_SUM_CHUNK ? rows : start + UH_SUM_CHUNK;
    vector lane[UH_SUM_LANES];
    for (size_t l = 0; l < UH_SUM_LANES; l += 1) lane[l] = vector_of(0.0);
    size_t i = start;
    for (; i + UH_SUM_LANES <= end; i += UH_SUM_LANES) {
      for (size_t l = 0; l < UH_SUM_LANES; l += 1) {
        lane[l] += vector_load(matrix + (i + l) * stride);
      }
    }
    for (size_t l = 0; i + l < end; l += 1) lane[l] += vector_load(matrix + (i + l) * stride);
    vector chunk = ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
                   ((lane[1] + lane[5]) + (lane[3] + lane[7]));
    total += chunk;
  }
  return total;
}

// matrix is rows x columns, its rows `stride` apart; out has `columns` elements.
static void sum_columns(
    const double *matrix, double *out, size_t rows, size_t columns, size_t stride) {
  size_t j = 0;
  for (; j + UH_LANES <= columns; j += UH_LANES) {
    vector_store(out + j, sum_columns_vector(matrix + j, rows, stride));
  }
  for (; j < columns; j += 1) out[j] = uh_reference_sum(matrix + j, rows, stride);
}
