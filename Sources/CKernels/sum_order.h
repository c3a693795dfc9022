// The one order of every sum, and of the sum in every element of a product.
//
// The terms t[0], t[1], ... are taken in chunks of 1024. Within a chunk they are dealt to
// eight lanes by index modulo 8; a lane starts at 0 and adds its terms in order, and the
// lanes l0 ... l7 then join as
//
//     ((l0 + l4) + (l2 + l6)) + ((l1 + l5) + (l3 + l7))
//
// The chunks' results are added in order to 0. In a product the terms are
// a[i][k] * b[k][j], and join their lane by fused multiply-add.
//
// No such sum is -0, as NumPy's is not. Nothing else comes of the zeros that lanes and
// totals start at: a 0 added to x is x unless x is -0, and the sign of a zero inside a sum
// shows in nothing but the sign of a zero that it comes to. So a kernel may leave out lanes
// without terms, and begin a lane of a product with the rounded product, if it adds 0 to
// the result.

#pragma once

#define UH_SUM_LANES 8
#define UH_SUM_CHUNK 1024

static inline __attribute__((unused)) double uh_join_lanes(const double *lane) {
  return ((lane[0] + lane[4]) + (lane[2] + lane[6])) +
         ((lane[1] + lane[5]) + (lane[3] + lane[7]));
}
