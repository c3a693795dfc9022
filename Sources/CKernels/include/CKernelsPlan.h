// A plan: the equations of an epoch as instructions over memory that is there already, and
// the loop that runs them. CKernels.h includes it.
//
// What runs over the examples (the columns of the wide arrays) is done for a block of them
// at a time, so that a block's values stay in the cache from one instruction to the next;
// sums over the examples take a chunk of them at a time, in the order of sum_order.h.

#pragma once

struct uh_kernels;

/// How the place of an operand follows the examples that are worked on, and the thread.
typedef enum {
  /// Not at all: a parameter, or what is computed once.
  UH_FIXED,
  /// It holds a chunk of the examples.
  UH_WITH_CHUNK,
  /// It holds all examples.
  UH_WITH_ALL,
  /// It holds a block of examples, and each thread has its own.
  UH_OWN,
  /// It holds the examples of all batches.
  UH_WITH_BATCHES,
} uh_addressing;
#define UH_ADDRESSING_COUNT 5

/// Where an operand lies. Memory goes on for a vector behind its last element.
typedef struct {
  double *start;
  /// From a row to the next; 0 where one row, or number, serves for all.
  size_t row;
  size_t addressing;
} uh_operand;

/// The examples that are worked on.
typedef struct {
  /// By addressing, in bytes: it is added to the start of every operand.
  size_t offset[UH_ADDRESSING_COUNT];
  size_t width;
  /// Whether they are the first of all.
  bool first;
} uh_frame;

/// What an instruction does: UH_PLAN_UNARY, ... `out` is never an operand, but where the
/// operation takes elements one by one and both have the same rows. Every width's table is made
/// of this list.
#define UH_PLAN_LIST(X)                                                              \
  /* out[i][j] = f(a[i][j]) */                                                       \
  X(UNARY, unary)                                                                    \
  /* out[i][j] = a[i][j] ∘ b[i][j] */                                                \
  X(BOTH, both)                                                                      \
  /* out[i][j] = a[i][j] ∘ b[i][0] */                                                \
  X(SCALAR_SECOND, scalar_second)                                                    \
  /* out[i][j] = a[i][0] ∘ b[i][j] */                                                \
  X(SCALAR_FIRST, scalar_first)                                                      \
  /* out[i][j] = c[i][j] is not 0 ? a[i][j] : b[i][j]; a step of 0 takes column 0. */ \
  X(SELECT, select)                                                                  \
  /* out[0][j] = a[0][j] - b * (c[0][j] / d), without a d: a[0][j] - b * c[0][j], each */ \
  /* step rounded. */                                                                \
  X(GRADIENT_STEP, gradient_step)                                                    \
  /* out[i][j] = a[i][j] */                                                          \
  X(COPY, copy)                                                                      \
  /* out[j][i] = a[i][j] */                                                          \
  X(TRANSPOSE, transpose)                                                            \
  /* out = a @ b, steps as in uh_product_shape; c, if any, is the column that is added, d */ \
  /* the epilogue's operand, which `function` joins with the results. `rectifies` as there. */ \
  X(PRODUCT, product)                                                                \
  /* out[i][0] = the sum of a[i], of the examples before and of those in the frame. */ \
  X(SUM_ROWS, sum_rows)                                                              \
  /* out[0][j] = the sum of a[0][j], a[1][j], ... */                                 \
  X(SUM_COLUMNS, sum_columns)                                                        \
  /* out[0][j] = the largest, the smallest of a[0][j], a[1][j], ... */               \
  X(MAX_OF_COLUMNS, max_of_columns)                                                  \
  X(MIN_OF_COLUMNS, min_of_columns)                                                  \
  /* out[i][0] = the largest, the smallest of a[i], of all its columns. */           \
  X(MAX_OF_ROWS, max_of_rows)                                                        \
  X(MIN_OF_ROWS, min_of_rows)                                                        \
  /* out[i][j] = a[i][k], where k is c[i][j], and from a column to the next it is a_column. */ \
  X(GATHER, gather)                                                                  \
  /* out[0][j] = the row of the largest, the smallest of a[0][j], a[1][j], ... */    \
  X(ARGMAX, argmax)                                                                  \
  X(ARGMIN, argmin)

#define UH_PLAN_MEMBER(NAME, name) UH_PLAN_##NAME,
typedef enum {
  UH_PLAN_LIST(UH_PLAN_MEMBER)
  /// Whatever `context` does: `run` is set by who makes the plan.
  UH_PLAN_HOST,
} uh_operation;

/// How many numbers may end a run.
#define UH_PLAN_ENDS 2

/// Functions that take as long as it takes to fetch and to store an element, or less: those of
/// joined instructions that hand on their results are worked off in registers.
#define UH_CHAIN_UNARY_LIST(X)      \
  X(NEGATE, negate)                 \
  X(ABSOLUTE, absolute)             \
  X(SQUARE, square)                 \
  X(CUBE, cube)                     \
  X(RELU, relu)                     \
  X(SIGMOID_SLOPE, sigmoid_slope)   \
  X(TANH_SLOPE, tanh_slope)
#define UH_CHAIN_BINARY_LIST(X)           \
  X(ADD, add)                             \
  X(SUBTRACT, subtract)                   \
  X(MULTIPLY, multiply)                   \
  X(DIVIDE, divide)                       \
  X(MAXIMUM, maximum)                     \
  X(MINIMUM, minimum)                     \
  X(GREATER, greater)                     \
  X(LESS, less)                           \
  X(SLOPE, slope)                         \
  X(SIGMOID_BACKWARD, sigmoid_backward)   \
  X(TANH_BACKWARD, tanh_backward)         \
  X(RELU_BACKWARD, relu_backward)

/// How an instruction of a chain reads what comes to it, x: f(x), f(x, array), f(x, number),
/// f(array, x), f(number, x), f(x, x).
typedef enum {
  UH_CHAIN_ALONE,
  UH_CHAIN_ARRAY,
  UH_CHAIN_NUMBER,
  UH_CHAIN_AFTER_ARRAY,
  UH_CHAIN_AFTER_NUMBER,
  UH_CHAIN_ITSELF,
} uh_chain_link;
#define UH_CHAIN_CODE(FUNCTION, LINK) ((int)(FUNCTION) * 6 + (int)(LINK))

typedef struct uh_instruction uh_instruction;
typedef void uh_plan_function(const uh_instruction *instruction, const uh_frame *frame);

struct uh_instruction {
  uh_plan_function *run;
  /// How many instructions it runs, itself and those that follow it: see uh_plan_join.
  size_t steps;
  /// The loop over one row.
  union {
    void (*unary)(const double *values, double *out, size_t count);
    void (*both)(const double *a, const double *b, double *out, size_t count);
    void (*scalar_second)(const double *a, double b, double *out, size_t count);
    void (*scalar_first)(double a, const double *b, double *out, size_t count);
  } kernel;
  uh_operand out, a, b, c, d;
  size_t rows;
  /// 0 for the frame's width; of a product the columns of the result.
  size_t columns;
  /// Of a product: terms, 0 for the frame's width, and steps.
  size_t inner, a_inner, b_inner;
  /// Of a select, and a of a gather: from a column to the next.
  size_t a_column, b_column, c_column;
  bool rectifies;
  /// Of a product: where it works (each thread has its own), and the panels of a b that no
  /// epoch changes, if it uses them, with how many doubles an example has there.
  double *workspace, *packed;
  size_t packed_step;
  /// Of one that takes elements one by one: whether a single instruction reads the result.
  bool passes;
  /// Of one that is joined with others: how many from it on hand on their results in registers, 0
  /// where it does not, and how it reads what comes to it: uh_plan_join's.
  size_t chain;
  uh_chain_link link;
  uh_operation operation;
  /// The uh_unary or uh_binary.
  int function;
  /// Of a call into the host.
  void *context;
};

/// Instructions that belong together: per block, per chunk, and once. They lie one behind the other,
/// and the stages of a plan as well.
typedef struct {
  const uh_instruction *local, *reducing, *global;
  size_t local_count, reducing_count, global_count;
} uh_stage;

typedef struct {
  const uh_stage *stages;
  size_t stage_count;
  /// The examples, and how many of them in a block, a divisor of UH_PLAN_CHUNK.
  size_t examples, block;
  /// By how many examples the batches of one epoch follow one another, if the epochs that are
  /// run are batches; else 0.
  size_t batch;
  /// Where the loss of an epoch is.
  const double *loss;
  /// Numbers that end a run with the epoch in which one of them is not 0; NULL for none.
  const double *ends[UH_PLAN_ENDS];
  /// The most threads that work on it, at least 1, and from one thread's own memory to the
  /// next's, in doubles. What is computed does not depend on them: the blocks of a chunk are
  /// divided, and the rows of a sum over it, but never a sum.
  size_t threads, own_step;
  /// Whether it takes so many threads even where other plans are at work.
  bool insists;
  /// Runs so far that might have had several threads, and the seconds that an epoch of the last
  /// trial took at best, with one thread and with all: uh_plan_run's.
  size_t timed;
  double alone, together;
} uh_plan;

/// How many threads a plan may have that is worth it: what UNDERHOOD_THREADS asks for, at most
/// 64, or the processors that this process may use, at most 4.
size_t uh_threads_chosen(void);

/// The examples of a chunk: those of a chunk of a sum.
#define UH_PLAN_CHUNK 1024

/// The most instructions that are joined, and how many columns they work off at a time.
#define UH_PLAN_MOST_STEPS 24
#define UH_PLAN_STRIP 512

/// Sets an instruction's functions by its operation and function, for a width's kernels.
void uh_plan_prepare(const struct uh_kernels *kernels, uh_instruction *instruction);

/// How many doubles of workspace an instruction needs, `width` examples at a time.
size_t uh_plan_workspace(
    const struct uh_kernels *kernels, const uh_instruction *instruction, size_t width);

/// How many doubles the panels of a product's b take, for a b that no epoch changes; 0 where
/// the product uses none. Sets packed_step.
size_t uh_plan_packed_count(
    const struct uh_kernels *kernels, const uh_plan *plan, uh_instruction *instruction);

/// Fills the product's panels, at `packed`, once b is in its place.
void uh_plan_pack(
    const struct uh_kernels *kernels, const uh_plan *plan, const uh_instruction *instruction);

/// Joins neighbours that take elements one by one, over the same rows and columns: they are worked
/// off row by row, and long rows strip by strip, so that what one leaves to the next is still in
/// the nearest cache.
/// Sums over a frame's examples are taken together.
void uh_plan_join(
    const struct uh_kernels *kernels, uh_instruction *instructions, size_t count);

/// Runs epochs and notes the loss of each; how many were run, the one that ended it among them.
size_t uh_plan_run(uh_plan *plan, size_t epochs, double *losses);

/// For a plan whose blocks of examples have nothing to do with one another: runs what is computed
/// once, and then one block after the other for as long as one wants, that which begins at `start`.
void uh_plan_run_whole(const uh_plan *plan);
void uh_plan_run_block(const uh_plan *plan, size_t start);
