// How surely events are told and who disputes them, by rows of tests/tables/positions_<language>.tsv: a text, and
// events by a word of their trigger with status, sources and deniers: "bombardé alleged by Ukraine denied Kremlin".
// Names are joined with "+".
#include <gtest/gtest.h>

#include "record/names.h"
#include "support/event_rows.h"

namespace depeche {
namespace {

std::string names(const engine::Coded& coded, const std::vector<ground::EntityId>& ids) {
  std::string out;
  for (const ground::EntityId id : ids) {
    if (!out.empty()) out += '+';
    out += coded.mentions.entities[static_cast<size_t>(id)].name;
  }
  return out;
}

class Positions : public testing::TestWithParam<const char*> {};

TEST_P(Positions, Rows) {
  test::check_event_rows(
      "positions", GetParam(), {"text", "events"},
      [](const engine::Coded& coded, const code::Event& e) {
        std::string found(record::word_for(e.status));
        if (!e.according_to.empty()) found += " by " + names(coded, e.according_to);
        if (!e.denied_by.empty()) found += " denied " + names(coded, e.denied_by);
        return found;
      },
      "2023-08-15");
}

INSTANTIATE_TEST_SUITE_P(Languages, Positions, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche
