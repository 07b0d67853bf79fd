// The examples beside the lists of resources/<lang>/voice: what they say and whether Statements agree.
//
// "sentence | word: answer; word: answer". In speech.toml the answer is the chain of claims around the word, outermost
// first, as "holder stance > holder stance" with "-" for a holder that is not told, and "-" alone for the reporter. In
// certainty.toml it is "plain" or some of: negated hedged future intended hypothetical.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "voice/statements.h"

namespace depeche::voice {

struct Example {
  std::string sentence;
  struct Wanted {
    std::string word, answer;
  };
  std::vector<Wanted> wanted;
  bool certainty = false;  // of certainty.toml
  Where where;
};

[[nodiscard]] Result<Example> parse_example(std::string_view text, bool certainty, const Where& where);

// All examples of a language.
[[nodiscard]] Result<std::vector<Example>> load_examples(const std::filesystem::path& resources,
                                                         std::string_view language);

// What Statements say of a token, in the words of an example.
std::string claims_around(const Statements& statements, const ground::Mentions& mentions, nlp::TokenIndex token);
std::string marks_of(const Certainty& certainty);

// "" where all wanted answers came, else what came instead.
std::string complaint(const Example& example, const ground::Syntax& syntax, const ground::Mentions& mentions,
                      const Statements& statements);

}  // namespace depeche::voice
