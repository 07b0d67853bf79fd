// The kernels' one source, compiled once per instruction set: before including it, define KERNEL_NAMESPACE,
// KERNEL_NAME, KERNEL_LANES (floats per register, a divisor of 16) and KERNEL_ROWS (rows per tile). Uses no inline
// function of other headers, whose code would otherwise be shared with machines that lack the instructions.
#include "nlp/kernels.h"

namespace depeche::nlp::KERNEL_NAMESPACE {
namespace {

constexpr int kLanes = PackedWeights::kLanes;
constexpr int kVector = KERNEL_LANES;
typedef float Vector __attribute__((vector_size(kVector * sizeof(float)), aligned(4)));

inline __attribute__((always_inline)) Vector load(const float* p) { return *reinterpret_cast<const Vector*>(p); }
inline __attribute__((always_inline)) void store(float* p, Vector v) { *reinterpret_cast<Vector*>(p) = v; }

inline __attribute__((always_inline)) Vector multiply_add(Vector a, Vector b, Vector c) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return a * b + c;  // contracted: this file is compiled with -ffp-contract=fast
#else
  Vector out;
  for (int i = 0; i < kVector; ++i) out[i] = __builtin_fmaf(a[i], b[i], c[i]);
  return out;
#endif
}

template <int kRows, int kPieces>
inline __attribute__((always_inline)) void tile(const float* weights, const float* bias, int inputs, const float* x,
                                                size_t x_stride, float* y, size_t y_stride) {
  Vector sums[kRows][kPieces];
  for (int r = 0; r < kRows; ++r) {
    for (int p = 0; p < kPieces; ++p) sums[r][p] = Vector{} + 0.0f;
  }
  for (int k = 0; k < inputs; ++k) {
    Vector w[kPieces];
    for (int p = 0; p < kPieces; ++p) w[p] = load(weights + (k * kPieces + p) * kLanes);
    for (int r = 0; r < kRows; ++r) {
      const Vector broadcast = Vector{} + x[static_cast<size_t>(r) * x_stride + static_cast<size_t>(k)];
      for (int p = 0; p < kPieces; ++p) sums[r][p] = multiply_add(broadcast, w[p], sums[r][p]);
    }
  }
  for (int r = 0; r < kRows; ++r) {
    Vector best = sums[r][0] + load(bias);
    for (int p = 1; p < kPieces; ++p) {
      const Vector other = sums[r][p] + load(bias + p * kLanes);
      best = other > best ? other : best;
    }
    store(y + static_cast<size_t>(r) * y_stride, best);
  }
}

template <int kPieces>
void affine_pieces(const PackedWeights& w, const float* x, size_t x_stride, size_t rows, float* y, size_t y_stride) {
  const int panels = w.padded_outputs() / kLanes;
  const float* const weights = w.weights.data();
  const float* const bias = w.bias.data();
  const size_t panel_size = static_cast<size_t>(w.inputs) * kPieces * kLanes;
  for (size_t r = 0; r < rows;) {
    const bool whole = rows - r >= KERNEL_ROWS;
    for (int panel = 0; panel < panels; ++panel) {
      for (int part = 0; part < kLanes; part += kVector) {
        const float* const panel_weights = weights + static_cast<size_t>(panel) * panel_size + part;
        const float* const panel_bias = bias + panel * kPieces * kLanes + part;
        float* const out = y + r * y_stride + panel * kLanes + part;
        if (whole)
          tile<KERNEL_ROWS, kPieces>(panel_weights, panel_bias, w.inputs, x + r * x_stride, x_stride, out, y_stride);
        else
          tile<1, kPieces>(panel_weights, panel_bias, w.inputs, x + r * x_stride, x_stride, out, y_stride);
      }
    }
    r += whole ? KERNEL_ROWS : 1;
  }
}

void affine(const PackedWeights& w, const float* x, size_t x_stride, size_t rows, float* y, size_t y_stride) {
  switch (w.pieces) {
    case 1:
      return affine_pieces<1>(w, x, x_stride, rows, y, y_stride);
    case 2:
      return affine_pieces<2>(w, x, x_stride, rows, y, y_stride);
    default:
      return affine_pieces<3>(w, x, x_stride, rows, y, y_stride);
  }
}

// The sum of 16 partial sums, always added in the same order.
inline float total(const float* lanes) {
  float sum[8];
  for (int i = 0; i < 8; ++i) sum[i] = lanes[i] + lanes[i + 8];
  for (int i = 0; i < 4; ++i) sum[i] += sum[i + 4];
  return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

void layer_norm(const float* gain, const float* bias, size_t width, const float* x, size_t x_stride, size_t rows,
                float* y, size_t y_stride, bool add) {
  for (size_t r = 0; r < rows; ++r, x += x_stride, y += y_stride) {
    float lanes[kLanes] = {};
    for (size_t i = 0; i < width; i += kLanes) {
      for (int part = 0; part < kLanes; part += kVector) {
        store(lanes + part, load(lanes + part) + load(x + i + static_cast<size_t>(part)));
      }
    }
    const float mean = total(lanes) / static_cast<float>(width);
    for (float& lane : lanes) lane = 0.0f;
    for (size_t i = 0; i < width; i += kLanes) {
      for (int part = 0; part < kLanes; part += kVector) {
        const Vector d = load(x + i + static_cast<size_t>(part)) - mean;
        store(lanes + part, multiply_add(d, d, load(lanes + part)));
      }
    }
    const float scale = 1.0f / __builtin_sqrtf(total(lanes) / static_cast<float>(width) + 1e-8f);
    for (size_t i = 0; i < width; i += kVector) {
      const Vector d = (load(x + i) - mean) * scale;
      const Vector v = multiply_add(d, load(gain + i), load(bias + i));
      store(y + i, add ? load(y + i) + v : v);
    }
  }
}

}  // namespace

extern const Kernels kKernels;
const Kernels kKernels = {KERNEL_NAME, affine, layer_norm};

}  // namespace depeche::nlp::KERNEL_NAMESPACE
