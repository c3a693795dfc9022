// A plan's instructions that lay elements elsewhere, for one width.

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
