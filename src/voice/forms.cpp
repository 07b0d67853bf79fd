#include "voice/forms.h"

#include <string_view>
#include <utility>

namespace depeche::voice {

using ground::Relation;

namespace {

constexpr std::pair<std::string_view, uint16_t> kFeatures[] = {
    {"VerbForm=Fin", kFinite},
    {"VerbForm=Inf", kInfinitiveForm},
    {"VerbForm=Part", kParticiple},
    {"VerbForm=Ger", kParticiple},
    {"Tense=Pres", kPresent},
    {"Tense=Past", kPast},
    {"Tense=Imp", kImperfect},
    {"Tense=Fut", kFuture},
    {"Mood=Cnd", kConditional | kFinite},
    {"Mood=Sub", kSubjunctive | kFinite},
    {"Mood=Imp", kImperative | kFinite},
    {"Mood=Ind", kFinite},
    {"Voice=Pass", kPassive},
};

uint16_t read(std::string_view features) {
  uint16_t bits = 0;
  while (!features.empty()) {
    const size_t bar = std::min(features.find('|'), features.size());
    for (const auto& [name, bit] : kFeatures) {
      if (features.substr(0, bar) == name) bits |= bit;
    }
    features.remove_prefix(std::min(bar + 1, features.size()));
  }
  return bits;
}

}  // namespace

Forms::Forms(const ground::Syntax& syntax) : syntax_(syntax) {
  bits_.push_back(0);
  if (!syntax.analysis().labels) return;
  bits_.clear();
  for (const std::string& features : syntax.analysis().labels->morph) bits_.push_back(read(features));
}

VerbForm Forms::verb(TokenIndex token) const {
  VerbForm form;
  const uint16_t own = of(token);
  form.bits = own;
  form.first = token;
  bool infinitive_auxiliary = false, has_auxiliary = false;
  syntax_.for_children(token, [&](TokenIndex c) {
    const Relation relation = syntax_[c].relation;
    if (relation != Relation::Auxiliary && relation != Relation::PassiveAuxiliary && relation != Relation::Copula)
      return;
    const uint16_t bits = of(c);
    if (relation == Relation::PassiveAuxiliary) form.passive = true;
    if (relation == Relation::Auxiliary && (own & kParticiple)) form.perfect = true;
    has_auxiliary = true;
    if ((bits & kFinite) && form.finite == kNoToken) form.finite = c, form.bits = bits;
    if (bits & kInfinitiveForm) infinitive_auxiliary = true;
    if (c < form.first) form.first = c;
  });
  if (form.finite == kNoToken && (own & kFinite)) form.finite = token;
  form.infinitive = form.finite == kNoToken && ((own & kInfinitiveForm) || infinitive_auxiliary);
  form.participle = form.finite == kNoToken && !form.infinitive && (own & kParticiple);
  if (form.participle && (own & kPast)) form.passive = !has_auxiliary || form.passive;
  return form;
}

}  // namespace depeche::voice
