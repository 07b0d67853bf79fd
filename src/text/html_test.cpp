// Pages: what is the report, and what they say of themselves.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "support/paths.h"
#include "text/html_article.h"
#include "text/reader.h"

namespace depeche::text {
namespace {

const char* const kProse =
    "<p>Le ministre des Affaires étrangères a reçu mardi son homologue dans la capitale, selon un communiqué.</p>"
    "<p>Les deux hommes ont parlé de la frontière pendant trois heures, sans trouver d'accord sur le tracé.</p>";
const char* const kReport =
    "Le ministre des Affaires étrangères a reçu mardi son homologue dans la capitale, selon un communiqué.\n\n"
    "Les deux hommes ont parlé de la frontière pendant trois heures, sans trouver d'accord sur le tracé.";

class Pages : public testing::Test {
 protected:
  Pages() {
    auto rules = PageRules::load(test::source_dir() / "resources/page/main_text.toml");
    if (rules) rules_ = std::make_shared<const PageRules>(std::move(*rules));
  }
  void SetUp() override { ASSERT_TRUE(rules_); }
  Article read(const std::string& page) {
    auto article = read_html(page, *rules_, {"page"});
    EXPECT_TRUE(article) << article.error().describe();
    return article ? *article : Article();
  }
  std::string body(const std::string& inner) { return read("<!DOCTYPE html><html><body>" + inner).text; }
  std::shared_ptr<const PageRules> rules_;
};

TEST_F(Pages, ReportAmongTheRest) {
  const std::string prose = kProse;
  const std::string menu = "<div><a href=/>Accueil</a> <a href=/m>Monde</a> <a href=/s>Sport</a></div>";
  const std::string teasers =
      "<div><a href=/1>Séisme : ce que l'on sait.</a></div><div><a href=/2>Les images du jour</a></div>";
  for (const std::string& page : {
           prose,
           "<nav>" + menu + "</nav><article>" + prose + "</article><footer>" + menu + "</footer>",
           menu + menu + "<div><div>" + prose + "</div></div>" + teasers,
           "<table><tr><td>" + menu + "<td>" + prose + "<td>" + teasers + "</table>",
           "<div class=sidebar-left><div class=widget>" + prose + "</div></div>",  // a name used loosely
           "<div><h1>Un titre</h1><p>Par Anne Durand</p>" + prose + "<p class=tags><a href=#>Monde</a></p></div>",
           "<div class=comments><p>Je ne suis pas du tout d'accord avec cet article, dit un lecteur.</p></div>" + prose,
           "<main>" + prose +
               "<figure><img><figcaption>Une rue de la capitale, mardi. Photo d'agence.</figcaption></figure></main>",
           "<script>var a = '<p>Ceci n'est pas un texte, mais un bout de programme.</p>';</script>" + prose,
       })
    EXPECT_EQ(body(page), kReport) << page;
}

TEST_F(Pages, Paragraphs) {
  EXPECT_EQ(
      body("<div>Le chef de l'armée a annoncé lundi le retrait de ses troupes du nord.<br><br>Il n'a pas donné de "
           "date, mais parle de quelques semaines.<br>La suite est ouverte.</div>"),
      "Le chef de l'armée a annoncé lundi le retrait de ses troupes du nord.\n\nIl n'a pas donné de date, mais parle "
      "de quelques semaines.\nLa suite est ouverte.");
  EXPECT_EQ(body(std::string(kProse) + "<p>Il s'est tu.</p>"), std::string(kReport) + "\n\nIl s'est tu.");
  EXPECT_EQ(
      body("<p>Un   texte\n de &laquo;&nbsp;plusieurs&nbsp;&raquo; <b>mots</b>, &amp; d'<a href=#>un lien</a> dedans, "
           "qui "
           "suffit à faire un paragraphe de plus de vingt-cinq mots, à ce qu'il semble, si l'on compte bien.</p>"),
      "Un texte de «\u00A0plusieurs\u00A0» mots, & d'un lien dedans, qui suffit à faire un paragraphe de plus de "
      "vingt-cinq mots, à ce qu'il semble, si l'on compte bien.");
}

TEST_F(Pages, WhatTheySayOfThemselves) {
  const Article linked = read(
      "<html lang=fr-CA><head><title>Autre titre | Le Site</title><link rel=canonical href=\"https://www.site.ca/a\">"
      "<script type=\"application/ld+json\">{\"@graph\": [{\"@type\": \"WebSite\", \"name\": \"x\"}, {\"@type\": "
      "[\"NewsArticle\"],"
      "\"headline\": \"Le titre\", \"datePublished\": \"2021-03-04T10:00:00Z\", \"author\": [{\"name\": \"Anne\"}, "
      "\"Paul\"],"
      "\"publisher\": {\"name\": \"Le Site\"}}]}</script></head><body><h1>Encore</h1>" +
      std::string(kProse));
  EXPECT_EQ(linked.title, "Le titre");
  EXPECT_EQ(linked.published, "2021-03-04");
  EXPECT_EQ(linked.author, "Anne, Paul");
  EXPECT_EQ(linked.publisher, "Le Site");
  EXPECT_EQ(linked.language, "fr");
  EXPECT_EQ(linked.url, "https://www.site.ca/a");
  const Article meta = read(
      "<head><meta property=\"article:published_time\" content=\"2019-01-02T23:00:00+01:00\"><meta "
      "property=og:site_name "
      "content=\"Un site\"><title>Le titre - Un site</title></head>" +
      std::string(kProse));
  EXPECT_EQ(meta.title, "Le titre");
  EXPECT_EQ(meta.published, "2019-01-02");
  EXPECT_EQ(meta.publisher, "Un site");
  EXPECT_EQ(read("<link rel=canonical href=https://a.fr/2018/11/05/x.html>" + std::string(kProse)).published,
            "2018-11-05");
  EXPECT_EQ(read("<time datetime=\"2017-05-06\">hier</time>" + std::string(kProse)).published, "2017-05-06");
}

TEST_F(Pages, NoReport) {
  for (const char* const page : {"<html>", "<html><body><a href=/>Accueil</a>", "<html><p>Trop court.</p>"})
    EXPECT_FALSE(read_html(page, *rules_, {"page"})) << page;
}

TEST_F(Pages, AnyNesting) {
  std::string deep = "<html>" + std::string(kProse);
  for (int i = 0; i < 100'000; ++i) deep += "<div>";
  const Article article = read(deep + "le fond");
  EXPECT_EQ(article.text, kReport);
  ASSERT_EQ(article.diagnostics.size(), 1u);
  EXPECT_NE(article.diagnostics[0].find("nested"), std::string::npos);
}

TEST_F(Pages, ThroughTheReader) {
  const std::string page =
      "<!DOCTYPE html><meta charset=\"iso-8859-1\"><p>Le pr\xE9sident a re\xE7u mardi une d\xE9l\xE9gation venue du "
      "nord du pays, qui "
      "demande depuis des mois la fin du blocus de la ville et le d\xE9part des soldats.";
  Reader reader = Reader::over(page, "dossier/page.html", {.pages = rules_});
  const auto article = reader.next();
  ASSERT_TRUE(article && *article);
  EXPECT_EQ((*article)->id, "page");
  EXPECT_TRUE((*article)->text.starts_with("Le président a reçu mardi une délégation"));
  Reader without = Reader::over(page, "page.html");
  const auto refused = without.next();
  ASSERT_TRUE(refused);
  EXPECT_FALSE(*refused);
}

TEST(PageRulesFile, FaultsNameTheirLine) {
  const auto file = std::filesystem::path(testing::TempDir()) / "main_text_fault.toml";
  const auto fault = [&](const std::string& text) {
    std::ofstream(file) << text;
    const auto rules = PageRules::load(file);
    return rules ? std::string("none") : rules.error().describe();
  };
  EXPECT_NE(fault("[words]\nnever = [\"a\",\n\"É\"]\n").find("main_text_fault.toml:3"), std::string::npos);
  EXPECT_NE(fault("[words]\nnever = [\"a\"]\n").find("words.report"), std::string::npos);
  EXPECT_NE(
      fault("[words]\nnever = [\"a\"]\nreport = [\"b\"]\n[weights]\nsentence_words = \"8\"\n").find("sentence_words"),
      std::string::npos);
}

}  // namespace
}  // namespace depeche::text
