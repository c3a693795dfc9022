// The largest errors of the elementary functions, over some millions of points each,
// against libquadmath (113 bits); and whether every width gives the same bits there.
// Not part of the build. `sh sweep.sh [points]` beside this file compiles and runs it.

#include <math.h>
#include <quadmath.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

typedef __float128 quad;

static quad sigmoid_quad(quad x) { return 1 / (1 + expq(-x)); }
static quad softplus_quad(quad x) { return x > 0 ? x + log1pq(expq(-x)) : log1pq(expq(x)); }
// libquadmath's tanh loses bits for small arguments.
static quad tanh_quad(quad x) {
  quad e = expm1q(2 * fabsq(x));
  return copysignq(e / (e + 2), x);
}

typedef struct {
  const char *name;
  uh_unary function;
  quad (*exact)(quad);
  double low, high;  // where results are finite
} subject;

static const subject subjects[] = {
    {"exp", UH_EXP, expq, -745.2, 0x1.62e42fefa39efp+9},
    {"expm1", UH_EXPM1, expm1q, -40, 0x1.62e42fefa39efp+9},
    {"log", UH_LOG, logq, 0, INFINITY},
    {"log1p", UH_LOG1P, log1pq, -1, INFINITY},
    {"tanh", UH_TANH, tanh_quad, -22, 22},
    {"sigmoid", UH_SIGMOID, sigmoid_quad, -745, 40},
    {"softplus", UH_SOFTPLUS, softplus_quad, -745, 800},
    {"log2", UH_LOG2, log2q, 0, INFINITY},
    {"log10", UH_LOG10, log10q, 0, INFINITY},
    {"sin", UH_SIN, sinq, -INFINITY, INFINITY},
    {"cos", UH_COS, cosq, -INFINITY, INFINITY},
    {"erf", UH_ERF, erfq, -INFINITY, INFINITY},
};

static uint64_t state = 1;

// Steele, Lea and Flood's splitmix64.
static uint64_t next(void) {
  uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static double uniform(double low, double high) {
  return low + (high - low) * ((double)(next() >> 11) * 0x1p-53);
}

// Points of several kinds in turn: even over the range, even over what nets see, around 1,
// any exponent, next to multiples of ln 2 / 2.
static double point(const subject *s) {
  for (;;) {
    double x;
    switch (next() % 6) {
      case 0: x = uniform(s->low < -1000 ? -1000 : s->low, s->high > 1000 ? 1000 : s->high); break;
      case 1: x = uniform(-8, 8); break;
      case 2: x = uniform(0.4, 2.2); break;
      case 3: x = uniform(-1, 1); break;
      case 4: {
        uint64_t bits = next();
        memcpy(&x, &bits, 8);
        break;
      }
      default: x = ((double)(next() % 4000) - 2000) * 0.34657359027997264 + uniform(-1e-3, 1e-3);
    }
    if (x > s->low && x < s->high) return x;
  }
}

// The error of `got` in units of the last place of the exact result's binade.
static double error(double got, quad exact) {
  int exponent;
  frexpq(exact, &exponent);
  if (exponent < -1021) exponent = -1021;
  return (double)fabsq(scalbnq((quad)got - exact, 53 - exponent));
}

// pow over results of every size; and the correctly rounded logarithm, which must be the
// double nearest to libquadmath's (whose own error could only show one time in 10^16).
static const char *widths[] = {"scalar", "sse2", "neon", "avx2", "avx512"};

static void powers(long points) {
  const uh_kernels *kernels = uh_kernels_chosen(), *scalar = uh_kernels_for("scalar");
  double worst = 0, worst_x = 0, worst_y = 0;
  long different = 0, misrounded = 0;
  subject positive = {"log", UH_LOG, logq, 0, INFINITY};
  enum { block = 64 };
  double x[block], y[block], out[block], other[block];
  for (long done = 0; done < points; done += block) {
    for (int j = 0; j < block; j += 1) {
      x[j] = point(&positive);
      y[j] = uniform(-1, 1) * 745 / log(x[j]);
      if (next() % 4 == 0) y[j] = (double)(next() % 20);
      if (y[j] == floor(y[j]) && next() % 2 == 0) x[j] = -x[j];
    }
    kernels->both[UH_POWER](x, y, out, block);
    for (int w = 0; w < 5; w += 1) {
      const uh_kernels *each = uh_kernels_for(widths[w]);
      if (!each) continue;
      each->both[UH_POWER](x, y, other, block);
      for (int j = 0; j < block; j += 1) different += memcmp(&out[j], &other[j], 8) != 0;
      // The same exponent for all.
      for (int j = 0; j < block; j += 1) {
        each->scalar_second[UH_POWER](&x[j], y[j], other, 1);
        different += memcmp(&out[j], other, 8) != 0;
      }
    }
    for (int j = 0; j < block; j += 1) {
      quad exact = powq(x[j], y[j]);
      if (isfinite(y[j]) && exact != 0 && fabsq(exact) < 0x1.fffffffffffffp+1023) {
        double e = error(out[j], exact);
        if (!(e <= worst)) worst = e, worst_x = x[j], worst_y = y[j];
      }
      double size = fabs(x[j]);
      double got = kernels->log_correctly_rounded(size), plain = scalar->log_correctly_rounded(size);
      different += memcmp(&got, &plain, 8) != 0;
      misrounded += got != (double)logq(size);
    }
  }
  printf("pow       %.4f ulp at %a, %a; %ld points, %ld differ between widths\n", worst, worst_x,
         worst_y, points, different);
  printf("log, correctly rounded: %ld of %ld are not\n", misrounded, points);
}

int main(int count, char **arguments) {
  long points = count > 1 ? atol(arguments[1]) : 4000000;
  enum { block = 1000 };
  double x[block], out[block], other[block];
  const uh_kernels *kernels = uh_kernels_chosen();
  for (size_t i = 0; i < sizeof subjects / sizeof subjects[0]; i += 1) {
    const subject *s = &subjects[i];
    double worst = 0, where = 0;
    long different = 0;
    for (long done = 0; done < points; done += block) {
      for (int j = 0; j < block; j += 1) x[j] = point(s);
      kernels->unary[s->function](x, out, block);
      for (int w = 0; w < 5; w += 1) {
        const uh_kernels *each = uh_kernels_for(widths[w]);
        if (!each || each == kernels) continue;
        each->unary[s->function](x, other, block);
        for (int j = 0; j < block; j += 1) different += memcmp(&out[j], &other[j], 8) != 0;
      }
      for (int j = 0; j < block; j += 1) {
        double e = error(out[j], s->exact(x[j]));
        if (!(e <= worst)) worst = e, where = x[j];
      }
    }
    printf("%-9s %.4f ulp at %a (%.17g); %ld points, %ld differ between widths\n", s->name,
           worst, where, where, points, different);
    fflush(stdout);
  }
  powers(points);
}
