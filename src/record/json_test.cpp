#include "record/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "record/json_writer.h"
#include "support/record_example.h"

namespace depeche::record {
namespace {

using Json = nlohmann::ordered_json;

std::string written(const Record& record) {
  std::string out;
  write_json(record, out);
  return out;
}

// The words that a span of code points names.
std::string words(const Json& record, const Json& span) {
  const std::u32string all = utf8::to_code_points(record["text"].get<std::string>());
  std::string out;
  for (size_t i = span[0]; i < span[1]; ++i) utf8::append(out, all[i]);
  return out;
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

using Words = std::vector<std::string>;

TEST(Json, EveryFieldInItsOrder) {
  const Example example;
  const Json r = Json::parse(written(example.record()));
  EXPECT_EQ(keys(r), (Words{"id", "url", "publisher", "language", "published", "text", "residue", "sentences",
                            "entities", "places", "times", "quotes", "events", "diagnostics", "coder", "source", "n"}));
  EXPECT_EQ(keys(r["published"]), (Words{"date", "basis", "evidence"}));
  EXPECT_EQ(keys(r["entities"][0]),
            (Words{"id", "name", "kind", "country", "sector", "wikidata", "title", "confidence", "mentions"}));
  EXPECT_EQ(keys(r["places"][0]),
            (Words{"id", "name", "country", "admin1", "lat", "lon", "geonames", "precision", "mentions"}));
  EXPECT_EQ(keys(r["times"][0]), (Words{"span", "type", "value"}));
  EXPECT_EQ(keys(r["quotes"][0]), (Words{"span", "form", "speaker", "via", "cue", "closed"}));
  EXPECT_EQ(keys(r["events"][0]),
            (Words{"id",        "event",        "mode",      "context",   "quad",         "score",      "cameo",
                   "goldstein", "actor",        "recipient", "date",      "time_basis",   "place",      "confidence",
                   "status",    "according_to", "positions", "denied_by", "confirmed_by", "historical", "hedged",
                   "trigger",   "sentence",     "evidence",  "rule",      "links"}));
  EXPECT_EQ(keys(r["coder"]), (Words{"version", "model", "resources"}));
}

TEST(Json, ValuesReadBack) {
  const Example example;
  const Json r = Json::parse(written(example.record()));
  EXPECT_EQ(r["id"], "ex\"1");
  EXPECT_TRUE(r["url"].is_null());
  EXPECT_EQ(r["text"], example.document.text);
  EXPECT_EQ(r["entities"][1]["sector"], "UNK");
  EXPECT_EQ(r["entities"][1]["mentions"][1]["as_place"], true);
  EXPECT_EQ(r["entities"][2]["members"], Json({"e1", "e2"}));
  EXPECT_EQ(r["places"][0]["lat"], 41.9);
  EXPECT_TRUE(r["places"][1]["lat"].is_null());
  EXPECT_TRUE(r["places"][1]["geonames"].is_null());
  EXPECT_EQ(r["published"]["basis"], "inferred");
  EXPECT_EQ(r["quotes"][0]["speaker"], "e2");
  EXPECT_EQ(r["quotes"][0]["via"], Json({"e1"}));
  const Json& accuse = r["events"][0];
  EXPECT_EQ(accuse["id"], "v1");
  EXPECT_EQ(accuse["event"], "ACCUSE");
  EXPECT_EQ(accuse["actor"], Json({"e1"}));
  EXPECT_EQ(accuse["place"], Json::parse(R"({"id":"p1","name":"Rome","country":"ITA","basis":"text"})"));
  const Json& aid = r["events"][1];
  EXPECT_EQ(aid["status"], "alleged");
  EXPECT_EQ(aid["recipient"], Json::array());
  EXPECT_TRUE(aid["date"].is_null());
  EXPECT_TRUE(aid["place"].is_null());
  EXPECT_EQ(aid["positions"][1]["by"], "e2");
  EXPECT_EQ(aid["positions"][1]["stance"], "denies");
  EXPECT_EQ(aid["links"], Json::parse(R"([{"kind":"told_in","event":"v1"}])"));
  EXPECT_EQ(r["source"], "a\"b");
  EXPECT_EQ(r["n"], Json({1, 2.5}));
  EXPECT_EQ(r["diagnostics"], Json({"note", "input field 'events' left out: the record has its own"}));
}

TEST(Json, SpansCountCodePoints) {
  const Example example;
  const Json r = Json::parse(written(example.record()));
  EXPECT_EQ(words(r, r["residue"][0]), "Partager");
  EXPECT_EQ(words(r, r["sentences"][1]), "L’Égypte\tnie : « C'est \\faux ».");
  EXPECT_EQ(words(r, r["entities"][1]["mentions"][0]["span"]), "l’Égypte");
  EXPECT_EQ(words(r, r["places"][0]["mentions"][0]), "Rome");
  EXPECT_EQ(r["places"][0]["mentions"][0], Json({10, 14}));
  EXPECT_EQ(words(r, r["times"][0]["span"]), "mardi");
  EXPECT_EQ(words(r, r["quotes"][0]["span"]), "C'est \\faux");
  EXPECT_EQ(words(r, r["quotes"][0]["cue"]), "nie");
  EXPECT_EQ(words(r, r["events"][1]["trigger"]), "livré");
  EXPECT_EQ(words(r, r["events"][1]["positions"][0]["span"]), "accusé");
}

TEST(Json, OneLineSameBytes) {
  const Example example;
  const std::string line = written(example.record());
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(line, written(Example().record()));
}

TEST(Json, StrangeRecordsAreWritten) {
  Example example;
  example.document.extra = "\"a\": [1,,2]";
  example.events[0].actor = {-1, 99, 1};
  example.events[0].place = 77;
  example.events[0].score = std::nan("");
  example.events[0].trigger = {5'000'000, 6'000'000};
  example.analysis.sentences.push_back({5, 9});
  const Json r = Json::parse(written(example.record()));
  EXPECT_EQ(r["events"][0]["actor"], Json({"e2"}));
  EXPECT_TRUE(r["events"][0]["score"].is_null());
  EXPECT_EQ(r["sentences"].size(), 2u);
  EXPECT_EQ(r["diagnostics"][1], "unknown input fields left out: bad JSON");
}

TEST(JsonWriter, EscapesAndNumbers) {
  std::string all;
  for (int c = 0; c < 0x80; ++c) all += static_cast<char>(c);
  all += "é😀\u2028";
  std::string out;
  JsonWriter json(out);
  json.begin('[')
      .text(all)
      .number(0.1)
      .number(10.0)
      .number(1e300)
      .number(-0.5)
      .number(7)
      .number(int64_t{-9})
      .flag(true);
  json.begin('[').end(']').begin('{').end('}').null().raw("").raw("1, 2").end(']');
  const Json read = Json::parse(out);
  EXPECT_EQ(read[0], all);
  EXPECT_EQ(out.substr(out.rfind("\", ")), "\", 0.1, 10, 1e+300, -0.5, 7, -9, true, [], {}, null, 1, 2]");
}

}  // namespace
}  // namespace depeche::record
