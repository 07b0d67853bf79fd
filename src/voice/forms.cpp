#include "voice/forms.h"

#include <algorithm>
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
    {"VerbType=Mod", kFinite},
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

bool ends(std::string_view form, std::string_view lemma, const std::vector<std::string>& endings,
          const std::vector<std::string>& after_infinitive, const std::vector<std::string>& infinitives) {
  for (const std::string& ending : endings) {
    if (form.size() > ending.size() && form.ends_with(ending)) return true;
  }
  if (form.size() <= lemma.size() || !form.starts_with(lemma)) return false;
  const bool infinitive = std::any_of(infinitives.begin(), infinitives.end(),
                                      [&](const std::string& ending) { return lemma.ends_with(ending); });
  if (!infinitive) return false;  // a finite form whose lemma was cut short
  form.remove_prefix(lemma.size());
  return std::find(after_infinitive.begin(), after_infinitive.end(), form) != after_infinitive.end();
}

}  // namespace

Forms::Forms(const ground::Syntax& syntax, const Words& words) : syntax_(syntax), bits_(syntax.size(), 0) {
  std::vector<uint16_t> by_label;
  if (syntax.analysis().labels) {
    for (const std::string& features : syntax.analysis().labels->morph) by_label.push_back(read(features));
  }
  for (TokenIndex t = 0; t < syntax.size() && !by_label.empty(); ++t) {
    uint16_t& bits = bits_[t];
    bits = by_label[syntax.token(t).morph];
    if (!is_verbal(t) || !(bits & kFinite) || (bits & (kFuture | kConditional))) continue;
    const std::string_view form = syntax.lower(t), lemma = syntax.lemma(t);
    constexpr uint16_t kTenses = kPresent | kPast | kImperfect | kImperative;
    if (ends(form, lemma, words.future_endings, words.future_after_infinitive, words.infinitive_endings))
      bits = (bits & ~kTenses) | kFuture;
    if (ends(form, lemma, words.conditional_endings, words.conditional_after_infinitive, words.infinitive_endings))
      bits = (bits & ~kTenses) | kConditional;
  }
  verbs_.reserve(bits_.size());
  for (TokenIndex t = 0; t < syntax.size(); ++t) verbs_.push_back(read_verb(t));
}

VerbForm Forms::read_verb(TokenIndex token) const {
  VerbForm form;
  const uint16_t own = of(token);
  form.bits = own;
  form.first = token;
  bool infinitive_auxiliary = false, has_auxiliary = false, has_subject = false;
  syntax_.for_children(token, [&](TokenIndex c) {
    const Relation relation = syntax_[c].relation;
    if (relation == Relation::Subject || (relation == Relation::Expletive && c > token)) has_subject = true;
    if (relation != Relation::Auxiliary && relation != Relation::PassiveAuxiliary && relation != Relation::Copula)
      return;
    const uint16_t bits = of(c);
    if (relation == Relation::PassiveAuxiliary) form.passive = true;
    // The perfect's auxiliary in any tense, but not the progressive's.
    const uint16_t of_perfect = kParticiple | kPast;
    const std::string_view lemma = syntax_.lemma(c);
    const bool have = syntax_.grammar().is_auxiliary(lemma) || syntax_.grammar().is_passive_auxiliary(lemma);
    if (relation == Relation::Auxiliary &&
        (((own & of_perfect) == of_perfect && have) || (bits & of_perfect) == of_perfect))
      form.perfect = true;
    has_auxiliary = true;
    if ((bits & kFinite) && form.finite == kNoToken) form.finite = c, form.bits = bits;
    if (bits & kInfinitiveForm) infinitive_auxiliary = true;
    if (c < form.first) form.first = c;
  });
  if (form.finite == kNoToken && (own & kFinite)) form.finite = token;
  if (form.finite == kNoToken && (own & kParticiple) && has_subject && !has_auxiliary && !infinitive_auxiliary) {
    form.finite = token;  // inverted with its pronoun and taken for a participle
    form.bits = kFinite | kPresent;
  }
  form.infinitive = form.finite == kNoToken && ((own & kInfinitiveForm) || infinitive_auxiliary);
  form.participle = form.finite == kNoToken && !form.infinitive && (own & kParticiple);
  if (form.participle && (own & kPast)) form.passive = !has_auxiliary || form.passive;
  return form;
}

}  // namespace depeche::voice
