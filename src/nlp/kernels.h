// The arithmetic of the networks: products of many rows with one packed weight matrix, maxout, layer norm and window
// convolutions. Every product is one chain of fused multiply-adds over the inputs in order, and sums of products are
// added in a fixed order, so that the bits do not depend on the instruction set, the number of rows or the batch.
// Internal to depeche::nlp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace depeche::nlp {

constexpr int kLanes = 16;  // outputs are laid out by panels of so many

// W of shape (outputs, pieces, inputs). Where there are several pieces, a group of vectors is one panel's pieces; where
// there is one, a group is up to kGroup panels. Stored [group][input][vector][lane]; lanes past the last output are
// zero.
struct PackedWeights {
  static constexpr int kGroup = 4;
  int inputs = 0, outputs = 0, pieces = 0;
  std::vector<float> weights;
  std::vector<float> bias;  // [vector][lane]

  // `w`: outputs * pieces * inputs floats, `b`: outputs * pieces, or null for no bias.
  static PackedWeights pack(const float* w, const float* b, int outputs, int pieces, int inputs);
  int padded_outputs() const { return (outputs + kLanes - 1) / kLanes * kLanes; }
};

struct LayerNorm {
  std::vector<float> gain, bias;  // as many as the layer is wide, a multiple of kLanes
};

// A residual layer over windows of three rows: y[i] = x[i] + norm(maxout(W [x[i-1], x[i], x[i+1]] + b)), computed four
// rows at a time with six products instead of twelve: Winograd's F(4, 3) at the points 0, ±2/3, ±3/2 and infinity, with
// which the result is as near to the exact one as that of the plain sum.
struct WindowLayer {
  static constexpr int kProducts = 6;
  static constexpr size_t kRows = 4;           // that belong together
  static constexpr size_t kGroupsAtOnce = 32;  // of kRows rows
  int width = 0, pieces = 0;
  std::vector<float> weights;  // [panel][product][input][piece][lane]
  std::vector<float> bias;     // [panel][piece][lane]
  LayerNorm norm;

  // `w`: width * pieces * 3 width floats, `b`: width * pieces.
  static WindowLayer pack(const float* w, const float* b, int width, int pieces);
  // Floats of scratch that convolve() needs.
  size_t scratch_size() const;
};

// The same layer for rows that are met again and again: what one row adds to its right neighbour, itself and its left
// neighbour is computed once and kept.
struct FirstLayer {
  int width = 0, pieces = 0;
  PackedWeights parts;      // width -> 3 * width * pieces, [part][panel][piece][lane]
  std::vector<float> bias;  // [panel][piece][lane]
  LayerNorm norm;

  static FirstLayer pack(const float* w, const float* b, int width, int pieces);
  // Floats of one kept row: the row itself, then its parts.
  size_t entry_size() const { return static_cast<size_t>(width) * static_cast<size_t>(1 + 3 * pieces); }
};

// One implementation per instruction set; the best that the processor has is picked once.
struct Kernels {
  const char* name;
  // y[r][o] = max over pieces of (W x[r] + b), for r < rows. x rows are `x_stride` floats apart and hold `inputs`
  // floats; y rows are `y_stride` apart and must have room for padded_outputs().
  void (*affine)(const PackedWeights& w, const float* x, size_t x_stride, size_t rows, float* y, size_t y_stride);
  // y[r] = (x[r] - mean) / sqrt(variance + 1e-8) * gain + bias.
  void (*layer_norm)(const LayerNorm& norm, const float* x, size_t x_stride, size_t rows, float* y, size_t y_stride);
  // x, y: rows of `width` floats, a multiple of kRows of them; the row before and the one after x must be readable. x
  // != y.
  void (*convolve)(const WindowLayer& layer, const float* x, size_t rows, float* y, float* scratch);
  // entries: rows + 2 kept rows, the first and the last of them guards.
  void (*convolve_entries)(const FirstLayer& layer, const float* const* entries, size_t rows, float* y);
  // y = rows[0] + rows[1] + rows[2] + rows[3].
  void (*sum_of_four)(const float* const* rows, size_t width, float* y);
  // y[i] = max over the halves of (the sum of `count` parts, + bias); parts and bias: 2 * width floats.
  void (*hidden)(const float* const* parts, size_t count, const float* bias, size_t width, float* y);
  // The first index of the largest scores[i] + penalty[i]; n % kLanes == 0.
  size_t (*best)(const float* scores, const float* penalty, size_t n);
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
