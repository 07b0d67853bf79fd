// The arithmetic of the networks: products of many rows with one packed weight matrix, biases, maxout and layer norm.
// Every output is one chain of fused multiply-adds over the inputs in order, so that the bits do not depend on the
// instruction set, the number of rows or the batch. Internal to depeche::nlp.
#pragma once

#include <cstddef>
#include <vector>

namespace depeche::nlp {

// W of shape (outputs, pieces, inputs), stored by panels of kLanes outputs: [panel][input][piece][lane]; lanes past the
// last output are zero.
struct PackedWeights {
  static constexpr int kLanes = 16;
  int inputs = 0, outputs = 0, pieces = 0;
  std::vector<float> weights;
  std::vector<float> bias;  // [panel][piece][lane]

  // `w`: outputs * pieces * inputs floats, `b`: outputs * pieces, or null for no bias.
  static PackedWeights pack(const float* w, const float* b, int outputs, int pieces, int inputs);
  int padded_outputs() const { return (outputs + kLanes - 1) / kLanes * kLanes; }
};

// One implementation per instruction set; the best that the processor has is picked once.
struct Kernels {
  const char* name;
  // y[r][o] = max over pieces of (W x[r] + b), for r < rows. x rows are `x_stride` floats apart and hold `inputs`
  // floats; y rows are `y_stride` apart and must have room for padded_outputs().
  void (*affine)(const PackedWeights& w, const float* x, size_t x_stride, size_t rows, float* y, size_t y_stride);
  // y[r] = (y[r] - mean) / sqrt(variance + 1e-8) * gain + bias, added to `residual` rows where given. width % 16 == 0.
  void (*layer_norm)(const float* gain, const float* bias, size_t width, const float* x, size_t x_stride, size_t rows,
                     float* y, size_t y_stride, bool add);
};
const Kernels& kernels();

namespace avx512 {
extern const Kernels kKernels;
}
namespace avx2 {
extern const Kernels kKernels;
}
namespace portable {
extern const Kernels kKernels;
}

}  // namespace depeche::nlp
