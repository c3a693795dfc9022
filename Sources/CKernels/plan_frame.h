// The examples that a plan works on, for who prepares it and who runs it.

#pragma once

#include "CKernels.h"

// The frame of so many examples. Its places are in doubles: in a chunk, of all, of a thread's own,
// and where the batch begins.
static inline uh_frame uh_frame_at(size_t in_chunk, size_t start, size_t own, size_t batch,
                                   size_t width, bool first) {
  const size_t size = sizeof(double);
  return (uh_frame){{0, size * in_chunk, size * start, size * own, size * (batch + start)}, width,
                    first};
}
