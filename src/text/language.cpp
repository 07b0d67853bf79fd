#include "text/language.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>
#include <iterator>

namespace depeche::text {
namespace {

constexpr size_t kEnough = 20'000;  // bytes

}  // namespace

LanguageGuess guess_language(std::string_view text) {
  size_t size = std::min(text.size(), kEnough);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  // Its own summary prefers another language to English where both are met, as in English news that quotes in Russian:
  // the one of most of the text counts.
  bool reliable = false;
  CLD2::Language languages[3];
  int percents[3], bytes = 0;
  CLD2::Language language = CLD2::DetectLanguageSummary(text.data(), static_cast<int>(size), /*is_plain_text=*/true,
                                                        languages, percents, &bytes, &reliable);
  const auto most = std::max_element(std::begin(percents), std::end(percents));
  if (reliable && *most > 50) language = languages[most - std::begin(percents)];
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE || language == CLD2::TG_UNKNOWN_LANGUAGE) return {};
  std::string code = CLD2::LanguageCode(language);
  code.resize(std::min(code.find('-'), code.size()));
  if (code == "iw") code = "he";  // CLD2 keeps a few withdrawn codes
  if (code == "jw") code = "jv";
  const auto at = std::find(std::begin(languages), std::end(languages), language);
  return {code, at == std::end(languages) ? 0.0 : percents[at - std::begin(languages)] / 100.0};
}

}  // namespace depeche::text
