// All kernels of one width and their table. A file of its own for each width
// (width_*.c) includes this with UH_LANES, UH_TABLE and UH_NAME set.

#include "reference.h"
#include "functions.h"
#ifdef UH_WIDE
#include "wide.h"
#endif
#include "double_double.h"
#include "circular.h"
#include "elementwise.h"
#include "powers.h"

#if UH_LANES == 1
#define UH_ORDERED(NAME) uh_reference_##NAME
#else
#include "sums.h"
#include "products.h"
#define UH_ORDERED(NAME) NAME
#endif

#include "plan.h"

#define UH_VALUE(NAME, name) [UH_##NAME] = value_##name,
#define UH_ARRAY(NAME, name) [UH_##NAME] = array_##name,
#define UH_TWO_ARRAYS(NAME, name) [UH_##NAME] = both_##name,
#define UH_ARRAY_AND_NUMBER(NAME, name) [UH_##NAME] = scalar_second_##name,
#define UH_NUMBER_BEFORE_ARRAY(NAME, name) [UH_##NAME] = scalar_first_##name,

const uh_kernels UH_TABLE = {
    .name = UH_NAME,
    .lanes = UH_LANES,
    .value = {UH_UNARY_LIST(UH_VALUE)},
    .unary = {UH_UNARY_LIST(UH_ARRAY)},
    .both = {UH_BINARY_LIST(UH_TWO_ARRAYS)},
    .scalar_second = {UH_BINARY_LIST(UH_ARRAY_AND_NUMBER)},
    .scalar_first = {UH_BINARY_LIST(UH_NUMBER_BEFORE_ARRAY)},
    .fused_multiply_add = fused_multiply_add,
    .power = scalar_power,
    .log_correctly_rounded = value_log_correctly_rounded,
    .logs_correctly_rounded = array_log_correctly_rounded,
    .sum = UH_ORDERED(sum),
    .sum_rows = UH_ORDERED(sum_rows),
    .sum_columns = UH_ORDERED(sum_columns),
    .product = UH_ORDERED(product),
    .product_workspace = UH_ORDERED(workspace),
    .packed_count = UH_ORDERED(packed_count),
    .pack = UH_ORDERED(pack),
    .plan_shape = plan_shape,
    .plan_function = plan_function,
    .plan_group = plan_group,
};
