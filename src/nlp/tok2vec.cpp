#include "nlp/tok2vec.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace depeche::nlp {
namespace {

constexpr int kMaxPieces = 3;
constexpr size_t kBlockRows = 64;  // rows that share one pass over the mixer's weights

}  // namespace

Result<Tok2Vec::Layer> Tok2Vec::load_layer(const ThincModel& model, const ThincLayer& maxout, const ThincLayer& norm,
                                           int inputs, int outputs) {
  const NdArray w = DEPECHE_TRY(model.param(maxout, "W", {outputs, -1, inputs}));
  const int64_t pieces = w.shape[1];
  if (pieces < 1 || pieces > kMaxPieces) return model.unsupported(fmt::format("maxout with {} pieces", pieces));
  Layer layer;
  layer.pieces = static_cast<int>(pieces);
  layer.weights = to_floats(w);
  layer.bias = to_floats(DEPECHE_TRY(model.param(maxout, "b", {outputs, pieces})));
  layer.norm.gain = to_floats(DEPECHE_TRY(model.param(norm, "G", {outputs})));
  layer.norm.bias = to_floats(DEPECHE_TRY(model.param(norm, "b", {outputs})));
  return layer;
}

Result<Tok2Vec> Tok2Vec::load(const ThincModel& model, const Vectors& vectors) {
  Tok2Vec net;
  net.vectors_ = &vectors;
  const auto extract = model.named("extract_features");
  if (extract.size() != 1) return model.unsupported(fmt::format("{} feature extractors, expected 1", extract.size()));
  const std::vector<std::string> columns = DEPECHE_TRY(model.texts(*extract[0], "columns"));
  const auto tables = model.named("hashembed");
  if (tables.empty() || tables.size() != columns.size()) {
    return model.unsupported(fmt::format("{} hash tables for {} features", tables.size(), columns.size()));
  }
  for (size_t i = 0; i < tables.size(); ++i) {
    static constexpr std::string_view kNames[] = {"NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"};
    const auto name = std::find(std::begin(kNames), std::end(kNames), columns[i]);
    if (name == std::end(kNames)) return model.unsupported(fmt::format("feature '{}' is not supported", columns[i]));
    HashTable table;
    table.column = static_cast<Column>(name - std::begin(kNames));
    table.seed = static_cast<uint32_t>(DEPECHE_TRY(model.integer(*tables[i], "seed")));
    const NdArray e = DEPECHE_TRY(model.param(*tables[i], "E", {-1, net.width_ ? net.width_ : -1}));
    if (e.shape[0] < 1 || e.shape[1] < 1) return model.unsupported("an empty hash table");
    net.width_ = static_cast<int>(e.shape[1]);
    table.rows = static_cast<uint32_t>(e.shape[0]);
    table.values = to_floats(e);
    net.sees_spaces_ |= table.column == Column::Spacy;
    net.tables_.push_back(std::move(table));
  }
  if (net.width_ % kLanes != 0 || net.width_ > 1024) {
    return model.unsupported(fmt::format("width {} is not a multiple of {}", net.width_, kLanes));
  }
  size_t parts = tables.size();
  if (const auto projections = model.named("static_vectors"); !projections.empty()) {
    if (vectors.width() == 0) return model.unsupported("the network wants static vectors, the package has none");
    const NdArray w = DEPECHE_TRY(model.param(*projections[0], "W", {net.width_, vectors.width()}));
    net.projection_ = PackedWeights::pack(to_floats(w).data(), nullptr, net.width_, 1, vectors.width());
    ++parts;
  }
  net.mixer_width_ = static_cast<int>(parts) * net.width_;
  for (const ThincLayer* window : model.named("expand_window")) {
    const int64_t size = DEPECHE_TRY(model.integer(*window, "window_size"));
    if (size != 1) return model.unsupported(fmt::format("a window of {} tokens, only 1 is supported", size));
  }
  const auto maxouts = model.named("maxout"), norms = model.named("layernorm");
  if (maxouts.empty() || maxouts.size() != norms.size()) {
    return model.unsupported(fmt::format("{} maxout and {} normalising layers", maxouts.size(), norms.size()));
  }
  if (maxouts.size() < 2) return model.unsupported("an encoder without layers");
  Layer mixer = DEPECHE_TRY(load_layer(model, *maxouts[0], *norms[0], net.mixer_width_, net.width_));
  net.mixer_ = PackedWeights::pack(mixer.weights.data(), mixer.bias.data(), net.width_, mixer.pieces, net.mixer_width_);
  net.mixer_norm_ = std::move(mixer.norm);
  for (size_t i = 1; i < maxouts.size(); ++i) {
    Layer layer = DEPECHE_TRY(load_layer(model, *maxouts[i], *norms[i], 3 * net.width_, net.width_));
    if (i == 1) {
      net.first_ = FirstLayer::pack(layer.weights.data(), layer.bias.data(), net.width_, layer.pieces);
      net.first_.norm = std::move(layer.norm);
    } else {
      net.layers_.push_back(WindowLayer::pack(layer.weights.data(), layer.bias.data(), net.width_, layer.pieces));
      net.layers_.back().norm = std::move(layer.norm);
    }
  }
  return net;
}

void Tok2Vec::embed(const LexemeStore& lexemes, std::span<const EmbeddingKey> keys, std::vector<float>& scratch,
                    float* out) const {
  const auto width = static_cast<size_t>(width_), mixer_width = static_cast<size_t>(mixer_width_);
  const Kernels& kernel = kernels();
  const auto vector_width = static_cast<size_t>(projection_.inputs);
  scratch.resize(kBlockRows * (mixer_width + width + vector_width));
  float* const mixed = scratch.data() + kBlockRows * mixer_width;
  float* const vectors = mixed + kBlockRows * width;
  size_t with_vector[kBlockRows];
  for (size_t begin = 0; begin < keys.size(); begin += kBlockRows) {
    const size_t rows = std::min(kBlockRows, keys.size() - begin);
    size_t found_count = 0;
    for (size_t r = 0; r < rows; ++r) {
      const Lexeme& lexeme = lexemes[keys[begin + r].lexeme];
      const StringId values[] = {
          lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape, keys[begin + r].space_after, lexeme.is_space};
      float* part = scratch.data() + r * mixer_width;
      for (const HashTable& table : tables_) {
        const float* found[4];
        const auto hashes = embedding_hash(values[static_cast<size_t>(table.column)], table.seed);
        for (size_t i = 0; i < 4; ++i) found[i] = table.values.data() + size_t{hashes[i] % table.rows} * width;
        kernel.sum_of_four(found, width, part);
        part += width;
      }
      if (projection_.outputs > 0) {
        // The vectors of the words that have one are projected together below.
        std::fill_n(part, width, 0.0f);
        if (const float* vector = vectors_->find(lexeme.vector)) {
          std::copy_n(vector, vector_width, vectors + found_count * vector_width);
          with_vector[found_count++] = r;
        }
      }
    }
    if (found_count > 0) {
      kernel.affine(projection_, vectors, vector_width, found_count, mixed, width);
      for (size_t i = 0; i < found_count; ++i)
        std::copy_n(mixed + i * width, width, scratch.data() + with_vector[i] * mixer_width + mixer_width - width);
    }
    float* const entry = out + begin * entry_size();
    kernel.affine(mixer_, scratch.data(), mixer_width, rows, mixed, width);
    kernel.layer_norm(mixer_norm_, mixed, width, rows, entry, entry_size());
    kernel.affine(first_.parts, entry, entry_size(), rows, entry + width, entry_size());
  }
}

const float* Tok2Vec::encode(std::span<const float* const> entries, Rows& rows) const {
  const auto width = static_cast<size_t>(width_);
  const size_t n = entries.size() - 2;
  for (std::vector<float>& buffer : rows.buffers) {
    if (buffer.size() < (n + 2) * width) buffer.resize((n + 2) * width);
    std::fill_n(buffer.begin(), width, 0.0f);
    std::fill_n(buffer.begin() + static_cast<std::ptrdiff_t>((n + 1) * width), width, 0.0f);
  }
  float* from = rows.buffers[0].data() + width;
  float* to = rows.buffers[1].data() + width;
  kernels().convolve_entries(first_, entries.data(), n, from);
  for (const WindowLayer& layer : layers_) {
    rows.scratch.resize(std::max(rows.scratch.size(), layer.scratch_size()));
    kernels().convolve(layer, from, n, to, rows.scratch.data());
    std::swap(from, to);
  }
  return from;
}

}  // namespace depeche::nlp
