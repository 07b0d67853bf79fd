#include "code/coder.h"

#include <algorithm>

#include "code/denials.h"
#include "code/matcher.h"
#include "code/ontology.h"
#include "code/participants.h"
#include "code/status.h"
#include "code/unsaid.h"
#include "code/when_where.h"

namespace depeche::code {

using ground::EntityId;
using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

struct Coder::Impl {
  Ontology ontology;
  Frames frames;
  CoderOptions options;
};

namespace {

// One event while it is being made.
struct Draft {
  Trigger trigger;
  Event event;
};

bool satisfied(Needs needs, const Event& event) {
  switch (needs) {
    case Needs::None:
      return true;
    case Needs::Actor:
      return !event.actor.empty();
    case Needs::Recipient:
      return !event.recipient.empty();
    case Needs::Both:
      return !event.actor.empty() && !event.recipient.empty();
    case Needs::Either:
      return !event.actor.empty() || !event.recipient.empty();
  }
  return false;
}

bool has_party(const Event& event) { return !event.actor.empty() || !event.recipient.empty(); }

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
  const auto within = [](const std::vector<EntityId>& x, const std::vector<EntityId>& y) {
    return std::all_of(x.begin(), x.end(), [&](EntityId e) { return std::find(y.begin(), y.end(), e) != y.end(); });
  };
  return (within(a.actor, b.actor) && within(a.recipient, b.recipient)) ||
         (within(b.actor, a.actor) && within(b.recipient, a.recipient));
}

// An act told by two words of one clause is one event: keeps the one that tells more of who.
void merge_repeated(const ground::Syntax& s, std::vector<Draft>& drafts) {
  std::vector<bool> drop(drafts.size(), false);
  for (size_t a = 0; a < drafts.size(); ++a) {
    for (size_t b = 0; b < drafts.size(); ++b) {
      if (a == b || drop[a] || drop[b]) continue;
      const Event &upper = drafts[a].event, &lower = drafts[b].event;
      if (upper.type != lower.type || !s.is_below(lower.trigger_token, upper.trigger_token)) continue;
      if (s[lower.trigger_token].relation == Relation::Conjunct || !same_parties(upper, lower)) continue;
      const size_t tells_upper = upper.actor.size() + upper.recipient.size(),
                   tells_lower = lower.actor.size() + lower.recipient.size();
      drop[tells_lower > tells_upper ? a : b] = true;
    }
  }
  size_t kept = 0;
  for (size_t i = 0; i < drafts.size(); ++i) {
    if (drop[i]) continue;
    if (kept != i) drafts[kept] = std::move(drafts[i]);
    ++kept;
  }
  drafts.resize(kept);
}

void drop_absorbed(const ground::Syntax& s, std::vector<Draft>& drafts) {
  std::vector<TokenIndex> absorbing;
  for (const Draft& draft : drafts) {
    if (draft.trigger.frame->content == Content::Absorbed) absorbing.push_back(draft.event.trigger_token);
  }
  std::erase_if(drafts, [&](const Draft& draft) {
    return std::any_of(absorbing.begin(), absorbing.end(),
                       [&](TokenIndex above) { return is_content_of(s, draft.event.trigger_token, above); });
  });
}

}  // namespace

Coder::Coder(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Coder::Coder(Coder&&) noexcept = default;
Coder& Coder::operator=(Coder&&) noexcept = default;
Coder::~Coder() = default;
const Frames& Coder::frames() const { return impl_->frames; }

Result<Coder> Coder::load(const std::filesystem::path& resources, std::string_view language,
                          const ground::Grammar& grammar, CoderOptions options) {
  Ontology ontology = DEPECHE_TRY(Ontology::load(resources));
  Frames frames = DEPECHE_TRY(Frames::load(resources, language, ontology, grammar));
  return Coder(std::make_unique<const Impl>(Impl{std::move(ontology), std::move(frames), options}));
}

std::vector<Event> Coder::run(const text::Document& document, const ground::Syntax& syntax,
                              const ground::Mentions& mentions, const voice::Statements& statements) const {
  (void)document;
  const Participants participants(syntax, mentions);
  std::vector<Draft> drafts;
  for (Trigger& trigger : find_triggers(syntax, impl_->frames)) {
    Event event;
    const FrameClass& frame = *trigger.frame;
    event.type = frame.type;
    event.mode = frame.mode;
    event.contexts = frame.contexts;
    event.cameo = frame.cameo;
    event.rule = frame.rule;
    event.trigger_token = trigger.token;
    event.trigger = syntax.span(trigger.words);
    event.sentence = syntax.span(syntax.sentence(trigger.token));
    event.evidence = {event.sentence};
    participants.fill(trigger, event.actor, event.recipient);
    event.confidence = trigger.prior;
    if (event.confidence < impl_->options.least_confidence) continue;
    drafts.push_back({std::move(trigger), std::move(event)});
  }
  drop_absorbed(syntax, drafts);
  merge_repeated(syntax, drafts);
  std::vector<Event> events;
  // The types that some draft tells with its parties.
  std::array<size_t, kEventTypes> with_parties{};
  for (const Draft& draft : drafts) with_parties[static_cast<size_t>(draft.event.type)] += has_party(draft.event);
  size_t told = 0;
  for (size_t i = 0; i < drafts.size(); ++i) {
    Event& event = drafts[i].event;
    set_date(syntax, mentions, event);
    set_place(syntax, mentions, event);
    // A bare noun is a topic; with who, when or where it tells an event, or takes up one told elsewhere.
    const bool bare = !has_party(event) && event.time_basis != TimeBasis::Text && event.place < 0;
    if (drafts[i].trigger.entry->kind == WordKind::Noun && bare && with_parties[static_cast<size_t>(event.type)] == 0)
      continue;
    events.push_back(std::move(event));
    if (told != i) drafts[told] = std::move(drafts[i]);
    ++told;
  }
  drafts.resize(told);
  fill_unsaid(syntax, mentions, events);
  std::vector<bool> is_denial;
  size_t kept = 0;
  for (size_t i = 0; i < events.size(); ++i) {
    const FrameClass& frame = *drafts[i].trigger.frame;
    // Less sure where a party that such an act has is told nowhere.
    constexpr double kMissingParty = 0.66;
    if (!satisfied(frame.needs, events[i])) events[i].confidence *= kMissingParty;
    if (events[i].confidence < impl_->options.least_confidence) continue;
    set_status(syntax, statements, events[i]);
    is_denial.push_back(frame.type == EventType::Reject && frame.content == Content::Claim);
    if (kept != i) events[kept] = std::move(events[i]);
    ++kept;
  }
  events.resize(kept);
  link_denials(is_denial, events);
  for (Event& event : events) impl_->ontology.describe(event);
  return events;
}

}  // namespace depeche::code
