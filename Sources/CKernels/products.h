// Matrix products in the order of sum_order.h, for one width: three ways to the same bits,
// by size and by where memory is contiguous.

#define UH_UNROLL _Pragma("clang loop unroll(full)")

UH_INLINE size_t lane_terms(size_t terms, size_t lane) {
  return (terms + UH_SUM_LANES - 1 - lane) / UH_SUM_LANES;
}

// What becomes of a result with its partner.
UH_INLINE vector joined(const uh_binary function, vector result, vector partner) {
  switch (function) {
    case UH_THROUGH_SIGMOID: return vector_through_sigmoid(result, partner);
    case UH_THROUGH_TANH: return vector_through_tanh(result, partner);
    default: return result * partner;
  }
}

UH_INLINE void join_columns(const uh_binary function, const uh_product_shape *p, size_t j,
                            size_t columns) {
  double *out = p->out + j;
  const double *partner = p->partner + j;
  for (size_t i = 0; i < p->rows; i += 1, out += p->out_row, partner += p->partner_row) {
    size_t v = 0;
    for (; v + UH_LANES <= columns; v += UH_LANES) {
      vector_store(out + v, joined(function, vector_load(out + v), vector_load(partner + v)));
    }
    if (v == columns) continue;
    vector rest = vector_load_part(out + v, columns - v, 0.0);
    vector_store_part(out + v, joined(function, rest, vector_load(partner + v)), columns - v);
  }
}

// Joins so many columns of the result from j with their partners, if there are any.
static void join_partner(const uh_product_shape *p, size_t j, size_t columns) {
  if (!p->partner) return;
  switch (p->joined_by) {
    case UH_THROUGH_SIGMOID: join_columns(UH_THROUGH_SIGMOID, p, j, columns); break;
    case UH_THROUGH_TANH: join_columns(UH_THROUGH_TANH, p, j, columns); break;
    default: join_columns(UH_MULTIPLY, p, j, columns); break;
  }
}

#include "product_tiles.h"
#include "product_panels.h"
#include "product_dots.h"
#include "product_few_terms.h"
#include "product_columns.h"

// Whether both factors are contiguous along an inner dimension long enough for it to pay.
static bool dots_pay(const uh_product_shape *p) {
  return p->a_inner == 1 && p->b_inner == 1 && p->inner >= 2 * UH_SUM_LANES &&
         (p->rows < 16 || p->columns < 24);
}

static bool few_terms_pay(const uh_product_shape *p) {
  return p->inner <= UH_SUM_LANES && p->b_column == 1;
}

// Whether b's rows can be read where they lie, a tile's columns of all of them at a time.
static bool columns_pay(const uh_product_shape *p) {
  return p->b_column == 1 && p->inner > UH_SUM_LANES && p->inner <= UH_COLUMN_TERMS;
}

static bool panels_pay(const uh_product_shape *p) {
  return p->inner > 0 && !few_terms_pay(p) && !dots_pay(p) && !columns_pay(p);
}

static size_t workspace(const uh_product_shape *p) {
  return panels_pay(p) ? panels_workspace(p) : 0;
}

static size_t packed_count(const uh_product_shape *p) {
  return panels_pay(p) && p->rows > UH_TILE_ROWS ? panels_packed_count(p) : 0;
}

static void pack(const uh_product_shape *p, double *to) { panels_pack(p, to); }

static void product(const uh_product_shape *p, double *space) {
  if (p->inner == 0) {
    uh_reference_product(p, NULL);
  } else if (few_terms_pay(p)) {
    few_terms_product(p);
  } else if (dots_pay(p)) {
    dots(p);
    join_partner(p, 0, p->columns);
  } else if (columns_pay(p)) {
    columns_product(p);
  } else {
    panels(p, space);
    join_partner(p, 0, p->columns);
  }
}
