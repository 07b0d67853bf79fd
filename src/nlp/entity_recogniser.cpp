#include "nlp/entity_recogniser.h"

#include <algorithm>
#include <limits>

namespace depeche::nlp {
namespace {

enum Kind { kMissing, kBegin, kIn, kLast, kUnit, kOut, kKinds };
constexpr int kFeatures = 3;

size_t closed_state(bool goes_on, bool space) { return (goes_on ? 2u : 0u) + (space ? 1u : 0u); }
size_t open_state(int label, bool goes_on) { return 4 + 2 * static_cast<size_t>(label) + (goes_on ? 1u : 0u); }

}  // namespace

Result<EntityRecogniser> EntityRecogniser::load(const ThincModel& model, std::string_view moves,
                                                const std::string& moves_label, int width) {
  EntityRecogniser net;
  for (const Action& action : DEPECHE_TRY(read_moves(moves, moves_label, kKinds))) {
    if (action.kind == kMissing || (action.kind == kOut && !action.label.empty())) continue;
    int label = -1;
    if (!action.label.empty()) {
      const auto at = std::find(net.labels_.begin(), net.labels_.end(), action.label);
      label = static_cast<int>(at - net.labels_.begin());
      if (at == net.labels_.end()) net.labels_.push_back(action.label);
    }
    net.classes_.push_back({action.kind, label});
  }
  net.scorer_ = DEPECHE_TRY(TransitionScorer::load(model, kFeatures, width, net.classes_.size()));
  net.set_penalties();
  return net;
}

// What is valid in each state. An entity does not cross the end of its sentence and does not begin with whitespace.
void EntityRecogniser::set_penalties() {
  const size_t padded = scorer_.padded_classes();
  penalties_.assign((4 + 2 * labels_.size()) * padded, -std::numeric_limits<float>::infinity());
  for (size_t c = 0; c < classes_.size(); ++c) {
    const auto [kind, label] = classes_[c];
    const auto allow = [&, at = c](size_t state) { penalties_[state * padded + at] = 0.0f; };
    for (const bool goes_on : {false, true}) {
      for (const bool space : {false, true}) {
        if (kind == kOut || (label >= 0 && !space && (kind == kUnit || (kind == kBegin && goes_on))))
          allow(closed_state(goes_on, space));
      }
      if (label >= 0 && (kind == kLast || (kind == kIn && goes_on))) allow(open_state(label, goes_on));
    }
  }
}

void EntityRecogniser::recognise(const float* tokens, size_t stride, size_t n, const std::vector<bool>& is_space,
                                 const std::vector<bool>& sentence_start, TokenIndex first, RecogniserScratch& scratch,
                                 std::vector<EntitySpan>& out) const {
  scorer_.prepare(tokens, stride, n, scratch.table);
  const size_t classes = scorer_.padded_classes();
  scratch.scores.resize((n + 1) * classes);
  scratch.hidden.resize(n * TransitionScorer::kHidden);
  // Where no entity is open, the state is the token alone: those scores are computed all at once.
  for (size_t i = 0; i < n; ++i) {
    const int32_t ids[kFeatures] = {static_cast<int32_t>(i), -1, -1};
    scorer_.hidden(scratch.table, ids, scratch.hidden.data() + i * TransitionScorer::kHidden);
  }
  scorer_.score(scratch.hidden.data(), n, scratch.scores.data());
  int32_t begin = -1;  // of the open entity
  int label = -1;
  for (size_t i = 0; i < n; ++i) {
    const auto at = static_cast<int32_t>(i);
    const bool goes_on = i + 1 < n && !sentence_start[i + 1];
    float* scores = scratch.scores.data() + i * classes;
    if (begin >= 0) {
      const int32_t ids[kFeatures] = {at, begin, at - 1};
      float hidden[TransitionScorer::kHidden];
      scorer_.hidden(scratch.table, ids, hidden);
      scores = scratch.scores.data() + n * classes;
      scorer_.score(hidden, 1, scores);
    }
    const size_t state = begin < 0 ? closed_state(goes_on, is_space[i]) : open_state(label, goes_on);
    const size_t best = kernels().best(scores, penalties_.data() + state * classes, classes);
    if (best >= classes_.size() || penalties_[state * classes + best] < 0.0f) break;
    const Class& action = classes_[best];
    if (action.kind == kBegin) {
      begin = at;
      label = action.label;
    } else if (action.kind == kLast || action.kind == kUnit) {
      const int32_t from = action.kind == kLast ? begin : at;
      out.push_back({{first + from, first + at + 1}, static_cast<LabelId>(action.label)});
      begin = -1;
    }
  }
}

}  // namespace depeche::nlp
