// When events took place, by rows of tests/tables/event_dates_<language>.tsv: the document's date, its text (" / "
// parts paragraphs, the first is the title), and dates of events by a word of their trigger: "attaqué 2017-03-02;
// guerre 1999 historical".
#include <gtest/gtest.h>

#include "support/event_rows.h"

namespace depeche {
namespace {

class EventDates : public testing::TestWithParam<const char*> {};

TEST_P(EventDates, Rows) {
  test::check_event_rows(
      "event_dates", GetParam(), {"date", "text", "events"},
      [](const engine::Coded&, const code::Event& e) { return e.date + (e.historical ? " historical" : ""); });
}

INSTANTIATE_TEST_SUITE_P(Languages, EventDates, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche
