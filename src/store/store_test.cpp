#include "store/store.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <variant>

#include "store/query.h"
#include "store/record_reader.h"

namespace depeche::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRaid = R"({"id": "raid", "url": null, "publisher": "Agence A", "language": "fr",
"published": {"date": "2023-08-15", "basis": "given", "evidence": []},
"text": "L'armée a bombardé Sanaa.\n\nLe gouvernement dément.", "residue": [[1, 2]], "sentences": [[0, 25]],
"entities": [{"id": "e1", "name": "Arabie saoudite", "kind": "state", "country": "SAU", "sector": "MIL", "confidence": 0.62, "mentions": [{"span": [0, 7], "form": "nominal"}]},
             {"id": "e2", "name": "Yémen", "kind": "state", "country": "YEM", "sector": "GOV", "mentions": [{"span": [27, 42], "form": "nominal"}]}],
"places": [{"id": "p1", "name": "Sanaa", "country": "YEM", "admin1": null, "lat": 15.35, "lon": 44.2, "geonames": 71137, "mentions": [[19, 24]]}],
"times": [{"span": [0, 2], "type": "DATE", "value": "2023-08-15"}],
"quotes": [{"span": [2, 7], "form": "direct", "speaker": "e1", "via": [], "cue": null, "closed": true}],
"events": [{"id": "v1", "event": "ASSAULT", "mode": "airstrike", "context": ["military"], "quad": 4, "score": -10, "cameo": "195", "goldstein": -10,
 "actor": ["e1"], "recipient": ["e2"], "date": "2023-08", "time_basis": "text", "place": {"id": "p1", "name": "Sanaa", "country": "YEM"},
 "confidence": 0.9, "status": "alleged", "according_to": ["e2"], "positions": [{"by": "e2", "stance": "denies", "span": [43, 49]}],
 "denied_by": ["e2"], "confirmed_by": [], "historical": false, "hedged": true, "trigger": [10, 18], "sentence": [0, 25], "evidence": [[0, 25]], "rule": "fr/x.toml:y", "links": []},
 {"id": "v2", "event": "REJECT", "mode": "", "context": [], "quad": 3, "score": -4, "cameo": null, "goldstein": -4, "actor": ["e2"], "recipient": [],
 "date": null, "time_basis": "none", "place": null, "confidence": 0.5, "status": "occurred", "according_to": [], "positions": [], "denied_by": [], "confirmed_by": [],
 "historical": false, "hedged": false, "trigger": [43, 49], "sentence": [27, 50], "evidence": [], "rule": "fr/x.toml:z", "links": []}],
"diagnostics": [], "coder": {"version": "0.1.0", "model": "m 1", "resources": "sha256:a"}, "desk": "own"})";

class StoreTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("depeche-store-" + std::to_string(::getpid()) +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
    path_ = (folder_ / "a.db").string();
  }
  void TearDown() override { fs::remove_all(folder_); }

  static std::string raid(const std::string& from = "", const std::string& to = "") {
    std::string line(kRaid);
    if (!from.empty()) line.replace(line.find(from), from.size(), to);
    return line;
  }
  void put(const std::vector<std::string>& lines, std::vector<Ingest::Outcome>* outcomes = nullptr) {
    auto ingest = Ingest::begin(path_, "records", "{}");
    ASSERT_TRUE(ingest) << ingest.error().describe();
    RecordReader reader;
    for (const std::string& line : lines) {
      const auto record = reader.read(line);
      ASSERT_TRUE(record) << record.error().describe();
      const auto outcome = ingest->put(*record, fingerprint_of(line));
      ASSERT_TRUE(outcome) << outcome.error().describe();
      if (outcomes) outcomes->push_back(*outcome);
    }
    ASSERT_TRUE(ingest->finish());
  }
  // Rows as "cell|cell", of the columns asked for (all where none).
  std::vector<std::string> ask(const Query& query, const std::vector<std::string>& columns = {}) {
    std::vector<std::string> rows, names;
    const auto done =
        run(path_, query,
            {.header = [&](const std::vector<std::string>& all) { names = all; },
             .row =
                 [&](const std::vector<Cell>& cells) {
                   std::string row;
                   for (size_t i = 0; i < cells.size(); ++i) {
                     if (!columns.empty() && std::find(columns.begin(), columns.end(), names[i]) == columns.end())
                       continue;
                     if (!row.empty()) row += '|';
                     if (const auto* n = std::get_if<int64_t>(&cells[i])) row += std::to_string(*n);
                     if (const auto* t = std::get_if<std::string_view>(&cells[i])) row += *t;
                     if (std::holds_alternative<std::monostate>(cells[i])) row += '-';
                   }
                   rows.push_back(row);
                   return true;
                 }});
    EXPECT_TRUE(done) << done.error().describe();
    return rows;
  }
  void expect_in_order() {
    const auto faults = check(path_);
    ASSERT_TRUE(faults) << faults.error().describe();
    EXPECT_EQ(*faults, std::vector<std::string>{});
  }

  fs::path folder_;
  std::string path_;
};

using Rows = std::vector<std::string>;

TEST_F(StoreTest, AnEventComesBackAsItWentIn) {
  put({raid()});
  EXPECT_EQ(ask({}, {"id", "type", "mode", "context", "actor", "recipient_country", "date", "place", "status",
                     "according_to", "denied_by", "trigger", "publisher"}),
            (Rows{"v2|REJECT||-|Yémen|-|-|-|occurred|-|-|dément|Agence A",
                  "v1|ASSAULT|airstrike|military|Arabie saoudite|YEM|2023-08|Sanaa|alleged|Yémen|Yémen|bombardé|Agence "
                  "A"}));
  expect_in_order();
}

TEST_F(StoreTest, FiltersAddUpAndValuesAreAlternatives) {
  put({raid()});
  struct Row {
    std::string what;
    Query query;
    size_t events;
  };
  const auto with = [](auto member, auto value) {
    Query q;
    q.*member = value;
    return q;
  };
  using Many = std::vector<std::string>;
  const Row rows[] = {
      {"type", with(&Query::type, Many{"ASSAULT"}), 1},
      {"types", with(&Query::type, Many{"ASSAULT", "REJECT"}), 2},
      {"no SQL", with(&Query::mode, Many{"ASSAULT') OR ('1'='1"}), 0},
      {"mode", with(&Query::mode, Many{"airstrike"}), 1},
      {"context", with(&Query::context, Many{"military"}), 1},
      {"status", with(&Query::status, Many{"alleged"}), 1},
      {"actor by country", with(&Query::actor, Many{"SAU"}), 1},
      {"actor by name", with(&Query::actor, Many{"saoud"}), 1},
      {"wildcards are letters", with(&Query::actor, Many{"s%d"}), 0},
      {"recipient", with(&Query::recipient, Many{"YEM"}), 1},
      {"country", with(&Query::country, Many{"YEM"}), 2},
      {"source", with(&Query::source, Many{"YEM"}), 1},
      {"denier", with(&Query::denier, Many{"YEM"}), 1},
      {"place", with(&Query::place, Many{"sana"}), 1},
      {"dyad", with(&Query::dyad, Many{"SAU-YEM"}), 1},
      {"dyad turned", with(&Query::dyad, Many{"YEM-SAU"}), 0},
      {"publisher", with(&Query::publisher, Many{"Agence A"}), 2},
      {"language", with(&Query::language, Many{"en"}), 0},
      {"from", with(&Query::from, std::string("2023-08-31")), 1},
      {"from too late", with(&Query::from, std::string("2023-09")), 0},
      {"to", with(&Query::to, std::string("2023-08-01")), 1},
      {"to too early", with(&Query::to, std::string("2023-07")), 0},
      {"box", with(&Query::box, std::string("10,40,20,50")), 1},
      {"box elsewhere", with(&Query::box, std::string("10,50,20,60")), 0},
      {"box across the day line", with(&Query::box, std::string("10,170,20,50")), 1},
      {"text", with(&Query::text, std::string("BOMBARDE gouvernement")), 2},
      {"text is no syntax", with(&Query::text, std::string("bombardé OR \"nothing")), 0},
      {"confidence", with(&Query::least_confidence, 0.6), 1},
      {"limit", with(&Query::limit, int64_t{1}), 1},
  };
  for (const Row& row : rows) EXPECT_EQ(ask(row.query).size(), row.events) << row.what;
}

TEST_F(StoreTest, GroupsCountEvents) {
  put({raid(), raid("\"raid\"", "\"raid2\"")});
  Query query;
  query.group_by = {"type", "month"};
  EXPECT_EQ(ask(query), (Rows{"ASSAULT|2023-08|2", "REJECT|-|2"}));
  query.group_by = {"dyad"};
  EXPECT_EQ(ask(query), (Rows{"SAU-YEM|2"}));
  query.group_by = {"day"};
  EXPECT_EQ(ask(query), (Rows{"-|4"}));
  for (const std::string_view name : groupings()) {
    query.group_by = {std::string(name), name == "type" ? "status" : "type"};
    EXPECT_FALSE(ask(query).empty()) << name;
  }
}

TEST_F(StoreTest, ThatCannotBeRead) {
  put({raid()});
  for (const auto& [member, value] : {std::pair(&Query::type, "ASSAULTS"), std::pair(&Query::status, "rumoured"),
                                      std::pair(&Query::dyad, "SAU-YEM-FRA"), std::pair(&Query::group_by, "colour")}) {
    Query query;
    query.*member = {value};
    const auto done = run(path_, query, {});
    ASSERT_FALSE(done) << value;
    EXPECT_EQ(done.error().code, Error::Code::InvalidArgument);
    EXPECT_NE(done.error().message.find(value), std::string::npos);
  }
  for (const auto& [member, value] :
       {std::pair(&Query::from, "2023-13"), std::pair(&Query::to, "yesterday"), std::pair(&Query::box, "1,2,3"),
        std::pair(&Query::box, "1,2,3,4,5"), std::pair(&Query::box, "3,2,1,4"), std::pair(&Query::box, "nan,2,3,4")}) {
    Query query;
    query.*member = value;
    const auto done = run(path_, query, {});
    ASSERT_FALSE(done) << value;
    EXPECT_EQ(done.error().code, Error::Code::InvalidArgument);
    EXPECT_NE(done.error().message.find(value), std::string::npos);
  }
}

TEST_F(StoreTest, TheSameTwiceIsThereOnceAndANewerOneReplaces) {
  using enum Ingest::Outcome;
  std::vector<Ingest::Outcome> outcomes;
  put({raid(), raid()}, &outcomes);
  EXPECT_EQ(outcomes, (std::vector{Stored, Unchanged}));
  outcomes.clear();
  const std::string newer = raid("sha256:a", "sha256:b"), other = raid("bombardé", "attaqué.");
  put({raid(), newer}, &outcomes);
  EXPECT_EQ(outcomes, (std::vector{Unchanged, SameId}));
  outcomes.clear();
  put({other}, &outcomes);
  EXPECT_EQ(outcomes, (std::vector{Replaced}));
  EXPECT_EQ(ask({}).size(), 2U);
  Query words;
  words.text = "bombardé";
  EXPECT_EQ(ask(words).size(), 0U) << "words of a replaced text are still found";
  words.text = "attaqué";
  EXPECT_EQ(ask(words).size(), 2U);
  expect_in_order();
}

TEST_F(StoreTest, WhatWasNotCommittedIsNotThere) {
  put({raid()});
  {
    auto ingest = Ingest::begin(path_, "records", "{}");
    ASSERT_TRUE(ingest);
    const std::string line = raid("\"raid\"", "\"lost\"");
    ASSERT_TRUE(ingest->put(*RecordReader().read(line), fingerprint_of(line)));
  }
  EXPECT_EQ(ask({}).size(), 2U);
  expect_in_order();
}

TEST_F(StoreTest, WritersThatTakeTurnsSeeWhatTheOtherWrote) {
  const auto told = [&](size_t writers) {
    path_ = (folder_ / fmt::format("{}.db", writers)).string();
    std::vector<Ingest> ingests;
    for (size_t i = 0; i < writers; ++i) {
      auto ingest = Ingest::begin(path_, "records", "{}");
      EXPECT_TRUE(ingest) << ingest.error().describe();
      ingests.push_back(std::move(*ingest));
    }
    for (size_t n = 0; n < 7; ++n) {
      // The last one takes the place of the first.
      const std::string line = raid("\"raid\"", fmt::format("\"raid{}\"", n % 6)) + std::string(n, ' ');
      Ingest& ingest = ingests[n % writers];
      EXPECT_TRUE(ingest.put(*RecordReader().read(line), fingerprint_of(line)));
      EXPECT_TRUE(ingest.commit());
    }
    for (Ingest& ingest : ingests) EXPECT_TRUE(ingest.finish());
    expect_in_order();
    return ask({}, {"event", "article", "id", "story"});
  };
  const Rows alone = told(1);
  EXPECT_EQ(alone.size(), 12U);
  EXPECT_EQ(std::count_if(alone.begin(), alone.end(), [](const std::string& row) { return row.back() != '-'; }), 6);
  EXPECT_EQ(told(2), alone);
  EXPECT_EQ(told(3), alone);
}

TEST_F(StoreTest, FilesThatAreNotOurs) {
  struct Row {
    std::string content, word;
  };
  for (const Row& row : {Row{"no database, just some text that is longer than a header needs to be, and then some more",
                             "not a database"}}) {
    std::ofstream(path_) << row.content;
    const auto ingest = Ingest::begin(path_, "records", "{}");
    ASSERT_FALSE(ingest);
    EXPECT_NE(ingest.error().message.find(row.word), std::string::npos) << ingest.error().message;
    EXPECT_EQ(fs::file_size(path_), row.content.size()) << "somebody's file was changed";
  }
  EXPECT_FALSE(run((folder_ / "none.db").string(), {}, {}));
  EXPECT_FALSE(fs::exists(folder_ / "none.db"));
}

TEST_F(StoreTest, BackupAndVacuumKeepAll) {
  put({raid()});
  const std::string copy = (folder_ / "copy.db").string();
  ASSERT_TRUE(backup(path_, copy));
  EXPECT_FALSE(backup(path_, copy)) << "a file that was there was written over";
  ASSERT_TRUE(vacuum(path_));
  const Rows before = ask({});
  path_ = copy;
  EXPECT_EQ(ask({}), before);
  expect_in_order();
}

TEST(RecordReader, WhatIsNoRecord) {
  RecordReader reader;
  for (const char* line :
       {"", "[]", "{", R"({"id": "a", "text": "b"})", R"({"text": "b", "events": [], "entities": []})",
        R"({"id": "a", "text": "b", "events": [1], "entities": []})",
        R"({"id": "a", "text": "b", "events": [{"id": "v1"}], "entities": []})",
        R"({"id": "a", "events": [], "entities": []})"}) {
    EXPECT_FALSE(reader.read(line)) << line;
  }
  EXPECT_TRUE(reader.is_record(kRaid));
  EXPECT_FALSE(reader.is_record(R"({"id": "a", "text": "b", "events": 3})"));
  const auto record = reader.read(kRaid);
  ASSERT_TRUE(record);
  EXPECT_NE(record->rest.find(R"("desk":"own")"), std::string::npos) << record->rest;
  EXPECT_NE(record->rest.find(R"("entity_confidence":{"e1":0.62})"), std::string::npos) << record->rest;
}

TEST(RecordReader, DaysOfDates) {
  const std::pair<const char*, std::pair<std::string, std::string>> rows[] = {
      {"2023-08-15", {"2023-08-15", "2023-08-15"}},
      {"2024-02", {"2024-02-01", "2024-02-29"}},
      {"1900-02", {"1900-02-01", "1900-02-28"}},
      {"2023", {"2023-01-01", "2023-12-31"}},
      {"1910/1945-08", {"1910-01-01", "1945-08-31"}},
      {"1945/1910", {"", ""}},
      {"2023-13", {"", ""}},
      {"2023-02-30", {"", ""}},
      {"", {"", ""}},
      {"PRESENT_REF", {"", ""}}};
  for (const auto& [date, days] : rows) EXPECT_EQ(days_of(date), days) << date;
}

}  // namespace
}  // namespace depeche::store
