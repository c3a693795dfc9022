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

#define UH_UNARY_TABLE(PREFIX)                                               \
  {                                                                          \
    [UH_NEGATE] = PREFIX##_negate, [UH_ABSOLUTE] = PREFIX##_absolute,        \
    [UH_SQUARE] = PREFIX##_square, [UH_SQRT] = PREFIX##_sqrt,                \
    [UH_RELU] = PREFIX##_relu, [UH_SIGMOID_SLOPE] = PREFIX##_sigmoid_slope,  \
    [UH_TANH_SLOPE] = PREFIX##_tanh_slope, [UH_EXP] = PREFIX##_exp,          \
    [UH_EXPM1] = PREFIX##_expm1, [UH_LOG] = PREFIX##_log,                    \
    [UH_LOG1P] = PREFIX##_log1p, [UH_TANH] = PREFIX##_tanh,                  \
    [UH_SIGMOID] = PREFIX##_sigmoid, [UH_SOFTPLUS] = PREFIX##_softplus,      \
    [UH_LOG2] = PREFIX##_log2, [UH_LOG10] = PREFIX##_log10,                  \
    [UH_SIN] = PREFIX##_sin, [UH_COS] = PREFIX##_cos,                        \
    [UH_SIGN] = PREFIX##_sign, [UH_NOT] = PREFIX##_not,                      \
    [UH_FLOOR] = PREFIX##_floor, [UH_CEIL] = PREFIX##_ceil,                  \
    [UH_RINT] = PREFIX##_rint, [UH_TRUNCATE] = PREFIX##_truncate,            \
  }

#define UH_BINARY_TABLE(PREFIX)                                              \
  {                                                                          \
    [UH_ADD] = PREFIX##_add, [UH_SUBTRACT] = PREFIX##_subtract,              \
    [UH_MULTIPLY] = PREFIX##_multiply, [UH_DIVIDE] = PREFIX##_divide,        \
    [UH_MAXIMUM] = PREFIX##_maximum, [UH_MINIMUM] = PREFIX##_minimum,        \
    [UH_POWER] = PREFIX##_power, [UH_ARRAY_POWER] = PREFIX##_array_power,    \
    [UH_EQUAL] = PREFIX##_equal, [UH_NOT_EQUAL] = PREFIX##_not_equal,        \
    [UH_LESS] = PREFIX##_less, [UH_LESS_EQUAL] = PREFIX##_less_equal,        \
    [UH_GREATER] = PREFIX##_greater,                                         \
    [UH_GREATER_EQUAL] = PREFIX##_greater_equal,                             \
    [UH_AND] = PREFIX##_and, [UH_OR] = PREFIX##_or,                          \
    [UH_SIGMOID_BACKWARD] = PREFIX##_sigmoid_backward,                         \
    [UH_TANH_BACKWARD] = PREFIX##_tanh_backward,                               \
    [UH_BCE_TERM] = PREFIX##_bce_term, [UH_XOR] = PREFIX##_xor,          \
    [UH_FLOOR_DIVIDE] = PREFIX##_floor_divide,                               \
    [UH_REMAINDER] = PREFIX##_remainder,                                     \
  }

const uh_kernels UH_TABLE = {
    .name = UH_NAME,
    .lanes = UH_LANES,
    .value = UH_UNARY_TABLE(value),
    .unary = UH_UNARY_TABLE(array),
    .both = UH_BINARY_TABLE(both),
    .scalar_second = UH_BINARY_TABLE(scalar_second),
    .scalar_first = UH_BINARY_TABLE(scalar_first),
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
