// The elementary functions of a vector of UH_LANES doubles: included for one vector, and by
// wide.h for several.

#include "vector.h"
#include "exponential.h"
#include "logarithm.h"
#include "power.h"
#include "error_function.h"
#include "bce_term.h"
