// Every kernel gives the same bits, whatever rows stand beside; the window layer gives what its definition says.
#include "nlp/kernels.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

namespace depeche::nlp {
namespace {

std::vector<const Kernels*> usable_kernels() {
  std::vector<const Kernels*> out = {&portable::kKernels};
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) out.push_back(&avx2::kKernels);
  if (__builtin_cpu_supports("avx512f")) out.push_back(&avx512::kKernels);
#endif
  return out;
}

std::vector<float> random_floats(size_t n, unsigned seed) {
  std::mt19937 engine(seed);
  std::uniform_real_distribution<float> values(-2, 2);
  std::vector<float> out(n);
  for (float& v : out) v = values(engine);
  return out;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

// Sums whose exact value lies just beside the middle between two floats: one rounding goes to the other side than two.
TEST(Kernels, OneRounding) {
  constexpr int kOutputs = 16;
  std::vector<float> w, wanted;
  const float x[] = {std::ldexp(1.0f, -30), 1.0f + std::ldexp(1.0f, -12)};
  for (int o = 0; o < kOutputs; ++o) {
    const float sign = o % 2 ? -1.0f : 1.0f, first = sign * std::ldexp(1.0f, -20 - o);
    const float second =
        (o % 4 < 2 ? 1.0f : -1.0f) * (1.0f + std::ldexp(static_cast<float>(o / 4), -23) + std::ldexp(1.0f, -12));
    w.insert(w.end(), {first, second});
    wanted.push_back(std::fmaf(x[1], second, std::fmaf(x[0], first, 0.0f)));
  }
  const PackedWeights packed = PackedWeights::pack(w.data(), nullptr, kOutputs, 1, 2);
  bool differs = false;  // from what rounding twice gives
  for (int o = 0; o < kOutputs; ++o) {
    const auto at = static_cast<size_t>(2 * o);
    const double sum = double{x[1]} * double{w[at + 1]} + double{x[0] * w[at]};
    differs |= static_cast<float>(sum) != wanted[static_cast<size_t>(o)];
  }
  EXPECT_TRUE(differs) << "the test asks for nothing";
  for (const Kernels* kernel : usable_kernels()) {
    std::vector<float> y(kOutputs);
    kernel->affine(packed, x, 2, 1, y.data(), kOutputs);
    EXPECT_TRUE(same_bits(y, wanted)) << kernel->name;
  }
}

TEST(Kernels, AffineBits) {
  for (const int pieces : {1, 2, 3}) {
    for (const int outputs : {16, 18, 64, 100, 112}) {
      constexpr size_t kRows = 23, kInputs = 37;
      const auto cells = static_cast<size_t>(outputs * pieces);
      const auto w = random_floats(cells * kInputs, 1), b = random_floats(cells, 2),
                 x = random_floats(kRows * kInputs, 3);
      const PackedWeights packed = PackedWeights::pack(w.data(), b.data(), outputs, pieces, kInputs);
      const auto stride = static_cast<size_t>(packed.padded_outputs());
      std::vector<float> first;
      for (const Kernels* kernel : usable_kernels()) {
        std::vector<float> all(kRows * stride), single(kRows * stride);
        kernel->affine(packed, x.data(), kInputs, kRows, all.data(), stride);
        for (size_t r = 0; r < kRows; ++r)
          kernel->affine(packed, x.data() + r * kInputs, kInputs, 1, single.data() + r * stride, stride);
        EXPECT_TRUE(same_bits(all, single)) << kernel->name;
        if (first.empty()) first = all;
        EXPECT_TRUE(same_bits(all, first)) << kernel->name << ", " << pieces << " pieces, " << outputs << " outputs";
      }
      double wanted = -1e9;
      for (int p = 0; p < pieces; ++p) {
        double sum = b[static_cast<size_t>(p)];
        for (size_t k = 0; k < kInputs; ++k) sum += double{w[static_cast<size_t>(p) * kInputs + k]} * double{x[k]};
        wanted = std::max(wanted, sum);
      }
      EXPECT_NEAR(first[0], wanted, 1e-4);
    }
  }
}

TEST(Kernels, WindowLayers) {
  constexpr int kWidth = 96, kPieces = 3;
  constexpr size_t kRows = 3 * 4 * WindowLayer::kGroupsAtOnce / 2, kW = kWidth;
  const auto w = random_floats(kW * kPieces * 3 * kW, 1), b = random_floats(kW * kPieces, 2);
  WindowLayer layer = WindowLayer::pack(w.data(), b.data(), kWidth, kPieces);
  FirstLayer first = FirstLayer::pack(w.data(), b.data(), kWidth, kPieces);
  layer.norm = first.norm = {random_floats(kW, 4), random_floats(kW, 5)};
  std::vector<float> x = random_floats((kRows + 2) * kW, 6);
  std::fill_n(x.begin(), kW, 0.0f);
  std::fill(x.end() - kWidth, x.end(), 0.0f);
  std::vector<float> by_products, by_entries;
  for (const Kernels* kernel : usable_kernels()) {
    std::vector<float> y(kRows * kW), scratch(layer.scratch_size()), part(4 * kW);
    kernel->convolve(layer, x.data() + kW, kRows, y.data(), scratch.data());
    kernel->convolve(layer, x.data() + 9 * kW, 4, part.data(), scratch.data());
    EXPECT_EQ(std::memcmp(part.data(), y.data() + 8 * kW, part.size() * sizeof(float)), 0) << kernel->name;
    if (by_products.empty()) by_products = y;
    EXPECT_TRUE(same_bits(y, by_products)) << kernel->name;

    std::vector<float> entries((kRows + 2) * first.entry_size());
    std::vector<const float*> pointers;
    for (size_t r = 0; r < kRows + 2; ++r) {
      float* const entry = entries.data() + r * first.entry_size();
      std::copy_n(x.data() + r * kW, kW, entry);
      kernel->affine(first.parts, entry, kW, 1, entry + kW, 0);
      pointers.push_back(entry);
    }
    kernel->convolve_entries(first, pointers.data(), kRows, y.data());
    if (by_entries.empty()) by_entries = y;
    EXPECT_TRUE(same_bits(y, by_entries)) << kernel->name;
  }
  // Row 5 by the definition.
  std::vector<double> z(kW);
  double mean = 0, variance = 0;
  for (size_t o = 0; o < kW; ++o) {
    z[o] = -1e9;
    for (size_t p = 0; p < kPieces; ++p) {
      double sum = b[o * kPieces + p];
      for (size_t k = 0; k < 3 * kW; ++k) sum += double{w[(o * kPieces + p) * 3 * kW + k]} * double{x[5 * kW + k]};
      z[o] = std::max(z[o], sum);
    }
    mean += z[o] / kWidth;
  }
  for (const double v : z) variance += (v - mean) * (v - mean) / kWidth;
  for (size_t o = 0; o < kW; ++o) {
    const double normed = (z[o] - mean) / std::sqrt(variance + 1e-8) * double{layer.norm.gain[o]};
    const double wanted = double{x[6 * kW + o]} + normed + double{layer.norm.bias[o]};
    EXPECT_NEAR(by_products[5 * kW + o], wanted, 1e-5) << o;
    EXPECT_NEAR(by_entries[5 * kW + o], wanted, 1e-5) << o;
  }
}

TEST(Kernels, SmallOnes) {
  const auto x = random_floats(1024, 7);
  std::vector<float> wanted_hidden, wanted_sum;
  for (const Kernels* kernel : usable_kernels()) {
    const float* const parts[] = {x.data(), x.data() + 128, x.data() + 256};
    std::vector<float> hidden(64), sum(64);
    kernel->hidden(parts, 3, x.data() + 384, 64, hidden.data());
    const float* const rows[] = {x.data(), x.data() + 64, x.data() + 128, x.data() + 64};
    kernel->sum_of_four(rows, 64, sum.data());
    if (wanted_hidden.empty()) wanted_hidden = hidden, wanted_sum = sum;
    EXPECT_TRUE(same_bits(hidden, wanted_hidden)) << kernel->name;
    EXPECT_TRUE(same_bits(sum, wanted_sum)) << kernel->name;
    std::vector<float> scores(48, 1.0f), penalty(48, -INFINITY);
    EXPECT_EQ(kernel->best(scores.data(), std::vector<float>(48, 0.0f).data(), 48), 0u) << kernel->name;
    for (const size_t allowed : {size_t{45}, size_t{30}, size_t{17}}) {
      penalty[allowed] = 0;
      EXPECT_EQ(kernel->best(scores.data(), penalty.data(), 48), allowed) << kernel->name;
    }
    scores[45] = 2;
    EXPECT_EQ(kernel->best(scores.data(), penalty.data(), 48), 45u) << kernel->name;
  }
}

}  // namespace
}  // namespace depeche::nlp
