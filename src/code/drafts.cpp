#include "code/drafts.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "code/parties.h"

namespace depeche::code {

using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

namespace {

// Is `token` part of what `above` is about: below it, through objects and content clauses only?
bool is_content_of(const ground::Syntax& s, TokenIndex token, TokenIndex above) {
  for (TokenIndex t = token; t != kNoToken; t = s[t].head) {
    if (t == above) return t != token;
    switch (s[t].relation) {
      case Relation::Relative:
      case Relation::Parataxis:
      case Relation::Subject:
      case Relation::PassiveSubject:
        return false;
      default:
        break;
    }
  }
  return false;
}

bool same_parties(const Event& a, const Event& b) {
  return (within(a.actor, b.actor) && within(a.recipient, b.recipient)) ||
         (within(b.actor, a.actor) && within(b.recipient, a.recipient));
}

bool equal_parties(const Event& a, const Event& b) {
  return has_party(a) && std::is_permutation(a.actor.begin(), a.actor.end(), b.actor.begin(), b.actor.end()) &&
         std::is_permutation(a.recipient.begin(), a.recipient.end(), b.recipient.begin(), b.recipient.end());
}

// An event told by a noun as the subject or means of a verb of the same act, and the next verb by the same rule, tell
// the act of the verb.
bool is_means(const ground::Syntax& s, const Event& upper, const Event& lower) {
  if (s.pos(upper.trigger_token) != nlp::Upos::Verb || s[lower.trigger_token].head != upper.trigger_token) return false;
  if (s[lower.trigger_token].relation == Relation::Conjunct)
    return upper.rule == lower.rule && (lower.actor.empty() || lower.actor == upper.actor);
  if (s.pos(lower.trigger_token) != nlp::Upos::Noun || !(upper.mode.empty() || upper.mode == lower.mode)) return false;
  return s[lower.trigger_token].relation == Relation::Subject || s[lower.trigger_token].relation == Relation::Oblique ||
         s[lower.trigger_token].relation == Relation::Agent;
}

// Do two words of one sentence tell the same act?
bool tell_the_same(const ground::Syntax& s, const Event& upper, const Event& lower) {
  if (upper.type != lower.type || upper.sentence != lower.sentence) return false;
  if (!s.is_below(lower.trigger_token, upper.trigger_token)) return false;
  if (upper.type == EventType::Assault && is_means(s, upper, lower)) return true;
  // Two coordinated verbs with the very same parties are one act told twice.
  if (s[lower.trigger_token].relation == Relation::Conjunct)
    return equal_parties(upper, lower) && upper.mode == lower.mode;
  // An arrest and a ban are two measures.
  const bool other_mode = !upper.mode.empty() && !lower.mode.empty() && upper.mode != lower.mode;
  return !(upper.type == EventType::Coerce && other_mode) && same_parties(upper, lower);
}

using Triggers = std::vector<std::pair<TokenIndex, EventType>>;  // in text order

// Those of a sentence.
std::span<const Triggers::value_type> of_sentence(const Triggers& triggers, nlp::TokenRange sentence) {
  const auto first =
      std::partition_point(triggers.begin(), triggers.end(), [&](const auto& t) { return t.first < sentence.begin; });
  return {first, std::partition_point(first, triggers.end(), [&](const auto& t) { return t.first < sentence.end; })};
}

// Below a word that tells a protest, or below the verb that such a noun is the object of.
bool is_purpose_of_protest(const ground::Syntax& s, const Triggers& triggers, TokenIndex t) {
  const Relation r = s[t].relation;
  if (r != Relation::AdverbialClause && r != Relation::Participle && r != Relation::OpenClause) return false;
  const TokenIndex head = s[t].head;
  const auto beside = of_sentence(triggers, s.sentence(t));
  return std::any_of(beside.begin(), beside.end(), [&](const auto& above) {
    return above.second == EventType::Protest &&
           (above.first == head || (s[above.first].head == head && s[above.first].relation == Relation::Object));
  });
}

}  // namespace

bool lives_on_negation(const ground::Syntax& syntax, const Draft& draft) {
  constexpr nlp::TokenIndex kBefore = 4;
  const nlp::TokenIndex end = draft.trigger.token;
  const nlp::TokenIndex begin = std::max(syntax.sentence(end).begin, end - kBefore);
  for (const Constraint& constraint : draft.trigger.entry->entry.constraints) {
    if (!constraint.anywhere || constraint.negated) continue;
    for (const Alternative& one : constraint.alternatives) {
      for (nlp::TokenIndex t = begin; t < end; ++t) {
        if (syntax.grammar().is_negation(syntax.lower(t)) && one.words && one.words->matches(syntax, t)) return true;
      }
    }
  }
  return false;
}

bool has_party(const Event& event) { return !event.actor.empty() || !event.recipient.empty(); }

void settle_readings(std::vector<Draft>& drafts) {
  constexpr double kShare = 0.95;    // of the likeliest
  constexpr double kRanked = 0.7;    // of what asks for more around the word
  constexpr double kTogether = 0.6;  // of a conviction and the arrest that it brings (PLOVER, SANCTION: convict)
  std::vector<bool> drop(drafts.size(), false);
  for (size_t first = 0, end; first < drafts.size(); first = end) {
    const Event* best = nullptr;
    for (end = first; end < drafts.size() && drafts[end].trigger.token == drafts[first].trigger.token; ++end) {
      const Event& event = drafts[end].event;
      if (!best || event.confidence > best->confidence) best = &event;
    }
    for (size_t i = first; i < end; ++i) {
      const Event& event = drafts[i].event;
      if (!drafts[i].trigger.outranked && event.confidence >= kRanked * best->confidence) best = &event;
    }
    const auto punishes = [](const Event& e) { return e.mode == "convict" || e.mode == "arrest"; };
    for (size_t i = first; i < end; ++i) {
      const Event& event = drafts[i].event;
      drop[i] = event.confidence < (punishes(event) && punishes(*best) ? kTogether : kShare) * best->confidence;
    }
  }
  size_t i = 0;
  std::erase_if(drafts, [&](const Draft&) { return drop[i++]; });
}

void drop_absorbed(const ground::Syntax& s, std::vector<Draft>& drafts) {
  Triggers absorbing;
  constexpr double kSure = 0.4;  // of the word: what is hardly an event swallows none
  for (const Draft& draft : drafts) {
    if (draft.frame().content == Content::Absorbed && draft.trigger.prior >= kSure && !draft.trigger.loose)
      absorbing.emplace_back(draft.event.trigger_token, draft.event.type);
  }
  std::erase_if(drafts, [&](const Draft& draft) {
    const TokenIndex t = draft.event.trigger_token;
    const auto beside = of_sentence(absorbing, s.sentence(t));
    return std::any_of(beside.begin(), beside.end(),
                       [&](const auto& above) { return is_content_of(s, t, above.first); });
  });
}

void drop_topics(const ground::Syntax& s, std::vector<Draft>& drafts) {
  Triggers triggers;
  for (const Draft& draft : drafts) triggers.emplace_back(draft.event.trigger_token, draft.event.type);
  std::erase_if(drafts, [&](const Draft& draft) {
    const TokenIndex t = draft.event.trigger_token, head = s[t].head;
    // A demand below a protest as its purpose: what the protest is for (PLOVER, REQUEST: Potential ambiguities).
    if (draft.event.type == EventType::Request && !draft.is_noun() && is_purpose_of_protest(s, triggers, t))
      return true;
    if (!draft.is_noun()) return false;
    const bool direct =
        s[t].relation == Relation::Object || (s[t].marker != kNoToken && s.plain(s[t].marker) == s.grammar().of());
    const auto beside = of_sentence(triggers, s.sentence(t));
    return std::any_of(beside.begin(), beside.end(), [&](const auto& above) {
      if (above.first != head) return false;
      // Accusations that are denied, and what a talk is about.
      return (above.second == EventType::Reject && draft.event.type == EventType::Accuse) ||
             (above.second == EventType::Consult && direct && draft.event.type != EventType::Consult);
    });
  });
}

void drop_bare_nouns(std::vector<Draft>& drafts) {
  std::array<size_t, kEventTypes> with_parties{};
  for (const Draft& draft : drafts) with_parties[static_cast<size_t>(draft.event.type)] += has_party(draft.event);
  std::erase_if(drafts, [&](const Draft& draft) {
    const Event& event = draft.event;
    const bool bare = !has_party(event) && event.time_basis != TimeBasis::Text && event.place < 0;
    return draft.is_noun() && bare && with_parties[static_cast<size_t>(event.type)] == 0;
  });
}

void merge_repeated(const ground::Syntax& s, std::vector<Draft>& drafts) {
  constexpr size_t kReach = 20;  // a sentence has no more events than that, or is no sentence
  std::vector<bool> drop(drafts.size(), false);
  for (size_t a = 0; a < drafts.size(); ++a) {
    for (size_t b = a > kReach ? a - kReach : 0; b < std::min(drafts.size(), a + kReach); ++b) {
      if (a == b || drop[a] || drop[b] || !tell_the_same(s, drafts[a].event, drafts[b].event)) continue;
      const Event &upper = drafts[a].event, &lower = drafts[b].event;
      const size_t tells_upper = upper.actor.size() + upper.recipient.size();
      const size_t tells_lower = lower.actor.size() + lower.recipient.size();
      constexpr double kFarLess = 0.8;  // what is far less likely an event does not take the place of the other
      const bool keep_lower = tells_lower > tells_upper && lower.confidence >= kFarLess * upper.confidence;
      if (!keep_lower && upper.mode.empty()) drafts[a].event.mode = lower.mode;
      drop[keep_lower ? a : b] = true;
    }
  }
  size_t i = 0;
  std::erase_if(drafts, [&](const Draft&) { return drop[i++]; });
}

}  // namespace depeche::code
