// A plan's sums, for one width.

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
