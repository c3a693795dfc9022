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
    UH_CHAIN_EACH(element_##name(x[v], vector_load(link->y + i)))                      \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_NUMBER):                                      \
    UH_CHAIN_EACH(element_##name(x[v], vector_of(link->number)))                       \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_AFTER_ARRAY):                                 \
    UH_CHAIN_EACH(element_##name(vector_load(link->y + i), x[v]))                      \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_AFTER_NUMBER):                                \
    UH_CHAIN_EACH(element_##name(vector_of(link->number), x[v]))                       \
  case UH_CHAIN_CODE(UH_##NAME, UH_CHAIN_ITSELF): UH_CHAIN_EACH(element_##name(x[v], x[v]))

// One instruction of a chain at a row.
typedef struct {
  int code;
  const double *y;
  double number;
  double *out;  // NULL where the next one alone needs the result
} chain_link;

// So many vectors from element j of the row through all links.
UH_INLINE void chain_vectors(const size_t vectors, const chain_link *links, size_t count,
                             const double *first, size_t j) {
  vector x[UH_CHAIN_VECTORS];
  UH_UNROLL for (size_t v = 0; v < vectors; v += 1) x[v] = vector_load(first + j + v * UH_LANES);
  for (const chain_link *link = links, *end = links + count; link < end; link += 1) {
    switch (link->code) {
      UH_CHAIN_UNARY_LIST(UH_CHAIN_UNARY)
      UH_CHAIN_BINARY_LIST(UH_CHAIN_BINARY)
      default: break;
    }
    if (!link->out) continue;
    UH_UNROLL for (size_t v = 0; v < vectors; v += 1) {
      vector_store(link->out + j + v * UH_LANES, x[v]);
    }
  }
}

static void chain_strip(const chain_link *links, size_t count, const double *first, size_t start,
                        size_t end) {
  size_t j = start;
  for (; j + UH_CHAIN_VECTORS * UH_LANES <= end; j += UH_CHAIN_VECTORS * UH_LANES) {
    chain_vectors(UH_CHAIN_VECTORS, links, count, first, j);
  }
  for (; j < end; j += UH_LANES) chain_vectors(1, links, count, first, j);
}

// Where an instruction's operands lie at a row.
typedef struct {
  const double *a, *b;
  double *out;
} group_row;

// Whether what comes to an instruction of a chain is its second operand.
UH_INLINE bool comes_second(const uh_instruction *in) {
  return in->link == UH_CHAIN_AFTER_ARRAY || in->link == UH_CHAIN_AFTER_NUMBER;
}

UH_INLINE bool has_number(const uh_instruction *in) {
  return in->link == UH_CHAIN_NUMBER || in->link == UH_CHAIN_AFTER_NUMBER;
}

// The link of an instruction of a chain; division by a power of two is multiplication.
static chain_link chain_link_of(const uh_instruction *in, const group_row *row) {
  bool passes = in->chain > 1 && in->passes;
  chain_link link = {UH_CHAIN_CODE(in->function, in->link), comes_second(in) ? row->a : row->b, 0.0,
                     passes ? NULL : row->out};
  if (has_number(in)) {
    link.number = *link.y;
    if (link.code == UH_CHAIN_CODE(UH_DIVIDE, UH_CHAIN_NUMBER) &&
        divides_as_product(link.number)) {
      link.code = UH_CHAIN_CODE(UH_MULTIPLY, UH_CHAIN_NUMBER);
      link.number = 1.0 / link.number;
    }
  }
  return link;
}

// From the links of a row to those of the next.
UH_INLINE void next_links(const uh_instruction *in, size_t steps, const group_row *rows,
                          chain_link *links) {
  for (size_t s = 0; s < steps; s += 1) {
    if (in[s].chain == 0) continue;
    if (has_number(&in[s])) links[s] = chain_link_of(&in[s], &rows[s]);
    links[s].y = comes_second(&in[s]) ? rows[s].a : rows[s].b;
    if (links[s].out) links[s].out = rows[s].out;
  }
}

static void plan_group(const uh_instruction *in, const uh_frame *frame) {
  size_t columns = whole_vectors(plan_columns(in, frame)), steps = in->steps;
  group_row rows[UH_PLAN_MOST_STEPS];
  chain_link links[UH_PLAN_MOST_STEPS];
  for (size_t s = 0; s < steps; s += 1) {
    const uh_operand *b = in[s].operation == UH_PLAN_UNARY ? &in[s].a : &in[s].b;
    rows[s] = (group_row){plan_place(&in[s].a, frame), plan_place(b, frame),
                          plan_place(&in[s].out, frame)};
    if (in[s].chain > 0) links[s] = chain_link_of(&in[s], &rows[s]);
  }
  for (size_t i = 0; i < in->rows; i += 1) {
    for (size_t j = 0; j < columns; j += UH_PLAN_STRIP) {
      size_t end = columns - j < UH_PLAN_STRIP ? columns : j + UH_PLAN_STRIP;
      for (size_t s = 0; s < steps; s += 1) {
        const double *x = rows[s].a, *y = rows[s].b;
        double *to = rows[s].out + j;
        if (in[s].chain > 0) {
          chain_strip(&links[s], in[s].chain, comes_second(&in[s]) ? y : x, j, end);
          s += in[s].chain - 1;
          continue;
        }
        switch (in[s].operation) {
          case UH_PLAN_UNARY: in[s].kernel.unary(x + j, to, end - j); break;
          case UH_PLAN_BOTH: in[s].kernel.both(x + j, y + j, to, end - j); break;
          case UH_PLAN_SCALAR_SECOND: in[s].kernel.scalar_second(x + j, *y, to, end - j); break;
          default: in[s].kernel.scalar_first(*x, y + j, to, end - j); break;
        }
      }
    }
    for (size_t s = 0; s < steps; s += 1) {
      rows[s].a += in[s].a.row;
      rows[s].b += in[s].b.row;
      rows[s].out += in[s].out.row;
    }
    if (i + 1 < in->rows) next_links(in, steps, rows, links);
  }
}
