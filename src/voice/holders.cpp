#include "voice/holders.h"

#include <algorithm>

namespace depeche::voice {

using ground::Relation;
using ground::Syntax;
using nlp::TokenIndex;
using nlp::Upos;

bool has_no_entity(const ground::Mentions& mentions, TokenIndex token) {
  return static_cast<size_t>(token) >= mentions.entities_at.size() || mentions.entities_at[token].empty();
}

namespace {

// Of more mentions than these none is asked whether it is a name.
constexpr size_t kMentionsAsked = 16;
constexpr TokenIndex kReach = 16;  // tokens of a nominal before the name beside it

bool is_named(const ground::Entity& entity) {
  const size_t count = std::min(entity.mentions.size(), kMentionsAsked);
  return std::any_of(entity.mentions.begin(), entity.mentions.begin() + static_cast<std::ptrdiff_t>(count),
                     [](const ground::Mention& m) { return m.form == ground::MentionForm::Name; });
}

// A name as an apposition between commas: who the nominal is by name, where the ground stage kept the two apart.
const std::vector<ground::EntityId>* name_beside(const Syntax& syntax, const ground::Mentions& mentions,
                                                 TokenIndex head) {
  const auto person_at = [&](TokenIndex t) -> const std::vector<ground::EntityId>* {
    if (has_no_entity(mentions, t)) return nullptr;
    const auto& ids = mentions.entities_at[t];
    const auto is_person = [&](ground::EntityId id) {
      return mentions.entities[id].kind == ground::EntityKind::Person && is_named(mentions.entities[id]);
    };
    return std::any_of(ids.begin(), ids.end(), is_person) ? &ids : nullptr;
  };
  const std::vector<ground::EntityId>* found = nullptr;
  syntax.for_children(head, [&](TokenIndex c) {
    const bool beside = syntax[c].relation == Relation::Apposition || syntax[c].relation == Relation::Name;
    if (!found && beside) found = person_at(c);
  });
  if (found) return found;
  // Between two marks, wherever the tree put it.
  const TokenIndex end = std::min(syntax.sentence(head).end, head + kReach);
  TokenIndex t = head + 1;
  while (t < end && syntax.pos(t) != Upos::Punct && syntax.pos(t) != Upos::Verb) ++t;
  if (t + 2 >= end || syntax.pos(t) != Upos::Punct || !(found = person_at(t + 1))) return nullptr;
  const TokenIndex name_end = std::min(end, t + 6);
  for (t += 2; t < name_end && syntax.pos(t) != Upos::Punct && syntax.pos(t) != Upos::Verb; ++t) {
  }
  return t < end && syntax.pos(t) == Upos::Punct ? found : nullptr;
}

void collect(const Lexicon& lexicon, const Syntax& syntax, const ground::Mentions& mentions, TokenIndex head, int depth,
             std::vector<ground::EntityId>& out) {
  const auto at = [&](TokenIndex t) -> const std::vector<ground::EntityId>* {
    return has_no_entity(mentions, t) ? nullptr : &mentions.entities_at[t];
  };
  const auto add = [&](const std::vector<ground::EntityId>& ids) {
    for (const ground::EntityId id : ids) {
      if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(id);
    }
  };
  if (const auto* ids = at(head)) {
    const bool named =
        std::any_of(ids->begin(), ids->end(), [&](ground::EntityId id) { return is_named(mentions.entities[id]); });
    const auto* name = named ? nullptr : name_beside(syntax, mentions, head);
    return add(name ? *name : *ids);
  }
  if (depth >= 3) return;
  const Words& w = lexicon.words;
  const auto listed = [&](const StringSet& set) {
    return set.contains(syntax.lemma(head)) || set.contains(syntax.lower(head));
  };
  const bool speaks_for = listed(w.documents) || listed(w.spokespeople);
  const size_t before = out.size();
  syntax.for_children(head, [&](TokenIndex c) {
    if (out.size() > before) return;
    const Relation r = syntax[c].relation;
    const bool bare_name = r == Relation::Nominal && syntax.pos(c) == Upos::Propn && syntax[c].marker == kNoToken;
    if (r == Relation::Apposition || r == Relation::Name || bare_name)
      collect(lexicon, syntax, mentions, c, depth + 1, out);
  });
  if (out.size() > before || !speaks_for) return;
  syntax.for_children(head, [&](TokenIndex c) {
    if (out.size() > before) return;
    const Relation r = syntax[c].relation;
    if (syntax.grammar().is_possessive(syntax.lower(c)) || r == Relation::Nominal || r == Relation::Oblique ||
        r == Relation::Adjective || r == Relation::Possessive)
      collect(lexicon, syntax, mentions, c, depth + 1, out);
  });
}

}  // namespace

std::vector<ground::EntityId> entities_behind(const Lexicon& lexicon, const Syntax& syntax,
                                              const ground::Mentions& mentions, const std::vector<TokenIndex>& heads) {
  std::vector<ground::EntityId> out;
  for (const TokenIndex head : heads) {
    const auto joined = syntax.coordinated(head);
    const bool linked = syntax.is_linked(joined);
    for (const TokenIndex t : joined) {
      if (t == head || linked) collect(lexicon, syntax, mentions, t, 0, out);
    }
  }
  return out;
}

}  // namespace depeche::voice
