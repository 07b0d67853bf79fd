#include "code/coder.h"

#include <algorithm>
#include <map>

#include "code/accusations.h"
#include "code/arguments.h"
#include "code/dates.h"
#include "code/denials.h"
#include "code/drafts.h"
#include "code/likelihood.h"
#include "code/matcher.h"
#include "code/means.h"
#include "code/ontology.h"
#include "code/participants.h"
#include "code/parties.h"
#include "code/repeats.h"
#include "code/scenes.h"
#include "code/status.h"
#include "code/topics.h"
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
  Topics topics;
  Means means;
  ArgumentWeights arguments;
  Weights first_likelihood, likelihood;
  CoderOptions options;
};

namespace {

// With learned weights: of words that are looked at at all, and of those whose parties are looked for.
constexpr double kLeastPrior = 0.12, kLeastLikely = 0.12;

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

// Who does what a source says in the first person, what it says it will do together with others, or that others must
// do: the source.
std::vector<EntityId> speaker_of(const ground::Syntax& s, const voice::Statements& statements, TokenIndex token,
                                 const FrameClass& frame) {
  const EventType type = frame.type;
  const int32_t claim = statements.certainty[static_cast<size_t>(token)].claim;
  if (claim < 0) return {};
  bool first_person = s.has_feature(token, "Person=1");
  s.for_children(token, [&](TokenIndex c) {
    first_person = first_person || s.has_feature(c, "Person=1") || s.grammar().is_first_person(s.lower(c));
    s.for_children(c, [&](TokenIndex d) {
      first_person = first_person || s.grammar().is_first_person(s.lower(d));
    });  // a possessive of the first person
  });
  const bool joint = type == EventType::Agree || type == EventType::Cooperate || type == EventType::Accuse ||
                     (type == EventType::Request && frame.pattern.actor.empty());  // somebody must: who says so asks
  return first_person || joint ? statements.claims[static_cast<size_t>(claim)].holders : std::vector<EntityId>{};
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
  Topics topics = DEPECHE_TRY(Topics::load(resources / language / "topics.toml"));
  Means means = DEPECHE_TRY(Means::load(resources / language / "means.toml", ontology, grammar));
  const std::filesystem::path weights = resources / language / "weights";
  ArgumentWeights arguments = DEPECHE_TRY(ArgumentWeights::load(weights));
  Weights first_likelihood = DEPECHE_TRY(Weights::load(weights / "trigger.tsv"));
  Weights likelihood = DEPECHE_TRY(Weights::load(weights / "event.tsv"));
  return Coder(std::make_unique<const Impl>(Impl{std::move(ontology), std::move(frames), std::move(topics),
                                                 std::move(means), std::move(arguments), std::move(first_likelihood),
                                                 std::move(likelihood), options}));
}

std::vector<Event> Coder::run(const text::Document& document, const ground::Syntax& syntax,
                              const ground::Mentions& mentions, const voice::Statements& statements,
                              std::vector<Attempt>* attempts) const {
  Followed followed(attempts);
  std::vector<Draft> drafts;
  const bool explain = impl_->options.explain, learned = !impl_->likelihood.empty() || explain;
  const std::vector<Trigger> triggers = find_triggers(syntax, impl_->frames, learned, attempts);
  const Participants participants(syntax, mentions, triggers);
  std::map<TokenIndex, const voice::Claim*> claim_at;  // by the word that makes it
  for (const voice::Claim& claim : statements.claims) claim_at.emplace(claim.cue, &claim);
  for (const Trigger& trigger : triggers) {
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
    // A quotation with its speaker behind it: who speaks is known, wherever he stands.
    const auto said = claim_at.find(trigger.token);
    const bool verb = trigger.entry->kind == WordKind::Verb;
    if (said != claim_at.end() && !said->second->holders.empty() &&
        (event.actor.empty() || (verb && !overlap(event.actor, said->second->holders)))) {
      event.actor = said->second->holders;
      remove_all(event.actor, event.recipient);
    }
    if (event.actor.empty()) event.actor = speaker_of(syntax, statements, trigger.token, frame);
    event.confidence = trigger.prior;
    // With a model of what is an event, a word that seldom is one may be one here.
    if (event.confidence < (learned ? kLeastPrior : impl_->options.least_confidence)) continue;
    drafts.push_back({trigger, std::move(event)});
  }
  followed.fell(drafts, Fate::Rare);
  const ArgumentInput input{document, syntax, mentions, statements, participants};
  const Subject subject(impl_->topics, syntax, mentions);
  set_first_likelihood(input, subject, impl_->first_likelihood, drafts, explain);
  if (!impl_->first_likelihood.empty()) {
    std::erase_if(drafts, [](const Draft& draft) { return draft.event.confidence < kLeastLikely; });
    followed.fell(drafts, Fate::Unlikely);
    settle_readings(drafts);
    followed.fell(drafts, Fate::OtherSense);
  }
  drop_absorbed(syntax, drafts);
  followed.fell(drafts, Fate::Absorbed);
  drop_topics(syntax, drafts);
  followed.fell(drafts, Fate::Topic);
  set_own_dates(syntax, mentions, statements, drafts);
  for (Draft& draft : drafts) set_place(syntax, mentions, draft.event);
  drop_bare_nouns(drafts);
  followed.fell(drafts, Fate::Bare);
  std::vector<Event> told;  // by the events' own sentences
  for (const Draft& draft : drafts) told.push_back(draft.event);
  fill_unsaid(syntax, mentions, drafts);
  choose_arguments(input, impl_->arguments, told, drafts, explain);
  set_likelihood(input, subject, impl_->likelihood, told, drafts, explain);
  followed.fell(drafts, Fate::Taken);
  std::vector<Event> unlikely;  // denials that are no event of their own, but a remark on another
  std::erase_if(drafts, [&](Draft& draft) {
    // Less sure where a party that such an act has is told nowhere.
    constexpr double kMissingParty = 0.66;
    if (impl_->likelihood.empty() && !satisfied(draft.frame().needs, draft.event))
      draft.event.confidence *= kMissingParty;
    const bool drop = draft.event.confidence < impl_->options.least_confidence;
    if (drop && is_denial(draft) && !draft.event.actor.empty()) unlikely.push_back(draft.event);
    return drop;
  });
  followed.fell(drafts, Fate::Unsure);
  give_to_accused(syntax, statements, drafts);
  give_to_armed(syntax, mentions, drafts);
  for (Draft& draft : drafts) set_status(syntax, mentions, statements, lives_on_negation(syntax, draft), draft.event);
  mark_alleged(syntax, drafts);
  inherit_dates(document, syntax, mentions, drafts);
  merge_repeated(syntax, drafts);
  followed.fell(drafts, Fate::SameAct);
  impl_->means.set_modes(syntax, drafts);
  link_denials(syntax, mentions, statements, unlikely, drafts);
  settle_claims(drafts);
  link_repeats(mentions, drafts);
  set_scenes(document, syntax, mentions, drafts);
  std::vector<Event> events;
  for (Draft& draft : drafts) {
    impl_->ontology.describe(draft.event);
    events.push_back(std::move(draft.event));
  }
  return events;
}

}  // namespace depeche::code
