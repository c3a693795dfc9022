// The elementary functions once more, for several vectors abreast as one wide one of UH_WIDE
// lanes: each of their steps waits for the one before, and so the processor has work while it
// waits. A lane's bits do not depend on the lanes beside it.

// Every name of vector.h, exponential.h and logarithm.h, so that they can be included again.
#define vector wide
#define vector_mask wide_mask
#define vector_bits wide_bits
#define vector_of wide_of
#define vector_load wide_load
#define vector_store wide_store
#define vector_load_part wide_load_part
#define vector_store_part wide_store_part
#define vector_fma wide_fma
#define vector_sqrt wide_sqrt
#define vector_select wide_select
#define vector_absolute wide_absolute
#define vector_any wide_any
#define vector_with_sign wide_with_sign
#define vector_two_sum wide_two_sum
#define vector_fast_two_sum wide_fast_two_sum
#define reduced wide_reduced
#define exponential_reduce wide_exponential_reduce
#define exponential_series wide_exponential_series
#define exponential_tail wide_exponential_tail
#define exponential_scales wide_exponential_scales
#define exponential_scale wide_exponential_scale
#define exponential_pair wide_exponential_pair
#define clamp wide_clamp
#define all_normal wide_all_normal
#define expm1_pair wide_expm1_pair
#define coarse_power wide_coarse_power
#define inverse_scale wide_inverse_scale
#define tanh_inside wide_tanh_inside
#define sigmoid_normal wide_sigmoid_normal
#define logarithm_pair wide_logarithm_pair
#define logarithm_split wide_logarithm_split
#define vector_exp wide_exp
#define vector_expm1 wide_expm1
#define vector_tanh wide_tanh
#define vector_sigmoid wide_sigmoid
#define vector_log wide_log
#define vector_log1p wide_log1p
#define vector_softplus wide_softplus
#define vector_pair wide_pair
#define logarithm_of_mantissa wide_logarithm_of_mantissa
#define vector_scaled wide_scaled
#define is_usual wide_is_usual
#define usual_log2 wide_usual_log2
#define usual_log10 wide_usual_log10
#define usual_log wide_usual_log
#define power_of_pair wide_power_of_pair
#define logarithm_or_special wide_logarithm_or_special
#define vector_log2 wide_log2
#define vector_log10 wide_log10
#define vector_whole_power wide_whole_power
#define vector_power wide_power
#define polynomial_12 wide_polynomial_12
#define vector_erf wide_erf
#define vector_maximum wide_maximum
#define vector_minimum wide_minimum
#define vector_bounded_log wide_bounded_log
#define vector_bce_term wide_bce_term

// Nothing here is called from elsewhere, and so how such vectors are passed does not matter.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"
#pragma push_macro("UH_LANES")
#undef UH_LANES
#define UH_LANES UH_WIDE
#include "functions.h"
#undef UH_LANES
#pragma pop_macro("UH_LANES")

#undef vector
#undef vector_mask
#undef vector_bits
#undef vector_of
#undef vector_load
#undef vector_store
#undef vector_load_part
#undef vector_store_part
#undef vector_fma
#undef vector_sqrt
#undef vector_select
#undef vector_absolute
#undef vector_any
#undef vector_with_sign
#undef vector_two_sum
#undef vector_fast_two_sum
#undef reduced
#undef exponential_reduce
#undef exponential_series
#undef exponential_tail
#undef exponential_scales
#undef exponential_scale
#undef exponential_pair
#undef clamp
#undef all_normal
#undef expm1_pair
#undef coarse_power
#undef inverse_scale
#undef tanh_inside
#undef sigmoid_normal
#undef logarithm_pair
#undef logarithm_split
#undef vector_exp
#undef vector_expm1
#undef vector_tanh
#undef vector_sigmoid
#undef vector_log
#undef vector_log1p
#undef vector_softplus
#undef vector_pair
#undef logarithm_of_mantissa
#undef vector_scaled
#undef is_usual
#undef usual_log2
#undef usual_log10
#undef usual_log
#undef power_of_pair
#undef logarithm_or_special
#undef vector_log2
#undef vector_log10
#undef vector_whole_power
#undef vector_power
#undef polynomial_12
#undef vector_erf
#undef vector_maximum
#undef vector_minimum
#undef vector_bounded_log
#undef vector_bce_term
