#pragma once
#include <zlib.h>

// The macro cannot be called from Swift. -15: deflated bytes with nothing around them, as in a zip.
static inline int uh_inflate_start(z_stream *stream) { return inflateInit2(stream, -15); }
