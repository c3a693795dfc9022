// A plan's instructions that take elements one by one, for one width.

static void plan_unary(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = whole_vectors(plan_columns(in, frame));
  const double *a = plan_place(&in->a, frame);
  double *out = plan_place(&in->out, frame);
  for (size_t i = 0; i < in->rows; i += 1) {
    in->kernel.unary(a + i * in->a.row, out + i * in->out.row, columns);
  }
}

// One row: most instructions of a small plan.
static void plan_unary_row(const uh_instruction *in, const uh_frame *frame) {
  in->kernel.unary(plan_place(&in->a, frame), plan_place(&in->out, frame),
                   whole_vectors(plan_columns(in, frame)));
}

static void plan_both_row(const uh_instruction *in, const uh_frame *frame) {
  in->kernel.both(plan_place(&in->a, frame), plan_place(&in->b, frame),
                  plan_place(&in->out, frame), whole_vectors(plan_columns(in, frame)));
}

// Functions that are over sooner than they are called.
#define UH_ROW_LIST(X) X(ADD, add) X(SUBTRACT, subtract) X(MULTIPLY, multiply) X(DIVIDE, divide)
#define UH_PLAN_ROW(NAME, name)                                                            \
  static void plan_##name##_row(const uh_instruction *in, const uh_frame *frame) {         \
    size_t columns = plan_columns(in, frame);                                              \
    const double *a = plan_place(&in->a, frame), *b = plan_place(&in->b, frame);           \
    double *out = plan_place(&in->out, frame);                                             \
    UH_NO_UNROLL for (size_t j = 0; j < columns; j += UH_LANES) {                          \
      vector_store(out + j, element_##name(vector_load(a + j), vector_load(b + j)));       \
    }                                                                                      \
  }
UH_ROW_LIST(UH_PLAN_ROW)

#define UH_PLAN_BINARY(NAME, A, B)                                                 \
  static void plan_##NAME(const uh_instruction *in, const uh_frame *frame) {       \
    size_t columns = whole_vectors(plan_columns(in, frame));                       \
    const double *a = plan_place(&in->a, frame), *b = plan_place(&in->b, frame);   \
    double *out = plan_place(&in->out, frame);                                     \
    for (size_t i = 0; i < in->rows; i += 1) {                                     \
      in->kernel.NAME(A(a + i * in->a.row), B(b + i * in->b.row),                  \
                      out + i * in->out.row, columns);                             \
    }                                                                              \
  }
UH_PLAN_BINARY(both, , )
UH_PLAN_BINARY(scalar_second, , *)
UH_PLAN_BINARY(scalar_first, *, )

UH_INLINE vector plan_load(const double *from, size_t i, const size_t step) {
  return step ? vector_load(from + i) : vector_of(*from);
}

UH_INLINE void select_by_steps(const size_t a_step, const size_t b_step, const size_t c_step,
                               const double *a, const double *b, const double *c, double *out,
                               size_t count) {
  for (size_t j = 0; j < count; j += UH_LANES) {
    vector_mask where = (vector_mask)(plan_load(c, j, c_step) != 0.0);
    vector_store(out + j, vector_select(where, plan_load(a, j, a_step), plan_load(b, j, b_step)));
  }
}

// A strip of a row of a select: which operands are single numbers is a constant of each loop.
static void select_strip(const uh_instruction *in, const double *a, const double *b,
                         const double *c, double *out, size_t count) {
  if (!in->c_column) {
    select_by_steps(in->a_column, in->b_column, 0, a, b, c, out, count);
  } else if (in->a_column) {
    if (in->b_column) {
      select_by_steps(1, 1, 1, a, b, c, out, count);
    } else {
      select_by_steps(1, 0, 1, a, b, c, out, count);
    }
  } else if (in->b_column) {
    select_by_steps(0, 1, 1, a, b, c, out, count);
  } else {
    select_by_steps(0, 0, 1, a, b, c, out, count);
  }
}

#include "plan_group.h"

static void plan_select(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = whole_vectors(plan_columns(in, frame));
  const double *a = plan_place(&in->a, frame), *b = plan_place(&in->b, frame);
  const double *c = plan_place(&in->c, frame);
  double *out = plan_place(&in->out, frame);
  for (size_t i = 0; i < in->rows; i += 1) {
    select_strip(in, a + i * in->a.row, b + i * in->b.row, c + i * in->c.row,
                 out + i * in->out.row, columns);
  }
}

// a - b * (c / d), or a - b * c, each step rounded; b and d are numbers.
static void plan_gradient_step(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = plan_columns(in, frame);
  vector rate = vector_of(*plan_place(&in->b, frame));
  const double *a = plan_place(&in->a, frame), *c = plan_place(&in->c, frame);
  double *out = plan_place(&in->out, frame);
  double number = in->d.start ? *plan_place(&in->d, frame) : 1.0;
  if (divides_as_product(number)) {
    vector factor = vector_of(1.0 / number);
    for (size_t j = 0; j < columns; j += UH_LANES) {
      vector_store(out + j, vector_load(a + j) - rate * (vector_load(c + j) * factor));
    }
    return;
  }
  vector divisor = vector_of(number);
  for (size_t j = 0; j < columns; j += UH_LANES) {
    vector_store(out + j, vector_load(a + j) - rate * (vector_load(c + j) / divisor));
  }
}
