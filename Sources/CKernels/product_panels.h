// Products tile by tile. Panels of b, and blocks of a, are copied lane by lane so that the
// tile reads memory in sequence (after Goto and van de Geijn, with the lanes' order in place
// of k's).

// A panel's width: as many whole vectors as there are columns for, at least one.
UH_INLINE size_t panel_width(size_t columns) {
  size_t vectors = columns / UH_LANES;
  return (vectors < 1 ? 1 : vectors < UH_TILE_VECTORS ? vectors : UH_TILE_VECTORS) * UH_LANES;
}

// Slots for a lane's terms in a copy: an odd number, so that the lanes, and whole panels, do not
// begin at the same places of the cache.
UH_INLINE size_t panel_slots(size_t terms) { return lane_terms(terms, 0) | 1; }

// How many terms ahead what will be copied is fetched.
#define UH_TERMS_AHEAD 6

// Two tiles of four rows rather than one of six and one of two, whose sums wait for one another.
UH_INLINE size_t next_tile_rows(size_t rows) {
  if (UH_TILE_ROWS == 6 && rows == 8) return 4;
  return rows >= UH_TILE_ROWS ? UH_TILE_ROWS : rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
}

// UH_LANES rows of a, contiguous along the inner dimension, as they lie in a tile `height` rows
// high: a vector of each lane's next element.
UH_INLINE void copy_rows_across(const double *from, size_t a_row, size_t terms, size_t slots,
                                size_t height, double *to) {
  size_t k = 0;
  for (; k + UH_SUM_LANES <= terms; k += UH_SUM_LANES) {
    for (size_t part = 0; part < UH_SUM_LANES; part += UH_LANES) {
      vector block[UH_LANES];
      UH_UNROLL for (size_t r = 0; r < UH_LANES; r += 1) {
        block[r] = vector_load(from + r * a_row + k + part);
      }
      transpose(block);
      UH_UNROLL for (size_t l = 0; l < UH_LANES; l += 1) {
        vector_store(to + ((part + l) * slots + k / UH_SUM_LANES) * height, block[l]);
      }
    }
  }
  for (; k < terms; k += 1) {
    double *at = to + (k % UH_SUM_LANES * slots + k / UH_SUM_LANES) * height;
    for (size_t r = 0; r < UH_LANES; r += 1) at[r] = from[r * a_row + k];
  }
}

// The same of a whose rows are contiguous: term by term, so that memory is read in sequence.
static void copy_contiguous_rows(const uh_product_shape *p, size_t first, size_t rows,
                                 size_t start, size_t terms, double *to) {
  size_t slots = panel_slots(terms);
  for (size_t k = 0; k < terms; k += 1) {
    const double *from = p->a + first + (start + k) * p->a_inner;
    size_t place = k % UH_SUM_LANES * slots + k / UH_SUM_LANES, height;
    double *tile = to;
    for (size_t i = 0; i < rows; i += height) {
      height = next_tile_rows(rows - i);
      double *at = tile + place * height;
      size_t r = 0;
      __builtin_prefetch(from + UH_TERMS_AHEAD * p->a_inner + i);
      for (; r + UH_LANES <= height; r += UH_LANES) vector_store(at + r, vector_load(from + i + r));
      for (; r < height; r += 1) at[r] = from[i + r];
      tile += height * slots * UH_SUM_LANES;
    }
  }
}

// Rows first ..< first + rows of a, terms from `start`, tile by tile and lane by lane.
static void copy_rows(const uh_product_shape *p, size_t first, size_t rows, size_t start,
                      size_t terms, double *to) {
  if (p->a_row == 1) {
    copy_contiguous_rows(p, first, rows, start, terms, to);
    return;
  }
  size_t slots = panel_slots(terms);
  for (size_t i = 0; i < rows;) {
    size_t height = next_tile_rows(rows - i), r = 0;
    const double *from = p->a + (first + i) * p->a_row + start * p->a_inner;
    if (p->a_inner == 1) {
      for (; r + UH_LANES <= height; r += UH_LANES) {
        copy_rows_across(from + r * p->a_row, p->a_row, terms, slots, height, to + r);
      }
    }
    for (; r < height; r += 1) {
      for (size_t lane = 0; lane < UH_SUM_LANES; lane += 1) {
        double *at = to + lane * slots * height + r;
        for (size_t k = lane; k < terms; k += UH_SUM_LANES) {
          *at = from[r * p->a_row + k * p->a_inner];
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

// The tiles of some rows and one panel of b: a lane of it, which stays in the nearest cache,
// with all rows, and then the next. `place` is the panel's in the block.
static void panel_tiles(const uh_product_shape *p, const panel_block *block, size_t place,
                        const double *b_copy, size_t row, size_t rows, const double *a_copy,
                        double *space) {
  size_t slots = panel_slots(block->terms), left = block->columns - place;
  size_t width = panel_width(left), vectors = width / UH_LANES;
  // A copy's lanes lie in the order in which they join, so that b is read in sequence.
  tile_source b = {b_copy, 0, slots * width, width};
  if (block->direct) {
    b.start = p->b + block->start * p->b_inner + block->first_column + place;
    b.lane = p->b_inner;
    b.step = UH_SUM_LANES * p->b_inner;
  }
  tile_sums all = {space, space + UH_BLOCK_ROWS * UH_PANEL, space + 2 * UH_BLOCK_ROWS * UH_PANEL};
  bool first = block->start == 0 && !p->adds, last = block->start + block->terms == p->inner;
  size_t column = block->first_column + place;
  for (size_t n = 0; n < UH_SUM_LANES; n += 1) {
    bool is_last_lane = n + 1 == UH_SUM_LANES;
    size_t lane = joining_order[n];
    size_t count = block->terms > lane ? lane_terms(block->terms, lane) : 0;
    const double *b_lane = b.start + (block->direct ? lane : n) * b.lane;
    // The first tiles fetch what the next lane will read.
    const double *ahead = block->direct ? NULL : b_lane + b.lane;
    const double *end = block->direct ? NULL : ahead + b.lane;
    for (size_t i = 0; i < rows;) {
      size_t height = next_tile_rows(rows - i);
      tile_source a = {NULL, 1, slots * height, height};
      if (a_copy) {
        a.start = a_copy + i * slots * UH_SUM_LANES;
      } else {
        a.start = p->a + (row + i) * p->a_row + block->start * p->a_inner;
        a.row = p->a_row;
        a.lane = p->a_inner;
        a.step = UH_SUM_LANES * p->a_inner;
      }
      tile_sums sums = {all.total + i * width, all.odd + i * width, all.part + i * width};
      double *to;
      tile_joins joins = joins_of(n, sums, &to);
      if (is_last_lane) fetch_tile(p, row + i, column, height, width);
      lane_sums_for(height, vectors)(a.start + lane * a.lane, a.row, a.step, b_lane, b.step,
                                     count, joins.first, joins.second, joins.third,
                                     ahead && ahead < end ? ahead : b_lane, to);
      if (ahead) ahead += count * 8;
      if (is_last_lane) {
        finish_tile(p, row + i, column, height, width, left < width ? left : width, sums.total,
                    first, last);
      }
      i += height;
    }
  }
}

// The tiles of some rows and a block of panels.
static void block_tiles(const uh_product_shape *p, const panel_block *block, size_t row,
                        size_t rows, const double *a_copy, double *space) {
  size_t slots = panel_slots(block->terms);
  const double *copy = block->copy;
  for (size_t j = 0; j < block->columns;) {
    size_t width = panel_width(block->columns - j);
    panel_tiles(p, block, j, copy, row, rows, a_copy, space);
    copy += slots * UH_SUM_LANES * width;
    j += width;
  }
}

// Doubles in the copy of a block of panels: 400 KB, so that long stretches of b's rows are
// read in sequence and the copy stays in the second cache.
#define UH_PANEL_SPACE (48 * (UH_SUM_CHUNK + 2 * UH_SUM_LANES))

// Doubles in the copy of rows of a, about: 4 MiB, so that each panel of b is copied once for many.
#define UH_ROWS_SPACE (512 * UH_SUM_CHUNK)

// Doubles in the copy of b: all columns of a chunk if they fit (the first chunk is the
// longest), or else all there is, which shorter chunks divide in other ways.
static size_t b_space(const uh_product_shape *p) {
  size_t terms = p->inner < UH_SUM_CHUNK ? p->inner : UH_SUM_CHUNK;
  size_t length = panel_slots(terms) * UH_SUM_LANES;
  size_t columns = p->columns + UH_LANES - 1;
  return columns < UH_PANEL_SPACE / length ? columns * length : UH_PANEL_SPACE;
}

// Copying rows of a pays where many panels read them and they do not stay in the cache.
static bool copying_pays(const uh_product_shape *p, size_t terms) {
  return terms > 96 && p->columns >= 4 * UH_PANEL;
}

// How many rows of a are copied at a time.
static size_t rows_copied(const uh_product_shape *p) {
  size_t terms = p->inner < UH_SUM_CHUNK ? p->inner : UH_SUM_CHUNK;
  size_t length = panel_slots(terms) * UH_SUM_LANES;
  size_t most = UH_ROWS_SPACE / length / UH_BLOCK_ROWS * UH_BLOCK_ROWS;
  return p->rows < most ? p->rows : most;
}

#define UH_SUMS_SPACE (3 * UH_BLOCK_ROWS * UH_PANEL)

// Doubles of workspace that `panels` uses.
static size_t panels_workspace(const uh_product_shape *p) {
  size_t terms = p->inner < UH_SUM_CHUNK ? p->inner : UH_SUM_CHUNK;
  size_t a_space = copying_pays(p, terms) ? rows_copied(p) * panel_slots(terms) * UH_SUM_LANES : 0;
  return b_space(p) + a_space + UH_SUMS_SPACE + 8;  // 8 to begin at a line of cache
}

// A panel of b of which b_inner is 1: blocks of UH_LANES columns and eight terms.
static void copy_transposed_panel(const uh_product_shape *p, size_t first, size_t width,
                                  size_t start, size_t terms, double *to) {
  size_t slots = panel_slots(terms);
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
          size_t slot = joining_order[part + c] * slots + k / UH_SUM_LANES;
          vector_store(to + slot * width + j, block[c]);
        }
      }
    }
    for (; k < terms; k += 1) {
      size_t slot = joining_order[k % UH_SUM_LANES] * slots + k / UH_SUM_LANES;
      double *at = to + slot * width + j;
      for (size_t c = 0; c < UH_LANES; c += 1) at[c] = from[c * p->b_column + k];
    }
  }
}

// One term of every panel of a block, from row k of b.
UH_INLINE void copy_term(const uh_product_shape *p, const panel_block *block, size_t k,
                         size_t slots, double *to) {
  size_t slot = joining_order[k % UH_SUM_LANES] * slots + k / UH_SUM_LANES;
  const double *from =
      p->b + (block->start + k) * p->b_inner + block->first_column * p->b_column;
  for (size_t j = 0; j < block->columns;) {
    size_t left = block->columns - j;
    size_t width = panel_width(left);
    double *at = to + slot * width;
    if (p->b_column == 1 && width == UH_PANEL && left >= width) {
      UH_UNROLL for (size_t v = 0; v < UH_PANEL; v += UH_LANES) {
        vector_store(at + v, vector_load(from + j + v));
        __builtin_prefetch(from + UH_TERMS_AHEAD * p->b_inner + j + v);
      }
    } else if (p->b_column == 1 && left >= width) {
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

// A block's part of b, panel by panel and in each lane by lane, as they join; a term takes as
// many doubles as the panel is wide, of which those beyond the last column are 0.
static void copy_block(const uh_product_shape *p, const panel_block *block, double *to) {
  size_t slots = panel_slots(block->terms);
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

// Doubles that the panels of `columns` columns take, of the terms before `start`.
static size_t panel_offset(size_t columns, size_t start) {
  size_t whole = (columns + UH_LANES - 1) / UH_LANES * UH_LANES;
  return start / UH_SUM_CHUNK * panel_slots(UH_SUM_CHUNK) * UH_SUM_LANES * whole;
}

static size_t panels_packed_count(const uh_product_shape *p) {
  size_t last = (p->inner - 1) / UH_SUM_CHUNK * UH_SUM_CHUNK;
  size_t whole = (p->columns + UH_LANES - 1) / UH_LANES * UH_LANES;
  return panel_offset(p->columns, last) + panel_slots(p->inner - last) * UH_SUM_LANES * whole;
}

// All of b's panels, chunk by chunk.
static void panels_pack(const uh_product_shape *p, double *to) {
  for (size_t start = 0; start < p->inner; start += UH_SUM_CHUNK) {
    size_t terms = p->inner - start < UH_SUM_CHUNK ? p->inner - start : UH_SUM_CHUNK;
    panel_block block = {0, p->columns, start, terms, false, NULL};
    copy_block(p, &block, to + panel_offset(p->columns, start));
  }
}

static void panels(const uh_product_shape *p, double *space) {
  while ((uintptr_t)space % 64 != 0) space += 1;  // no vector across two lines of cache
  double *sums = space, *b_copy = space + UH_SUMS_SPACE, *a_copy = b_copy + b_space(p);
  for (size_t start = 0; start < p->inner; start += UH_SUM_CHUNK) {
    size_t terms = p->inner - start < UH_SUM_CHUNK ? p->inner - start : UH_SUM_CHUNK;
    size_t length = panel_slots(terms) * UH_SUM_LANES;
    size_t widest = UH_PANEL_SPACE / (UH_PANEL * length) * UH_PANEL;
    if (p->packed) widest = p->columns;
    bool copies = copying_pays(p, terms);
    size_t group = copies ? rows_copied(p) : p->rows;
    for (size_t first = 0; first < p->rows; first += group) {
      size_t end = p->rows - first < group ? p->rows : first + group;
      // Block by block, as they are read: the last tiles of each are lower.
      for (size_t row = first; copies && row < end; row += UH_BLOCK_ROWS) {
        size_t rows = end - row < UH_BLOCK_ROWS ? end - row : UH_BLOCK_ROWS;
        copy_rows(p, row, rows, start, terms, a_copy + (row - first) * length);
      }
      for (size_t j = 0; j < p->columns; j += widest) {
        size_t columns = p->columns - j < widest ? p->columns - j : widest;
        panel_block block = {j, columns, start, terms, false, b_copy};
        if (p->packed) {
          block.copy = p->packed + panel_offset(p->columns, start);
        } else {
          block.direct = p->b_column == 1 && columns % UH_LANES == 0 && p->rows <= UH_TILE_ROWS;
          if (!block.direct) copy_block(p, &block, b_copy);
        }
        for (size_t row = first; row < end; row += UH_BLOCK_ROWS) {
          size_t rows = end - row < UH_BLOCK_ROWS ? end - row : UH_BLOCK_ROWS;
          block_tiles(p, &block, row, rows, copies ? a_copy + (row - first) * length : NULL, sums);
        }
      }
    }
  }
}
