// Networks (1) and (2), 2-HIDDEN-1 of sigmoids on XOR, as one would write them by hand for one
// shape: an epoch in one loop over the examples, nothing stored but the parameters. Prints epochs
// a second of processor time. No bits are kept: compile with -O3 -march=native -ffast-math.
//
//     cc -O3 -march=native -ffast-math -DHIDDEN=4 -DEXAMPLES=4 fused.c -lm && ./a.out SECONDS

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double x[2][EXAMPLES], y[EXAMPLES];
static double w1[HIDDEN][2], b1[HIDDEN], w2[HIDDEN], b2;

static double epoch(double rate) {
  double dw1[HIDDEN][2] = {{0}}, db1[HIDDEN] = {0}, dw2[HIDDEN] = {0}, db2 = 0, loss = 0;
  for (int i = 0; i < EXAMPLES; i += 1) {
    double a[HIDDEN], z = b2;
    for (int h = 0; h < HIDDEN; h += 1) {
      a[h] = 1 / (1 + exp(-(w1[h][0] * x[0][i] + w1[h][1] * x[1][i] + b1[h])));
      z += w2[h] * a[h];
    }
    double p = 1 / (1 + exp(-z)), d = p - y[i];
    loss -= y[i] * log(p) + (1 - y[i]) * log(1 - p);
    db2 += d;
    for (int h = 0; h < HIDDEN; h += 1) {
      double through = w2[h] * d * a[h] * (1 - a[h]);
      dw2[h] += d * a[h];
      db1[h] += through;
      dw1[h][0] += through * x[0][i];
      dw1[h][1] += through * x[1][i];
    }
  }
  double step = rate / EXAMPLES;
  for (int h = 0; h < HIDDEN; h += 1) {
    w2[h] -= step * dw2[h];
    b1[h] -= step * db1[h];
    w1[h][0] -= step * dw1[h][0];
    w1[h][1] -= step * dw1[h][1];
  }
  b2 -= step * db2;
  return loss / EXAMPLES;
}

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

int main(int count, char **arguments) {
  double wanted = count > 1 ? atof(arguments[1]) : 1;
  for (int i = 0; i < EXAMPLES; i += 1) {
    x[0][i] = i / 2 % 2;
    x[1][i] = i % 2;
    y[i] = x[0][i] != x[1][i];
  }
  for (int h = 0; h < HIDDEN; h += 1) {
    for (int k = 0; k < 2; k += 1) w1[h][k] = rand() / (RAND_MAX + 1.0) - 0.5;
    w2[h] = rand() / (RAND_MAX + 1.0) - 0.5;
  }
  double start = seconds(), loss = 0;
  long epochs = 0;
  for (; seconds() - start < wanted; epochs += 1000) {
    for (int n = 0; n < 1000; n += 1) loss = epoch(0.5);
  }
  double elapsed = seconds() - start;
  fprintf(stderr, "loss %g\n", loss);
  printf("%f\n", epochs / elapsed);
}
