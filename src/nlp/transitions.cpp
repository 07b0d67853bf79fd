#include "nlp/transitions.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "nlp/msgpack.h"

namespace depeche::nlp {

Result<std::vector<Action>> read_moves(std::string_view bytes, const std::string& label, int kinds) {
  MsgpackReader reader(bytes, label);
  std::string json_text;
  for (uint32_t keys = reader.map(); keys > 0 && reader.ok(); --keys) {
    if (reader.text() == "moves")
      json_text = reader.text();
    else
      reader.skip();
  }
  if (!reader.ok()) return reader.error();
  const auto bad = [&](const std::string& what) { return fail(Error::Code::Malformed, what, {label}); };
  const auto json = nlohmann::json::parse(json_text, nullptr, false);
  if (!json.is_object()) return bad("the moves are no JSON object");
  std::vector<std::tuple<int, int64_t, std::string>> sorted;
  for (const auto& [kind_text, labels] : json.items()) {
    const int kind = kind_text.size() == 1 ? kind_text[0] - '0' : -1;
    if (kind < 0 || kind >= kinds || !labels.is_object()) {
      return fail(Error::Code::Unsupported, fmt::format("unknown move '{}'", kind_text), {label});
    }
    for (const auto& [name, frequency] : labels.items()) {
      if (!frequency.is_number_integer()) return bad(fmt::format("the frequency of '{}' is no number", name));
      sorted.emplace_back(kind, frequency.get<int64_t>(), name);
    }
  }
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    if (std::get<0>(a) != std::get<0>(b)) return std::get<0>(a) < std::get<0>(b);
    return std::tie(std::get<1>(a), std::get<2>(a)) > std::tie(std::get<1>(b), std::get<2>(b));
  });
  std::vector<Action> out;
  for (auto& [kind, frequency, name] : sorted) out.push_back({kind, std::move(name)});
  return out;
}

Result<TransitionScorer> TransitionScorer::load(const ThincModel& model, int features, int width, size_t classes) {
  TransitionScorer scorer;
  scorer.features_ = features;
  const auto affine = model.named("precomputable_affine");
  if (affine.size() != 1) return model.unsupported(fmt::format("{} precomputable layers, expected 1", affine.size()));
  const std::vector<float> w =
      to_floats(DEPECHE_TRY(model.param(*affine[0], "W", {features, kHidden, kPieces, kHidden})));
  const std::vector<float> b = to_floats(DEPECHE_TRY(model.param(*affine[0], "b", {kHidden, kPieces})));
  const std::vector<float> pad =
      to_floats(DEPECHE_TRY(model.param(*affine[0], "pad", {1, features, kHidden, kPieces})));
  // [feature][hidden][piece] -> [feature][piece][hidden]: the pieces then meet lane by lane.
  std::vector<float> reordered(w.size());
  scorer.missing_.resize(scorer.row_size());
  scorer.bias_.resize(kHidden * kPieces);
  for (size_t f = 0; f < static_cast<size_t>(features); ++f) {
    for (size_t o = 0; o < kHidden; ++o) {
      for (size_t p = 0; p < kPieces; ++p) {
        const size_t from = (f * kHidden + o) * kPieces + p, to = (f * kPieces + p) * kHidden + o;
        std::copy_n(w.begin() + static_cast<std::ptrdiff_t>(from * kHidden), kHidden,
                    reordered.begin() + static_cast<std::ptrdiff_t>(to * kHidden));
        scorer.missing_[to] = pad[from];
        scorer.bias_[p * kHidden + o] = b[o * kPieces + p];
      }
    }
  }
  scorer.lower_ = PackedWeights::pack(reordered.data(), nullptr, static_cast<int>(scorer.row_size()), 1, kHidden);
  const ThincLayer* project = nullptr;
  for (const ThincLayer* layer : model.named("linear")) {
    const auto weights = layer->params.find("W");
    if (weights != layer->params.end() && weights->second.shape == std::vector<int64_t>{kHidden, width})
      project = layer;
  }
  if (!project) return model.unsupported(fmt::format("no projection from {} to {}", width, kHidden));
  scorer.project_ =
      PackedWeights::pack(to_floats(DEPECHE_TRY(model.param(*project, "W", {kHidden, width}))).data(),
                          to_floats(DEPECHE_TRY(model.param(*project, "b", {kHidden}))).data(), kHidden, 1, width);
  const ThincLayer* const upper = DEPECHE_TRY(model.referred("upper"));
  const auto n = static_cast<int64_t>(classes);
  scorer.upper_ = PackedWeights::pack(to_floats(DEPECHE_TRY(model.param(*upper, "W", {n, kHidden}))).data(),
                                      to_floats(DEPECHE_TRY(model.param(*upper, "b", {n}))).data(),
                                      static_cast<int>(classes), 1, kHidden);
  return scorer;
}

void TransitionScorer::prepare(const float* tokens, size_t token_stride, size_t n, Table& table) const {
  const size_t blocks = (n + Table::kBlock - 1) / Table::kBlock, kept = std::min(blocks, Table::kKept);
  table.tokens_ = n;
  table.next_ = 0;
  table.kept_as_.assign(blocks, -1);
  table.block_of_.clear();
  if (table.projected_.size() < n * kHidden) table.projected_.resize(n * kHidden);
  if (const size_t size = kept * Table::kBlock * row_size(); table.blocks_.size() < size) table.blocks_.resize(size);
  kernels().affine(project_, tokens, token_stride, n, table.projected_.data(), kHidden);
}

void TransitionScorer::compute_block(Table& table, size_t block) const {
  size_t kept = table.block_of_.size();
  if (kept < Table::kKept) {
    table.block_of_.push_back(block);
  } else {
    kept = table.next_;
    table.next_ = (table.next_ + 1) % Table::kKept;
    table.kept_as_[table.block_of_[kept]] = -1;
    table.block_of_[kept] = block;
  }
  table.kept_as_[block] = static_cast<int32_t>(kept);
  const size_t first = block * Table::kBlock;
  kernels().affine(lower_, table.projected_.data() + first * kHidden, kHidden,
                   std::min(Table::kBlock, table.tokens_ - first),
                   table.blocks_.data() + kept * Table::kBlock * row_size(), row_size());
}

void TransitionScorer::hidden(Table& table, std::span<const int32_t> ids, float* out) const {
  const float* parts[kMaxFeatures];
  // A block that is computed can take the place of one found before: then once more.
  for (bool computed = true; computed;) {
    computed = false;
    for (size_t f = 0; f < ids.size(); ++f) {
      const float* row = missing_.data();
      if (ids[f] >= 0) {
        const size_t token = static_cast<size_t>(ids[f]), block = token / Table::kBlock;
        if (table.kept_as_[block] < 0) {
          compute_block(table, block);
          computed = true;
        }
        const auto kept = static_cast<size_t>(table.kept_as_[block]);
        row = table.blocks_.data() + (kept * Table::kBlock + token % Table::kBlock) * row_size();
      }
      parts[f] = row + f * kHidden * kPieces;
    }
  }
  kernels().hidden(parts, ids.size(), bias_.data(), kHidden, out);
}

void TransitionScorer::score(const float* hidden, size_t states, float* scores) const {
  kernels().affine(upper_, hidden, kHidden, states, scores, padded_classes());
}

}  // namespace depeche::nlp
