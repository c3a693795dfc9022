// One double at a time: the reference that the other widths are held against.

#include "tables.h"

#define UH_LANES 1
#define UH_TABLE uh_kernels_scalar
#define UH_NAME "scalar"
#include "width.h"
