#include "nlp/kernels.h"

#include <cstdlib>
#include <string_view>

namespace depeche::nlp {

PackedWeights PackedWeights::pack(const float* w, const float* b, int outputs, int pieces, int inputs) {
  PackedWeights packed;
  packed.inputs = inputs;
  packed.outputs = outputs;
  packed.pieces = pieces;
  const auto panels = static_cast<size_t>(packed.padded_outputs() / kLanes);
  const auto P = static_cast<size_t>(pieces), K = static_cast<size_t>(inputs);
  packed.weights.assign(panels * K * P * kLanes, 0.0f);
  packed.bias.assign(panels * P * kLanes, 0.0f);
  for (size_t o = 0; o < static_cast<size_t>(outputs); ++o) {
    const size_t panel = o / kLanes, lane = o % kLanes;
    for (size_t p = 0; p < P; ++p) {
      for (size_t k = 0; k < K; ++k) {
        packed.weights[((panel * K + k) * P + p) * kLanes + lane] = w[(o * P + p) * K + k];
      }
      if (b) packed.bias[(panel * P + p) * kLanes + lane] = b[o * P + p];
    }
  }
  return packed;
}

const Kernels& kernels() {
  static const Kernels& best = []() -> const Kernels& {
    // DEPECHE_ISA=portable|avx2 holds back wider instructions, to compare their answers.
    const char* wish = std::getenv("DEPECHE_ISA");
    const std::string_view isa = wish ? wish : "";
#if defined(__x86_64__)
    if (isa != "portable") {
      if (isa != "avx2" && __builtin_cpu_supports("avx512f")) return avx512::kKernels;
      if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2::kKernels;
    }
#endif
    return portable::kKernels;
  }();
  return best;
}

}  // namespace depeche::nlp
