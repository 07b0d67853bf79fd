#include "text/page_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/resource.h"
#include "base/unicode.h"
#include "text/iso.h"

namespace depeche::text {
namespace {

struct Word {
  std::string text;   // folded; digits or letters
  char before = ' ';  // the mark right in front of it
  int number = -1;
};

// Runs of digits and runs of letters.
std::vector<Word> words_of(std::string_view text) {
  const std::string folded = unicode::fold(text);
  const auto kind = [](char c) {
    if (c >= '0' && c <= '9') return 1;
    return (c >= 'a' && c <= 'z') || (c & 0x80) != 0 ? 2 : 0;
  };
  std::vector<Word> out;
  for (size_t at = 0; at < folded.size();) {
    if (kind(folded[at]) == 0) {
      ++at;
      continue;
    }
    const size_t begin = at;
    while (at < folded.size() && kind(folded[at]) == kind(folded[begin])) ++at;
    Word word{folded.substr(begin, at - begin), begin == 0 ? ' ' : folded[begin - 1], -1};
    if (kind(folded[begin]) == 1 && word.text.size() <= 4) word.number = parse_number<int>(word.text).value_or(-1);
    out.push_back(std::move(word));
  }
  return out;
}

std::string day(int year, int month, int of_month) {
  return iso_date(fmt::format("{:04}-{:02}-{:02}", year, month, of_month));
}

}  // namespace

std::string find_day(std::string_view text, const Months& months, std::string_view language) {
  const std::vector<Word> words = words_of(text);
  const auto is_year = [](const Word& word) {
    return word.text.size() == 4 && word.number >= 1900 && word.number < 2100;
  };
  const auto is_day = [](const Word& word) { return word.text.size() <= 2 && word.number >= 1 && word.number <= 31; };
  const auto month = [&](const Word& word) {
    const auto at = months.find(word.text);
    return at == months.end() ? 0 : at->second;
  };
  for (size_t i = 0; i + 2 < words.size(); ++i) {
    const Word &a = words[i], &b = words[i + 1], &c = words[i + 2];
    std::string found;
    // Day, month and year, or month, day and year; the day may be an ordinal.
    if (is_day(a) && month(b) != 0 && is_year(c)) found = day(c.number, month(b), a.number);
    const bool has_ending =
        i + 3 < words.size() && b.number < 0 && month(b) == 0 && b.text.size() == 2 && b.before != ' ';
    if (has_ending && is_day(a) && month(c) != 0 && is_year(words[i + 3]))
      found = day(words[i + 3].number, month(c), a.number);
    if (month(a) != 0 && is_day(b) && is_year(c)) found = day(c.number, month(a), b.number);
    if (i + 3 < words.size() && month(a) != 0 && is_day(b) && c.number < 0 && c.text.size() == 2 &&
        is_year(words[i + 3]))
      found = day(words[i + 3].number, month(a), b.number);
    const bool joined = b.before == c.before && (b.before == '/' || b.before == '-' || b.before == '.');
    if (joined && is_year(a) && is_day(b) && is_day(c)) found = day(a.number, b.number, c.number);
    if (joined && is_day(a) && is_day(b) && is_year(c)) {
      if (language != "en" || a.number > 12)
        found = day(c.number, b.number, a.number);
      else if (b.number > 12 || a.number == b.number)
        found = day(c.number, a.number, b.number);
    }
    if (!found.empty()) return found;
  }
  return "";
}

}  // namespace depeche::text
