// The largest and the smallest elements, and where they are, for one width.

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
