#include "ground/timex/tense.h"

#include <algorithm>

#include "base/unicode.h"

namespace depeche::ground::timex {
namespace {

constexpr size_t kReach = 20;  // words on each side

bool ends_in(std::string_view word, const std::vector<std::string>& suffixes) {
  return std::any_of(suffixes.begin(), suffixes.end(), [&](const std::string& s) {
    return word.size() > s.size() + 2 && word.substr(word.size() - s.size()) == s;
  });
}

bool has(std::string_view morph, std::string_view feature) { return morph.find(feature) != std::string_view::npos; }

constexpr int kMaxClimb = 12;  // heads from an expression up to its verb

}  // namespace

Direction tree_tense(std::string_view text, const nlp::Analysis& analysis, ByteSpan span, const Grammar& grammar) {
  const auto& tokens = analysis.tokens;
  const auto first =
      std::partition_point(tokens.begin(), tokens.end(), [&](const nlp::Token& t) { return t.span.end <= span.begin; });
  if (first == tokens.end() || first->span.begin >= span.end) return Direction::Unknown;
  const auto is = [&](const nlp::Token& token, Symbol symbol) {
    if (symbol == Lexicon::kNoSymbol) return false;
    const Word* const word = grammar.lexicon().find(unicode::lower(slice(text, token.span)));
    return word && grammar.lexicon().answers(word->letter, symbol);
  };
  auto at = static_cast<nlp::TokenIndex>(first - tokens.begin());
  bool below_noun = false;
  for (int climb = 0; climb < kMaxClimb; ++climb) {
    const nlp::Token& token = tokens[at];
    below_noun |= token.pos == nlp::Upos::Noun && !span.contains(token.span);
    if (token.pos == nlp::Upos::Verb || token.pos == nlp::Upos::Aux) break;
    if (token.head == at) break;
    at = token.head;
  }
  // What is called for, in an infinitive or a noun, is still to come.
  const bool infinitive = has(analysis.morph(tokens[at]), "VerbForm=Inf");
  if ((infinitive && is(tokens[tokens[at].head], grammar.forward)) || (below_noun && is(tokens[at], grammar.forward)))
    return Direction::Future;
  // A participle beside a noun: what was announced is past, what is planned is to come.
  if (analysis.deprel(tokens[at]).substr(0, 3) == "acl" && has(analysis.morph(tokens[at]), "VerbForm=Part") &&
      !has(analysis.morph(tokens[at]), "Tense=Pres"))
    return is(tokens[at], grammar.future) ? Direction::Future : Direction::Past;
  // The verb, or what stands as predicate, with its auxiliaries: they lie near it.
  const std::string_view morph = analysis.morph(tokens[at]);
  const bool participle = has(morph, "VerbForm=Part") && !has(morph, "Tense=Pres");
  const auto makes_future = [&](const nlp::Token& token) { return is(token, grammar.future_auxiliary); };
  constexpr nlp::TokenIndex kNear = 8;
  const nlp::TokenIndex begin = std::max(0, at - kNear), end = std::min(analysis.size(), at + kNear);
  Direction out = Direction::Unknown;
  for (nlp::TokenIndex i = begin; i < end; ++i) {
    const nlp::Token& aux = tokens[i];
    if (i != at && (aux.head != at || aux.pos != nlp::Upos::Aux)) continue;
    const std::string_view form = analysis.morph(aux);
    if (has(form, "Mood=Cnd")) return Direction::Unknown;
    if (has(form, "Tense=Fut") || (i != at && makes_future(aux))) return Direction::Future;
    if (!has(form, "VerbForm=Fin")) continue;
    const std::string_view relation = analysis.deprel(aux);
    const bool perfect = i != at && participle && relation.find("pass") == std::string_view::npos;
    if (has(form, "Tense=Past") || has(form, "Tense=Imp") || perfect) out = Direction::Past;
  }
  return out;
}

Direction surface_tense(std::string_view text, const std::vector<Piece>& pieces, const Form& form,
                        const Grammar& grammar) {
  const Lexicon& lexicon = grammar.lexicon();
  const auto shown = [&](const Piece& piece) {
    if (!piece.is_word) return Direction::Unknown;
    if (lexicon.answers(piece.letter, grammar.future)) return Direction::Future;
    if (lexicon.answers(piece.letter, grammar.past)) return Direction::Past;
    if (piece.word || piece.capital) return Direction::Unknown;
    const std::string_view word = slice(text, piece.span);
    if (ends_in(word, grammar.future_suffixes)) return Direction::Future;
    if (ends_in(word, grammar.past_suffixes)) return Direction::Past;
    return Direction::Unknown;
  };
  const uint32_t sentence = pieces[form.first].sentence;
  for (size_t distance = 1; distance <= kReach; ++distance) {
    if (form.first >= distance && pieces[form.first - distance].sentence == sentence) {
      if (const Direction d = shown(pieces[form.first - distance]); d != Direction::Unknown) return d;
    }
    if (form.last + distance < pieces.size() && pieces[form.last + distance].sentence == sentence) {
      if (const Direction d = shown(pieces[form.last + distance]); d != Direction::Unknown) return d;
    }
  }
  return Direction::Unknown;
}

}  // namespace depeche::ground::timex
