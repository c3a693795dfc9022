// The one order of every sum, and of the sum in every element of a product.
//
// The terms t[0], t[1], ... are taken in chunks of 1024. Within a chunk they are dealt to
// eight lanes by index modulo 8; a lane adds its terms in order, from the first, and the
// lanes l0 ... l7 then join as
//
//     ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7))
//
// A lane without a term (in a chunk of fewer than eight) takes no part: three terms make
// (l0 + l2) + l1. The chunks' results are added in order, from the first. The sum of
// nothing is 0.
//
// In a product the terms are a[i][k] * b[k][j]: a lane's first term is the rounded
// product, each later one joins by fused multiply-add.
//
// Every lane may start from -0, which added to anything leaves it as it is: -0 + x is x,
// fma(x, y, -0) is the rounded x y, and a lane without a term is -0 and leaves the others'
// sum as it is. So no case needs a branch but the sum of nothing.

#pragma once

#define UH_SUM_LANES 8
#define UH_SUM_CHUNK 1024

static inline __attribute__((unused)) double uh_join_lanes(const double *lane) {
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
         ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}
