// A plan's instructions, for one width. Rows are worked off in whole vectors, into the
// memory behind them.

UH_INLINE size_t whole_vectors(size_t columns) {
  return (columns + UH_LANES - 1) / UH_LANES * UH_LANES;
}

UH_INLINE size_t plan_columns(const uh_instruction *in, const uh_frame *frame) {
  return in->columns ? in->columns : frame->width;
}

UH_INLINE double *plan_place(const uh_operand *operand, const uh_frame *frame) {
  return operand->start + frame->offset[operand->addressing];
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

// Instructions that are joined, a strip of a row at a time.
static void plan_group(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = whole_vectors(plan_columns(in, frame)), steps = in->steps;
  const double *a[UH_PLAN_MOST_STEPS], *b[UH_PLAN_MOST_STEPS];
  double *out[UH_PLAN_MOST_STEPS];
  for (size_t s = 0; s < steps; s += 1) {
    a[s] = plan_place(&in[s].a, frame);
    b[s] = in[s].operation == UH_PLAN_UNARY ? NULL : plan_place(&in[s].b, frame);
    out[s] = plan_place(&in[s].out, frame);
  }
  for (size_t i = 0; i < in->rows; i += 1) {
    for (size_t j = 0; j < columns; j += UH_PLAN_STRIP) {
      size_t count = columns - j < UH_PLAN_STRIP ? columns - j : UH_PLAN_STRIP;
      for (size_t s = 0; s < steps; s += 1) {
        const double *x = a[s] + i * in[s].a.row, *y = b[s] + i * in[s].b.row;
        double *to = out[s] + i * in[s].out.row + j;
        switch (in[s].operation) {
          case UH_PLAN_UNARY: in[s].kernel.unary(x + j, to, count); break;
          case UH_PLAN_BOTH: in[s].kernel.both(x + j, y + j, to, count); break;
          case UH_PLAN_SCALAR_SECOND: in[s].kernel.scalar_second(x + j, *y, to, count); break;
          default: in[s].kernel.scalar_first(*x, y + j, to, count); break;
        }
      }
    }
  }
}

UH_INLINE vector plan_load(const double *from, size_t i, size_t step) {
  return step ? vector_load(from + i) : vector_of(*from);
}

static void plan_select(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = plan_columns(in, frame);
  const double *a = plan_place(&in->a, frame), *b = plan_place(&in->b, frame);
  const double *c = plan_place(&in->c, frame);
  double *out = plan_place(&in->out, frame);
  for (size_t i = 0; i < in->rows; i += 1) {
    for (size_t j = 0; j < columns; j += UH_LANES) {
      vector yes = plan_load(a + i * in->a.row, j, in->a_column);
      vector no = plan_load(b + i * in->b.row, j, in->b_column);
      vector where = plan_load(c + i * in->c.row, j, in->c_column);
      vector_store(out + i * in->out.row + j,
                   vector_select((vector_mask)(where != 0.0), yes, no));
    }
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

// Eight elements in their lanes, 0 where a mask is.
UH_INLINE void plan_lanes(const double *from, const vector_bits *masks, vector *lanes) {
  for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {
    lanes[v] = (vector)((vector_bits)vector_load(from + v * UH_LANES) & masks[v]);
  }
}

// A product with at most eight terms that both factors have next to one another.
UH_INLINE void plan_short_dots(const uh_product_shape *p) {
  vector_bits masks[UH_LANE_VECTORS];
  plan_masks(p->inner, masks);
  for (size_t j = 0; j < p->columns; j += 1) {
    vector y[UH_LANE_VECTORS];
    plan_lanes(p->b + j * p->b_column, masks, y);
    const double *a = p->a;
    double *out = p->out + j;
    for (size_t i = 0; i < p->rows; i += 1, a += p->a_row, out += p->out_row) {
      vector x[UH_LANE_VECTORS];
      plan_lanes(a, masks, x);
      for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) x[v] *= y[v];
      *out = (p->adds ? *out : 0.0) + join(x);
    }
  }
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
                    ? in->packed + frame->offset[UH_WITH_ALL] * in->packed_step
                    : NULL,
      .epilogue = in->d.start ? plan_place(&in->d, frame) : NULL,
      .epilogue_row = in->d.row, .epilogue_function = (uh_binary)in->function,
  };
}

static uh_product_shape plan_shape(const uh_instruction *in, const uh_frame *frame) {
  return plan_shape_of(in, frame);
}

static void plan_product(const uh_instruction *in, const uh_frame *frame) {
  uh_product_shape shape = plan_shape_of(in, frame);
  UH_ORDERED(product)(&shape, in->workspace + frame->offset[UH_OWN]);
}

#if UH_LANES > 1
// Of few rows or columns, with factors that are contiguous along the inner dimension: the frame
// says how many terms.
static void plan_small_gradient(const uh_instruction *in, const uh_frame *frame) {
  uh_product_shape shape = plan_shape_of(in, frame);
  if (shape.inner <= UH_SUM_LANES) {
    plan_short_dots(&shape);
  } else {
    product(&shape, in->workspace + frame->offset[UH_OWN]);
  }
}

// The number of terms as a constant.
#define UH_PLAN_FEW_TERMS(INNER)                                                            \
  static void plan_few_terms_##INNER(const uh_instruction *in, const uh_frame *frame) {     \
    uh_product_shape shape = plan_shape_of(in, frame);                                      \
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

static void plan_sum_rows(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = plan_columns(in, frame);
  bool adds = !in->columns && !frame->first;
  const double *a = plan_place(&in->a, frame);
  double *out = plan_place(&in->out, frame);
#if UH_LANES > 1
  if (columns > UH_SUM_LANES) {
    sum_rows_at(a, in->a.row, in->rows, columns, adds, out, in->out.row);
    return;
  }
  vector_bits masks[UH_LANE_VECTORS];
  plan_masks(columns, masks);
#endif
  for (size_t i = 0; i < in->rows; i += 1) {
#if UH_LANES == 1
    double total = uh_reference_sum(a + i * in->a.row, columns, 1);
#else
    vector lanes[UH_LANE_VECTORS];
    plan_lanes(a + i * in->a.row, masks, lanes);
    for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) lanes[v] += 0.0;
    double total = join(lanes);
#endif
    out[i * in->out.row] = adds ? out[i * in->out.row] + total : total;
  }
}

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

#define UH_PLAN_TABLE                                                            \
  {                                                                              \
    [UH_PLAN_UNARY] = plan_unary, [UH_PLAN_BOTH] = plan_both,                    \
    [UH_PLAN_SCALAR_SECOND] = plan_scalar_second,                                \
    [UH_PLAN_SCALAR_FIRST] = plan_scalar_first, [UH_PLAN_SELECT] = plan_select,  \
    [UH_PLAN_GRADIENT_STEP] = plan_gradient_step,                                \
    [UH_PLAN_COPY] = plan_copy, [UH_PLAN_TRANSPOSE] = plan_transpose,            \
    [UH_PLAN_PRODUCT] = plan_product, [UH_PLAN_SUM_ROWS] = plan_sum_rows,        \
    [UH_PLAN_SUM_COLUMNS] = plan_sum_columns,                                    \
    [UH_PLAN_MAX_OF_COLUMNS] = plan_max_of_columns,                              \
    [UH_PLAN_MIN_OF_COLUMNS] = plan_min_of_columns,                              \
    [UH_PLAN_MAX_OF_ROWS] = plan_max_of_rows,                                    \
    [UH_PLAN_MIN_OF_ROWS] = plan_min_of_rows,                                    \
    [UH_PLAN_GATHER] = plan_gather,                                              \
    [UH_PLAN_ARGMAX] = plan_argmax,                                              \
    [UH_PLAN_ARGMIN] = plan_argmin,                                              \
  }

static uh_plan_function *plan_function(const uh_instruction *in) {
  static uh_plan_function *const functions[UH_PLAN_COUNT] = UH_PLAN_TABLE;
  if (in->rows == 1 && in->operation == UH_PLAN_UNARY) return plan_unary_row;
  if (in->rows == 1 && in->operation == UH_PLAN_BOTH) return plan_both_row;
#if UH_LANES > 1
  if (in->operation == UH_PLAN_PRODUCT) return plan_product_for(in);
#endif
  return functions[in->operation];
}
