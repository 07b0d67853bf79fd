// The steps in order: words and tree give cues; marks and cues give quotes; both give claims; certainty comes from the
// tree.
#include "voice/voice.h"

#include <algorithm>
#include <utility>

#include "voice/attribution.h"
#include "voice/certainty.h"
#include "voice/claims.h"
#include "voice/lexicon.h"
#include "voice/quotes.h"
#include "voice/speakers.h"
#include "voice/tree.h"

namespace depeche::voice {

namespace {

// Holders of the claims around `claim`, outermost first.
std::vector<ground::EntityId> via_of(const std::vector<Claim>& claims, int32_t claim, ground::EntityId speaker) {
  std::vector<ground::EntityId> via;
  for (int32_t c = claims[claim].parent; c >= 0; c = claims[c].parent) {
    for (const ground::EntityId holder : claims[c].holders) {
      if (holder != speaker && std::find(via.begin(), via.end(), holder) == via.end()) via.insert(via.begin(), holder);
    }
    if (via.size() > 8) break;
  }
  return via;
}

Quote quote_of(const Speech& speech, const std::vector<Claim>& claims, int32_t claim) {
  Quote quote;
  quote.span = speech.mark.span;
  quote.tokens = speech.tokens;
  quote.form = speech.form;
  quote.closed = speech.mark.closed;
  if (claim < 0) return quote;
  int32_t source = claim;  // the innermost that somebody is known to make
  for (int step = 0; step < 8 && source >= 0 && claims[source].holders.empty(); ++step) source = claims[source].parent;
  if (source >= 0 && !claims[source].holders.empty()) {
    quote.speaker = claims[source].holders.front();
    claim = source;
  }
  quote.cue = claims[claim].cue_span;
  quote.via = via_of(claims, claim, quote.speaker);
  return quote;
}

}  // namespace

Result<Voice> Voice::load(const std::filesystem::path& resources, std::string_view language) {
  return Voice(std::make_shared<const Lexicon>(DEPECHE_TRY(Lexicon::load(resources, language))));
}

Statements Voice::run(const text::Document& document, const ground::Syntax& syntax,
                      const ground::Mentions& mentions) const {
  const Tree tree(syntax, lexicon_->words);
  std::vector<Cue> cues = find_cues(*lexicon_, tree, mentions);
  const std::vector<Speech> speech = find_speech({*lexicon_, tree, mentions, document, cues});
  Statements statements;
  statements.certainty = judge(*lexicon_, tree, cues);
  std::vector<bool> denied(syntax.size());
  for (nlp::TokenIndex t = 0; t < syntax.size(); ++t) denied[t] = statements.certainty[t].negated;
  ClaimOutput claims = build_claims({*lexicon_, tree, mentions, cues, speech, denied});
  settle_inserted_pronouns(tree, mentions, cues, speech, claims);
  for (nlp::TokenIndex t = 0; t < syntax.size(); ++t) statements.certainty[t].claim = claims.claim_of[t];
  for (size_t s = 0; s < speech.size(); ++s)
    statements.quotes.push_back(quote_of(speech[s], claims.claims, claims.of_speech[s]));
  let_speakers_go_on(*lexicon_, tree, mentions, cues, speech, claims, statements.quotes);
  statements.claims = std::move(claims.claims);
  return statements;
}

}  // namespace depeche::voice
