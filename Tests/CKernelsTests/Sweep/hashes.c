// A hash of what each kernel computes, a line each, at one width after the other: equal on every
// machine and at every width. machines.sh compares them.
//
//     hashes [WIDTH...]     scalar, sse2, neon, avx2, avx512; those that the machine lacks are left out

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

// Numbers of every kind: of ordinary size, of every exponent, special ones.

enum { COUNT = 4099, LARGEST_SIDE = 67 };

static uint64_t state;

static uint64_t next(void) {
  // SplitMix64 (Steele, Lea and Flood, 2014).
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static double ordinary(void) { return ((double)(next() >> 11) / 9007199254740992.0 - 0.5) * 16; }

static double any(void) {
  static const double special[] = {0.0, -0.0, 1, -1, 2, 0.5, 1e308, -1e308, 5e-324, -5e-324};
  double value;
  switch (next() % 8) {
    case 0: return special[next() % (sizeof special / sizeof *special)];
    case 1: return (double)(int64_t)(next() % 41) - 20;
    case 2: {
      uint64_t bits = next();
      memcpy(&value, &bits, sizeof value);
      return value;
    }
    case 3: return (next() & 1) != 0 ? 1.0 / 0.0 : -1.0 / 0.0;
    default: return ordinary();
  }
}

static void fill(double *values, size_t count, double (*draw)(void), uint64_t seed) {
  state = seed;
  for (size_t i = 0; i < count; i++) values[i] = draw();
}

// FNV-1a. A NaN counts as a NaN, whatever its sign and payload.

static void say(const char *width, const char *kernel, const double *values, size_t count) {
  uint64_t hash = 0xcbf29ce484222325;
  for (size_t i = 0; i < count; i++) {
    uint64_t bits = 0x7ff8000000000000;
    if (values[i] == values[i]) memcpy(&bits, &values[i], sizeof bits);
    for (int byte = 0; byte < 8; byte++) hash = (hash ^ (bits >> (8 * byte) & 0xff)) * 0x100000001b3;
  }
  printf("%s %s %016" PRIx64 "\n", width, kernel, hash);
}

static double a[COUNT], b[COUNT], c[COUNT], out[COUNT];

static const char *const unary_names[] = {
#define UH_NAME_OF(NAME, name) #name,
    UH_UNARY_LIST(UH_NAME_OF)};
static const char *const binary_names[] = {UH_BINARY_LIST(UH_NAME_OF)};

static void elements(const uh_kernels *kernels) {
  char name[64];
  for (int f = 0; f < UH_UNARY_COUNT; f++) {
    kernels->unary[f](a, out, COUNT);
    say(kernels->name, unary_names[f], out, COUNT);
    for (size_t i = 0; i < COUNT; i++) out[i] = kernels->value[f](a[i]);
    snprintf(name, sizeof name, "%s(one)", unary_names[f]);
    say(kernels->name, name, out, COUNT);
  }
  for (int f = 0; f < UH_BINARY_COUNT; f++) {
    kernels->both[f](a, b, out, COUNT);
    say(kernels->name, binary_names[f], out, COUNT);
    for (int second = 0; second < 2; second++) {
      for (int number = 0; number < 8; number++) {
        if (second != 0) kernels->scalar_second[f](a, b[number * 5], out, COUNT);
        else kernels->scalar_first[f](b[number * 5], a, out, COUNT);
        snprintf(
            name, sizeof name, "%s(%s,%d)", binary_names[f], second != 0 ? "second" : "first", number);
        say(kernels->name, name, out, COUNT);
      }
    }
  }
  kernels->fused_multiply_add(a, b, c, out, COUNT);
  say(kernels->name, "fused_multiply_add", out, COUNT);
  for (size_t i = 0; i < COUNT; i++) out[i] = kernels->power(a[i], b[i]);
  say(kernels->name, "power(one)", out, COUNT);
  kernels->logs_correctly_rounded(a, out, COUNT);
  say(kernels->name, "logs_correctly_rounded", out, COUNT);
}

static void sums(const uh_kernels *kernels) {
  size_t place = 0;
  for (size_t count = 0; count < 70; count++) {
    for (size_t stride = 1; stride <= 3; stride++) out[place++] = kernels->sum(a, count, stride);
  }
  out[place++] = kernels->sum(a, COUNT, 1);
  say(kernels->name, "sum", out, place);
  for (size_t rows = 1; rows <= 9; rows++) {
    for (size_t columns = 1; columns <= 60; columns += rows) {
      char name[64];
      kernels->sum_rows(a, out, rows, columns);
      snprintf(name, sizeof name, "sum_rows(%zux%zu)", rows, columns);
      say(kernels->name, name, out, rows);
      kernels->sum_columns(a, out, rows, columns, columns);
      snprintf(name, sizeof name, "sum_columns(%zux%zu)", rows, columns);
      say(kernels->name, name, out, columns);
    }
  }
}

static void products(const uh_kernels *kernels) {
  static double left[LARGEST_SIDE * LARGEST_SIDE], right[LARGEST_SIDE * LARGEST_SIDE];
  static double result[LARGEST_SIDE * LARGEST_SIDE];
  fill(left, sizeof left / sizeof *left, ordinary, 7);
  fill(right, sizeof right / sizeof *right, ordinary, 8);
  for (int number = 0; number < 200; number++) {
    state = 1000 + number;
    size_t rows = 1 + next() % LARGEST_SIDE, inner = 1 + next() % LARGEST_SIDE;
    size_t columns = 1 + next() % LARGEST_SIDE;
    bool left_transposed = next() & 1, right_transposed = next() & 1, with_column = next() & 1;
    uh_product_shape shape = {
        .a = left, .b = right, .column = with_column ? c : NULL, .out = result,
        .rows = rows, .inner = inner, .columns = columns,
        .a_row = left_transposed ? 1 : inner, .a_inner = left_transposed ? rows : 1,
        .b_inner = right_transposed ? 1 : columns, .b_column = right_transposed ? inner : 1,
        .out_row = columns};
    double *workspace = calloc(kernels->product_workspace(&shape) + 64, sizeof(double));
    if (workspace == NULL) exit(1);
    kernels->product(&shape, workspace);
    free(workspace);
    char name[96];
    snprintf(
        name, sizeof name, "product(%zux%zux%zu%s%s%s)", rows, inner, columns,
        left_transposed ? ",aT" : "", right_transposed ? ",bT" : "", with_column ? ",column" : "");
    say(kernels->name, name, result, rows * columns);
  }
}

int main(int count, char **arguments) {
  static const char *const all[] = {"scalar", "sse2", "neon", "avx2", "avx512"};
  for (size_t width = 0; width < sizeof all / sizeof *all; width++) {
    bool wanted = count < 2;
    for (int i = 1; i < count; i++) wanted = wanted || strcmp(arguments[i], all[width]) == 0;
    const uh_kernels *kernels = uh_kernels_for(all[width]);
    if (!wanted || kernels == NULL) continue;
    fill(a, COUNT, any, 1);
    fill(b, COUNT, any, 2);
    fill(c, COUNT, ordinary, 3);
    elements(kernels);
    sums(kernels);
    products(kernels);
  }
}
