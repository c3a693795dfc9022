// Matrix products in the order of sum_order.h, for one width.
//
// Two ways, by where memory is contiguous. `dots`: both factors contiguous along the
// inner dimension; the eight lanes lie in a vector, nothing is copied. `panels`: a tile of
// rows x columns of the result lives in registers, vectors along the columns; its eight
// lanes are worked off one after another and joined at the end. Panels of b, and blocks of
// a, are copied lane by lane so that the tile reads memory in sequence (after Goto and van
// de Geijn, with the lanes' order in place of k's).

// A tile of the result, by the number of registers: 16 (12 sums, 2 of b, 1 of a) or 32
// (24 sums, 3 of b, 1 of a).
#if UH_LANES == 4
#define UH_TILE_ROWS 6
#define UH_TILE_VECTORS 2
#else
#define UH_TILE_ROWS 8
#define UH_TILE_VECTORS 3
#endif
#define UH_PANEL (UH_TILE_VECTORS * UH_LANES)
// Rows of a copied at a time: 1 MiB with a whole chunk.
#define UH_BLOCK_ROWS 128

#define UH_UNROLL _Pragma("clang loop unroll(full)")

UH_INLINE size_t lane_terms(size_t terms, size_t lane) {
  return (terms + UH_SUM_LANES - 1 - lane) / UH_SUM_LANES;
}

// Where a tile finds element k = lane + 8 n of its row i (a) or of its columns (b).
typedef struct {
  const double *start;
  size_t row, lane, step;
} tile_source;

// One lane's sums of a tile of tile_rows x vectors (constants where this is inlined), to
// tile_rows x vectors of memory.
UH_INLINE void lane_sums(const size_t tile_rows, const size_t vectors, const double *a,
                         size_t a_row, size_t a_step, const double *b, size_t b_step,
                         size_t count, double *to) {
  vector sums[UH_TILE_ROWS][UH_TILE_VECTORS];
  UH_UNROLL for (size_t i = 0; i < tile_rows; i += 1) {
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) sums[i][v] = vector_of(-0.0);
  }
  for (; count > 0; count -= 1) {
    vector y[UH_TILE_VECTORS];
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) y[v] = vector_load(b + v * UH_LANES);
    UH_UNROLL for (size_t i = 0; i < tile_rows; i += 1) {
      vector x = vector_of(a[i * a_row]);
      UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
        sums[i][v] = vector_fma(x, y[v], sums[i][v]);
      }
    }
    a += a_step;
    b += b_step;
  }
  UH_UNROLL for (size_t i = 0; i < tile_rows; i += 1) {
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
      vector_store(to + (i * vectors + v) * UH_LANES, sums[i][v]);
    }
  }
}

// The tile's sizes as constants: a function for each, so that its sums are registers.
#define UH_LANE_SUMS(ROWS, VECTORS)                                                    \
  static __attribute__((noinline)) void lane_sums_##ROWS##_##VECTORS(                  \
      const double *a, size_t a_row, size_t a_step, const double *b, size_t b_step,    \
      size_t count, double *to) {                                                      \
    lane_sums(ROWS, VECTORS, a, a_row, a_step, b, b_step, count, to);                  \
  }
#if UH_TILE_VECTORS == 3
#define UH_LANE_SUMS_EACH(ROWS) UH_LANE_SUMS(ROWS, 1) UH_LANE_SUMS(ROWS, 2) UH_LANE_SUMS(ROWS, 3)
#define UH_LANE_SUMS_LIST(ROWS) {lane_sums_##ROWS##_1, lane_sums_##ROWS##_2, lane_sums_##ROWS##_3}
#else
#define UH_LANE_SUMS_EACH(ROWS) UH_LANE_SUMS(ROWS, 1) UH_LANE_SUMS(ROWS, 2)
#define UH_LANE_SUMS_LIST(ROWS) {lane_sums_##ROWS##_1, lane_sums_##ROWS##_2}
#endif
#if UH_TILE_ROWS == 8
UH_LANE_SUMS_EACH(8)
#else
UH_LANE_SUMS_EACH(6)
#endif
UH_LANE_SUMS_EACH(4)
UH_LANE_SUMS_EACH(2)
UH_LANE_SUMS_EACH(1)

typedef void lane_sums_function(const double *a, size_t a_row, size_t a_step, const double *b,
                                size_t b_step, size_t count, double *to);

static lane_sums_function *lane_sums_for(size_t tile_rows, size_t vectors) {
#if UH_TILE_ROWS == 8
  static lane_sums_function *const most[] = UH_LANE_SUMS_LIST(8);
#else
  static lane_sums_function *const most[] = UH_LANE_SUMS_LIST(6);
#endif
  static lane_sums_function *const four[] = UH_LANE_SUMS_LIST(4);
  static lane_sums_function *const two[] = UH_LANE_SUMS_LIST(2);
  static lane_sums_function *const one[] = UH_LANE_SUMS_LIST(1);
  lane_sums_function *const *row =
      tile_rows > 4 ? most : tile_rows == 4 ? four : tile_rows == 2 ? two : one;
  return row[vectors - 1];
}

// A tile over one chunk of `terms` terms, added to `out` unless the chunk is the first, plus
// `column` if any.
static void tile(size_t tile_rows, size_t vectors, tile_source a, tile_source b, size_t terms,
                 bool first, const double *column, double *out, size_t out_row) {
  double sums[UH_SUM_LANES][UH_TILE_ROWS * UH_PANEL] __attribute__((aligned(64)));
  lane_sums_function *function = lane_sums_for(tile_rows, vectors);
  size_t present = terms < UH_SUM_LANES ? terms : UH_SUM_LANES;
  for (size_t lane = 0; lane < present; lane += 1) {
    function(a.start + lane * a.lane, a.row, a.step, b.start + lane * b.lane, b.step,
             lane_terms(terms, lane), sums[lane]);
  }
  size_t width = vectors * UH_LANES;
#define UH_LANE(L) vector_load(sums[L] + at)
  for (size_t i = 0; i < tile_rows; i += 1) {
    for (size_t v = 0; v < width; v += UH_LANES) {
      size_t at = i * width + v;
      vector total;
      if (present == UH_SUM_LANES) {
        total = ((UH_LANE(0) + UH_LANE(4)) + (UH_LANE(2) + UH_LANE(6))) +
                ((UH_LANE(1) + UH_LANE(5)) + (UH_LANE(3) + UH_LANE(7)));
      } else {
        total = UH_LANE(0);
        if (present > 4) total += UH_LANE(4);
        if (present > 2) total += present > 6 ? UH_LANE(2) + UH_LANE(6) : UH_LANE(2);
        vector odd = vector_of(-0.0);
        if (present > 1) odd = present > 5 ? UH_LANE(1) + UH_LANE(5) : UH_LANE(1);
        if (present > 3) odd += UH_LANE(3);
        total += odd;
      }
      double *to = out + i * out_row + v;
      if (!first) total = vector_load(to) + total;
      if (column) total += vector_of(column[i]);
      vector_store(to, total);
    }
  }
#undef UH_LANE
}

// A panel's width: as many whole vectors as there are columns for, at least one.
UH_INLINE size_t panel_width(size_t columns) {
  size_t vectors = columns / UH_LANES;
  return (vectors < 1 ? 1 : vectors < UH_TILE_VECTORS ? vectors : UH_TILE_VECTORS) * UH_LANES;
}

UH_INLINE size_t next_tile_rows(size_t rows) {
  return rows >= UH_TILE_ROWS ? UH_TILE_ROWS : rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
}

// Rows first ..< first + rows of a, terms from `start`, tile by tile and lane by lane.
static void copy_rows(const uh_product_shape *p, size_t first, size_t rows, size_t start,
                      size_t terms, double *to) {
  size_t slots = lane_terms(terms, 0);
  for (size_t i = 0; i < rows;) {
    size_t height = next_tile_rows(rows - i);
    for (size_t r = 0; r < height; r += 1) {
      const double *from = p->a + (first + i + r) * p->a_row + start * p->a_inner;
      for (size_t lane = 0; lane < UH_SUM_LANES; lane += 1) {
        double *at = to + lane * slots * height + r;
        for (size_t k = lane; k < terms; k += UH_SUM_LANES) {
          *at = from[k * p->a_inner];
          at += height;
        }
      }
    }
    to += height * slots * UH_SUM_LANES;
    i += height;
  }
}

// Where panels of b lie, and what of the product they cover.
typedef struct {
  size_t first_column, columns;
  size_t start, terms;  // a chunk of the inner dimension
  bool direct;          // b itself, or a copy
  const double *copy;
} panel_block;

// The tiles of one tile's height of rows, from `row`, along a block of panels.
static void row_of_tiles(const uh_product_shape *p, const panel_block *block, size_t row,
                         size_t height, const double *a_copy) {
  size_t slots = lane_terms(block->terms, 0);
  bool first = block->start == 0, last = block->start + block->terms == p->inner;
  tile_source a = {a_copy, 1, slots * height, height};
  if (!a_copy) {
    a.start = p->a + row * p->a_row + block->start * p->a_inner;
    a.row = p->a_row;
    a.lane = p->a_inner;
    a.step = UH_SUM_LANES * p->a_inner;
  }
  const double *column = last && p->column ? p->column + row : NULL;
  const double *copy = block->copy;
  double part[UH_TILE_ROWS * UH_LANES];
  for (size_t j = 0; j < block->columns;) {
    size_t left = block->columns - j;
    size_t width = panel_width(left);
    tile_source b = {copy, 0, slots * width, width};
    copy += slots * UH_SUM_LANES * width;
    if (block->direct) {
      b.start = p->b + block->start * p->b_inner + block->first_column + j;
      b.lane = p->b_inner;
      b.step = UH_SUM_LANES * p->b_inner;
    }
    double *out = p->out + row * p->columns + block->first_column + j;
    if (left >= width) {
      tile(height, width / UH_LANES, a, b, block->terms, first, column, out, p->columns);
    } else {
      // Fewer columns than a vector: through memory of our own.
      for (size_t r = 0; r < height && !first; r += 1) {
        memcpy(part + r * UH_LANES, out + r * p->columns, left * sizeof(double));
      }
      tile(height, 1, a, b, block->terms, first, column, part, UH_LANES);
      for (size_t r = 0; r < height; r += 1) {
        memcpy(out + r * p->columns, part + r * UH_LANES, left * sizeof(double));
      }
    }
    j += width;
  }
}

// Doubles in the copy of a block of panels: 400 KB, so that long stretches of b's rows are
// read in sequence and the copy stays in the second cache.
#define UH_PANEL_SPACE (48 * (UH_SUM_CHUNK + UH_SUM_LANES))

// Doubles of workspace that `panels` may use.
static size_t workspace(size_t rows, size_t inner) {
  size_t terms = inner < UH_SUM_CHUNK ? inner : UH_SUM_CHUNK;
  size_t block = rows < UH_BLOCK_ROWS ? rows : UH_BLOCK_ROWS;
  return UH_PANEL_SPACE + block * (terms + UH_SUM_LANES) + 8;
}

// UH_LANES vectors as rows become columns: as many interleavings of halves as it takes.
UH_INLINE void transpose(vector *rows) {
#if UH_LANES == 8
#define UH_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define UH_HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#elif UH_LANES == 4
#define UH_LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define UH_HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#else
#define UH_LOW(a, b) __builtin_shufflevector(a, b, 0, 2)
#define UH_HIGH(a, b) __builtin_shufflevector(a, b, 1, 3)
#endif
  UH_UNROLL for (size_t pass = 1; pass < UH_LANES; pass *= 2) {
    vector next[UH_LANES];
    UH_UNROLL for (size_t i = 0; i < UH_LANES / 2; i += 1) {
      next[2 * i] = UH_LOW(rows[i], rows[i + UH_LANES / 2]);
      next[2 * i + 1] = UH_HIGH(rows[i], rows[i + UH_LANES / 2]);
    }
    UH_UNROLL for (size_t i = 0; i < UH_LANES; i += 1) rows[i] = next[i];
  }
}

// A panel of b of which b_inner is 1: blocks of UH_LANES columns and eight terms.
static void copy_transposed_panel(const uh_product_shape *p, size_t first, size_t width,
                                  size_t start, size_t terms, double *to) {
  size_t slots = lane_terms(terms, 0);
  for (size_t j = 0; j < width; j += UH_LANES) {
    const double *from = p->b + (first + j) * p->b_column + start;
    size_t k = 0;
    for (; k + UH_SUM_LANES <= terms; k += UH_SUM_LANES) {
      for (size_t part = 0; part < UH_SUM_LANES; part += UH_LANES) {
        vector block[UH_LANES];
        UH_UNROLL for (size_t c = 0; c < UH_LANES; c += 1) {
          block[c] = vector_load(from + c * p->b_column + k + part);
        }
        transpose(block);
        UH_UNROLL for (size_t c = 0; c < UH_LANES; c += 1) {
          vector_store(to + ((part + c) * slots + k / UH_SUM_LANES) * width + j, block[c]);
        }
      }
    }
    for (; k < terms; k += 1) {
      double *at = to + ((k % UH_SUM_LANES) * slots + k / UH_SUM_LANES) * width + j;
      for (size_t c = 0; c < UH_LANES; c += 1) at[c] = from[c * p->b_column + k];
    }
  }
}

// One term of every panel of a block, from row k of b.
UH_INLINE void copy_term(const uh_product_shape *p, const panel_block *block, size_t k,
                         size_t slots, double *to) {
  size_t slot = (k % UH_SUM_LANES) * slots + k / UH_SUM_LANES;
  const double *from =
      p->b + (block->start + k) * p->b_inner + block->first_column * p->b_column;
  for (size_t j = 0; j < block->columns;) {
    size_t left = block->columns - j;
    size_t width = panel_width(left);
    double *at = to + slot * width;
    if (p->b_column == 1 && left >= width) {
      for (size_t v = 0; v < width; v += UH_LANES) {
        vector_store(at + v, vector_load(from + j + v));
      }
    } else {
      for (size_t v = 0; v < width; v += 1) {
        at[v] = v < left ? from[(j + v) * p->b_column] : 0.0;
      }
    }
    to += slots * UH_SUM_LANES * width;
    j += width;
  }
}

// A block's part of b, panel by panel and in each lane by lane; a term takes as many
// doubles as the panel is wide, of which those beyond the last column are 0.
static void copy_block(const uh_product_shape *p, const panel_block *block, double *to) {
  size_t slots = lane_terms(block->terms, 0);
  if (p->b_inner != 1) {
    // Rows of b outermost, so that long stretches of memory are read in sequence.
    for (size_t k = 0; k < block->terms; k += 1) copy_term(p, block, k, slots, to);
    return;
  }
  for (size_t j = 0; j < block->columns;) {
    size_t left = block->columns - j;
    size_t width = panel_width(left);
    if (left >= width) {
      copy_transposed_panel(p, block->first_column + j, width, block->start, block->terms, to);
    } else {
      panel_block rest = {block->first_column + j, left, block->start, block->terms, false, to};
      for (size_t k = 0; k < block->terms; k += 1) copy_term(p, &rest, k, slots, to);
    }
    to += slots * UH_SUM_LANES * width;
    j += width;
  }
}

static void panels(const uh_product_shape *p, double *space) {
  while ((uintptr_t)space % 64 != 0) space += 1;  // no vector across two lines of cache
  double *b_copy = space, *a_copy = space + UH_PANEL_SPACE;
  for (size_t start = 0; start < p->inner; start += UH_SUM_CHUNK) {
    size_t terms = p->inner - start < UH_SUM_CHUNK ? p->inner - start : UH_SUM_CHUNK;
    size_t slots = lane_terms(terms, 0);
    size_t widest = UH_PANEL_SPACE / (UH_PANEL * slots * UH_SUM_LANES) * UH_PANEL;
    for (size_t row = 0; row < p->rows; row += UH_BLOCK_ROWS) {
      size_t rows = p->rows - row < UH_BLOCK_ROWS ? p->rows - row : UH_BLOCK_ROWS;
      // Copying pays where many panels read the rows and they do not stay in the cache.
      bool copies = terms > 96 && p->columns >= 4 * UH_PANEL;
      if (copies) copy_rows(p, row, rows, start, terms, a_copy);
      for (size_t j = 0; j < p->columns; j += widest) {
        size_t columns = p->columns - j < widest ? p->columns - j : widest;
        panel_block block = {j, columns, start, terms, false, b_copy};
        block.direct = p->b_column == 1 && columns % UH_LANES == 0 && rows <= UH_TILE_ROWS;
        if (!block.direct) copy_block(p, &block, b_copy);
        const double *a = copies ? a_copy : NULL;
        for (size_t i = 0; i < rows;) {
          size_t height = next_tile_rows(rows - i);
          row_of_tiles(p, &block, row + i, height, a);
          if (a) a += height * slots * UH_SUM_LANES;
          i += height;
        }
      }
    }
  }
}

// A tile of dots: the sums of the products of dot_rows rows of a and dot_columns of b.
#if UH_LANES == 8
#define UH_DOT_ROWS 6
#define UH_DOT_COLUMNS 4
#elif UH_LANES == 4
#define UH_DOT_ROWS 3
#define UH_DOT_COLUMNS 2
#else
#define UH_DOT_ROWS 2
#define UH_DOT_COLUMNS 2
#endif

UH_INLINE void dot_tile(const size_t dot_rows, const size_t dot_columns, const double *a,
                        size_t a_row, const double *b, size_t b_column, size_t terms,
                        bool first, const double *column, double *out, size_t out_row) {
  vector sums[UH_DOT_ROWS][UH_DOT_COLUMNS][UH_LANE_VECTORS];
  UH_UNROLL for (size_t i = 0; i < dot_rows; i += 1) {
    UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {
      UH_UNROLL for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) sums[i][j][v] = vector_of(-0.0);
    }
  }
  size_t k = 0;
  for (; k + UH_SUM_LANES <= terms; k += UH_SUM_LANES) {
    UH_UNROLL for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {
      vector y[UH_DOT_COLUMNS];
      UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {
        y[j] = vector_load(b + j * b_column + k + v * UH_LANES);
      }
      UH_UNROLL for (size_t i = 0; i < dot_rows; i += 1) {
        vector x = vector_load(a + i * a_row + k + v * UH_LANES);
        UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {
          sums[i][j][v] = vector_fma(x, y[j], sums[i][j][v]);
        }
      }
    }
  }
  if (k < terms) {
    // Lanes without a term get -0 * 0 = -0, which changes nothing.
    double x[UH_DOT_ROWS][UH_SUM_LANES], y[UH_DOT_COLUMNS][UH_SUM_LANES];
    for (size_t l = 0; l < UH_SUM_LANES; l += 1) {
      bool here = k + l < terms;
      for (size_t i = 0; i < dot_rows; i += 1) x[i][l] = here ? a[i * a_row + k + l] : -0.0;
      for (size_t j = 0; j < dot_columns; j += 1) y[j][l] = here ? b[j * b_column + k + l] : 0.0;
    }
    UH_UNROLL for (size_t v = 0; v < UH_LANE_VECTORS; v += 1) {
      UH_UNROLL for (size_t i = 0; i < dot_rows; i += 1) {
        UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {
          sums[i][j][v] = vector_fma(vector_load(x[i] + v * UH_LANES),
                                     vector_load(y[j] + v * UH_LANES), sums[i][j][v]);
        }
      }
    }
  }
  UH_UNROLL for (size_t i = 0; i < dot_rows; i += 1) {
    UH_UNROLL for (size_t j = 0; j < dot_columns; j += 1) {
      double total = join(sums[i][j]);
      if (!first) total = out[i * out_row + j] + total;
      out[i * out_row + j] = column ? total + column[i] : total;
    }
  }
}

static void dot_row_of_tiles(const uh_product_shape *p, size_t i, size_t height, size_t j,
                             size_t width, size_t start, size_t terms) {
  bool first = start == 0, last = start + terms == p->inner;
  const double *a = p->a + i * p->a_row + start, *b = p->b + j * p->b_column + start;
  const double *column = last && p->column ? p->column + i : NULL;
  double *out = p->out + i * p->columns + j;
#define UH_DOTS(ROWS, COLUMNS)                                                            \
  dot_tile(ROWS, COLUMNS, a, p->a_row, b, p->b_column, terms, first, column, out, p->columns)
  if (height == UH_DOT_ROWS && width == UH_DOT_COLUMNS) {
    UH_DOTS(UH_DOT_ROWS, UH_DOT_COLUMNS);
  } else if (height == UH_DOT_ROWS) {
    for (size_t n = width; n > 0; n -= 1, b += p->b_column, out += 1) UH_DOTS(UH_DOT_ROWS, 1);
  } else {
    for (size_t m = height; m > 0; m -= 1) {
      if (width == UH_DOT_COLUMNS) {
        UH_DOTS(1, UH_DOT_COLUMNS);
      } else {
        for (size_t n = 0; n < width; n += 1, b += p->b_column, out += 1) UH_DOTS(1, 1);
        b -= width * p->b_column;
        out -= width;
      }
      a += p->a_row;
      out += p->columns;
      if (column) column += 1;
    }
  }
#undef UH_DOTS
}

static void dots(const uh_product_shape *p) {
  // Columns of b that stay in the cache while all rows of a pass.
  const size_t block = 8 * UH_DOT_COLUMNS;
  for (size_t start = 0; start < p->inner; start += UH_SUM_CHUNK) {
    size_t terms = p->inner - start < UH_SUM_CHUNK ? p->inner - start : UH_SUM_CHUNK;
    for (size_t from = 0; from < p->columns; from += block) {
      size_t to = p->columns - from < block ? p->columns : from + block;
      for (size_t i = 0; i < p->rows; i += UH_DOT_ROWS) {
        size_t height = p->rows - i < UH_DOT_ROWS ? p->rows - i : UH_DOT_ROWS;
        for (size_t j = from; j < to; j += UH_DOT_COLUMNS) {
          size_t width = to - j < UH_DOT_COLUMNS ? to - j : UH_DOT_COLUMNS;
          dot_row_of_tiles(p, i, height, j, width, start, terms);
        }
      }
    }
  }
}

// Whether both factors are contiguous along an inner dimension long enough for it to pay.
static bool dots_pay(const uh_product_shape *p) {
  return p->a_inner == 1 && p->b_inner == 1 && p->inner >= 2 * UH_SUM_LANES &&
         (p->rows < 16 || p->columns < 24);
}

static void product(const uh_product_shape *p, double *space) {
  if (p->inner == 0) {
    uh_reference_product(p, NULL);
  } else if (dots_pay(p)) {
    dots(p);
  } else {
    panels(p, space);
  }
}
