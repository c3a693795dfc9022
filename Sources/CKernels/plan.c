// What is done with a plan's instructions before they run: plan_run.c runs them.

#include "CKernels.h"
#include "plan_frame.h"
#include "sum_order.h"

// Columns of a block that whole vectors may reach beyond its width.
#define UH_PLAN_PADDING 8

void uh_plan_prepare(const uh_kernels *kernels, uh_instruction *instruction) {
  instruction->steps = 1;
  if (instruction->operation != UH_PLAN_HOST) {
    instruction->run = kernels->plan_function(instruction);
  }
  switch (instruction->operation) {
    case UH_PLAN_UNARY:
      instruction->kernel.unary = kernels->unary[instruction->function];
      break;
    case UH_PLAN_BOTH:
      instruction->kernel.both = kernels->both[instruction->function];
      break;
    case UH_PLAN_SCALAR_SECOND:
      instruction->kernel.scalar_second = kernels->scalar_second[instruction->function];
      break;
    case UH_PLAN_SCALAR_FIRST:
      instruction->kernel.scalar_first = kernels->scalar_first[instruction->function];
      break;
    default:
      break;
  }
}

static bool takes_elements(const uh_instruction *instruction) {
  switch (instruction->operation) {
    case UH_PLAN_UNARY: case UH_PLAN_BOTH: case UH_PLAN_SCALAR_SECOND: case UH_PLAN_SCALAR_FIRST:
    case UH_PLAN_SELECT:
      return true;
    default:
      return false;
  }
}

// Whether rows can be worked off one by one: they are as far apart as whole vectors reach.
static bool has_apart_rows(const uh_instruction *instruction) {
  return instruction->rows == 1 || instruction->columns == 0;
}

// Whether an operand, which is read so many columns at a time, is read again for another row, or
// another strip of a row.
static bool reads_again(const uh_instruction *instruction, const uh_operand *operand,
                        size_t column) {
  return column == 0 || (instruction->rows > 1 && operand->row == 0);
}

static bool is_same_place(const uh_operand *x, const uh_operand *y) {
  return x->addressing == y->addressing && x->start == y->start;
}

// Whether a later instruction writes what one before it reads again.
static bool overwrites(const uh_instruction *later, const uh_instruction *before) {
  const uh_operand *operands[] = {&before->a, &before->b, &before->c};
  size_t count = 2, columns[] = {1, 1, 1};
  switch (before->operation) {
    case UH_PLAN_UNARY: count = 1; break;
    case UH_PLAN_SCALAR_FIRST: columns[0] = 0; break;
    case UH_PLAN_SCALAR_SECOND: columns[1] = 0; break;
    case UH_PLAN_SELECT:
      count = 3;
      columns[0] = before->a_column;
      columns[1] = before->b_column;
      columns[2] = before->c_column;
      break;
    default: break;
  }
  for (size_t i = 0; i < count; i += 1) {
    if (reads_again(before, operands[i], columns[i]) && is_same_place(operands[i], &later->out)) {
      return true;
    }
  }
  return false;
}

static bool joins(const uh_instruction *first, size_t steps) {
  const uh_instruction *next = first + steps;
  if (!takes_elements(next) || next->rows != first->rows || next->columns != first->columns) {
    return false;
  }
  for (size_t s = 0; s < steps; s += 1) {
    if (overwrites(next, first + s)) return false;
  }
  return true;
}

// Whether a function is one of those that chains are made of.
static bool is_chained(const uh_instruction *instruction) {
#define UH_CHAINED(NAME, name) case UH_##NAME:
  if (instruction->operation == UH_PLAN_SELECT) return false;
  if (instruction->operation == UH_PLAN_UNARY) {
    switch (instruction->function) {
      UH_CHAIN_UNARY_LIST(UH_CHAINED) return true;
      default: return false;
    }
  }
  switch (instruction->function) {
    UH_CHAIN_BINARY_LIST(UH_CHAINED) return true;
    default: return false;
  }
#undef UH_CHAINED
}

// How an instruction reads a result, as its operand a, its operand b or both.
static uh_chain_link link_of(const uh_instruction *instruction, bool is_first, bool is_second) {
  switch (instruction->operation) {
    case UH_PLAN_UNARY: return UH_CHAIN_ALONE;
    case UH_PLAN_SCALAR_SECOND: return UH_CHAIN_NUMBER;
    case UH_PLAN_SCALAR_FIRST: return UH_CHAIN_AFTER_NUMBER;
    default:
      return is_first && is_second ? UH_CHAIN_ITSELF
             : is_first            ? UH_CHAIN_ARRAY
                                   : UH_CHAIN_AFTER_ARRAY;
  }
}

// Whether an instruction reads the other's result, element by element, and how.
static bool hands_on(const uh_instruction *before, uh_instruction *next) {
  uh_operation form = next->operation;
  bool is_first = form != UH_PLAN_SCALAR_FIRST && next->a.row == before->out.row &&
                  is_same_place(&next->a, &before->out);
  bool is_second = (form == UH_PLAN_BOTH || form == UH_PLAN_SCALAR_FIRST) &&
                   next->b.row == before->out.row && is_same_place(&next->b, &before->out);
  if (!is_first && !is_second) return false;
  next->link = link_of(next, is_first, is_second);
  return true;
}

// Sets where chains begin among joined instructions, and how long they are.
static void chain(uh_instruction *first, size_t steps) {
  for (size_t s = 0; s < steps;) {
    size_t end = s + 1;
    while (end < steps && is_chained(&first[s]) && is_chained(&first[end]) &&
           hands_on(&first[end - 1], &first[end])) {
      end += 1;
    }
    if (end > s + 1) {
      first[s].link = link_of(&first[s], first[s].operation != UH_PLAN_SCALAR_FIRST, false);
      for (size_t k = s; k < end; k += 1) first[k].chain = end - k;
    }
    s = end;
  }
}

// Sums over the examples of a frame, which read nothing that others among them write.
static bool is_sum_of_frame(const uh_instruction *instruction) {
  return instruction->operation == UH_PLAN_SUM_ROWS && instruction->columns == 0;
}

void uh_plan_join(const uh_kernels *kernels, uh_instruction *instructions, size_t count) {
  for (size_t i = 0; i < count; i += instructions[i].steps) {
    uh_instruction *first = &instructions[i];
    if (is_sum_of_frame(first)) {
      while (i + first->steps < count && is_sum_of_frame(first + first->steps)) first->steps += 1;
      continue;
    }
    if (!takes_elements(first) || !has_apart_rows(first)) continue;
    if (first->rows == 1 && first->columns < UH_PLAN_STRIP) continue;
    size_t steps = 1;
    while (steps < UH_PLAN_MOST_STEPS && i + steps < count && joins(first, steps)) steps += 1;
    if (steps == 1) continue;
    first->steps = steps;
    first->run = kernels->plan_group;
    chain(first, steps);
  }
}

size_t uh_plan_workspace(
    const uh_kernels *kernels, const uh_instruction *instruction, size_t width) {
  if (instruction->operation != UH_PLAN_PRODUCT) return 0;
  uh_product_shape shape = {
      .rows = instruction->rows,
      .inner = instruction->inner ? instruction->inner : width,
      .columns = instruction->columns ? instruction->columns : width + UH_PLAN_PADDING,
      .a_row = instruction->a.row, .a_inner = instruction->a_inner,
      .b_inner = instruction->b_inner, .b_column = instruction->b_column,
      .out_row = instruction->out.row,
  };
  return kernels->product_workspace(&shape);
}

// The examples that an instruction works on at a time: none where it does not follow them.
static size_t frame_width(const uh_plan *plan, const uh_instruction *instruction) {
  return !instruction->inner ? UH_PLAN_CHUNK : !instruction->columns ? plan->block : 0;
}

static uh_frame frame_at(const uh_plan *plan, size_t start, size_t width) {
  size_t left = plan->examples - start;
  return uh_frame_at(
      start % UH_PLAN_CHUNK, start, 0, 0, left < width ? left : width, start == 0);
}

size_t uh_plan_packed_count(
    const uh_kernels *kernels, const uh_plan *plan, uh_instruction *instruction) {
  if (instruction->operation != UH_PLAN_PRODUCT) return 0;
  size_t width = frame_width(plan, instruction), total = 0;
  instruction->packed_step = 0;
  if (width == 0) {
    uh_frame frame = {{0}, 0, true};
    uh_product_shape shape = kernels->plan_shape(instruction, &frame);
    return kernels->packed_count(&shape);
  }
  for (size_t start = 0; start < plan->examples; start += width) {
    uh_frame frame = frame_at(plan, start, width);
    uh_product_shape shape = kernels->plan_shape(instruction, &frame);
    size_t count = kernels->packed_count(&shape);
    // A frame that is worked on in another way has no panels, and the others are longer.
    if (count == 0) return 0;
    if (start == 0) {
      size_t whole = (frame.width + UH_SUM_LANES - 1) / UH_SUM_LANES * UH_SUM_LANES;
      instruction->packed_step = (count + whole - 1) / whole;
    }
    total = start * instruction->packed_step + count;
  }
  return total;
}

void uh_plan_pack(
    const uh_kernels *kernels, const uh_plan *plan, const uh_instruction *instruction) {
  size_t width = frame_width(plan, instruction);
  for (size_t start = 0; start == 0 || start < plan->examples; start += width) {
    uh_frame frame = frame_at(plan, start, width);
    if (width == 0) frame = (uh_frame){{0}, 0, true};
    uh_product_shape shape = kernels->plan_shape(instruction, &frame);
    kernels->pack(&shape, (double *)shape.packed);
    if (width == 0) break;
  }
}
