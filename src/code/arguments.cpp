#include "code/arguments.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <utility>

#include "base/string_map.h"
#include "code/answers.h"
#include "code/denials.h"
#include "code/discourse.h"
#include "code/dyads.h"
#include "code/parties.h"
#include "code/whereabouts.h"

namespace depeche::code {

using ground::EntityId;
using ground::kNoEntity;
using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;
using Role = Participants::Role;

namespace {

struct Option {
  Entities parties;
  Features features;
  double score = 0;
};

class Chooser {
 public:
  Chooser(const ArgumentInput& input, const ArgumentWeights& weights, const std::vector<Event>& told,
          const std::vector<Event>& unsaid, bool explain)
      : in_(input),
        s_(input.syntax),
        m_(input.mentions),
        weights_(weights),
        told_(told),
        unsaid_(unsaid),
        explain_(explain),
        about_(tell_discourse(input.document, input.syntax, input.mentions, told)),
        dyads_(told),
        where_(input.syntax, input.mentions) {
    for (size_t e = 0; e < m_.entities.size(); ++e) {
      const ground::Entity& entity = m_.entities[e];
      if (entity.kind == ground::EntityKind::State && !entity.country.empty())
        states_.try_emplace(entity.country, static_cast<EntityId>(e));
    }
  }

  void choose(size_t i, Draft& draft) const {
    const Crossing crossing(name_of(draft.frame().type), kind_of(draft));
    const std::vector<Option> all = options_of_all(i, draft);
    std::vector<Option> actors = options(i, draft, Role::Actor, all),
                        recipients = options(i, draft, Role::Recipient, all);
    if (has_plain_subject(i, draft)) {
      const bool each = is_mutual(draft.frame());  // who is told takes part
      std::erase_if(actors, [&](const Option& o) {
        return each ? !within(told_[i].actor, o.parties) : !overlap(o.parties, told_[i].actor);
      });
    }
    // A denial answers whoever accused, where it does not say whom.
    if (const Entities& answered = unsaid_[i].recipient;
        is_denial(draft) && told_[i].recipient.empty() && !answered.empty())
      std::erase_if(recipients, [&](const Option& o) { return !is_same(o.parties, answered); });
    rank(actors, weights_.actor, crossing);
    rank(recipients, weights_.recipient, crossing);
    // Pairs of all that may win; all of them where somebody wants to learn from them.
    draft.event.reasons.pairs.clear();
    const size_t most = explain_ ? static_cast<size_t>(-1) : kBest;
    const std::vector<uint64_t> actor_keys = keys_of_best(actors), recipient_keys = keys_of_best(recipients);
    std::vector<Choice> choices;
    for (size_t a = 0; a < std::min(most, actors.size()); ++a) {
      for (size_t r = 0; r < std::min(most, recipients.size()); ++r) {
        if (overlap(actors[a].parties, recipients[r].parties)) continue;
        if (only_qualifies(draft, actors[a].parties, recipients[r].parties)) continue;
        const Features pair = features_of_pair(i, draft, actors[a].parties, recipients[r].parties);
        if (explain_) draft.event.reasons.pairs.push_back({a, r, pair.names()});
        if (a >= kBest || r >= kBest) continue;
        choices.push_back({a, r, answer(actor_keys[a], recipient_keys[r], is_joint(draft.frame().type)),
                           actors[a].score + recipients[r].score + weights_.pair.score(pair, crossing)});
      }
    }
    if (!choices.empty() && !weights_.actor.empty()) {
      const Choice& best = likeliest(choices);
      draft.event.actor = actors[best.actor].parties;
      draft.event.recipient = recipients[best.recipient].parties;
      // Who takes part alike is an actor.
      if (is_mutual(draft.frame()) && !draft.event.actor.empty()) {
        draft.event.actor.insert(draft.event.actor.end(), draft.event.recipient.begin(), draft.event.recipient.end());
        draft.event.recipient.clear();
      }
    }
    if (explain_) explain(draft, crossing, actors, recipients, choices);
  }

 private:
  void explain(Draft& draft, const Crossing& crossing, const std::vector<Option>& actors,
               const std::vector<Option>& recipients, const std::vector<Choice>& choices) const {
    Reasons& reasons = draft.event.reasons;
    reasons.type = name_of(draft.frame().type);
    reasons.kind = kind_of(draft);
    const auto tell = [&](const std::vector<Option>& options, const Weights& weights) {
      std::vector<Considered> out;
      for (const Option& option : options)
        out.push_back(
            {option.parties, option.features.names(), weights.parts(option.features, crossing), option.score});
      return out;
    };
    reasons.actor = tell(actors, weights_.actor);
    reasons.recipient = tell(recipients, weights_.recipient);
    if (weights_.actor.empty()) return;
    const std::vector<double> shares = shares_of(choices);
    for (size_t i = 0; i < choices.size(); ++i) {
      reasons.actor[choices[i].actor].share += shares[i];
      reasons.recipient[choices[i].recipient].share += shares[i];
    }
  }

  // An active verb with its own subject, where the subject is who acts.
  bool has_plain_subject(size_t i, const Draft& draft) const {
    const TokenIndex t = draft.trigger.token;
    const auto& slots = draft.frame().pattern.actor;
    return !draft.is_noun() && !told_[i].actor.empty() && !slots.empty() && slots[0].kind == SlotKind::Subject &&
           s_.child(t, Relation::Subject) != kNoToken && !in_.participants.dependents().is_passive(t);
  }

  // A state told here by nothing but the adjective of its own force or body that suffers ("the Syrian army was driven
  // out of the town").
  bool only_qualifies(const Draft& draft, const Entities& state, const Entities& other) const {
    if (state.size() != 1 || other.empty()) return false;
    if (m_.entities[static_cast<size_t>(state[0])].kind != ground::EntityKind::State) return false;
    const std::string& sector = m_.entities[static_cast<size_t>(other[0])].sector;
    if (sector != "MIL" && sector != "GOV" && sector != "COP" && sector != "SPY") return false;
    return where_.only_qualifies(s_, state[0], other, s_.sentence(draft.trigger.token));
  }

  static bool is_joint(EventType type) {
    return type == EventType::Agree || type == EventType::Consult || type == EventType::Cooperate;
  }
  static bool is_mutual(const FrameClass& frame) { return is_joint(frame.type) && frame.pattern.recipient.empty(); }

  // Where both sides take part alike, who stands where is no matter.
  static uint64_t answer(uint64_t actor, uint64_t recipient, bool joint) {
    if (joint) return actor == recipient ? actor : actor + recipient;
    return actor * 0x9E3779B97F4A7C15ULL + recipient;
  }

  std::vector<uint64_t> keys_of_best(const std::vector<Option>& options) const {
    std::vector<uint64_t> keys;
    for (size_t i = 0; i < std::min(kBest, options.size()); ++i) keys.push_back(key_of(options[i].parties));
    return keys;
  }

  // The same for the same countries, and for the same parties where they have none; 0 for nobody.
  uint64_t key_of(const Entities& parties) const {
    std::vector<uint64_t> keys;
    for (const EntityId e : parties) {
      const ground::Entity& entity = m_.entities[static_cast<size_t>(e)];
      const uint64_t key = hash_of(entity.country.empty() ? std::to_string(e) : entity.country);
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
    return std::accumulate(keys.begin(), keys.end(), uint64_t{0});
  }

  static std::string_view kind_of(const Draft& draft) { return draft.is_noun() ? "noun" : "verb"; }

  static void rank(std::vector<Option>& options, const Weights& weights, const Crossing& crossing) {
    for (Option& option : options) option.score = weights.score(option.features, crossing);
    std::stable_sort(options.begin(), options.end(),
                     [](const Option& a, const Option& b) { return a.score > b.score; });
  }

  // Who acts upon whom, here and elsewhere.
  Features features_of_pair(size_t i, const Draft& draft, const Entities& actor, const Entities& recipient) const {
    Features features(explain_);
    const Event& told = told_[i];
    if (!told.actor.empty() && !told.recipient.empty() && is_same(told.actor, actor) &&
        is_same(told.recipient, recipient))
      features.add("both_filled");
    if (!told.actor.empty() && !told.recipient.empty() && is_same(told.actor, recipient) &&
        is_same(told.recipient, actor))
      features.add("filled_swapped");
    if (actor.empty() || recipient.empty()) {
      features.add(actor.empty() && recipient.empty() ? "nobody_at_all"
                   : actor.empty()                    ? "only_recipient"
                                                      : "only_actor");
      return features;
    }
    const ground::Entity &a = m_.entities[static_cast<size_t>(actor[0])],
                         &r = m_.entities[static_cast<size_t>(recipient[0])];
    const bool known = !a.country.empty() && !r.country.empty();
    const std::string_view countries = !known ? "unknown" : a.country == r.country ? "same" : "other";
    features.add("countries", countries);
    features.add("sectors", a.sector, r.sector);
    if (known && a.country == r.country && a.sector == r.sector) features.add("same_country_and_sector");
    if (r.kind == ground::EntityKind::State && draft.event.place >= 0 &&
        m_.places[static_cast<size_t>(draft.event.place)].country == r.country)
      features.add("at_recipient", countries);
    if (dyads_.told_elsewhere(i, actor, recipient))
      features.add("told_elsewhere", dyads_.told_elsewhere(i, told.type, actor, recipient) ? "type" : "other");
    if (dyads_.told_elsewhere(i, recipient, actor)) features.add("told_reversed");
    const TokenIndex trigger = draft.trigger.token;
    const int at = where_.nearest(actor, trigger, s_.sentence(trigger)),
              rt = where_.nearest(recipient, trigger, s_.sentence(trigger));
    features.add("order",
                 at == 0  ? "away"
                 : at < 0 ? "before"
                          : "after",
                 rt == 0  ? "away"
                 : rt < 0 ? "before"
                          : "after");
    return features;
  }

  EntityId state_of(const std::string& country) const {
    const auto at = states_.find(country);
    return at == states_.end() ? kNoEntity : at->second;
  }

  Features& features_of(std::vector<Option>& options, const Entities& parties) const {
    for (Option& option : options) {
      if (is_same(option.parties, parties)) return option.features;
    }
    options.push_back({parties, Features(explain_), 0});
    return options.back().features;
  }

  // What is the same for either role.
  std::vector<Option> options_of_all(size_t i, const Draft& draft) const {
    std::vector<Option> out;
    from_sources(draft, out);
    from_sentence(draft, out);
    from_events(i, out);
    from_discourse(draft, out);
    return out;
  }

  std::vector<Option> options(size_t i, const Draft& draft, Role role, const std::vector<Option>& all) const {
    std::vector<Option> out;
    features_of(out, {});  // nobody
    from_slots(i, draft, role, out);
    Entities barred = in_.participants.barred(draft.trigger, role);
    // Nor has whoever accuses others of it suffered it, where that is not told.
    if (role == Role::Recipient && told_[i].recipient.empty())
      add(barred, in_.participants.barred(draft.trigger, Role::Actor));
    for (const Option& option : all) {
      if (!overlap(barred, option.parties)) features_of(out, option.parties).add(option.features);
    }
    const Entities& unsaid = role == Role::Actor ? unsaid_[i].actor : unsaid_[i].recipient;
    const Entities& in_slots = role == Role::Actor ? told_[i].actor : told_[i].recipient;
    if (in_slots.empty() && !overlap(barred, unsaid)) features_of(out, unsaid).add("unsaid");
    for (Option& option : out) {
      if (option.parties.empty())
        describe_nobody(draft, in_slots, out.size(), option.features);
      else
        describe(i, draft, role, option);
    }
    return out;
  }

  void from_slots(size_t i, const Draft& draft, Role role, std::vector<Option>& out) const {
    const bool actor = role == Role::Actor;
    bool first = true;
    for (const Participants::Filling& filling : in_.participants.fillings(draft.trigger, role)) {
      Features& features = features_of(out, filling.parties);
      features.add("slot", filling.slot);
      if (first) features.add("first_slot", filling.slot);
      first = false;
    }
    const Entities &own = actor ? told_[i].actor : told_[i].recipient,
                   &other = actor ? told_[i].recipient : told_[i].actor;
    if (!own.empty()) features_of(out, own).add("filled");
    if (!other.empty()) features_of(out, other).add("fills_other");
  }

  // Who says it.
  void from_sources(const Draft& draft, std::vector<Option>& out) const {
    int depth = 0;
    constexpr int kDepth = 3;
    for (int32_t c = in_.statements.certainty[static_cast<size_t>(draft.trigger.token)].claim; c >= 0 && depth < kDepth;
         c = in_.statements.claims[static_cast<size_t>(c)].parent, ++depth) {
      const voice::Claim& claim = in_.statements.claims[static_cast<size_t>(c)];
      if (!claim.holders.empty()) features_of(out, claim.holders).add("source", depth == 0 ? "inner" : "outer");
    }
  }

  void from_sentence(const Draft& draft, std::vector<Option>& out) const {
    const TokenIndex trigger = draft.trigger.token;
    const nlp::TokenRange sentence = s_.sentence(trigger);
    const bool passive = in_.participants.dependents().is_passive(trigger);
    std::vector<std::pair<int, Entities>> before, after;  // by distance
    bool first = true;
    for (TokenIndex t = sentence.begin; t < sentence.end; ++t) {
      if (m_.entities_at[static_cast<size_t>(t)].empty() || draft.trigger.words.contains(t)) continue;
      const Entities& parties = where_.parties(t);
      if (parties.empty()) continue;
      const ground::Mention* mention = where_.mention(t);
      if (!mention) continue;
      Features& features = features_of(out, parties);
      features.add("in_sentence");
      if (mention->as_place) features.add("place_here");
      if (first && !mention->as_place) features.add("first_in_sentence"), first = false;
      const Path path = path_between(s_, trigger, t);
      features.add("path", path.name, passive ? "passive" : "");
      features.add("up", bucket(path.up));
      features.add("steps", bucket(path.up + path.down));
      features.add("relation", ground::name_of(s_[t].relation));
      if (s_[t].marker != kNoToken) features.add("marker", s_.plain(s_[t].marker), path.up == 0 ? "below" : "");
      features.add(t < trigger ? "before" : "after", bucket(std::abs(t - trigger)));
      features.add("form", name_of(mention->form));
      (t < trigger ? before : after).emplace_back(std::abs(t - trigger), parties);
      // With those coordinated, as one.
      if (s_[t].relation != Relation::Conjunct) {
        Entities group;
        for (const TokenIndex c : in_.participants.dependents().coordinated(t)) {
          for (const EntityId e : where_.parties(c)) {
            if (!contains(group, e)) group.push_back(e);
          }
        }
        if (group.size() > parties.size()) {
          Features& all = features_of(out, group);
          all.add("group");
          all.add("in_sentence");
          all.add("path", path.name, passive ? "passive" : "");
          all.add(t < trigger ? "before" : "after", bucket(std::abs(t - trigger)));
          features_of(out, parties).add("part_of_group");
        }
      }
    }
    for (const auto& [list, name] : {std::pair{&before, "nearest_before"}, std::pair{&after, "nearest_after"}}) {
      const auto nearest =
          std::min_element(list->begin(), list->end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      if (nearest != list->end()) features_of(out, nearest->second).add(name);
    }
  }

  // Parties of neighbouring events.
  void from_events(size_t i, std::vector<Option>& out) const {
    constexpr size_t kReach = 12;
    const Event& own = told_[i];
    for (size_t step = 1; step <= kReach; ++step) {
      for (const bool back : {true, false}) {
        if (back ? step > i : i + step >= told_.size()) continue;
        const Event& other = told_[back ? i - step : i + step];
        const int apart = std::abs(s_[own.trigger_token].sentence - s_[other.trigger_token].sentence);
        const bool same = other.type == own.type;
        if (!same && apart > 3) continue;
        const std::string_view how = other.rule == own.rule ? "rule" : same ? "type" : name_of(other.type);
        const std::string_view way = apart == 0 ? "here" : back ? "before" : "after";
        const bool below = s_.is_below(other.trigger_token, own.trigger_token);
        const bool above = s_.is_below(own.trigger_token, other.trigger_token);
        for (const bool actor : {true, false}) {
          const Entities& parties = actor ? other.actor : other.recipient;
          if (parties.empty()) continue;
          Features& features = features_of(out, parties);
          features.add(actor ? "actor_of" : "recipient_of", how, way);
          if (same) features.add(actor ? "actor_same" : "recipient_same", bucket(apart));
          if (same && agrees(own, other)) features.add(actor ? "actor_agrees" : "recipient_agrees", way);
          if (below) features.add(actor ? "actor_below" : "recipient_below");
          if (above) features.add(actor ? "actor_above" : "recipient_above");
        }
      }
    }
  }

  static bool agrees(const Event& a, const Event& b) {
    if (!a.actor.empty() && !b.actor.empty() && !overlap(a.actor, b.actor)) return false;
    if (!a.recipient.empty() && !b.recipient.empty() && !overlap(a.recipient, b.recipient)) return false;
    return !overlap(a.actor, b.recipient) && !overlap(a.recipient, b.actor);
  }

  // Whom the text is about, here and as a whole.
  void from_discourse(const Draft& draft, std::vector<Option>& out) const {
    const int32_t here = s_[draft.trigger.token].sentence;
    constexpr int32_t kBack = 2;
    const auto offer = [&](int32_t n, std::string_view name, std::string_view value) {
      if (n < 0 || n >= static_cast<int32_t>(s_.analysis().sentences.size()) || n == here) return;
      const nlp::TokenRange sentence = s_.analysis().sentences[static_cast<size_t>(n)];
      for (TokenIndex t = sentence.begin; t < sentence.end; ++t) {
        if (m_.entities_at[static_cast<size_t>(t)].empty()) continue;
        const ground::Mention* mention = where_.mention(t);
        const Entities& parties = where_.parties(t);
        if (!mention || mention->as_place || parties.empty()) continue;
        Features& features = features_of(out, parties);
        features.add(name, value);
        if (s_[t].relation == Relation::Subject) features.add(name, value, "subject");
      }
    };
    for (int32_t back = 1; back <= kBack; ++back) offer(here - back, "back", back == 1 ? "1" : "2");
    offer(here + 1, "next", "1");
    for (int32_t n = 0; n < about_.title_sentences; ++n) offer(n, "title", "");
    for (const EntityId e : about_.salient) features_of(out, {e});
    const std::string& where =
        draft.event.place >= 0 ? m_.places[static_cast<size_t>(draft.event.place)].country : about_.home;
    if (const EntityId state = state_of(where); state != kNoEntity)
      features_of(out, {state}).add("state_of_place", draft.event.place >= 0 ? "told" : "home");
  }

  void describe_nobody(const Draft& draft, const Entities& filled, size_t options, Features& features) const {
    features.add("nobody");
    features.add(filled.empty() ? "nobody_unfilled" : "nobody_filled");
    features.add("nobody_rule", draft.frame().rule);
    features.add("nobody_among", bucket(static_cast<int>(options) - 1));
    if (in_.participants.dependents().is_passive(draft.trigger.token)) features.add("nobody_passive");
    if (s_[draft.trigger.token].sentence < about_.title_sentences) features.add("nobody_title");
  }

  void describe(size_t i, const Draft& draft, Role role, Option& option) const {
    const Event& told = told_[i];
    Features& features = option.features;
    const Entities &own = role == Role::Actor ? told.actor : told.recipient,
                   &other = role == Role::Actor ? told.recipient : told.actor;
    if (!own.empty() && !is_same(own, option.parties))
      features.add(overlap(own, option.parties) ? "part_filled" : "not_filled");
    if (!other.empty() && !is_same(other, option.parties) && overlap(other, option.parties))
      features.add("part_fills_other");
    features.add("size", bucket(static_cast<int>(option.parties.size())));
    for (const bool actor : {true, false}) {
      if (overlap(about_.main[actor], option.parties)) features.add(actor ? "main_actor" : "main_recipient");
      const auto of_type = about_.main_of_type[actor].find(told.type);
      if (of_type != about_.main_of_type[actor].end() && overlap(of_type->second, option.parties))
        features.add(actor ? "main_actor_of_type" : "main_recipient_of_type");
    }
    int last = -1, next = -1;
    const int32_t here = s_[draft.trigger.token].sentence;
    bool acts_here = false;
    for (const EntityId e : option.parties) {
      const ground::Entity& entity = m_.entities[static_cast<size_t>(e)];
      features.add("sector", entity.sector.empty() ? "none" : std::string_view(entity.sector));
      features.add("kind", ground::name_of(entity.kind));
      features.add(entity.country.empty() ? "no_country" : entity.country == about_.home ? "home" : "abroad");
      if (draft.event.place >= 0 && !entity.country.empty()) {
        const bool same = m_.places[static_cast<size_t>(draft.event.place)].country == entity.country;
        features.add("at_place", same ? "same" : "other");
      }
      features.add("mode", draft.frame().mode, entity.sector);
      features.add("salience", bucket(about_.rank[static_cast<size_t>(e)]));
      const auto acting = where_.acting(e);
      const auto from = std::lower_bound(acting.begin(), acting.end(), here),
                 behind = std::upper_bound(from, acting.end(), here);
      acts_here = acts_here || from != behind;
      if (from != acting.begin()) last = *std::prev(from);
      if (behind != acting.end() && next < 0) next = *behind;
    }
    if (!acts_here) {
      features.add("elsewhere");
      if (last >= 0)
        features.add("last", bucket(here - last));
      else if (next >= 0)
        features.add("only_later", bucket(next - here));
      else
        features.add("never_acts");
    }
  }

  static constexpr size_t kBest = 8;
  const ArgumentInput& in_;
  const ground::Syntax& s_;
  const ground::Mentions& m_;
  const ArgumentWeights& weights_;
  const std::vector<Event>&told_, &unsaid_;
  const bool explain_;
  const Discourse about_;
  const Dyads dyads_;
  const Whereabouts where_;
  StringMap<EntityId> states_;  // the first of each country
};

}  // namespace

Result<ArgumentWeights> ArgumentWeights::load(const std::filesystem::path& folder) {
  return ArgumentWeights{DEPECHE_TRY(Weights::load(folder / "actor.tsv")),
                         DEPECHE_TRY(Weights::load(folder / "recipient.tsv")),
                         DEPECHE_TRY(Weights::load(folder / "pair.tsv"))};
}

void choose_arguments(const ArgumentInput& input, const ArgumentWeights& weights, const std::vector<Event>& told,
                      std::vector<Draft>& drafts, bool explain) {
  if (weights.empty() && !explain) return;
  std::vector<Event> unsaid;
  for (const Draft& draft : drafts) unsaid.push_back(draft.event);
  const Chooser chooser(input, weights, told, unsaid, explain);
  for (size_t i = 0; i < drafts.size(); ++i) chooser.choose(i, drafts[i]);
}

}  // namespace depeche::code
