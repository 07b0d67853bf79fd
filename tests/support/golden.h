// Golden dispatches: what is expected of each, and how far a record agrees. The rules are those of
// tests/golden/README.md.
//
//   for (const golden::Dispatch& dispatch : golden::load_all()) {
//     golden::Score score = golden::compare(dispatch, record_json);
//     std::cout << score.report;   // a line for each disagreement
//   }
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace depeche::golden {

struct Dispatch {
  std::string name;
  std::filesystem::path text;
  nlohmann::json expected;
};

// All pairs NAME.txt and NAME.expected.json, sorted by name.
std::vector<Dispatch> load_all();

// How many of `expected` things were found rightly, and how many were found in all.
struct Tally {
  int right = 0, expected = 0, found = 0;

  double precision() const { return found == 0 ? 1 : double(right) / found; }
  double recall() const { return expected == 0 ? 1 : double(right) / expected; }
  Tally& operator+=(const Tally& other);
};

struct Score {
  Tally types;      // events of the right type in the right sentence
  Tally dyads;      // of these, those whose actor and recipient are right
  Tally quotes;     // spans with the right speaker
  Tally times;      // with the right value
  Tally published;  // 0 or 1 of 1
  // Of the matched events: right of those that the dispatch tells.
  Tally status, dates, places, modes, sources, deniers;
  std::string report;

  Score& operator+=(const Score& other);
};

Score compare(const Dispatch& dispatch, const nlohmann::json& record);

}  // namespace depeche::golden
