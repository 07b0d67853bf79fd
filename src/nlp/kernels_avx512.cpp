#define KERNEL_NAMESPACE avx512
#define KERNEL_NAME "AVX-512"
#define KERNEL_LANES 16
#define KERNEL_ROWS 8
#include "nlp/kernels_body.h"
