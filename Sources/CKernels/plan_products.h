// A plan's products, for one width.

#if UH_LANES > 1
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
