// Elementary functions and hot loops over doubles: the same bits on every machine and
// at every vector width.
//
// The processor's best width is chosen once, at the first call; the environment variable
// UNDERHOOD_KERNELS (scalar, sse2, avx2 or avx512) asks for another, and a width that
// the processor lacks gives the best one below it. UNDERHOOD_THREADS limits the threads of a
// plan (CKernelsPlan.h). Every function is thread-safe and
// keeps no state besides that choice and the limit of the process's memory.
//
// The same bits includes the signs of zeros and excludes the sign and payload of NaNs,
// which differ between processors.

#pragma once

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What the process may take of memory altogether, in bytes; nothing limits it unless this is said.
void uh_set_memory_limit(size_t bytes);

/// The limit; SIZE_MAX where there is none.
size_t uh_memory_limit(void);

/// Whether there is room for so many bytes more: within the limit, beside all that the process has,
/// and in what the system gives it.
bool uh_memory_has_room(size_t bytes);

// What is computed of elements: one list for functions of one, one for functions of two. The
// members of the enumerations and every width's tables are made of them, so that a function
// without a kernel in some width does not compile.

/// A function of one element: UH_NEGATE, ...
#define UH_UNARY_LIST(X)                                                             \
  X(NEGATE, negate)                                                                  \
  X(ABSOLUTE, absolute)                                                              \
  X(SQUARE, square)                                                                  \
  /* x^3, rounded once. */                                                           \
  X(CUBE, cube)                                                                      \
  X(SQRT, sqrt)                                                                      \
  /* max(x, 0); -0 becomes 0, a NaN stays. */                                        \
  X(RELU, relu)                                                                      \
  /* a (1 - a), rounded as t = 1 - a, a * t: the slope of a sigmoid at its value a. */ \
  X(SIGMOID_SLOPE, sigmoid_slope)                                                    \
  /* 1 - a^2, rounded as t = a * a, 1 - t: the slope of a tanh at its value a. */    \
  X(TANH_SLOPE, tanh_slope)                                                          \
  X(EXP, exp)                                                                        \
  X(EXPM1, expm1)                                                                    \
  X(LOG, log)                                                                        \
  X(LOG1P, log1p)                                                                    \
  X(TANH, tanh)                                                                      \
  /* 1 / (1 + e^-x) */                                                               \
  X(SIGMOID, sigmoid)                                                                \
  /* log(1 + e^x) */                                                                 \
  X(SOFTPLUS, softplus)                                                              \
  X(LOG2, log2)                                                                      \
  X(LOG10, log10)                                                                    \
  X(SIN, sin)                                                                        \
  X(COS, cos)                                                                        \
  X(ERF, erf)                                                                        \
  /* -1, 0 or 1; a NaN stays. */                                                     \
  X(SIGN, sign)                                                                      \
  /* 1 where the element is 0, else 0. */                                            \
  X(NOT, not)                                                                        \
  /* To whole numbers: down, up, to the nearest (of two, the even one), towards 0. */ \
  X(FLOOR, floor)                                                                    \
  X(CEIL, ceil)                                                                      \
  X(RINT, rint)                                                                      \
  X(TRUNCATE, truncate)

/// A function of two elements: UH_ADD, ...
#define UH_BINARY_LIST(X)                                                            \
  X(ADD, add)                                                                        \
  X(SUBTRACT, subtract)                                                              \
  X(MULTIPLY, multiply)                                                              \
  X(DIVIDE, divide)                                                                  \
  /* As NumPy's: a NaN wins; of equal elements (0 and -0) the second. */             \
  X(MAXIMUM, maximum)                                                                \
  X(MINIMUM, minimum)                                                                \
  /* x^y; where y is a whole number up to 16, a product, rounded once. */            \
  X(POWER, power)                                                                    \
  /* As NumPy's `**`: the exponents 2, 1, 0.5 and -1 are x * x, x, sqrt(x), 1 / x. */ \
  X(ARRAY_POWER, array_power)                                                        \
  /* 1 where it holds, else 0. */                                                    \
  X(EQUAL, equal)                                                                    \
  X(NOT_EQUAL, not_equal)                                                            \
  X(LESS, less)                                                                      \
  X(LESS_EQUAL, less_equal)                                                          \
  X(GREATER, greater)                                                                \
  X(GREATER_EQUAL, greater_equal)                                                    \
  /* 1 where both, or one, is not 0, else 0. */                                      \
  X(AND, and)                                                                        \
  X(OR, or)                                                                          \
  /* a b (1 - b), rounded as (a * b) * (1 - b): an adjoint a through a sigmoid of value b. */ \
  X(SIGMOID_BACKWARD, sigmoid_backward)                                              \
  /* a (1 - b^2), rounded as a * (1 - b * b): an adjoint a through a tanh of value b. */ \
  X(TANH_BACKWARD, tanh_backward)                                                    \
  /* a times 1 where b > 0, else times 0: an adjoint a through a relu of, or with, value b. */ \
  X(RELU_BACKWARD, relu_backward)                                                    \
  /* 1 where a > 0, else b: the slope of a leaky relu. */                            \
  X(SLOPE, slope)                                                                    \
  /* 1 where a is above the size of b or, where b has a minus sign, where it is not; of a NaN 0. */ \
  X(ON_SIDE, on_side)                                                                \
  /* b max(log(a), -100) + (1 - b) max(log(1 - a), -100), rounded as it is written: the */ \
  /* cross-entropy of a prediction a of the target b, with the other sign. */        \
  X(BCE_TERM, bce_term)                                                              \
  /* 1 where exactly one is not 0, else 0. */                                        \
  X(XOR, xor)                                                                        \
  /* Python's `//` and `%` of floats: the remainder has the divisor's sign, and the quotient */ \
  /* is a whole number such that quotient * b + remainder is a, but for rounding. */ \
  X(FLOOR_DIVIDE, floor_divide)                                                      \
  X(REMAINDER, remainder)

#define UH_MEMBER(NAME, name) UH_##NAME,
typedef enum { UH_UNARY_LIST(UH_MEMBER) UH_UNARY_COUNT } uh_unary;
typedef enum { UH_BINARY_LIST(UH_MEMBER) UH_BINARY_COUNT } uh_binary;

/// The factors of a matrix product and where its result goes:
/// out[i][j] = (sum over k of a[i][k] * b[k][j]) + column[i].
typedef struct {
  /// a[i][k] is at a[i * a_row + k * a_inner].
  const double *a;
  /// b[k][j] is at b[k * b_inner + j * b_column].
  const double *b;
  /// Added to each column of the product; NULL for nothing.
  const double *column;
  /// out[i][j] is at out[i * out_row + j]; overlaps nothing else.
  double *out;
  size_t rows, inner, columns;
  size_t a_row, a_inner, b_inner, b_column, out_row;
  /// Whether `out` holds the sum of the chunks of the inner dimension before this one,
  /// which the product goes on from.
  bool adds;
  /// b's panels as `pack` lays them out, for a b that many products share; NULL for none.
  const double *packed;
  /// What each result is then joined with, out[i][j] = result ∘ epilogue[i * epilogue_row + j],
  /// as by the function of two elements: UH_MULTIPLY or one of the UH_..._BACKWARD. Its
  /// memory goes on for a vector behind the last element; NULL for nothing.
  const double *epilogue;
  size_t epilogue_row;
  uh_binary epilogue_function;
  /// Whether each result is then at least 0, as by UH_RELU; not with an epilogue.
  bool rectifies;
} uh_product_shape;

#include "CKernelsPlan.h"

/// One width's kernels. For users of a width that was not chosen (tests, benchmarks);
/// others call the functions below.
typedef struct uh_kernels {
  /// scalar, sse2, neon, avx2 or avx512.
  const char *name;
  /// Doubles in a vector: 1, 2, 4 or 8.
  size_t lanes;
  double (*value[UH_UNARY_COUNT])(double x);
  void (*unary[UH_UNARY_COUNT])(const double *values, double *out, size_t count);
  void (*both[UH_BINARY_COUNT])(const double *a, const double *b, double *out, size_t count);
  void (*scalar_second[UH_BINARY_COUNT])(const double *a, double b, double *out, size_t count);
  void (*scalar_first[UH_BINARY_COUNT])(double a, const double *b, double *out, size_t count);
  /// out[i] = a[i] * b[i] + c[i], rounded once: what most kernels are made of.
  void (*fused_multiply_add)(
      const double *a, const double *b, const double *c, double *out, size_t count);
  double (*power)(double x, double y);
  double (*log_correctly_rounded)(double x);
  void (*logs_correctly_rounded)(const double *values, double *out, size_t count);
  double (*sum)(const double *values, size_t count, size_t stride);
  void (*sum_rows)(const double *matrix, double *out, size_t rows, size_t columns);
  void (*sum_columns)(
      const double *matrix, double *out, size_t rows, size_t columns, size_t stride);
  void (*product)(const uh_product_shape *shape, double *workspace);
  size_t (*product_workspace)(const uh_product_shape *shape);
  /// How many doubles b's panels take for a product of this shape; 0 where it uses none.
  size_t (*packed_count)(const uh_product_shape *shape);
  void (*pack)(const uh_product_shape *shape, double *to);
  /// The shape of a product in a frame.
  uh_product_shape (*plan_shape)(const uh_instruction *instruction, const uh_frame *frame);
  /// The function that runs an instruction: one for its sizes, where there is one.
  uh_plan_function *(*plan_function)(const uh_instruction *instruction);
  /// The function that runs several instructions that are joined.
  uh_plan_function *plan_group;
} uh_kernels;

/// A width's kernels by name (scalar, sse2, neon, avx2, avx512), or NULL where the
/// processor has no such vectors or the name is another.
const uh_kernels *uh_kernels_for(const char *width);

/// Kernels with hardware for their vectors, narrower than these, of which one holds so many
/// doubles too; NULL where there are none.
const uh_kernels *uh_kernels_narrow(const uh_kernels *kernels, size_t count);

/// The chosen kernels.
const uh_kernels *uh_kernels_chosen(void);

/// Chooses a width by name from now on, or with NULL the usual one: for tests that compare
/// widths. False where there is none of that name.
bool uh_kernels_choose(const char *width);

/// The chosen width's name.
const char *uh_kernels_name(void);

// MARK: One element
//
// Largest errors found, in units in the last place of the exact result, over 4 million
// points each against libquadmath (sh Tests/CKernelsTests/Sweep/sweep.sh 4000000): even over
// the range, of any exponent, around 0 and 1, around multiples of ln 2 / 2. Where |x| < 700
// exp's error is smaller; its largest is of a subnormal result.
//
//     exp       0.76 at -0x1.6258a04bc0bebp+9    log2      0.50
//     log       0.64 at  0x1.67258eb7cad65p-1    log10     0.50
//     log1p     0.87 at -0x1.02ebd728523dbp-54   sin       0.71 at -0x1.1b7f4717b82c3p+8
//     expm1     1.13 at -0x1.21aae2931008p-2     cos       0.71 at -0x1.a9ae562bf2cdp+7
//     tanh      1.23 at  0x1.6e4fb240ccb4p-3     pow       0.75
//     sigmoid   0.80 at -0x1.3b8e281d1e5cbp+9
//     softplus  1.14 at -0x1.243c03e85766p+5     erf       1.10 at  0x1.03855bfcccdcbp+0
//
// log_correctly_rounded: none of 4 million off, nor of 1555 hard points
// (Tests/CKernelsTests/Fixtures/log_rounded.py). Special values: C99's Annex F.

double uh_exp(double x);
double uh_expm1(double x);
double uh_log(double x);
double uh_log1p(double x);
double uh_tanh(double x);
/// 1 / (1 + e^-x)
double uh_sigmoid(double x);
/// log(1 + e^x)
double uh_softplus(double x);
double uh_log2(double x);
/// Exact for powers of ten.
double uh_log10(double x);
/// Every finite x, however large.
double uh_sin(double x);
double uh_cos(double x);
double uh_erf(double x);
/// x^y
double uh_pow(double x, double y);
/// The double nearest to log(x), always: for NumPy's legacy normal numbers. Slower.
double uh_log_correctly_rounded(double x);
/// The same of `count` elements; `out` may be `values`.
void uh_log_correctly_rounded_n(const double *values, double *out, size_t count);

// MARK: Arrays of `count` elements; `out` may be `values`

void uh_exp_n(const double *values, double *out, size_t count);
void uh_expm1_n(const double *values, double *out, size_t count);
void uh_log_n(const double *values, double *out, size_t count);
void uh_log1p_n(const double *values, double *out, size_t count);
void uh_tanh_n(const double *values, double *out, size_t count);
void uh_sigmoid_n(const double *values, double *out, size_t count);
void uh_softplus_n(const double *values, double *out, size_t count);
void uh_log2_n(const double *values, double *out, size_t count);
void uh_log10_n(const double *values, double *out, size_t count);
void uh_sin_n(const double *values, double *out, size_t count);
void uh_cos_n(const double *values, double *out, size_t count);
void uh_erf_n(const double *values, double *out, size_t count);
/// IEEE's square root: correctly rounded.
void uh_sqrt_n(const double *values, double *out, size_t count);

/// Any function of one element.
void uh_apply_unary(uh_unary function, const double *values, double *out, size_t count);

/// out[i] = a[i] ∘ b[i]; `out` may be `a` or `b`.
void uh_apply(uh_binary function, const double *a, const double *b, double *out, size_t count);
/// out[i] = a[i] ∘ b
void uh_apply_scalar_second(
    uh_binary function, const double *a, double b, double *out, size_t count);
/// out[i] = a ∘ b[i]
void uh_apply_scalar_first(
    uh_binary function, double a, const double *b, double *out, size_t count);

// MARK: A rows × columns matrix, rows one after another, with a column or a row.
// `out` may be the matrix.

/// out[i][j] = matrix[i][j] ∘ column[i]
void uh_apply_matrix_column(
    uh_binary function, const double *matrix, const double *column, double *out,
    size_t rows, size_t columns);
/// out[i][j] = column[i] ∘ matrix[i][j]
void uh_apply_column_matrix(
    uh_binary function, const double *column, const double *matrix, double *out,
    size_t rows, size_t columns);
/// out[i][j] = matrix[i][j] ∘ row[j]
void uh_apply_matrix_row(
    uh_binary function, const double *matrix, const double *row, double *out,
    size_t rows, size_t columns);
/// out[i][j] = row[j] ∘ matrix[i][j]
void uh_apply_row_matrix(
    uh_binary function, const double *row, const double *matrix, double *out,
    size_t rows, size_t columns);

// MARK: Sums, in the order that sum_order.h documents

/// values[0] + values[stride] + ..., `count` of them; 0 of none.
double uh_sum(const double *values, size_t count, size_t stride);
/// out[i] = the sum of row i of a rows × columns matrix.
void uh_sum_rows(const double *matrix, double *out, size_t rows, size_t columns);
/// out[j] = the sum of column j of a rows × columns matrix, whose rows begin `stride` elements
/// after each other.
void uh_sum_columns(
    const double *matrix, double *out, size_t rows, size_t columns, size_t stride);

// MARK: Products, in the order that sum_order.h documents

/// out (rows × columns) = a (rows × inner) times b (inner × columns). `lda` and `ldb` are
/// the distances between the rows of a and b as they lie in memory; a factor that is
/// transposed lies there as inner × rows, or columns × inner. `out` overlaps neither.
void uh_product(
    const double *a, const double *b, double *out, size_t rows, size_t inner, size_t columns,
    size_t lda, size_t ldb, bool a_transposed, bool b_transposed);

/// The same for any strides, with a column added if there is one (rounded as the product
/// and then the sum). `workspace` holds uh_product_workspace doubles; NULL allocates them.
void uh_product_of(const uh_product_shape *shape, double *workspace);

/// How many doubles uh_product_of works with; its pointers do not matter.
size_t uh_product_workspace(const uh_product_shape *shape);

#ifdef __cplusplus
}
#endif
