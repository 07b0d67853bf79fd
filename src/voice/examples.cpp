#include "voice/examples.h"

#include <fmt/format.h>

#include "base/resource.h"
#include "voice/lexicon.h"

namespace depeche::voice {

namespace {

// The last token written so.
nlp::TokenIndex find(const ground::Syntax& syntax, std::string_view word) {
  for (nlp::TokenIndex t = syntax.size(); t-- > 0;) {
    if (syntax.surface(t) == word) return t;
  }
  return ground::kNoToken;
}

// A holder of several entities may be wanted by one of them.
bool agree(std::string_view wanted, std::string_view found) {
  const auto w = split(wanted, '>'), f = split(found, '>');
  if (w.size() != f.size()) return false;
  for (size_t i = 0; i < w.size(); ++i) {
    const auto wanted_words = split(w[i], ' '), found_words = split(f[i], ' ');
    if (wanted_words.back() != found_words.back()) return false;
    if (wanted_words.size() < 2) continue;
    bool any = false;
    for (size_t k = 0; k + 1 < found_words.size(); ++k) any = any || found_words[k] == wanted_words.front();
    if (!any) return false;
  }
  return true;
}

}  // namespace

Result<Example> parse_example(std::string_view text, bool certainty, const Where& where) {
  const size_t bar = text.find(" | ");
  if (bar == text.npos) return fail(Error::Code::Malformed, fmt::format("'{}': no ' | '", text), where);
  Example example;
  example.sentence = std::string(trim(text.substr(0, bar)));
  example.certainty = certainty;
  example.where = where;
  for (const std::string_view part : split(text.substr(bar + 3), ';')) {
    const size_t colon = part.find(": ");
    if (colon == part.npos)
      return fail(Error::Code::Malformed, fmt::format("'{}': expected 'word: answer'", part), where);
    example.wanted.push_back({std::string(trim(part.substr(0, colon))), std::string(trim(part.substr(colon + 2)))});
  }
  return example;
}

Result<std::vector<Example>> load_examples(const std::filesystem::path& resources, std::string_view language) {
  const Lexicon lexicon = DEPECHE_TRY(Lexicon::load(resources, language));
  std::vector<Example> examples;
  for (const Lexicon::Example& e : lexicon.examples)
    examples.push_back(DEPECHE_TRY(parse_example(e.text, e.certainty, e.where)));
  return examples;
}

std::string claims_around(const Statements& statements, const ground::Mentions& mentions, nlp::TokenIndex token) {
  std::string out;
  for (int32_t c = statements.certainty[token].claim; c >= 0; c = statements.claims[c].parent) {
    const Claim& claim = statements.claims[c];
    std::string one;
    for (const ground::EntityId id : claim.holders) one += mentions.entities[id].name + " ";
    if (claim.holders.empty()) one = "- ";
    one += name_of(claim.stance);
    out = out.empty() ? one : one + " > " + out;
  }
  return out.empty() ? "-" : out;
}

std::string marks_of(const Certainty& certainty) {
  std::string out;
  if (certainty.negated) out += " negated";
  if (certainty.hedged) out += " hedged";
  if (certainty.modality != Modality::Actual) (out += ' ') += name_of(certainty.modality);
  return out.empty() ? "plain" : out.substr(1);
}

std::string complaint(const Example& example, const ground::Syntax& syntax, const ground::Mentions& mentions,
                      const Statements& statements) {
  std::string out;
  for (const Example::Wanted& wanted : example.wanted) {
    const nlp::TokenIndex token = find(syntax, wanted.word);
    std::string found;
    if (token == ground::kNoToken) {
      found = "no such word";
    } else if (example.certainty) {
      found = marks_of(statements.certainty[token]);
      if (found == wanted.answer) continue;
    } else {
      found = claims_around(statements, mentions, token);
      if (agree(wanted.answer, found)) continue;
    }
    out += fmt::format("{}{}: wanted '{}', found '{}'", out.empty() ? "" : "; ", wanted.word, wanted.answer, found);
  }
  return out.empty() ? out
                     : fmt::format("{}: {}: {}", Error{Error::Code::Malformed, "", example.where}.describe(),
                                   example.sentence, out);
}

}  // namespace depeche::voice
