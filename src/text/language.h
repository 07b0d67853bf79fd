// Which language a text is in, by its letters' habits (CLD2). Pure, linear up to a fixed length, safe to share.
#pragma once

#include <string>
#include <string_view>

namespace depeche::text {

struct LanguageGuess {
  std::string code;       // ISO 639-1 (639-3 for the few languages without), "" where the text is too short or mixed
  double confidence = 0;  // share of the text that is in it, 0 to 1; 0 where it cannot be told
};
// Requires well-formed UTF-8.
LanguageGuess guess_language(std::string_view text);

}  // namespace depeche::text
