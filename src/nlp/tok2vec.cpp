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
  layer.weights = PackedWeights::pack(to_floats(w).data(),
                                      to_floats(DEPECHE_TRY(model.param(maxout, "b", {outputs, pieces}))).data(),
                                      outputs, static_cast<int>(pieces), inputs);
  layer.gain = to_floats(DEPECHE_TRY(model.param(norm, "G", {outputs})));
  layer.bias = to_floats(DEPECHE_TRY(model.param(norm, "b", {outputs})));
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
  if (net.width_ % PackedWeights::kLanes != 0 || net.width_ > 1024) {
    return model.unsupported(fmt::format("width {} is not a multiple of {}", net.width_, PackedWeights::kLanes));
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
  net.mixer_ = DEPECHE_TRY(load_layer(model, *maxouts[0], *norms[0], net.mixer_width_, net.width_));
  for (size_t i = 1; i < maxouts.size(); ++i) {
    net.layers_.push_back(DEPECHE_TRY(load_layer(model, *maxouts[i], *norms[i], 3 * net.width_, net.width_)));
  }
  return net;
}

void Tok2Vec::embed(const LexemeStore& lexemes, std::span<const EmbeddingKey> keys, std::vector<float>& scratch,
                    float* out) const {
  const auto width = static_cast<size_t>(width_), mixer_width = static_cast<size_t>(mixer_width_);
  scratch.resize(kBlockRows * (mixer_width + width));
  for (size_t begin = 0; begin < keys.size(); begin += kBlockRows) {
    const size_t rows = std::min(kBlockRows, keys.size() - begin);
    std::fill_n(scratch.begin(), rows * mixer_width, 0.0f);
    for (size_t r = 0; r < rows; ++r) {
      const Lexeme& lexeme = lexemes[keys[begin + r].lexeme];
      const StringId values[] = {
          lexeme.norm, lexeme.prefix, lexeme.suffix, lexeme.shape, keys[begin + r].space_after, lexeme.is_space};
      float* part = scratch.data() + r * mixer_width;
      for (const HashTable& table : tables_) {
        for (const uint32_t hash : embedding_hash(values[static_cast<size_t>(table.column)], table.seed)) {
          const float* const row = table.values.data() + size_t{hash % table.rows} * width;
          for (size_t i = 0; i < width; ++i) part[i] += row[i];
        }
        part += width;
      }
      if (projection_.outputs > 0) {
        if (const float* vector = vectors_->find(lexeme.orth)) kernels().affine(projection_, vector, 0, 1, part, 0);
      }
    }
    float* const mixed = scratch.data() + kBlockRows * mixer_width;
    kernels().affine(mixer_.weights, scratch.data(), mixer_width, rows, mixed, width);
    kernels().layer_norm(mixer_.gain.data(), mixer_.bias.data(), width, mixed, width, rows, out + begin * width, width,
                         false);
  }
}

void Tok2Vec::encode(float* x, size_t rows, std::vector<float>& scratch) const {
  const auto width = static_cast<size_t>(width_);
  scratch.resize(rows * width);
  for (const Layer& layer : layers_) {
    // A row's window is 3 * width floats that begin one row before it: no copy is needed.
    kernels().affine(layer.weights, x - width, width, rows, scratch.data(), width);
    kernels().layer_norm(layer.gain.data(), layer.bias.data(), width, scratch.data(), width, rows, x, width, true);
  }
}

}  // namespace depeche::nlp
