#define KERNEL_NAMESPACE portable
#define KERNEL_NAME "portable"
#define KERNEL_LANES 4
#define KERNEL_ROWS 4
#include "nlp/kernels_body.h"
