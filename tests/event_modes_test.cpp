// By what means acts were done, by rows of tests/tables/event_modes_<language>.tsv: the text (" / " parts paragraphs,
// the first is the title), and modes of events by a word of their trigger: "tuer firearms; rencontré none".
#include <gtest/gtest.h>

#include "support/event_rows.h"

namespace depeche {
namespace {

class EventModes : public testing::TestWithParam<const char*> {};

TEST_P(EventModes, Rows) {
  test::check_event_rows("event_modes", GetParam(), {"text", "events"}, [](const engine::Coded&, const code::Event& e) {
    return e.mode.empty() ? std::string("none") : e.mode;
  });
}

INSTANTIATE_TEST_SUITE_P(Languages, EventModes, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche
