// Nanoseconds an element of the elementary functions, and GFLOP/s of products, at every
// width. Not part of the build. `sh speed.sh` beside this file compiles and runs it.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "CKernels.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static const char *widths[] = {"scalar", "sse2", "neon", "avx2", "avx512"};

static void functions(const uh_kernels *kernels) {
  static const struct { const char *name; uh_unary function; } list[] = {
      {"exp", UH_EXP}, {"expm1", UH_EXPM1}, {"log", UH_LOG}, {"log1p", UH_LOG1P},
      {"tanh", UH_TANH}, {"sigmoid", UH_SIGMOID}, {"softplus", UH_SOFTPLUS}, {"log2", UH_LOG2},
      {"log10", UH_LOG10}};
  static const double exponents[] = {3, 4, 7, 1.5, -2.5};
  enum { count = 1000 };
  static double x[count], out[count];
  for (int i = 0; i < count; i += 1) x[i] = 0.001 + (i * 37 % count) * 0.004;
  printf("%-7s", kernels->name);
  for (size_t f = 0; f < sizeof list / sizeof list[0]; f += 1) {
    double best = 1e9;
    for (int attempt = 0; attempt < 300; attempt += 1) {
      double start = now();
      kernels->unary[list[f].function](x, out, count);
      double took = now() - start;
      if (took < best) best = took;
    }
    printf(" %s %.2f", list[f].name, best * 1e9 / count);
  }
  for (size_t e = 0; e < sizeof exponents / sizeof exponents[0]; e += 1) {
    double best = 1e9;
    for (int attempt = 0; attempt < 300; attempt += 1) {
      double start = now();
      kernels->scalar_second[UH_POWER](x, exponents[e], out, count);
      double took = now() - start;
      if (took < best) best = took;
    }
    printf(" **%g %.2f", exponents[e], best * 1e9 / count);
  }
  printf(" ns\n");
}

// W @ X, as it lies (nn), by a transposed right (nt) or left (tn) factor.
static void product(const uh_kernels *kernels, size_t rows, size_t inner, size_t columns,
                    const char *kind) {
  double *a = malloc(rows * inner * 8), *b = malloc(inner * columns * 8);
  double *out = malloc(rows * columns * 8);
  for (size_t i = 0; i < rows * inner; i += 1) a[i] = (double)(i % 17) * 0.125;
  for (size_t i = 0; i < inner * columns; i += 1) b[i] = (double)(i % 13) * 0.25;
  int left = kind[0] == 't', right = kind[1] == 't';
  uh_product_shape shape = {
      a, b, NULL, out, rows, inner, columns, left ? 1 : inner, left ? rows : 1,
      right ? 1 : columns, right ? inner : 1, columns, false, NULL};
  double *space = malloc((kernels->product_workspace(&shape) + 1) * 8);
  double best = 1e9, work = 2.0 * (double)rows * (double)inner * (double)columns;
  double limit = now() + (work > 1e8 ? 0.5 : 0.1);
  do {
    int repeats = work < 1e5 ? 100 : 1;
    double start = now();
    for (int i = 0; i < repeats; i += 1) kernels->product(&shape, space);
    double took = (now() - start) / repeats;
    if (took < best) best = took;
  } while (now() < limit);
  printf("%-7s %s %zux%zu @ %zux%zu: %.1f GFLOP/s, %.2f us\n", kernels->name, kind, rows,
         inner, inner, columns, work / best * 1e-9, best * 1e6);
  free(a), free(b), free(out), free(space);
}

static void products(const uh_kernels *kernels) {
  product(kernels, 128, 784, 2000, "nn");
  product(kernels, 128, 2000, 784, "nt");
  product(kernels, 64, 64, 10000, "nn");
  product(kernels, 64, 10000, 64, "nt");
  product(kernels, 64, 64, 10000, "tn");
  product(kernels, 16, 16, 1000, "nn");
  product(kernels, 16, 1000, 16, "nt");
  product(kernels, 2, 2, 1000, "nn");
  product(kernels, 2, 1000, 2, "nt");
  product(kernels, 1, 128, 2000, "nn");
  product(kernels, 1, 2000, 128, "nt");
  product(kernels, 1000, 1000, 1000, "nn");
  product(kernels, 10000, 64, 64, "nn");
}

int main(int count, char **arguments) {
  (void)arguments;
  for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w += 1) {
    const uh_kernels *kernels = uh_kernels_for(widths[w]);
    if (!kernels) continue;
    functions(kernels);
    if (kernels->lanes >= 4 && count == 1) products(kernels);
  }
}
