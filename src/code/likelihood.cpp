#include "code/likelihood.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace depeche::code {

using ground::EntityId;
using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

namespace {

std::string_view bucket(size_t n) {
  constexpr std::string_view kNames[] = {"0", "1", "2", "3-4", "5-8", "9+"};
  return kNames[n <= 2 ? n : n <= 4 ? 3 : n <= 8 ? 4 : 5];
}

class Judge {
 public:
  // `told` may be null: parties are those that the drafts' own sentences tell.
  Judge(const ArgumentInput& input, const Subject& subject, const std::vector<Event>* told,
        const std::vector<Draft>& drafts)
      : in_(input), subject_(subject), s_(input.syntax), m_(input.mentions), told_(told), drafts_(drafts) {
    for (const Draft& draft : drafts) ++of_type_[static_cast<size_t>(draft.frame().type)];
    for (const text::Block& block : in_.document.blocks) {
      if (block.kind == text::BlockKind::Title) title_end_ = block.span.end;
    }
    readings_.assign(static_cast<size_t>(s_.size()), 0);
    for (const Draft& draft : drafts) ++readings_[static_cast<size_t>(draft.trigger.token)];
  }

  Features features(size_t i, bool named) const {
    Features f(named);
    const Draft& draft = drafts_[i];
    f.add("any");
    f.add("readings", bucket(readings_[static_cast<size_t>(draft.trigger.token)]));
    of_the_word(draft, f);
    of_the_form(draft, f);
    of_the_clause(draft, f);
    of_the_voice(draft, f);
    of_the_parties(i, f);
    of_the_surroundings(i, f);
    subject_.add_features(draft.trigger.token, f);
    return f;
  }

 private:
  static void of_the_word(const Draft& draft, Features& f) {
    constexpr std::array<std::pair<double, std::string_view>, 9> kSteps{{{0.2, "0.2"},
                                                                         {0.3, "0.3"},
                                                                         {0.4, "0.4"},
                                                                         {0.5, "0.5"},
                                                                         {0.6, "0.6"},
                                                                         {0.7, "0.7"},
                                                                         {0.8, "0.8"},
                                                                         {0.9, "0.9"},
                                                                         {0.95, "0.95"}}};
    for (const auto& [least, name] : kSteps) {
      if (draft.trigger.prior >= least) f.add("prior", name);
    }
    f.add("fit", draft.trigger.loose ? "loose" : "full");
    f.add("specific", bucket(static_cast<size_t>(std::max(0, draft.trigger.specificity))));
    f.add("words", bucket(draft.trigger.entry->entry.words.size()));
    f.add("rule", draft.frame().rule);
    if (draft.trigger.outranked) f.add("outranked");
  }

  void of_the_form(const Draft& draft, Features& f) const {
    const TokenIndex t = draft.trigger.token;
    for (const std::string_view feature : {"Tense=Past", "Tense=Pres", "Tense=Imp", "Tense=Fut", "VerbForm=Inf",
                                           "VerbForm=Part", "VerbForm=Fin", "Mood=Cnd", "Mood=Imp", "Number=Plur"}) {
      if (s_.has_feature(t, feature)) f.add(feature);
    }
    f.add("pos", s_.pos(t) == nlp::Upos::Verb ? "verb" : s_.pos(t) == nlp::Upos::Noun ? "noun" : "other");
    if (!draft.is_noun()) {
      if (in_.participants.dependents().is_passive(t)) f.add("passive");
      if (s_.child(t, Relation::Auxiliary) != kNoToken) f.add("auxiliary");
      return;
    }
    const TokenIndex determiner = s_.child(t, Relation::Determiner);
    f.add("determiner", determiner == kNoToken                             ? "none"
                        : s_.has_feature(determiner, "Definite=Def")       ? "definite"
                        : s_.has_feature(determiner, "Definite=Ind")       ? "indefinite"
                        : s_.has_feature(determiner, "PronType=Dem")       ? "demonstrative"
                        : s_.grammar().is_possessive(s_.lower(determiner)) ? "possessive"
                                                                           : "other");
    bool complement = false, adjective = false, number = false;
    s_.for_children(t, [&](TokenIndex c) {
      complement = complement || s_[c].relation == Relation::Nominal;
      adjective = adjective || s_[c].relation == Relation::Adjective;
      number = number || s_[c].relation == Relation::Number;
    });
    if (complement) f.add("complement");
    if (adjective) f.add("adjective");
    if (number) f.add("number");
  }

  void of_the_clause(const Draft& draft, Features& f) const {
    const TokenIndex t = draft.trigger.token;
    f.add("relation", ground::name_of(s_[t].relation));
    if (s_[t].marker != kNoToken) f.add("marker", s_.plain(s_[t].marker));
    const TokenIndex head = s_[t].head;
    if (head != kNoToken) {
      f.add("head", readings_[static_cast<size_t>(head)] > 0      ? "trigger"
                    : in_.participants.dependents().is_verb(head) ? "verb"
                                                                  : "noun");
    }
    const nlp::TokenRange sentence = s_.sentence(t);
    const bool title = s_.token(sentence.begin).span.begin < title_end_;
    if (title) f.add("title");
    const int32_t n = s_[t].sentence;
    if (!title) f.add("sentence", n <= 2 ? "early" : n <= 6 ? "middle" : "late");
    bool verb = false;
    for (TokenIndex i = sentence.begin; i < sentence.end && !verb; ++i) verb = s_.has_feature(i, "VerbForm=Fin");
    if (!verb) f.add("verbless");
    const size_t length = static_cast<size_t>(sentence.end - sentence.begin);
    f.add("length", length < 8 ? "short" : length < 40 ? "usual" : "long");
  }

  void of_the_voice(const Draft& draft, Features& f) const {
    const voice::Certainty& certainty = in_.statements.certainty[static_cast<size_t>(draft.trigger.token)];
    if (certainty.negated) f.add("negated");
    if (certainty.hedged) f.add("hedged");
    f.add("modality", voice::name_of(certainty.modality));
    if (certainty.claim < 0) return;
    f.add("claim", voice::name_of(in_.statements.claims[static_cast<size_t>(certainty.claim)].stance));
  }

  void of_the_parties(size_t i, Features& f) const {
    const Event &event = drafts_[i].event, &told = told_ ? (*told_)[i] : event;
    f.add("in_sentence", told.actor.empty() ? "no_actor" : "actor",
          told.recipient.empty() ? "no_recipient" : "recipient");
    if (!told_) return;
    f.add("chosen", event.actor.empty() ? "no_actor" : "actor", event.recipient.empty() ? "no_recipient" : "recipient");
    f.add("actor",
          event.actor.empty() ? "none" : std::string_view(m_.entities[static_cast<size_t>(event.actor[0])].sector));
    f.add("recipient", event.recipient.empty()
                           ? "none"
                           : std::string_view(m_.entities[static_cast<size_t>(event.recipient[0])].sector));
    bool missing = false;
    switch (drafts_[i].frame().needs) {
      case Needs::None:
        break;
      case Needs::Actor:
        missing = event.actor.empty();
        break;
      case Needs::Recipient:
        missing = event.recipient.empty();
        break;
      case Needs::Both:
        missing = event.actor.empty() || event.recipient.empty();
        break;
      case Needs::Either:
        missing = event.actor.empty() && event.recipient.empty();
        break;
    }
    if (missing) f.add("missing_party");
    if (event.time_basis == TimeBasis::Text) f.add("dated");
    if (event.place >= 0) f.add("placed");
  }

  // Other triggers here and in the whole text.
  void of_the_surroundings(size_t i, Features& f) const {
    const Draft& draft = drafts_[i];
    const TokenIndex t = draft.trigger.token;
    size_t here = 0, same_before = 0, same_after = 0;
    bool below_same = false, above_same = false, below_other = false, above_other = false, same_word = false;
    constexpr size_t kReach = 20;
    for (size_t j = i > kReach ? i - kReach : 0; j < std::min(drafts_.size(), i + kReach); ++j) {
      const Draft& other = drafts_[j];
      if (j == i || other.event.sentence != draft.event.sentence) continue;
      ++here;
      const bool same = other.frame().type == draft.frame().type;
      (j < i ? same_before : same_after) += same;
      const bool below = s_.is_below(t, other.trigger.token), above = s_.is_below(other.trigger.token, t);
      (same ? below_same : below_other) |= below;
      (same ? above_same : above_other) |= above;
      same_word = same_word || s_.lemma(other.trigger.token) == s_.lemma(t);
      if (below && other.frame().content == Content::Absorbed) f.add("below_absorbing");
      if (below) f.add("below_type", name_of(other.frame().type));
    }
    f.add("here", bucket(here));
    if (same_before > 0) f.add("same_type_before", bucket(same_before));
    if (same_after > 0) f.add("same_type_after", bucket(same_after));
    if (below_same) f.add("below_same_type");
    if (above_same) f.add("above_same_type");
    if (below_other) f.add("below_other_type");
    if (above_other) f.add("above_other_type");
    if (same_word) f.add("same_word_here");
    f.add("of_type_in_text", bucket(of_type_[static_cast<size_t>(draft.frame().type)] - 1));
    f.add("events_in_text", bucket(drafts_.size() / 3));
  }

  const ArgumentInput& in_;
  const Subject& subject_;
  const ground::Syntax& s_;
  const ground::Mentions& m_;
  const std::vector<Event>* told_;
  const std::vector<Draft>& drafts_;
  std::array<size_t, kEventTypes> of_type_{};
  std::vector<uint16_t> readings_;  // per token, the drafts of that word
  uint32_t title_end_ = 0;
};

}  // namespace

namespace {

void set_by(const Judge& judge, const Weights& weights, std::vector<Draft>& drafts, bool explain) {
  std::vector<double> confidence;
  for (size_t i = 0; i < drafts.size(); ++i) {
    const Features features = judge.features(i, explain);
    const Crossing crossing(name_of(drafts[i].frame().type), drafts[i].is_noun() ? "noun" : "verb");
    confidence.push_back(1 / (1 + std::exp(-weights.score(features, crossing))));
    if (!explain) continue;
    drafts[i].event.reasons.event = features.names();
    drafts[i].event.reasons.weights = weights.parts(features, crossing);
    drafts[i].event.reasons.type = name_of(drafts[i].frame().type);
    drafts[i].event.reasons.kind = drafts[i].is_noun() ? "noun" : "verb";
  }
  if (weights.empty()) return;
  for (size_t i = 0; i < drafts.size(); ++i) drafts[i].event.confidence = confidence[i];
}

}  // namespace

void set_likelihood(const ArgumentInput& input, const Subject& subject, const Weights& weights,
                    const std::vector<Event>& told, std::vector<Draft>& drafts, bool explain) {
  if (weights.empty() && !explain) return;
  set_by(Judge(input, subject, &told, drafts), weights, drafts, explain);
}

void set_first_likelihood(const ArgumentInput& input, const Subject& subject, const Weights& weights,
                          std::vector<Draft>& drafts, bool explain) {
  if (weights.empty() && !explain) return;
  set_by(Judge(input, subject, nullptr, drafts), weights, drafts, explain);
}

}  // namespace depeche::code
