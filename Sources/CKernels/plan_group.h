// Instructions that are joined, for one width: a strip of a row at a time, and of those that hand
// their results on to one another some vectors at a time, which stay in registers on the way.

// Vectors that go through a chain abreast.
#define UH_CHAIN_VECTORS 8

#define UH_CHAIN_EACH(EXPRESSION)                                       \
  UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {                   \
    const size_t i = j + v * UH_LANES;                                  \
    (void)i;                                                            \
    x[v] = EXPRESSION;                                                  \
  }                                                                     \
  break;
#define UH_CHAIN_UNARY(NAME, name) \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_ALONE): UH_CHAIN_EACH(element_##name(x[v]))
#define UH_CHAIN_BINARY(NAME, name)                                                    \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_ARRAY):                                       \
    UH_CHAIN_EACH(element_##name(x[v], vector_load(y + i)))                      \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_NUMBER):                                      \
    UH_CHAIN_EACH(element_##name(x[v], vector_of(link->number)))                       \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_AFTER_ARRAY):                                 \
    UH_CHAIN_EACH(element_##name(vector_load(y + i), x[v]))                      \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_AFTER_NUMBER):                                \
    UH_CHAIN_EACH(element_##name(vector_of(link->number), x[v]))                       \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_ITSELF): UH_CHAIN_EACH(element_##name(x[v], x[v]))

// One instruction of a chain.
typedef struct {
  int code;
  bool stores;  // not where the next one alone needs the result
  double number;
} chain_link;

// Where the operands of joined instructions lie at a row, by instruction, and how far it is to the
// next row: arrays of each, so that all are moved on together. `x` and `y` are a and b; in a chain
// what comes to an instruction is x, and y is read.
typedef struct {
  const double *x[UH_PLAN_MOST_STEPS], *y[UH_PLAN_MOST_STEPS], *c[UH_PLAN_MOST_STEPS];
  double *out[UH_PLAN_MOST_STEPS];
  size_t x_row[UH_PLAN_MOST_STEPS], y_row[UH_PLAN_MOST_STEPS], c_row[UH_PLAN_MOST_STEPS],
      out_row[UH_PLAN_MOST_STEPS];
} group_rows;

// So many vectors from element j of the row through the links from one to an end.
UH_INLINE void chain_vectors(const size_t vectors, const chain_link *links, const group_rows *rows,
                             size_t start, size_t end, size_t j) {
  vector x[UH_CHAIN_VECTORS];
  const double *first = rows->x[start];
  UH_UNROLL for (size_t v = 0; v < vectors; v += 1) x[v] = vector_load(first + j + v * UH_LANES);
  for (size_t s = start; s < end; s += 1) {
    const chain_link *link = &links[s];
    const double *y = rows->y[s];
    switch (link->code) {
      UH_CHAIN_UNARY_LIST(UH_CHAIN_UNARY)
      UH_CHAIN_BINARY_LIST(UH_CHAIN_BINARY)
      default: break;
    }
    if (!link->stores) continue;
    double *out = rows->out[s];
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) vector_store(out + j + v * UH_LANES, x[v]);
  }
}

static void chain_strip(const chain_link *links, const group_rows *rows, size_t start, size_t end,
                        size_t j, size_t columns) {
  for (; j + UH_CHAIN_VECTORS * UH_LANES <= columns; j += UH_CHAIN_VECTORS * UH_LANES) {
    chain_vectors(UH_CHAIN_VECTORS, links, rows, start, end, j);
  }
  for (; j < columns; j += UH_LANES) chain_vectors(1, links, rows, start, end, j);
}

// Whether what comes to an instruction of a chain is its second operand.
UH_INLINE bool comes_second(const uh_instruction *in) {
  return in->chain > 0 && (in->link == UH_CHAIN_AFTER_ARRAY || in->link == UH_CHAIN_AFTER_NUMBER);
}

UH_INLINE bool has_number(const uh_instruction *in) {
  return in->chain > 0 && (in->link == UH_CHAIN_NUMBER || in->link == UH_CHAIN_AFTER_NUMBER);
}

// The link of an instruction of a chain; division by a power of two is multiplication.
static chain_link chain_link_of(const uh_instruction *in, const double *y) {
  bool passes = in->chain > 1 && in->passes;
  chain_link link = {UH_CHAIN_CODE(in->function, in->link), !passes, 0.0};
  if (has_number(in)) {
    link.number = *y;
    if (link.code == UH_CHAIN_CODE(UH_DIVIDE, UH_CHAIN_NUMBER) &&
        divides_as_product(link.number)) {
      link.code = UH_CHAIN_CODE(UH_MULTIPLY, UH_CHAIN_NUMBER);
      link.number = 1.0 / link.number;
    }
  }
  return link;
}

static void set_rows(const uh_instruction *in, const uh_frame *frame, group_rows *rows, size_t s) {
  const uh_operand *x = &in->a, *y = in->operation == UH_PLAN_UNARY ? x : &in->b;
  const uh_operand *c = in->operation == UH_PLAN_SELECT ? &in->c : x;
  if (comes_second(in)) {
    y = &in->a;
    x = &in->b;
  }
  rows->x[s] = plan_place(x, frame);
  rows->y[s] = plan_place(y, frame);
  rows->c[s] = plan_place(c, frame);
  rows->out[s] = plan_place(&in->out, frame);
  rows->x_row[s] = x->row;
  rows->y_row[s] = y->row;
  rows->c_row[s] = c->row;
  rows->out_row[s] = in->out.row;
}

UH_INLINE void next_rows(group_rows *rows, size_t steps) {
  for (size_t s = 0; s < steps; s += 1) rows->x[s] += rows->x_row[s];
  for (size_t s = 0; s < steps; s += 1) rows->y[s] += rows->y_row[s];
  for (size_t s = 0; s < steps; s += 1) rows->c[s] += rows->c_row[s];
  for (size_t s = 0; s < steps; s += 1) rows->out[s] += rows->out_row[s];
}

static void plan_group(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = whole_vectors(plan_columns(in, frame)), steps = in->steps;
  group_rows rows;
  chain_link links[UH_PLAN_MOST_STEPS];
  bool has_own_numbers = false;  // others in each row
  for (size_t s = 0; s < steps; s += 1) {
    set_rows(&in[s], frame, &rows, s);
    if (in[s].chain > 0) links[s] = chain_link_of(&in[s], rows.y[s]);
    has_own_numbers |= has_number(&in[s]) && rows.y_row[s] != 0;
  }
  for (size_t i = 0; i < in->rows; i += 1) {
    for (size_t j = 0; j < columns; j += UH_PLAN_STRIP) {
      size_t end = columns - j < UH_PLAN_STRIP ? columns : j + UH_PLAN_STRIP;
      for (size_t s = 0; s < steps; s += 1) {
        if (in[s].chain > 0) {
          chain_strip(links, &rows, s, s + in[s].chain, j, end);
          s += in[s].chain - 1;
          continue;
        }
        const double *x = rows.x[s], *y = rows.y[s];
        double *to = rows.out[s] + j;
        switch (in[s].operation) {
          case UH_PLAN_UNARY: in[s].kernel.unary(x + j, to, end - j); break;
          case UH_PLAN_BOTH: in[s].kernel.both(x + j, y + j, to, end - j); break;
          case UH_PLAN_SELECT:
            select_strip(&in[s], x + j * in[s].a_column, y + j * in[s].b_column,
                         rows.c[s] + j * in[s].c_column, to, end - j);
            break;
          case UH_PLAN_SCALAR_SECOND: in[s].kernel.scalar_second(x + j, *y, to, end - j); break;
          default: in[s].kernel.scalar_first(*x, y + j, to, end - j); break;
        }
      }
    }
    if (i + 1 == in->rows) break;
    next_rows(&rows, steps);
    for (size_t s = 0; has_own_numbers && s < steps; s += 1) {
      if (has_number(&in[s])) links[s] = chain_link_of(&in[s], rows.y[s]);
    }
  }
}
