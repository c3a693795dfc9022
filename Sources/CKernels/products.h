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

// All results with their partners, in a pass that costs little where there are many terms.
static void join_partner(const uh_product_shape *p) {
  if (!p->partner) return;
  for (size_t i = 0; i < p->rows; i += 1) {
    double *row = p->out + i * p->out_row;
    const double *partner = p->partner + i * p->partner_row;
    switch (p->joined_by) {
      case UH_THROUGH_SIGMOID: both_through_sigmoid(row, partner, row, p->columns); break;
      case UH_THROUGH_TANH: both_through_tanh(row, partner, row, p->columns); break;
      default: both_multiply(row, partner, row, p->columns); break;
    }
  }
}

static void product(const uh_product_shape *p, double *space) {
  if (p->inner == 0) {
    uh_reference_product(p, NULL);
  } else if (few_terms_pay(p)) {
    few_terms_product(p);
  } else if (dots_pay(p)) {
    dots(p);
    join_partner(p);
  } else if (columns_pay(p)) {
    columns_product(p);
  } else {
    panels(p, space);
    join_partner(p);
  }
}
