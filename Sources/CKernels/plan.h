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

static void plan_copy(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = plan_columns(in, frame);
  const double *a = plan_place(&in->a, frame);
  double *out = plan_place(&in->out, frame);
  for (size_t i = 0; i < in->rows; i += 1) {
    memcpy(out + i * in->out.row, a + i * in->a.row, columns * sizeof(double));
  }
}

static void plan_transpose(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = plan_columns(in, frame);
  const double *a = plan_place(&in->a, frame);
  double *out = plan_place(&in->out, frame);
  for (size_t j = 0; j < columns; j += 1) {
    for (size_t i = 0; i < in->rows; i += 1) {
      out[j * in->out.row + i] = a[i * in->a.row + j];
    }
  }
}

#if UH_LANES > 1
// Masks of the first `count` of eight lanes.
UH_INLINE void plan_masks(size_t count, vector_bits masks[UH_LANE_VECTORS]) {
  static const int64_t all[2 * UH_SUM_LANES] = {-1, -1, -1, -1, -1, -1, -1, -1};
  for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {
    memcpy(&masks[v], all + UH_SUM_LANES - count + v * UH_LANES, sizeof masks[v]);
  }
}

// The sum of one folded vector.
UH_INLINE double plan_joined_alone(vector folded) {
  vector lanes[UH_LANE_VECTORS] = {folded};
  return join(lanes) + 0.0;
}

// The first of eight elements in their lanes, 0 where a mask is.
UH_INLINE void plan_some_lanes(const size_t vectors, const double *from, const vector_bits *masks,
                               vector *lanes) {
  for (size_t v = 0; v < vectors; v += 1) {
    lanes[v] = (vector)((vector_bits)vector_load(from + v * UH_LANES) & masks[v]);
  }
}

// What is left of eight lanes when those of a later vector are added to the first one's, in the
// order of sum_order.h; later vectors than `vectors` have no terms.
UH_INLINE vector plan_folded(const vector *lanes, const size_t vectors) {
#if UH_LANES == 8
  return lanes[0];
#elif UH_LANES == 4
  return vectors == 1 ? lanes[0] : lanes[0] + lanes[1];
#else
  return vectors == 1 ? lanes[0] : (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
#endif
}

// Of UH_LANES folded vectors each one's sum: the lane of a number is the vector's of that number.
// Halves are added to halves, of two vectors at a time.
UH_INLINE vector plan_joined(const vector *folded) {
#define UH_HALVES(a, b, LOW, HIGH) \
  (__builtin_shufflevector(a, b, LOW) + __builtin_shufflevector(a, b, HIGH))
#define UH_LISTED(...) __VA_ARGS__
#if UH_LANES == 8
  vector half[4], quarter[2];
  UH_UNROLL for (size_t k = 0; k < 4; k += 1) {
    half[k] = UH_HALVES(folded[k], folded[k + 4], UH_LISTED(0, 1, 2, 3, 8, 9, 10, 11),
                        UH_LISTED(4, 5, 6, 7, 12, 13, 14, 15));
  }
  UH_UNROLL for (size_t k = 0; k < 2; k += 1) {
    quarter[k] = UH_HALVES(half[k], half[k + 2], UH_LISTED(0, 1, 8, 9, 4, 5, 12, 13),
                           UH_LISTED(2, 3, 10, 11, 6, 7, 14, 15));
  }
  return UH_HALVES(quarter[0], quarter[1], UH_LISTED(0, 8, 2, 10, 4, 12, 6, 14),
                   UH_LISTED(1, 9, 3, 11, 5, 13, 7, 15)) + 0.0;
#elif UH_LANES == 4
  vector half[2];
  UH_UNROLL for (size_t k = 0; k < 2; k += 1) {
    half[k] = UH_HALVES(folded[k], folded[k + 2], UH_LISTED(0, 1, 4, 5), UH_LISTED(2, 3, 6, 7));
  }
  return UH_HALVES(half[0], half[1], UH_LISTED(0, 4, 2, 6), UH_LISTED(1, 5, 3, 7)) + 0.0;
#else
  return UH_HALVES(folded[0], folded[1], UH_LISTED(0, 2), UH_LISTED(1, 3)) + 0.0;
#endif
#undef UH_LISTED
#undef UH_HALVES
}

// Of `vectors` vectors of terms, which two places have next to one another, what is left to join.
UH_INLINE vector plan_folded_terms(const size_t vectors, const double *a, const double *b,
                                   const vector_bits *masks) {
  vector lanes[UH_LANE_VECTORS];
  for (size_t v = 0; v < vectors; v += 1) {
    vector terms = vector_load(a + v * UH_LANES) * vector_load(b + v * UH_LANES);
    lanes[v] = (vector)((vector_bits)terms & masks[v]);
  }
  return plan_folded(lanes, vectors);
}

// A product with at most eight terms that both factors have next to one another, into rows that
// follow one another without gaps: as many elements at a time as go into a vector, so that who
// reads them next does not wait for them one by one. `columns` is 0, or how many there are, if
// that divides a vector, and all elements are whole vectors.
UH_INLINE void plan_short_dots(const size_t vectors, const size_t columns,
                               const uh_instruction *in, const uh_frame *frame) {
  const double *a = plan_place(&in->a, frame), *first = plan_place(&in->b, frame), *b = first;
  double *out = plan_place(&in->out, frame);
  const size_t a_row = in->a.row, b_column = in->b_column;
  const double *end = first + in->columns * b_column;
  const bool adds = !in->inner && !frame->first;
  vector_bits masks[UH_LANE_VECTORS];
  plan_masks(in->inner ? in->inner : frame->width, masks);
  size_t left = in->rows * in->columns;
  for (; left >= UH_LANES; left -= UH_LANES, out += UH_LANES) {
    vector folded[UH_LANES];
    UH_UNROLL for (size_t k = 0; k < UH_LANES; k += 1) {
      if (columns > 0) {
        folded[k] = plan_folded_terms(
            vectors, a + k / columns * a_row, first + k % columns * b_column, masks);
        continue;
      }
      folded[k] = plan_folded_terms(vectors, a, b, masks);
      b += b_column;
      a += b == end ? a_row : 0;
      b = b == end ? first : b;
    }
    if (columns > 0) a += UH_LANES / columns * a_row;
    vector total = plan_joined(folded);
    vector_store(out, adds ? vector_load(out) + total : total);
  }
  for (; left > 0; left -= 1, out += 1) {
    double total = plan_joined_alone(plan_folded_terms(vectors, a, b, masks));
    b += b_column;
    a += b == end ? a_row : 0;
    b = b == end ? first : b;
    *out = adds ? *out + total : total;
  }
}

// With few columns as a constant.
UH_INLINE void plan_short_dots_by_columns(const size_t vectors, const uh_instruction *in,
                                          const uh_frame *frame) {
  if (in->rows * in->columns % UH_LANES == 0) {
    if (in->columns == 1) { plan_short_dots(vectors, 1, in, frame); return; }
    if (in->columns == 2) { plan_short_dots(vectors, 2, in, frame); return; }
#if UH_LANES >= 4
    if (in->columns == 4) { plan_short_dots(vectors, 4, in, frame); return; }
#endif
  }
  plan_short_dots(vectors, 0, in, frame);
}
#endif

UH_INLINE uh_product_shape plan_shape_of(const uh_instruction *in, const uh_frame *frame) {
  return (uh_product_shape){
      .a = plan_place(&in->a, frame), .b = plan_place(&in->b, frame),
      .column = in->c.start, .out = plan_place(&in->out, frame),
      .rows = in->rows, .inner = in->inner ? in->inner : frame->width,
      .columns = in->columns ? in->columns : whole_vectors(frame->width),
      .a_row = in->a.row, .a_inner = in->a_inner,
      .b_inner = in->b_inner, .b_column = in->b_column,
      .out_row = in->out.row, .adds = !in->inner && !frame->first,
      .packed = in->packed
                    ? in->packed + frame->offset[UH_WITH_ALL] / sizeof(double) * in->packed_step
                    : NULL,
      .epilogue = in->d.start ? plan_place(&in->d, frame) : NULL,
      .epilogue_row = in->d.row, .epilogue_function = (uh_binary)in->function,
      .rectifies = in->rectifies,
  };
}

static uh_product_shape plan_shape(const uh_instruction *in, const uh_frame *frame) {
  return plan_shape_of(in, frame);
}

static void plan_product(const uh_instruction *in, const uh_frame *frame) {
  uh_product_shape shape = plan_shape_of(in, frame);
  UH_ORDERED(product)(&shape, in->workspace + frame->offset[UH_OWN] / sizeof(double));
}

#if UH_LANES > 1
// Of few rows or columns, with factors that are contiguous along the inner dimension: the frame
// says how many terms.
static void plan_small_gradient(const uh_instruction *in, const uh_frame *frame) {
  size_t inner = in->inner ? in->inner : frame->width;
  bool is_flat = in->out.row == in->columns || in->rows == 1;
  if (is_flat && in->columns > 0 && inner <= UH_LANES) {
    plan_short_dots_by_columns(1, in, frame);
  } else if (is_flat && in->columns > 0 && inner <= UH_SUM_LANES) {
    plan_short_dots_by_columns(UH_LANE_VECTORS, in, frame);
  } else {
    plan_product(in, frame);
  }
}

// The rows of a product with `inner` terms into one vector of columns, as few examples give.
UH_INLINE void plan_one_vector_rows(const size_t inner, const uh_product_shape shape) {
  const double *a = shape.a;
  double *out = shape.out;
  vector y[UH_SUM_LANES];
  UH_UNROLL for (size_t k = 0; k < inner; k += 1) y[k] = vector_load(shape.b + k * shape.b_inner);
  for (size_t i = 0; i < shape.rows; i += 1, a += shape.a_row, out += shape.out_row) {
    vector t[UH_SUM_LANES];
    UH_UNROLL for (size_t k = 0; k < inner; k += 1) t[k] = vector_of(a[k * shape.a_inner]) * y[k];
    vector total = few_terms_joined(inner, t);
    // (0 + total) + column, but the zero does not wait for the total.
    total += shape.column ? vector_of(0.0 + shape.column[i]) : vector_of(0.0);
    vector_store(out, finished(&shape, total, i, 0));
  }
}

// What becomes of the results is a constant of each loop: an epoch of few examples takes as long
// as its instructions are many.
UH_INLINE void plan_one_vector(const size_t inner, const uh_instruction *in,
                               const uh_frame *frame) {
  uh_product_shape shape = plan_shape_of(in, frame);
  if (shape.epilogue) {
    switch (shape.epilogue_function) {
#define UH_WITH_EPILOGUE(FUNCTION)            \
  case FUNCTION:                              \
    shape.rectifies = false;                  \
    shape.column = NULL;                      \
    shape.epilogue_function = FUNCTION;       \
    plan_one_vector_rows(inner, shape);       \
    return;
      UH_WITH_EPILOGUE(UH_SIGMOID_BACKWARD)
      UH_WITH_EPILOGUE(UH_TANH_BACKWARD)
#undef UH_WITH_EPILOGUE
      default: break;
    }
  } else if (!shape.rectifies && shape.column) {
    shape.epilogue = NULL;
    plan_one_vector_rows(inner, shape);
    return;
  }
  plan_one_vector_rows(inner, shape);
}

// The number of terms as a constant.
#define UH_PLAN_FEW_TERMS(INNER)                                                            \
  static void plan_few_terms_##INNER(const uh_instruction *in, const uh_frame *frame) {     \
    if (!in->columns && frame->width <= UH_LANES) {                                         \
      plan_one_vector(INNER, in, frame);                                                    \
      return;                                                                               \
    }                                                                                       \
    uh_product_shape shape = plan_shape_of(in, frame);                                      \
    shape.adds = false;                                                                     \
    few_terms(INNER, &shape);                                                               \
  }
UH_PLAN_FEW_TERMS(1)
UH_PLAN_FEW_TERMS(2)
UH_PLAN_FEW_TERMS(3)
UH_PLAN_FEW_TERMS(4)

static uh_plan_function *plan_product_for(const uh_instruction *in) {
  static uh_plan_function *const few[] = {
      NULL, plan_few_terms_1, plan_few_terms_2, plan_few_terms_3, plan_few_terms_4};
  if (in->inner > 0 && in->inner <= 4 && in->b_column == 1) return few[in->inner];
  if (in->a_inner == 1 && in->b_inner == 1 && in->b_column != 1 && !in->c.start &&
      !in->d.start && (in->rows < 8 || (in->columns > 0 && in->columns < 8))) {
    return plan_small_gradient;
  }
  return plan_product;
}
#endif

#if UH_LANES > 1
// Sums of rows of at most eight columns, as many at a time as a vector has lanes.
UH_INLINE void plan_short_sums(const size_t vectors, size_t columns, const uh_instruction *in,
                               const uh_frame *frame) {
  const bool adds = !in->columns && !frame->first;
  vector_bits masks[UH_LANE_VECTORS];
  plan_masks(columns, masks);
  for (const uh_instruction *end = in + in->steps; in < end; in += 1) {
    const double *a = plan_place(&in->a, frame);
    double *out = plan_place(&in->out, frame);
    const size_t row = in->a.row, step = in->out.row;
    size_t rows = in->rows;
    for (; rows >= UH_LANES; rows -= UH_LANES, a += UH_LANES * row, out += UH_LANES * step) {
      vector folded[UH_LANES], lanes[UH_LANE_VECTORS];
      UH_UNROLL for (size_t k = 0; k < UH_LANES; k += 1) {
        plan_some_lanes(vectors, a + k * row, masks, lanes);
        folded[k] = plan_folded(lanes, vectors);
      }
      vector total = plan_joined(folded);
      if (step == 1) {
        vector_store(out, adds ? vector_load(out) + total : total);
        continue;
      }
      for (size_t k = 0; k < UH_LANES; k += 1) {
        out[k * step] = adds ? out[k * step] + total[k] : total[k];
      }
    }
    for (; rows > 0; rows -= 1, a += row, out += step) {
      vector lanes[UH_LANE_VECTORS];
      plan_some_lanes(vectors, a, masks, lanes);
      double total = plan_joined_alone(plan_folded(lanes, vectors));
      *out = adds ? *out + total : total;
    }
  }
}

// Each addition waits for the one before, so several rows are taken abreast, of whichever of the
// instructions that are joined.
UH_INLINE void plan_long_sums(size_t columns, const uh_instruction *in, const uh_frame *frame) {
  const bool adds = !in->columns && !frame->first;
  const double *rows[UH_SUM_ROWS];
  double *outs[UH_SUM_ROWS];
  size_t count = 0;
  for (const uh_instruction *end = in + in->steps; in < end; in += 1) {
    const double *a = plan_place(&in->a, frame);
    double *out = plan_place(&in->out, frame);
    for (size_t i = 0; i < in->rows; i += 1) {
      rows[count] = a + i * in->a.row;
      outs[count] = out + i * in->out.row;
      count += 1;
      if (count < UH_SUM_ROWS) continue;
      sum_some_rows(rows, count, columns, adds, outs);
      count = 0;
    }
  }
  if (count > 0) sum_some_rows(rows, count, columns, adds, outs);
}

// Of this instruction and those that are joined with it.
static void plan_sum_rows(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = plan_columns(in, frame);
  if (columns <= UH_LANES) {
    plan_short_sums(1, columns, in, frame);
  } else if (columns <= UH_SUM_LANES) {
    plan_short_sums(UH_LANE_VECTORS, columns, in, frame);
  } else {
    plan_long_sums(columns, in, frame);
  }
}
#else
static void plan_sum_rows(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = plan_columns(in, frame);
  const bool adds = !in->columns && !frame->first;
  for (const uh_instruction *end = in + in->steps; in < end; in += 1) {
    const double *a = plan_place(&in->a, frame);
    double *out = plan_place(&in->out, frame);
    for (size_t i = 0; i < in->rows; i += 1) {
      double total = uh_reference_sum(a + i * in->a.row, columns, 1);
      out[i * in->out.row] = adds ? out[i * in->out.row] + total : total;
    }
  }
}
#endif

static void plan_sum_columns(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = plan_columns(in, frame);
  const double *a = plan_place(&in->a, frame);
  double *out = plan_place(&in->out, frame);
#if UH_LANES == 1
  for (size_t j = 0; j < columns; j += 1) {
    out[j] = uh_reference_sum(a + j, in->rows, in->a.row);
  }
#else
  for (size_t j = 0; j < columns; j += UH_LANES) {
    vector_store(out + j, sum_columns_vector(a + j, in->rows, in->a.row));
  }
#endif
}

// The first of equals, the first NaN if there is one.
UH_INLINE void plan_extreme_of_columns(const uh_instruction *in, const uh_frame *frame,
                                       bool largest) {
  size_t columns = plan_columns(in, frame);
  const double *a = plan_place(&in->a, frame);
  double *out = plan_place(&in->out, frame);
  for (size_t j = 0; j < columns; j += UH_LANES) {
    vector best = vector_load(a + j);
    for (size_t i = 1; i < in->rows; i += 1) {
      vector x = vector_load(a + i * in->a.row + j);
      vector_mask better = largest ? (vector_mask)(x > best) : (vector_mask)(x < best);
      better |= (vector_mask)(x != x) & (vector_mask)(best == best);
      best = vector_select(better, x, best);
    }
    vector_store(out + j, best);
  }
}

static void plan_max_of_columns(const uh_instruction *in, const uh_frame *frame) {
  plan_extreme_of_columns(in, frame, true);
}

static void plan_min_of_columns(const uh_instruction *in, const uh_frame *frame) {
  plan_extreme_of_columns(in, frame, false);
}

UH_INLINE void plan_extreme_of_rows(const uh_instruction *in, const uh_frame *frame,
                                    bool largest) {
  size_t columns = plan_columns(in, frame);
  const double *a = plan_place(&in->a, frame);
  double *out = plan_place(&in->out, frame);
  for (size_t i = 0; i < in->rows; i += 1) {
    const double *row = a + i * in->a.row;
    double best = row[0];
    for (size_t j = 1; j < columns && best == best; j += 1) {
      if (row[j] != row[j] || (largest ? row[j] > best : row[j] < best)) best = row[j];
    }
    out[i * in->out.row] = best;
  }
}

static void plan_max_of_rows(const uh_instruction *in, const uh_frame *frame) {
  plan_extreme_of_rows(in, frame, true);
}

static void plan_min_of_rows(const uh_instruction *in, const uh_frame *frame) {
  plan_extreme_of_rows(in, frame, false);
}

// Up to eight columns at a time, so that what lies side by side in them is read together.
static void plan_gather(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = plan_columns(in, frame), step = in->a_column;
  const double *a = plan_place(&in->a, frame), *c = plan_place(&in->c, frame);
  double *out = plan_place(&in->out, frame);
  size_t rows = in->c.row ? 1 : in->rows;
  for (size_t first = 0; first < in->rows; first += rows) {
    for (size_t j = 0; j < columns; j += 8) {
      const double *from[8];
      size_t count = columns - j < 8 ? columns - j : 8;
      for (size_t k = 0; k < count; k += 1) {
        from[k] = a + first * in->a.row + (size_t)c[first * in->c.row + j + k] * step;
      }
      for (size_t i = 0; i < rows; i += 1) {
        double *to = out + (first + i) * in->out.row + j;
        for (size_t k = 0; k < count; k += 1) to[k] = from[k][i * in->a.row];
      }
    }
  }
}

// The first of equals, the first NaN if there is one.
UH_INLINE void plan_arg_extreme(const uh_instruction *in, const uh_frame *frame,
                                     bool largest) {
  size_t columns = plan_columns(in, frame);
  const double *a = plan_place(&in->a, frame);
  double *out = plan_place(&in->out, frame);
  for (size_t j = 0; j < columns; j += 1) {
    double best = a[j];
    size_t place = 0;
    for (size_t i = 1; i < in->rows && best == best; i += 1) {
      double x = a[i * in->a.row + j];
      if (x != x || (largest ? x > best : x < best)) {
        best = x;
        place = i;
      }
    }
    out[j] = (double)place;
  }
}

static void plan_argmax(const uh_instruction *in, const uh_frame *frame) {
  plan_arg_extreme(in, frame, true);
}

static void plan_argmin(const uh_instruction *in, const uh_frame *frame) {
  plan_arg_extreme(in, frame, false);
}

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
