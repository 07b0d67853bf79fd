// Where events took place, by rows of tests/tables/event_places_<language>.tsv: the text (" / " parts paragraphs, the
// first is the title), and places of events by a word of their trigger: "attaque Kano text point; arrêté Nigeria
// context".
#include <gtest/gtest.h>

#include "record/names.h"
#include "support/event_rows.h"

namespace depeche {
namespace {

class EventPlaces : public testing::TestWithParam<const char*> {};

TEST_P(EventPlaces, Rows) {
  test::check_event_rows("event_places", GetParam(), {"text", "events"},
                         [](const engine::Coded& coded, const code::Event& e) {
                           if (e.place < 0) return std::string("nowhere");
                           const ground::Place& place = coded.mentions.places[static_cast<size_t>(e.place)];
                           return place.name + ' ' + std::string(record::word_for(e.place_basis)) + ' ' +
                                  std::string(ground::name_of(place.precision));
                         });
}

INSTANTIATE_TEST_SUITE_P(Languages, EventPlaces, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche
