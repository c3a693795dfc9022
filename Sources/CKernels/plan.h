// A plan's instructions, for one width. Rows are worked off in whole vectors, into the
// memory behind them.

UH_INLINE size_t whole_vectors(size_t columns) {
  return (columns + UH_LANES - 1) / UH_LANES * UH_LANES;
}

UH_INLINE size_t plan_columns(const uh_instruction *in, const uh_frame *frame) {
  return in->columns ? in->columns : frame->width;
}

UH_INLINE double *plan_place(const uh_operand *operand, const uh_frame *frame) {
  return (double *)((char *)operand->start + frame->offset[operand->addressing]);
}

#include "plan_elements.h"
#include "plan_moves.h"
#include "plan_lanes.h"
#include "plan_products.h"
#include "plan_sums.h"
#include "plan_extremes.h"

static uh_plan_function *plan_function(const uh_instruction *in) {
#define UH_PLAN_ENTRY(NAME, name) [UH_PLAN_##NAME] = plan_##name,
  static uh_plan_function *const functions[] = {UH_PLAN_LIST(UH_PLAN_ENTRY)};
  if (in->rows == 1 && in->operation == UH_PLAN_UNARY) return plan_unary_row;
  if (in->rows == 1 && in->operation == UH_PLAN_BOTH) {
    switch (in->function) {
#define UH_PLAN_ROW_CASE(NAME, name) case UH_##NAME: return plan_##name##_row;
      UH_ROW_LIST(UH_PLAN_ROW_CASE)
      default: return plan_both_row;
    }
  }
#if UH_LANES > 1
  if (in->operation == UH_PLAN_PRODUCT) return plan_product_for(in);
#endif
  return functions[in->operation];
}
