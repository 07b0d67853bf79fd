#include "ground/timex/tense.h"

#include <algorithm>

namespace depeche::ground::timex {
namespace {

constexpr size_t kReach = 20;  // words on each side

bool ends_in(std::string_view word, const std::vector<std::string>& suffixes) {
  return std::any_of(suffixes.begin(), suffixes.end(), [&](const std::string& s) {
    return word.size() > s.size() + 2 && word.substr(word.size() - s.size()) == s;
  });
}

}  // namespace

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
