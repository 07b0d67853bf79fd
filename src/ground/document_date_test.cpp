#include "ground/document_date.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <span>

#include "ground/times.h"
#include "support/document.h"

namespace depeche::ground {
namespace {

struct Row {
  const char* text;  // blocks parted by '\n'
  const char* date;  // "" for Unknown
  const char* evidence;
};
constexpr Row kFrench[] = {
    {"Les deux armées ont échangé des vœux mercredi. Ce message marque le 70e anniversaire de l'indépendance de "
     "l'Inde, longtemps colonie.",
     "2017-08-16", "mercredi; le 70e anniversaire de l'indépendance de l'Inde"},
    {"Les deux rivaux ont échangé des vœux mardi. Ce message marque le 70e anniversaire de l'indépendance de l'Inde, "
     "longtemps colonie.",
     "2017-08-15", "mardi; le 70e anniversaire de l'indépendance de l'Inde"},
    {"Un concert a réuni la ville samedi pour le vingt-cinquième anniversaire de la chute du mur de Berlin.",
     "2014-11-08", "samedi; le vingt-cinquième anniversaire de la chute du mur"},
    {"Aujourd'hui, l'Algérie célèbre le soixantième anniversaire de son indépendance, gagnée en 1962.", "", ""},
    {"L'Algérie célèbre aujourd'hui le 60e anniversaire de l'indépendance de l'Algérie.", "2022-07-05",
     "le 60e anniversaire de l'indépendance de l'Algérie"},
    {"La veillée du 10e anniversaire des attentats du 11 septembre 2001 a réuni dimanche la ville.", "2011-09-11",
     "10e anniversaire des attentats du 11 septembre; dimanche"},
    {"Il a parlé à la veille du centenaire de l'armistice.", "2018-11-10", "centenaire de l'armistice"},
    {"Le pays a fêté le bicentenaire de la prise de la Bastille.", "1989-07",
     "le bicentenaire de la prise de la Bastille"},
    {"Le port fêtera le centenaire de sa grue en 2014.", "", ""},
    {"Le village marque les 30 ans de la catastrophe de Tchernobyl.", "2016-04",
     "30 ans de la catastrophe de Tchernobyl"},
    {"NAIROBI, 4 mai 2021 (dépêche) - Le port est fermé depuis lundi.", "2021-05-04", "4 mai 2021"},
    {"Accra, le 4 mai 2021. Le port est fermé.", "2021-05-04", "le 4 mai 2021"},
    {"À Accra, le 4 mai 2021, le port fut fermé.", "", ""},
    {"La réforme passe\nPar la rédaction\nPublié le 9 juin 2020 à 18h30\nLe sénat a voté hier.", "2020-06-09",
     "le 9 juin 2020 à 18h30"},
    {"Un rapport publié le 9 juin 2020 accuse la police.", "", ""},
    {"Le sénat a voté ce mardi 9 juin 2020 le budget.", "2020-06-09", "ce mardi 9 juin 2020"},
    {"Le sénat a voté hier, lundi 8 juin 2020.", "2020-06-09", "hier, lundi 8 juin 2020"},
    {"Le sénat vote ce mardi 9 juin. Il avait déjà voté en 2019 et en mars 2020.", "2020-06-09", "ce mardi 9 juin"},
    {"L'an dernier, en 2015, le port fut fermé. Il rouvre.", "2016", "L'an dernier; 2015"},
    {"Le port fut fermé il y a douze ans, en 2004.", "2016", "il y a douze ans; 2004"},
    {"En cette année 2016, le port rouvre.", "2016", "cette année; 2016"},
    {"Le port fut fermé l'an dernier et en 2004.", "", ""},
    {"Luc Morin, né le 16 juillet 1993 (23 ans), et Paul Petit, né le 10 mars 1987 (30 ans), ont fui.", "2017",
     "16 juillet 1993; 10 mars 1987"},
    {"Luc Morin, né le 16 juillet 1993 (23 ans), a fui.", "", ""},
    {"Luc Morin, né le 16 juillet 1993 (23 ans), et Paul Petit, né le 10 mars 1987 (60 ans), ont fui.", "", ""},
    {"Le port, fermé en 2016, a brûlé mardi 15 août ; le feu fut éteint jeudi 17 août.", "2017-08-17",
     "mardi 15 août; jeudi 17 août"},
    {"Le port a brûlé mardi 15 août ; le feu fut éteint jeudi 17 août.", "", ""},
    {"Le sénat vote mardi.", "", ""},
    {"", "", ""},
};

constexpr Row kEnglish[] = {
    {"The two armies exchanged greetings on Wednesday. The message marks the 70th anniversary of the independence of "
     "India, long a colony.",
     "2017-08-16", "Wednesday; the 70th anniversary of the independence of India"},
    {"A concert brought the city together on Saturday for the 25th anniversary of the fall of the Berlin Wall.",
     "2014-11-08", "Saturday; the 25th anniversary of the fall of the Berlin Wall"},
    {"He spoke on the eve of the centenary of the Armistice.", "2018-11-10", "the centenary of the Armistice"},
    {"The country celebrated the bicentenary of the storming of the Bastille.", "1989-07",
     "the bicentenary of the storming of the Bastille"},
    {"The harbour will celebrate the centenary of its crane in 2014.", "", ""},
    {"NAIROBI, May 4, 2021 (wire) - The harbour has been shut since Monday.", "2021-05-04", "May 4, 2021"},
    {"Accra, 4 May 2021. The harbour is shut.", "2021-05-04", "4 May 2021"},
    {"The reform passes\nBy the newsroom\nPublished June 9, 2020\nThe senate voted yesterday.", "2020-06-09",
     "June 9, 2020"},
    {"A report published June 9, 2020 accuses the police.", "", ""},
    {"The senate voted yesterday, Monday, June 8, 2020.", "2020-06-09", "yesterday, Monday, June 8, 2020"},
    {"Last year, in 2015, the harbour was shut.", "2016", "Last year; 2015"},
    {"The harbour was shut twelve years ago, in 2004.", "2016", "twelve years ago; 2004"},
    {"Luc Morin, born July 16, 1993 (age 23), and Paul Petit, born March 10, 1987 (age 30), fled.", "2017",
     "July 16, 1993; March 10, 1987"},
    {"The harbour, shut in 2016, burned on Tuesday, August 15; the fire was put out on Thursday, August 17.",
     "2017-08-17", "Tuesday, August 15; Thursday, August 17"},
    {"The senate votes on Tuesday.", "", ""},
    {"", "", ""},
};

std::string evidence_of(const text::Document& document, const Published& published) {
  std::string out;
  for (const ByteSpan span : published.evidence) {
    if (!out.empty()) out += "; ";
    out += slice(document.text, span);
  }
  return out;
}

TimeTagger tagger(std::string_view language = "fr") {
  auto out = TimeTagger::load(std::filesystem::path(DEPECHE_SOURCE_DIR) / "resources", language);
  EXPECT_TRUE(out) << out.error().describe();
  return std::move(*out);
}

void check(const TimeTagger& times, std::span<const Row> rows) {
  std::vector<TimeExpression> found;
  Published published;
  for (const Row& row : rows) {
    const text::Document document = test::paragraphs(row.text);
    times.run(document, nullptr, found, published);
    EXPECT_EQ(published.date, row.date) << row.text;
    EXPECT_EQ(evidence_of(document, published), row.evidence) << row.text;
    EXPECT_EQ(published.basis == DateBasis::Unknown, published.date.empty());
  }
}

TEST(DocumentDate, Rows) {
  check(tagger("fr"), kFrench);
  check(tagger("en"), kEnglish);
}

// What does not follow is no date, but the candidates tell what speaks for which.
TEST(DocumentDate, Candidates) {
  const TimeTagger times = tagger();
  std::vector<TimeExpression> found;
  Published published;
  times.run(
      test::paragraphs("Luc Morin, né le 16 juillet 1993 (23 ans), a fui. Le sénat a voté ce mardi 13 juin 2017."),
      nullptr, found, published);
  ASSERT_EQ(published.date, "2017-06-13");
  ASSERT_GE(published.candidates.size(), 2u);
  EXPECT_EQ(published.candidates[0].date, "2017-06-13");
  EXPECT_EQ(published.candidates[0].clue, DateClue::Today);
  EXPECT_GT(published.candidates[0].confidence, 0.9);  // the age agrees
  EXPECT_EQ(published.candidates[1].clue, DateClue::Age);
  for (const DateCandidate& c : published.candidates) {
    EXPECT_GT(c.confidence, 0);
    EXPECT_LE(c.confidence, 1);
    EXPECT_FALSE(c.evidence.empty());
  }
  times.run(test::paragraphs("Luc Morin, né le 16 juillet 1993 (23 ans), a fui."), nullptr, found, published);
  EXPECT_EQ(published.basis, DateBasis::Unknown);
  ASSERT_EQ(published.candidates.size(), 2u);
  EXPECT_EQ(published.candidates[0].date, "2017");
  EXPECT_EQ(published.candidates[1].date, "2016");
  text::Document given = test::paragraphs("Le sénat a voté ce mardi 13 juin 2017.");
  given.published = "2017-06-14";
  times.run(given, nullptr, found, published);
  EXPECT_EQ(published.basis, DateBasis::Given);
  EXPECT_TRUE(published.candidates.empty());
}

std::filesystem::path shared_folder() {
  if (const char* folder = std::getenv("DEPECHE_SHARED")) return folder;
  return std::filesystem::path(DEPECHE_SOURCE_DIR) / ".." / "shared";
}

// The annotated articles that give no date of their own: date, and the value of each annotated time.
TEST(DocumentDate, AnnotatedArticles) {
  const std::filesystem::path seed = shared_folder() / "gold" / "seed";
  std::ifstream in(seed / "article.jsonl");
  if (!in) GTEST_SKIP() << "no articles in " << seed;
  const TimeTagger times = tagger();
  for (std::string line; std::getline(in, line);) {
    const auto article = nlohmann::json::parse(line);
    std::ifstream gold_file(seed / (article["id"].get<std::string>() + ".json"));
    const auto gold = nlohmann::json::parse(gold_file);
    const text::Document document = test::paragraphs(article["text"].get<std::string>());
    std::vector<TimeExpression> found;
    Published published;
    times.run(document, nullptr, found, published);
    EXPECT_EQ(published.date, gold["published"]);
    EXPECT_EQ(published.basis, DateBasis::Inferred);
    EXPECT_EQ(published.evidence.size(), 2u) << evidence_of(document, published);
    for (const auto& t : gold["times"]) {
      const std::string wanted = t["text"];
      const auto hit = std::find_if(found.begin(), found.end(), [&](const TimeExpression& e) {
        return slice(document.text, e.span).find(wanted) != std::string_view::npos;
      });
      ASSERT_NE(hit, found.end()) << wanted;
      EXPECT_EQ(hit->value, t["value"]) << wanted;
    }
    std::cout << article["id"] << ": " << published.date << " from " << evidence_of(document, published) << '\n';
  }
}

// News whose date is known, read without it: how often a date is found, and how far it is off. DEPECHE_DATES_OUT=FILE
// writes each one with its evidence.
class HiddenDates : public testing::TestWithParam<const char*> {};

TEST_P(HiddenDates, OfNews) {
  const std::string language = GetParam();
  const std::filesystem::path news = shared_folder() / "news" / ("wikinews_" + language + ".jsonl");
  std::ifstream in(news);
  if (!in) GTEST_SKIP() << "no " << news;
  std::ofstream out;
  if (const char* file = std::getenv("DEPECHE_DATES_OUT")) out.open(file);
  const TimeTagger times = tagger(language);
  std::vector<TimeExpression> found;
  Published published;
  int all = 0, dated = 0, right = 0, near = 0;
  for (std::string line; std::getline(in, line);) {
    const auto article = nlohmann::json::parse(line);
    if (!article["date"].is_string()) continue;
    const std::string date = article["date"];
    const auto truth = parse_date(date);
    if (!truth) continue;
    const text::Document document = test::paragraphs(article["text"].get<std::string>());
    times.run(document, nullptr, found, published);
    ++all;
    if (published.date.empty()) continue;
    ++dated;
    const DateRange range = *range_of(published.date);
    const int64_t early = days_from_civil(range.first) - days_from_civil(*truth),
                  late = days_from_civil(*truth) - days_from_civil(range.last), off = std::max(early, late);
    right += off <= 0;
    near += off <= 3;
    if (out)
      out << date << '\t' << published.date << '\t' << published.confidence << '\t' << evidence_of(document, published)
          << '\n';
  }
  std::cout << language << ": " << all << " articles, " << dated << " dated, " << right << " right, " << near
            << " within three days\n";
  EXPECT_GE(near, dated * 8 / 10);
}

INSTANTIATE_TEST_SUITE_P(Languages, HiddenDates, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche::ground
