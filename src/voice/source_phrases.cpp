#include "voice/source_phrases.h"

#include <algorithm>

#include "voice/doers.h"
#include "voice/holders.h"

namespace depeche::voice {

using ground::Relation;
using nlp::Upos;

namespace {

constexpr TokenIndex kSegment = 60;
constexpr TokenIndex kPhrase = 25;
constexpr int kMaxClimb = 8;

}  // namespace

TokenIndex SourcePhrases::read(TokenIndex i, std::vector<Cue>& cues) const {
  const auto at = lexicon_.phrases.find(syntax_.plain(i));
  if (at == lexicon_.phrases.end()) return i;
  for (const Phrase& p : at->second) {
    if (p.role > PhraseRole::SourceNobody || !stands_at(i, p)) continue;
    const TokenIndex end = i + static_cast<TokenIndex>(p.words.size());
    if (p.role == PhraseRole::SourceNobody) {
      source_nobody(i, end, cues);
      return end;
    }
    if (source(i, end, p.role, cues)) return end;
  }
  return i;
}

bool SourcePhrases::stands_at(TokenIndex i, const Phrase& phrase) const {
  if (i + static_cast<TokenIndex>(phrase.words.size()) > syntax_.sentence(i).end) return false;
  for (size_t k = 0; k < phrase.words.size(); ++k) {
    if (syntax_.plain(i + static_cast<TokenIndex>(k)) != phrase.words[k]) return false;
  }
  return true;
}

void SourcePhrases::source_nobody(TokenIndex begin, TokenIndex end, std::vector<Cue>& cues) const {
  TokenIndex top = begin;
  for (TokenIndex h = syntax_[top].head; h != kNoToken && h >= begin && h < end; h = syntax_[top].head) top = h;
  cues.push_back(cue(begin, end, top, {}));
}

bool SourcePhrases::source(TokenIndex begin, TokenIndex end, PhraseRole role, std::vector<Cue>& cues) const {
  const TokenRange sentence = syntax_.sentence(begin);
  TokenIndex noun = kNoToken;
  for (TokenIndex t = begin; t < end && noun == kNoToken; ++t) {
    const TokenIndex h = syntax_[t].head;
    if ((syntax_[t].relation == Relation::Case || syntax_[t].relation == Relation::Marker) && h >= end &&
        h < sentence.end)
      noun = h;
  }
  if (noun == kNoToken || !forms_.is_nominal(noun)) noun = next_nominal(end, sentence.end);
  if (noun == kNoToken) return false;
  if (role == PhraseRole::SourceSpeaker ? !is_speaker(begin, noun) : !is_source(noun)) return false;
  // A clause behind the phrase's mark that tells who reports: they.
  TokenIndex holder = noun;
  if (syntax_.pos(noun) == Upos::Pron && has_demonstrative(noun)) {
    syntax_.for_children(noun, [&](TokenIndex c) {
      if (holder != noun || c < noun || !tree_.is_clause(c)) return;
      const TokenIndex subject = tree_.subject[c] != kNoToken ? tree_.subject[c] : subject_behind(tree_, c);
      if (subject != kNoToken) holder = subject;
    });
  }
  cues.push_back(cue(begin, end, noun, {holder}));
  return true;
}

// The noun after a preposition whose case label was lost: the first one, in its phrase.
TokenIndex SourcePhrases::next_nominal(TokenIndex from, TokenIndex end) const {
  for (TokenIndex t = from; t < end && t < from + 6 && !tree_.is_punctuation(t) && !forms_.is_verbal(t); ++t) {
    if (forms_.is_nominal(t)) return t;
  }
  return kNoToken;
}

bool SourcePhrases::is_source(TokenIndex noun) const {
  if (syntax_.pos(noun) == Upos::Pron) return !tree_.is_relative_pronoun(noun);
  if (!has_no_entity(mentions_, noun) || syntax_.pos(noun) == Upos::Propn) return true;
  const Words& w = lexicon_.words;
  const std::string_view lemma = syntax_.lemma(noun), form = syntax_.lower(noun);
  for (const StringSet* set : {&w.documents, &w.spokespeople, &w.sources}) {
    if (set->contains(lemma) || set->contains(form)) return true;
  }
  return !entities_behind(lexicon_, syntax_, mentions_, {noun}).empty();
}

// At the edge of a clause, the governed able to speak.
bool SourcePhrases::is_speaker(TokenIndex begin, TokenIndex noun) const {
  const TokenRange sentence = syntax_.sentence(begin);
  if (begin > sentence.begin && !tree_.is_punctuation(begin - 1) && syntax_.pos(begin - 1) != Upos::Cconj &&
      syntax_.pos(begin - 1) != Upos::Sconj)
    return false;
  if (begin > sentence.begin) {  // behind a bracket: no edge
    for (const std::string_view closing : {")", "]", "»", "”"}) {
      if (syntax_.surface(begin - 1) == closing) return false;
    }
  }
  if (!ends_before_verb(noun)) return false;
  if (syntax_.pos(noun) == Upos::Pron) return !tree_.is_relative_pronoun(noun) && !has_demonstrative(noun);
  if (static_cast<size_t>(noun) >= mentions_.entities_at.size()) return false;
  const Words& w = lexicon_.words;
  if (!has_no_entity(mentions_, noun)) return true;
  return w.sources.contains(syntax_.lemma(noun)) || w.spokespeople.contains(syntax_.lemma(noun)) ||
         !entities_behind(lexicon_, syntax_, mentions_, {noun}).empty();
}

// Nothing but punctuation follows the phrase in its sentence, or a relative clause that speaks of the source.
bool SourcePhrases::ends_sentence(TokenIndex noun) const {
  const TokenRange sentence = syntax_.sentence(noun);
  TokenIndex t = std::clamp(tree_.range[noun].end, noun + 1, sentence.end);
  while (t < sentence.end && (tree_.is_punctuation(t) || syntax_.pos(t) == Upos::Space)) ++t;
  return t == sentence.end;
}

// The last mark before `from` that bounds an aside, or where the sentence begins.
TokenIndex SourcePhrases::segment_begin(TokenIndex from) const {
  const TokenRange sentence = syntax_.sentence(from);
  TokenIndex t = from;
  while (t > sentence.begin && t > from - kSegment && !tree_.is_punctuation(t - 1)) --t;
  return t;
}

// A mark stands behind the phrase, before any verb.
bool SourcePhrases::ends_before_verb(TokenIndex noun) const {
  const TokenIndex end = std::min(syntax_.sentence(noun).end, noun + kPhrase);
  for (TokenIndex t = noun + 1; t < end; ++t) {
    if (tree_.is_punctuation(t)) return true;
    if (forms_.is_verbal(t) && (forms_.of(t) & kFinite)) return false;
  }
  return false;
}

bool SourcePhrases::has_demonstrative(TokenIndex t) const { return syntax_.has_feature(t, "PronType=Dem"); }

// The first clause behind the phrase's mark, where the parser made the source the root. Else the noun itself.
TokenIndex SourcePhrases::clause_behind(TokenIndex noun) const {
  const TokenIndex end = std::min(syntax_.sentence(noun).end, noun + kSegment);
  TokenIndex mark = noun + 1;
  while (mark < end && !tree_.is_punctuation(mark)) ++mark;
  for (TokenIndex t = mark; t < end; ++t) {
    if (forms_.verb(t).finite != kNoToken && syntax_[t].head != kNoToken && syntax_[t].head < mark) return t;
  }
  return noun;
}

Cue SourcePhrases::cue(TokenIndex begin, TokenIndex end, TokenIndex noun, std::vector<TokenIndex> holders) const {
  Cue out;
  out.token = noun;
  out.words = {begin, end};
  out.kind = CueKind::Phrase;
  out.governs = kClause | kQuote;
  out.names_holder = !holders.empty();
  out.holders = std::move(holders);
  out.inserted = true;
  const TokenRange sentence = syntax_.sentence(begin);
  TokenIndex root = syntax_[noun].head;
  const auto is_edge = [&](TokenIndex t) { return t == sentence.begin || tree_.is_punctuation(t - 1); };
  if (root == kNoToken) {
    root = noun;
  } else if (begin == sentence.begin) {
    while (syntax_[root].head != kNoToken) root = syntax_[root].head;
  } else {
    const bool close = !is_edge(begin);
    const bool last = ends_sentence(noun);
    const TokenIndex segment = close && !last ? segment_begin(begin) : sentence.begin;
    while (!tree_.is_clause(root) && syntax_[root].head != kNoToken) {
      // Inside an aside: the aside's own.
      if (syntax_[root].head < segment) break;
      root = syntax_[root].head;
    }
    // At the end of a sentence, all that the sentence tells.
    for (int step = 0; last && step < kMaxClimb && syntax_[root].head != kNoToken; ++step) {
      const Relation r = syntax_[root].relation;
      const bool joined = r == Relation::Conjunct || r == Relation::OpenClause;
      const bool below = r == Relation::AdverbialClause || r == Relation::Participle || r == Relation::Relative ||
                         !tree_.is_clause(root);
      if (!joined && !(below && !close)) break;
      root = syntax_[root].head;
    }
  }
  if (root == noun) root = clause_behind(noun);
  if (root != noun) out.content = {root};
  return out;
}

}  // namespace depeche::voice
