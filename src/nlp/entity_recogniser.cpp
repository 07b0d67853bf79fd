#include "nlp/entity_recogniser.h"

#include <algorithm>

namespace depeche::nlp {
namespace {

enum Kind { kMissing, kBegin, kIn, kLast, kUnit, kOut, kKinds };
constexpr int kFeatures = 3;

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
  return net;
}

void EntityRecogniser::recognise(const float* tokens, size_t stride, size_t n, const std::vector<bool>& is_space,
                                 const std::vector<bool>& sentence_start, TokenIndex first, RecogniserScratch& scratch,
                                 std::vector<EntitySpan>& out) const {
  scorer_.prepare(tokens, stride, n, scratch.hidden, scratch.table);
  scratch.scores.resize(scorer_.padded_classes());
  int32_t begin = -1;  // of the open entity
  int label = -1;
  for (size_t i = 0; i < n; ++i) {
    const bool open = begin >= 0;
    const auto at = static_cast<int32_t>(i);
    const int32_t ids[kFeatures] = {at, begin, open ? at - 1 : -1};
    scorer_.score(scratch.table, ids, scratch.scores.data());
    const bool goes_on = i + 1 < n && !sentence_start[i + 1];
    int best = -1;
    for (size_t c = 0; c < classes_.size(); ++c) {
      const Class& action = classes_[c];
      bool valid = false;
      switch (action.kind) {
        case kBegin:
          valid = !open && goes_on && action.label >= 0 && !is_space[i];
          break;
        case kIn:
          valid = open && goes_on && action.label == label;
          break;
        case kLast:
          valid = open && action.label == label;
          break;
        case kUnit:
          valid = !open && action.label >= 0 && !is_space[i];
          break;
        case kOut:
          valid = !open;
          break;
        default:
          break;
      }
      if (valid && (best < 0 || scratch.scores[c] > scratch.scores[static_cast<size_t>(best)]))
        best = static_cast<int>(c);
    }
    if (best < 0) break;
    const Class& action = classes_[static_cast<size_t>(best)];
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
