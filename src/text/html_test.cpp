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

TEST_F(Pages, MoreWordsThanTheReport) {
  const std::string prose = kProse;
  std::string comments, consent;
  for (int i = 0; i < 20; ++i) {
    comments += "<div class=comment><p>Je ne suis pas du tout d'accord avec cet article, dit le lecteur numéro " +
                std::to_string(i) + ".</p></div>";
    consent += "<p>Nos partenaires lisent et gardent des données sur votre appareil pour mesurer leur audience.</p>";
  }
  for (const std::string& page : {
           "<article class=\"post tag-share tag-print\">" + prose + "</article><div id=comments>" + comments + "</div>",
           "<div id=cookie-consent>" + consent + "</div><div>" + prose + "</div>",
           "<body class=\"comments-open cookie-banner\"><div>" + prose + "</div><div class=comments>" + comments +
               "</div>",
           "<div class=story><div class=photo><img><p class=wp-caption-text>Le ministre et son homologue, mardi, dans "
           "la cour du palais.</p></div>" +
               prose + "</div>",
           "<div>" + prose + "</div><div class=desktop>" + prose + "</div>",  // told twice
       })
    EXPECT_EQ(body(page), kReport) << page;
  // Where nothing else is a report, even that is one.
  EXPECT_FALSE(body("<div class=comments>" + comments + "</div>").empty());
}

TEST_F(Pages, OtherArticlesBeside) {
  std::string cards;
  for (int i = 0; i < 8; ++i)
    cards += "<div><a href=/x><h3>Le titre d'un autre article numéro " + std::to_string(i) +
             "</h3></a><p>Une phrase qui en dit un peu plus long sur ce que l'on y lit.</p></div>";
  EXPECT_EQ(body("<main><article>" + std::string(kProse) + "</article><div>" + cards + "</div></main>"), kReport);
  const auto refused = read_html("<html><main>" + cards + "</main>", *rules_, {"page"});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("lists articles"), std::string::npos);
  std::string longer;
  for (size_t at = 0; at < cards.size();) {
    const size_t end = cards.find("</p>", at) + 4;
    longer += cards.substr(at, end - at) + "<p>Et une autre phrase, pour que l'on en sache un peu plus encore.</p>";
    at = end + 6;
    longer += "</div>";
  }
  const Article list = read("<html><main>" + longer + "</main>");
  EXPECT_EQ(list.kind, PageKind::List);
  EXPECT_EQ(list.diagnostics.size(), 1u);
  const Article report = read("<html><main>" + std::string(kProse) + "</main>" + cards);
  EXPECT_EQ(report.kind, PageKind::Article);
}

TEST_F(Pages, LiveReports) {
  const std::string prose = kProse;
  std::string entries;
  for (const char* const hour : {"10:05", "10:20", "11:00"})
    entries += "<div class=\"live-post x\"><time>" + std::string(hour) + "</time>" + prose + "</div>";
  EXPECT_EQ(read("<html>" + entries).kind, PageKind::Live);
  EXPECT_EQ(read("<html><title>Live: a ministers' meeting</title>" + prose).kind, PageKind::Live);
  EXPECT_EQ(read("<html><title>Guerre au nord, en direct</title>" + prose).kind, PageKind::Live);
  EXPECT_EQ(read("<html><title>Live music returns</title>" + prose).kind, PageKind::Article);
  EXPECT_EQ(read("<html><script type=\"application/ld+json\">{\"@type\": \"LiveBlogPosting\"}</script>" + prose).kind,
            PageKind::Live);
}

TEST_F(Pages, DaysThatAreOnlyShown) {
  const std::string prose = kProse;
  for (const auto& [line, day] : {
           std::pair("Publié le 5 janvier 2024 à 10h12", "2024-01-05"),
           {"1er août 2023", "2023-08-01"},
           {"By A. Nother, March 5th, 2024 at 3 pm", "2024-03-05"},
           {"Sept. 7, 2021", "2021-09-07"},
           {"05/03/2024 - 10:00", "2024-03-05"},
           {"2024-03-05", "2024-03-05"},
           {"31 février 2024", ""},
           {"mars 2024", ""},
       })
    EXPECT_EQ(read("<html lang=fr><h1>Un titre</h1><p>" + std::string(line) + "</p>" + prose).published, day) << line;
  EXPECT_EQ(read("<html lang=fr><p>PARIS, 5 janv 2024 (AFP) – Le ministre a reçu mardi son homologue dans la capitale, "
                 "et les deux hommes ont parlé de la frontière pendant trois heures, selon un communiqué de ses "
                 "services.</p>")
                .published,
            "2024-01-05");
  const std::string english =
      "<p>The minister met his counterpart in the capital on Tuesday and both men talked for three hours about the "
      "border, according to a statement.</p><p>No agreement was found, but the talks will go on next week in the north "
      "of the country.</p>";
  EXPECT_EQ(read("<html lang=en><h1>A title</h1><p>05/03/2024</p>" + english).published, "");  // either
  EXPECT_EQ(read("<html lang=en><h1>A title</h1><p>05/13/2024</p>" + english).published, "2024-05-13");
  // A clock in the menu is not the report's day.
  EXPECT_EQ(
      read("<html><nav><time datetime=2025-01-01>now</time></nav><h1>A</h1><time datetime=2020-02-03></time>" + prose)
          .published,
      "2020-02-03");
}

TEST_F(Pages, TextThatOnlyTheDataHold) {
  std::string text;
  for (int i = 0; i < 10; ++i) text += "Une phrase de plus que la page ne montre que par un programme. ";
  EXPECT_EQ(read("<html><h1>T</h1><script type=\"application/ld+json\">{\"@type\": \"Article\", \"articleBody\": \"" +
                 text + "\"}</script><p>…</p>")
                .text,
            text);
}

TEST_F(Pages, Crossheads) {
  const Article article = read("<h1>T</h1>" + std::string(kProse) + "<h2>Et la suite ?</h2>" +
                               std::string(kProse).substr(0, 40) + " de plus " + kProse);
  EXPECT_EQ(article.headings, std::vector<std::string>{"Et la suite ?"});
}

TEST_F(Pages, CaptionsApart) {
  const std::string figure = "<figure><img><figcaption>Une rue de la capitale, mardi.</figcaption></figure>";
  const Article inside = read("<html><main><h1>Un titre</h1>" + figure + "<div>" + kProse + "</div></main><div>" +
                              "<figure><img><figcaption>Un autre article</figcaption></figure></div>");
  EXPECT_EQ(inside.text, kReport);
  EXPECT_EQ(inside.captions, std::vector<std::string>{"Une rue de la capitale, mardi."});
  EXPECT_TRUE(read(std::string("<html>") + kProse).captions.empty());
}

TEST(Markup, APageIsToldByItsFirstElement) {
  for (const char* const page :
       {"<!DOCTYPE html>", " \n<HTML>", "<p>Un", "<article class=x>", "<!-- a --><div\n", "<h1>a", "<br/>"})
    EXPECT_TRUE(looks_like_html(page)) << page;
  for (const char* const text : {"<pays> Un", "<divers>", "<", "<p", "<rss>", "<feed ", "Un <p>", "<3 Paris"})
    EXPECT_FALSE(looks_like_html(text)) << text;
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

TEST_F(Pages, AnyNumberOfAttributes) {
  std::string many = "<html><div class=story";
  for (int i = 0; i < 200'000; ++i) many += " a" + std::to_string(i) + "=1";
  EXPECT_EQ(read(many + ">" + kProse).text, kReport);  // would take minutes if they were compared with each other
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
  EXPECT_NE(fault("[words]\nforeign = [\"a\",\n\"É\"]\n").find("main_text_fault.toml:3"), std::string::npos);
  EXPECT_NE(fault("[words]\nforeign = [\"a\"]\n").find("words.never"), std::string::npos);
  const std::string words =
      "[words]\nforeign = [\"a\"]\nnever = [\"a\"]\ncaption = [\"a\"]\nreport = [\"b\"]\nlive = [\"b\"]\nlive_title = "
      "[\"b\"]\n";
  EXPECT_NE(fault(words + "[months]\n[weights]\nsentence_words = \"8\"\n").find("sentence_words"), std::string::npos);
  EXPECT_NE(fault(words + "[months]\nfr = [[\"janvier\"]]\n").find("main_text_fault.toml:9"), std::string::npos);
}

}  // namespace
}  // namespace depeche::text
