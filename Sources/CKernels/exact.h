// Parts of elementary functions in whole numbers: exact.c.

#pragma once

#include <stdint.h>

// The double nearest to log(2^exponent mantissa), where mantissa lies between sqrt(1/2) and
// sqrt(2) and the logarithm is not 0.
double uh_exact_log(double mantissa, int exponent);

// x mod pi/2 for a finite x of at least 2^20 in size: the quadrant's number modulo 4, and
// the rest, between -pi/4 and pi/4, in quarter turns as *high + *low (about 2^-100).
int uh_exact_quadrant(double x, double *high, double *low);
