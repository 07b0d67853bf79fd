#define KERNEL_NAMESPACE avx2
#define KERNEL_NAME "AVX2"
#define KERNEL_LANES 8
#define KERNEL_ROWS 4
#include "nlp/kernels_body.h"
