#include "nlp/kernels.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace depeche::nlp {

PackedWeights PackedWeights::pack(const float* w, const float* b, int outputs, int pieces, int inputs) {
  PackedWeights packed;
  packed.inputs = inputs;
  packed.outputs = outputs;
  packed.pieces = pieces;
  const auto lanes = static_cast<size_t>(kLanes), P = static_cast<size_t>(pieces), K = static_cast<size_t>(inputs);
  const size_t vectors = static_cast<size_t>(packed.padded_outputs()) / lanes * P;
  const size_t group_size = pieces > 1 ? P : static_cast<size_t>(kGroup);
  packed.weights.assign(vectors * K * lanes, 0.0f);
  packed.bias.assign(vectors * lanes, 0.0f);
  for (size_t o = 0; o < static_cast<size_t>(outputs); ++o) {
    for (size_t p = 0; p < P; ++p) {
      const size_t vector = o / lanes * P + p, first = vector / group_size * group_size;
      const size_t in_group = std::min(group_size, vectors - first);
      float* const to = packed.weights.data() + first * K * lanes + (vector - first) * lanes + o % lanes;
      const float* const from = w + (o * P + p) * K;
      for (size_t k = 0; k < K; ++k) to[k * in_group * lanes] = from[k];
      if (b) packed.bias[vector * lanes + o % lanes] = b[o * P + p];
    }
  }
  return packed;
}

namespace {

std::vector<float> pack_bias(const float* b, size_t width, size_t pieces) {
  constexpr auto kLane = static_cast<size_t>(kLanes);
  std::vector<float> out(width * pieces);
  for (size_t o = 0; o < width; ++o) {
    for (size_t p = 0; p < pieces; ++p) out[(o / kLane * pieces + p) * kLane + o % kLane] = b[o * pieces + p];
  }
  return out;
}

}  // namespace

WindowLayer WindowLayer::pack(const float* w, const float* b, int width, int pieces) {
  WindowLayer layer;
  layer.width = width;
  layer.pieces = pieces;
  constexpr auto kLane = static_cast<size_t>(kLanes);
  const auto K = static_cast<size_t>(width), P = static_cast<size_t>(pieces);
  layer.weights.resize(K * P * K * kProducts);
  layer.bias = pack_bias(b, K, P);
  constexpr double kA = 2.0 / 3, kB = 3.0 / 2;  // as in the kernels
  const size_t product_size = K * P * kLane;
  for (size_t o = 0; o < K; ++o) {
    for (size_t p = 0; p < P; ++p) {
      const float* const from = w + (o * P + p) * 3 * K;
      float* const to = layer.weights.data() + o / kLane * kProducts * product_size + p * kLane + o % kLane;
      for (size_t k = 0; k < K; ++k) {
        const double left = from[k], own = from[K + k], right = from[2 * K + k];
        const auto at_point = [&](double point, double other) {
          return (left + point * own + point * point * right) / (2 * point * point * (point * point - other * other));
        };
        const double products[kProducts] = {
            left, at_point(kA, kB), at_point(-kA, kB), at_point(kB, kA), at_point(-kB, kA), right};
        for (size_t product = 0; product < kProducts; ++product)
          to[product * product_size + k * P * kLane] = static_cast<float>(products[product]);
      }
    }
  }
  return layer;
}

size_t WindowLayer::scratch_size() const {
  const auto K = static_cast<size_t>(width), P = static_cast<size_t>(pieces);
  // Transformed rows, products of one panel, outputs before the norm.
  return kGroupsAtOnce * (kProducts * K + kProducts * P * kLanes + kRows * K);
}

FirstLayer FirstLayer::pack(const float* w, const float* b, int width, int pieces) {
  FirstLayer layer;
  layer.width = width;
  layer.pieces = pieces;
  constexpr auto kLane = static_cast<size_t>(kLanes);
  const auto K = static_cast<size_t>(width), P = static_cast<size_t>(pieces);
  layer.bias = pack_bias(b, K, P);
  std::vector<float> rows(3 * K * P * K);
  for (size_t part = 0; part < 3; ++part) {
    for (size_t o = 0; o < K; ++o) {
      for (size_t p = 0; p < P; ++p) {
        const size_t to = part * K * P + (o / kLane * P + p) * kLane + o % kLane;
        std::copy_n(w + ((o * P + p) * 3 + part) * K, K, rows.data() + to * K);
      }
    }
  }
  layer.parts = PackedWeights::pack(rows.data(), nullptr, 3 * width * pieces, 1, width);
  return layer;
}

const Kernels& kernels() {
  static const Kernels& best = []() -> const Kernels& {
    // DEPECHE_KERNEL=portable|avx2|avx512 holds back wider instructions, to compare their answers.
    const char* wish = std::getenv("DEPECHE_KERNEL");
    const std::string_view kernel = wish ? wish : "";
#if defined(__x86_64__)
    if (kernel != "portable") {
      if (kernel != "avx2" && __builtin_cpu_supports("avx512f")) return avx512::kKernels;
      if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2::kKernels;
    }
#endif
    return portable::kKernels;
  }();
  return best;
}

}  // namespace depeche::nlp
