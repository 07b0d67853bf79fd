// Which events tell an act again, by rows of tests/tables/repeats_<language>.tsv: the document's date, its text (" / "
// parts paragraphs, the first is the title), and links as "word > word" of triggers, "word > -" where there is none.
#include <gtest/gtest.h>

#include "support/event_rows.h"

namespace depeche {
namespace {

class Repeats : public testing::TestWithParam<const char*> {};

TEST_P(Repeats, Rows) {
  test::check_event_rows("repeats", GetParam(), {"date", "text", "events"},
                         [](const engine::Coded& coded, const code::Event& e) {
                           std::string found = "> -";
                           for (const code::Link& link : e.links) {
                             if (link.kind != "same_as") continue;
                             const code::Event& full = coded.events[static_cast<size_t>(link.event)];
                             found = "> " + std::string(slice(coded.document.text, full.trigger));
                           }
                           return found;
                         });
}

INSTANTIATE_TEST_SUITE_P(Languages, Repeats, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche
