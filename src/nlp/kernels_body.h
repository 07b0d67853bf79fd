// The kernels' one source, compiled once per instruction set: before including it, define KERNEL_NAMESPACE,
// KERNEL_NAME, KERNEL_LANES (floats per register, a divisor of 16) and KERNEL_ROWS (rows per tile of three vectors).
// Uses no inline function of other headers, whose code would otherwise be shared with machines that lack the
// instructions.
#include "nlp/kernels.h"

#if defined(__SSE2__) && !defined(__FMA__)
#include <emmintrin.h>
#endif

namespace depeche::nlp::KERNEL_NAMESPACE {
namespace {

constexpr int kVector = KERNEL_LANES;
typedef float Vector __attribute__((vector_size(kVector * sizeof(float)), aligned(4)));
typedef int32_t Indices __attribute__((vector_size(kVector * sizeof(int32_t)), aligned(4)));
#define DEPECHE_INLINE inline __attribute__((always_inline))

DEPECHE_INLINE Vector load(const float* p) { return *reinterpret_cast<const Vector*>(p); }
DEPECHE_INLINE void store(float* p, Vector v) { *reinterpret_cast<Vector*>(p) = v; }
DEPECHE_INLINE Vector larger(Vector a, Vector b) { return b > a ? b : a; }

#if defined(__SSE2__) && !defined(__FMA__)
// a * b + c with one rounding. The product is exact in doubles; the sum is rounded to odd there, so that rounding it
// once more to float gives what one rounding of the exact value would (Boldo and Melquiond, 2008). Its error: Knuth's
// TwoSum.
DEPECHE_INLINE __m128 multiply_add_two(__m128 a, __m128 b, __m128 c) {
  const __m128d product = _mm_mul_pd(_mm_cvtps_pd(a), _mm_cvtps_pd(b)), addend = _mm_cvtps_pd(c);
  const __m128d sum = _mm_add_pd(product, addend), rest = _mm_sub_pd(sum, product);
  const __m128d error = _mm_add_pd(_mm_sub_pd(product, _mm_sub_pd(sum, rest)), _mm_sub_pd(addend, rest));
  const __m128d zero = _mm_setzero_pd();
  const __m128i one = _mm_set1_epi64x(1), bits = _mm_castpd_si128(sum);
  const __m128i even = _mm_sub_epi64(_mm_and_si128(bits, one), one);
  const __m128i inexact = _mm_castpd_si128(_mm_cmpneq_pd(error, zero));
  // -1 where the exact value lies nearer to zero, else 1.
  const __m128i step =
      _mm_or_si128(_mm_castpd_si128(_mm_xor_pd(_mm_cmpgt_pd(error, zero), _mm_cmpgt_pd(sum, zero))), one);
  const __m128i odd = _mm_add_epi64(bits, _mm_and_si128(_mm_and_si128(inexact, even), step));
  return _mm_cvtpd_ps(_mm_castsi128_pd(odd));
}
#endif

DEPECHE_INLINE Vector multiply_add(Vector a, Vector b, Vector c) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return a * b + c;  // contracted: this file is compiled with -ffp-contract=fast
#elif defined(__SSE2__)
  static_assert(kVector == 4);
  const __m128 low = multiply_add_two(a, b, c);
  const __m128 high = multiply_add_two(_mm_movehl_ps(a, a), _mm_movehl_ps(b, b), _mm_movehl_ps(c, c));
  return _mm_movelh_ps(low, high);
#else
  Vector out;
  for (int i = 0; i < kVector; ++i) out[i] = __builtin_fmaf(a[i], b[i], c[i]);
  return out;
#endif
}

// Into the second level: a text's words want all weights, which are larger than it, one after another.
DEPECHE_INLINE void prefetch_weights(const float* p) { __builtin_prefetch(p, 0, 2); }

// sums[r][v] = the chain over k of x[r][k] * w[k][v]. kAhead: meanwhile fetches the weights behind these.
template <int kRows, int kVectors, bool kAhead>
DEPECHE_INLINE void chains(const float* weights, int inputs, const float* x, size_t x_stride,
                           Vector (&sums)[kRows][kVectors]) {
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) sums[r][v] = Vector{} + 0.0f;
  }
  for (int k = 0; k < inputs; ++k) {
    Vector w[kVectors];
    for (int v = 0; v < kVectors; ++v) w[v] = load(weights + (k * kVectors + v) * kLanes);
    if (kAhead) {
      for (int v = 0; v < kVectors; ++v) prefetch_weights(weights + ((inputs + k) * kVectors + v) * kLanes);
    }
    for (int r = 0; r < kRows; ++r) {
      const Vector broadcast = x[static_cast<size_t>(r) * x_stride + static_cast<size_t>(k)] - Vector{};  // a bare load
      for (int v = 0; v < kVectors; ++v) sums[r][v] = multiply_add(broadcast, w[v], sums[r][v]);
    }
  }
}

// One group for kRows rows: kMax, the largest of its vectors goes to y; else each to a panel of its own.
template <int kRows, int kVectors, bool kMax, bool kAhead = false>
DEPECHE_INLINE void tile(const float* weights, const float* bias, int inputs, const float* x, size_t x_stride, float* y,
                         size_t y_stride) {
  Vector sums[kRows][kVectors];
  chains<kRows, kVectors, kAhead>(weights, inputs, x, x_stride, sums);
  for (int r = 0; r < kRows; ++r) {
    float* const out = y + static_cast<size_t>(r) * y_stride;
    if (kMax) {
      Vector best = sums[r][0] + load(bias);
      for (int v = 1; v < kVectors; ++v) best = larger(best, sums[r][v] + load(bias + v * kLanes));
      store(out, best);
    } else {
      for (int v = 0; v < kVectors; ++v) store(out + v * kLanes, sums[r][v] + load(bias + v * kLanes));
    }
  }
}

template <int kVectors, bool kMax>
void group(const float* weights, const float* bias, int inputs, const float* x, size_t x_stride, size_t rows, float* y,
           size_t y_stride) {
  constexpr int kWhole = kVectors == 4 ? KERNEL_ROWS * 3 / 4 : KERNEL_ROWS;
  for (int part = 0; part < kLanes; part += kVector) {
    const float* const w = weights + part;
    const float* const b = bias + part;
    size_t r = 0;
    if (kWhole <= rows) {
      tile<kWhole, kVectors, kMax, true>(w, b, inputs, x, x_stride, y + part, y_stride);
      r = kWhole;
    }
    for (; r + kWhole <= rows; r += kWhole)
      tile<kWhole, kVectors, kMax>(w, b, inputs, x + r * x_stride, x_stride, y + r * y_stride + part, y_stride);
    for (; r + 2 <= rows; r += 2)
      tile<2, kVectors, kMax>(w, b, inputs, x + r * x_stride, x_stride, y + r * y_stride + part, y_stride);
    for (; r < rows; ++r)
      tile<1, kVectors, kMax>(w, b, inputs, x + r * x_stride, x_stride, y + r * y_stride + part, y_stride);
  }
}

void affine(const PackedWeights& w, const float* x, size_t x_stride, size_t rows, float* y, size_t y_stride) {
  const float* weights = w.weights.data();
  const float* bias = w.bias.data();
  const auto vector_size = static_cast<size_t>(w.inputs) * kLanes;
  const int panels = w.padded_outputs() / kLanes;
  const int step = w.pieces > 1 ? 1 : PackedWeights::kGroup;
  for (int panel = 0; panel < panels; panel += step) {
    const int vectors = w.pieces > 1 ? w.pieces : panels - panel < step ? panels - panel : step;
    float* const out = y + panel * kLanes;
    if (w.pieces == 3)
      group<3, true>(weights, bias, w.inputs, x, x_stride, rows, out, y_stride);
    else if (w.pieces == 2)
      group<2, true>(weights, bias, w.inputs, x, x_stride, rows, out, y_stride);
    else if (vectors == 4)
      group<4, false>(weights, bias, w.inputs, x, x_stride, rows, out, y_stride);
    else if (vectors == 3)
      group<3, false>(weights, bias, w.inputs, x, x_stride, rows, out, y_stride);
    else if (vectors == 2)
      group<2, false>(weights, bias, w.inputs, x, x_stride, rows, out, y_stride);
    else
      group<1, false>(weights, bias, w.inputs, x, x_stride, rows, out, y_stride);
    weights += static_cast<size_t>(vectors) * vector_size;
    bias += vectors * kLanes;
  }
}

// The sum of 16 partial sums, always added in the same order.
DEPECHE_INLINE float total(const float* lanes) {
  float sum[8];
  for (int i = 0; i < 8; ++i) sum[i] = lanes[i] + lanes[i + 8];
  for (int i = 0; i < 4; ++i) sum[i] += sum[i + 4];
  return (sum[0] + sum[2]) + (sum[1] + sum[3]);
}

// y = base + norm(x), or norm(x) where base is null.
DEPECHE_INLINE void norm_row(const float* gain, const float* bias, size_t width, const float* x, const float* base,
                             float* y) {
  constexpr int kParts = kLanes / kVector;
  float lanes[kLanes];
  Vector sums[kParts];
  for (int part = 0; part < kParts; ++part) sums[part] = Vector{} + 0.0f;
  for (size_t i = 0; i < width; i += kLanes) {
    for (int part = 0; part < kParts; ++part) sums[part] += load(x + i + part * kVector);
  }
  for (int part = 0; part < kParts; ++part) store(lanes + part * kVector, sums[part]);
  const float mean = total(lanes) / static_cast<float>(width);
  for (int part = 0; part < kParts; ++part) sums[part] = Vector{} + 0.0f;
  for (size_t i = 0; i < width; i += kLanes) {
    for (int part = 0; part < kParts; ++part) {
      const Vector d = load(x + i + part * kVector) - mean;
      sums[part] = multiply_add(d, d, sums[part]);
    }
  }
  for (int part = 0; part < kParts; ++part) store(lanes + part * kVector, sums[part]);
  const float scale = 1.0f / __builtin_sqrtf(total(lanes) / static_cast<float>(width) + 1e-8f);
  for (size_t i = 0; i < width; i += kVector) {
    const Vector d = (load(x + i) - mean) * scale;
    const Vector v = multiply_add(d, load(gain + i), load(bias + i));
    store(y + i, base ? load(base + i) + v : v);
  }
}

void layer_norm(const LayerNorm& norm, const float* x, size_t x_stride, size_t rows, float* y, size_t y_stride) {
  const float* const gain = norm.gain.data();
  const float* const bias = norm.bias.data();
  for (size_t r = 0; r < rows; ++r) norm_row(gain, bias, norm.gain.size(), x + r * x_stride, nullptr, y + r * y_stride);
}

// One product of the pairs with one panel: out rows of kPieces panels, out_stride apart.
template <int kPieces>
DEPECHE_INLINE void products(const float* weights, int inputs, const float* x, size_t x_stride, size_t rows, float* out,
                             size_t out_stride) {
  static const float kNoBias[kPieces * kLanes] = {};
  // Vectors beside one another, as panels: kPieces of them, not joined.
  group<kPieces, false>(weights, kNoBias, inputs, x, x_stride, rows, out, out_stride);
}

// The points of the products, a b = 1, and what else the transformations need of them.
constexpr float kA = 2.0f / 3, kB = 3.0f / 2, kAA = kA * kA, kBB = kB * kB, kRatio = kB / kA;

// Six sums of the six rows from `d` on, `t_stride` apart.
DEPECHE_INLINE void transform_rows(const float* d, size_t width, float* t) {
  for (size_t i = 0; i < width; i += kVector) {
    Vector row[6];
    for (int r = 0; r < 6; ++r) row[r] = load(d + static_cast<size_t>(r) * width + i);
    const Vector zero = Vector{};
    const Vector even_a = multiply_add(zero - kBB, row[2], row[4]), odd_a = multiply_add(zero - kBB, row[1], row[3]);
    const Vector even_b = multiply_add(zero - kAA, row[2], row[4]), odd_b = multiply_add(zero - kAA, row[1], row[3]);
    store(t + i, multiply_add(zero - (kAA + kBB), row[2], row[0] + row[4]));
    store(t + width + i, multiply_add(zero + kA, odd_a, even_a));
    store(t + 2 * width + i, multiply_add(zero - kA, odd_a, even_a));
    store(t + 3 * width + i, multiply_add(zero + kB, odd_b, even_b));
    store(t + 4 * width + i, multiply_add(zero - kB, odd_b, even_b));
    store(t + 5 * width + i, multiply_add(zero - (kAA + kBB), row[3], row[1] + row[5]));
  }
}

// The four outputs of six products, `stride` apart, with the bias. Each sum is written so that there is one way alone
// to fuse it.
DEPECHE_INLINE void join_products(const float* m, size_t stride, Vector bias, Vector (&out)[4]) {
  const Vector m1 = load(m + stride), m2 = load(m + 2 * stride), m3 = load(m + 3 * stride), m4 = load(m + 4 * stride);
  const Vector zero = Vector{}, even_a = m1 + m2, odd_a = m1 - m2, even_b = m3 + m4, odd_b = m3 - m4;
  out[0] = ((load(m) + even_a) + even_b) + bias;
  out[1] = multiply_add(zero + kA, multiply_add(zero + kRatio, odd_b, odd_a), bias);
  out[2] = multiply_add(zero + kAA, multiply_add(zero + kRatio * kRatio, even_b, even_a), bias);
  out[3] = multiply_add(zero + kA * kAA, multiply_add(zero + kRatio * kRatio * kRatio, odd_b, odd_a),
                        load(m + 5 * stride) + bias);
}

template <int kPieces>
void convolve_pieces(const WindowLayer& layer, const float* x, size_t rows, float* y, float* scratch) {
  const auto width = static_cast<size_t>(layer.width);
  const size_t panels = width / kLanes;
  constexpr size_t kProducts = WindowLayer::kProducts, kRows = WindowLayer::kRows;
  constexpr size_t kPanel = static_cast<size_t>(kPieces) * kLanes;
  const float* const gain = layer.norm.gain.data();
  const float* const norm_bias = layer.norm.bias.data();
  float* const transformed = scratch;                                                   // [group][product][width]
  float* const product = transformed + WindowLayer::kGroupsAtOnce * kProducts * width;  // [group][product][piece][lane]
  float* const joined = product + WindowLayer::kGroupsAtOnce * kProducts * kPanel;      // [row][width]
  for (size_t first = 0; first < rows; first += kRows * WindowLayer::kGroupsAtOnce) {
    const size_t left = (rows - first) / kRows;
    const size_t groups = left < WindowLayer::kGroupsAtOnce ? left : WindowLayer::kGroupsAtOnce;
    for (size_t g = 0; g < groups; ++g)
      transform_rows(x + (first + kRows * g) * width - width, width, transformed + g * kProducts * width);
    for (size_t panel = 0; panel < panels; ++panel) {
      for (size_t q = 0; q < kProducts; ++q) {
        products<kPieces>(layer.weights.data() + (panel * kProducts + q) * width * kPanel, layer.width,
                          transformed + q * width, kProducts * width, groups, product + q * kPanel, kProducts * kPanel);
      }
      const float* const bias = layer.bias.data() + panel * kPanel;
      for (size_t g = 0; g < groups; ++g) {
        const float* const m = product + g * kProducts * kPanel;
        for (int part = 0; part < kLanes; part += kVector) {
          Vector most[kRows];
          for (int piece = 0; piece < kPieces; ++piece) {
            const int at = piece * kLanes + part;
            Vector out[kRows];
            join_products(m + at, kPanel, load(bias + at), out);
            for (size_t r = 0; r < kRows; ++r) most[r] = piece == 0 ? out[r] : larger(most[r], out[r]);
          }
          for (size_t r = 0; r < kRows; ++r) store(joined + (kRows * g + r) * width + panel * kLanes + part, most[r]);
        }
      }
    }
    for (size_t r = 0; r < kRows * groups; ++r)
      norm_row(gain, norm_bias, width, joined + r * width, x + (first + r) * width, y + (first + r) * width);
  }
}

void convolve(const WindowLayer& layer, const float* x, size_t rows, float* y, float* scratch) {
  if (layer.pieces == 3)
    convolve_pieces<3>(layer, x, rows, y, scratch);
  else if (layer.pieces == 2)
    convolve_pieces<2>(layer, x, rows, y, scratch);
  else
    convolve_pieces<1>(layer, x, rows, y, scratch);
}

DEPECHE_INLINE void prefetch(const float* p, size_t n) {
  for (size_t i = 0; i < n; i += 16) __builtin_prefetch(p + i);
}

void convolve_entries(const FirstLayer& layer, const float* const* entries, size_t rows, float* y) {
  const auto width = static_cast<size_t>(layer.width), pieces = static_cast<size_t>(layer.pieces);
  const float* const bias = layer.bias.data();
  const float* const gain = layer.norm.gain.data();
  const float* const norm_bias = layer.norm.bias.data();
  const size_t layer_size = width * (1 + 3 * pieces);
  float joined[1024];
  for (size_t r = 0; r < rows; ++r) {
    if (r + 4 < rows) prefetch(entries[r + 4], layer_size);
    const float* const before = entries[r] + width;
    const float* const own = entries[r + 1] + width + width * pieces;
    const float* const after = entries[r + 2] + width + 2 * width * pieces;
    for (size_t i = 0; i < width; i += kVector) {
      const size_t at = i / kLanes * pieces * kLanes + i % kLanes;
      Vector best = ((load(before + at) + load(own + at)) + load(after + at)) + load(bias + at);
      for (size_t p = 1; p < pieces; ++p) {
        const size_t next = at + p * kLanes;
        best = larger(best, ((load(before + next) + load(own + next)) + load(after + next)) + load(bias + next));
      }
      store(joined + i, best);
    }
    norm_row(gain, norm_bias, width, joined, entries[r + 1], y + r * width);
  }
}

void sum_of_four(const float* const* rows, size_t width, float* y) {
  for (size_t i = 0; i < width; i += kVector)
    store(y + i, ((load(rows[0] + i) + load(rows[1] + i)) + load(rows[2] + i)) + load(rows[3] + i));
}

void hidden(const float* const* parts, size_t count, const float* bias, size_t width, float* y) {
  for (size_t i = 0; i < width; i += kVector) {
    Vector a = load(parts[0] + i), b = load(parts[0] + width + i);
    for (size_t f = 1; f < count; ++f) {
      a += load(parts[f] + i);
      b += load(parts[f] + width + i);
    }
    store(y + i, larger(a + load(bias + i), b + load(bias + width + i)));
  }
}

size_t best(const float* scores, const float* penalty, size_t n) {
  constexpr int kParts = kLanes / kVector;
  size_t found = 0;
  float most = 0;
  for (int part = 0; part < kParts; ++part) {
    Vector top = load(scores + part * kVector) + load(penalty + part * kVector);
    Indices at = Indices{} + 0;
    for (size_t i = kLanes; i < n; i += kLanes) {
      const size_t from = i + static_cast<size_t>(part) * kVector;
      const Vector v = load(scores + from) + load(penalty + from);
      at = v > top ? Indices{} + static_cast<int32_t>(i) : at;
      top = v > top ? v : top;
    }
    for (int lane = 0; lane < kVector; ++lane) {
      const size_t index = static_cast<size_t>(at[lane] + part * kVector + lane);
      if ((part == 0 && lane == 0) || top[lane] > most || (top[lane] == most && index < found)) {
        most = top[lane];
        found = index;
      }
    }
  }
  return found;
}

}  // namespace

extern const Kernels kKernels;
const Kernels kKernels = {KERNEL_NAME, affine, layer_norm, convolve, convolve_entries, sum_of_four, hidden, best};

}  // namespace depeche::nlp::KERNEL_NAMESPACE
