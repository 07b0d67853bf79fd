// Claims in the order of their cues give, for each place of the text, who spoke last before it.
#include "voice/speakers.h"

#include <algorithm>
#include <string_view>

#include "voice/holders.h"

namespace depeche::voice {

using ground::EntityId;
using ground::EntityKind;
using ground::kNoEntity;
using ground::Relation;

namespace {

constexpr TokenIndex kNear = 120;  // tokens back to whoever spoke last

struct Speaker {
  TokenIndex at = kNoToken;  // the cue
  TokenIndex head = kNoToken;
  std::vector<EntityId> entities;
};

bool agree(const ground::Syntax& s, TokenIndex pronoun, const Speaker& speaker, const ground::Mentions& mentions) {
  constexpr std::pair<std::string_view, std::string_view> kPairs[] = {{"Number=Sing", "Number=Plur"},
                                                                      {"Gender=Masc", "Gender=Fem"}};
  // A name tells neither, and a title may be of the other gender than its bearer.
  if (speaker.entities.size() > 1 && s.has_feature(pronoun, "Number=Sing")) return false;
  if (s.pos(speaker.head) != nlp::Upos::Noun) return true;
  const bool person =
      !speaker.entities.empty() && mentions.entities[speaker.entities.front()].kind == EntityKind::Person;
  for (const auto& [one, other] : kPairs) {
    if (person && one.starts_with("Gender")) continue;
    if ((s.has_feature(pronoun, one) && s.has_feature(speaker.head, other)) ||
        (s.has_feature(pronoun, other) && s.has_feature(speaker.head, one)))
      return false;
  }
  return true;
}

bool can_speak(const ground::Mentions& mentions, const std::vector<EntityId>& ids) {
  return std::any_of(ids.begin(), ids.end(), [&](EntityId id) {
    return mentions.entities[id].kind != EntityKind::State || !mentions.entities[id].sector.empty();
  });
}

// One of a group, with a name behind it: one person, though the words stand for more than one entity.
std::vector<EntityId> who_speaks(const Tree& tree, const ground::Mentions& mentions, TokenIndex head,
                                 const std::vector<EntityId>& holders) {
  const TokenRange range = tree.range[head];
  if (holders.size() < 2 || tree.syntax.child(head, Relation::Conjunct) != kNoToken || range.size() < 2) return holders;
  for (const EntityId id : holders) {
    if (mentions.entities[id].kind == EntityKind::Person) return {id};
  }
  return holders;
}

// The tokens that stand in an outermost quote.
std::vector<bool> quoted(const Tree& tree, const std::vector<Speech>& speech) {
  std::vector<bool> inside(tree.syntax.size(), false);
  for (const Speech& s : speech) {
    if (s.mark.depth > 0 || s.mark.kind == MarkKind::Dash) continue;
    for (TokenIndex t = s.tokens.begin; t < s.tokens.end; ++t) inside[t] = true;
  }
  return inside;
}

// Claims whose cue is outside of quotes, in the order of the cues.
std::vector<int32_t> in_order(const ClaimOutput& claims, const std::vector<bool>& inside) {
  std::vector<int32_t> order;
  for (size_t c = 0; c < claims.claims.size(); ++c) {
    if (claims.cue_of[c] >= 0 && !inside[claims.claims[c].cue]) order.push_back(static_cast<int32_t>(c));
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](int32_t a, int32_t b) { return claims.claims[a].cue < claims.claims[b].cue; });
  return order;
}

}  // namespace

void settle_inserted_pronouns(const Tree& tree, const ground::Mentions& mentions, const std::vector<Cue>& cues,
                              const std::vector<Speech>& speech, ClaimOutput& claims) {
  const std::vector<bool> inside = quoted(tree, speech);
  Speaker last;
  for (const int32_t c : in_order(claims, inside)) {
    Claim& claim = claims.claims[c];
    const Cue& cue = cues[claims.cue_of[c]];
    if (cue.holders.empty()) continue;
    const TokenIndex head = cue.holders.front();
    if (tree.is_inverted_pronoun(head)) {
      if (last.head != kNoToken && claim.cue - last.at <= kNear && agree(tree.syntax, head, last, mentions))
        claim.holders = last.entities;
      if (!claim.holders.empty()) last.at = claim.cue, last.entities = claim.holders;
      continue;
    }
    const Relation relation = tree.syntax[claim.cue].relation;
    if (relation == Relation::Relative || relation == Relation::Participle) continue;
    if (claim.parent >= 0 || cue.passive || !can_speak(mentions, claim.holders) || claim.stance == Stance::Hopes)
      continue;
    last = {claim.cue, head, who_speaks(tree, mentions, head, claim.holders)};
  }
}

void let_speakers_go_on(const Lexicon& lexicon, const Tree& tree, const ground::Mentions& mentions,
                        const std::vector<Cue>& cues, const std::vector<Speech>& speech, ClaimOutput& claims,
                        std::vector<Quote>& quotes) {
  const std::vector<bool> inside = quoted(tree, speech);
  const std::vector<int32_t> order = in_order(claims, inside);
  std::vector<TokenIndex> root(tree.syntax.analysis().sentences.size(), kNoToken);
  for (TokenIndex t = 0; t < tree.syntax.size(); ++t) {
    if (tree.syntax[t].head == kNoToken) root[tree.syntax[t].sentence] = t;
  }
  // Who acts in the sentence of `t`, if that is outside of quotes and able to speak.
  const auto actor = [&](TokenIndex t) -> EntityId {
    const TokenIndex top = root[tree.syntax[t].sentence];
    if (top == kNoToken || inside[top]) return kNoEntity;
    TokenIndex subject = tree.subject[top];
    if (subject == kNoToken && top < t && tree.forms.is_nominal(top)) subject = top;
    if (subject == kNoToken || inside[subject] || tree.syntax[subject].relation == Relation::PassiveSubject)
      return kNoEntity;
    const std::vector<EntityId> entities = entities_behind(lexicon, tree.syntax, mentions, {subject});
    return entities.empty() ? kNoEntity : entities.front();
  };
  // A noun that is nobody we know: not whoever spoke before.
  const auto is_told = [&](size_t s) {
    if (speech[s].cue < 0 || cues[speech[s].cue].kind == CueKind::Noun) return false;
    const std::vector<TokenIndex>& holders = cues[speech[s].cue].holders;
    return !holders.empty() && tree.syntax.pos(holders.front()) == nlp::Upos::Noun;
  };
  size_t next = 0;
  EntityId last = kNoEntity;
  for (size_t s = 0; s < quotes.size(); ++s) {
    const TokenIndex begin = speech[s].tokens.begin;
    for (; next < order.size() && claims.claims[order[next]].cue < begin; ++next) {
      const Claim& claim = claims.claims[order[next]];
      if (claim.parent < 0 && !claim.holders.empty() && !cues[claims.cue_of[order[next]]].passive)
        last = claim.holders.front();
    }
    Quote& quote = quotes[s];
    if (quote.speaker == kNoEntity && speech[s].mark.depth == 0 && !is_told(s) &&
        !(speech[s].cue >= 0 && cues[speech[s].cue].passive)) {
      const bool same_block = s > 0 && speech[s].mark.block == speech[s - 1].mark.block;
      if (same_block && speech[s].cue < 0) quote.speaker = quotes[s - 1].speaker;
      if (quote.speaker == kNoEntity && speech[s].cue >= 0) quote.speaker = actor(cues[speech[s].cue].token);
      if (quote.speaker == kNoEntity && same_block) quote.speaker = quotes[s - 1].speaker;
      // Some words of a sentence that somebody acts in.
      if (quote.speaker == kNoEntity && speech[s].cue < 0 && quote.form == QuoteForm::Mixed)
        quote.speaker = actor(begin);
      if (quote.speaker == kNoEntity) quote.speaker = last;
      const int32_t claim = claims.of_speech[s];
      if (quote.speaker != kNoEntity && claim >= 0 && claims.claims[claim].holders.empty())
        claims.claims[claim].holders = {quote.speaker};
    }
    if (quote.speaker != kNoEntity) last = quote.speaker;
  }
}

}  // namespace depeche::voice
