#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <set>

#include "store/clusters.h"
#include "store/likeness.h"

namespace depeche::store {
namespace {

constexpr int32_t kDay = 17'000;

Marks report(uint64_t rank, int32_t day = kDay) {
  Marks m;
  m.event = static_cast<int64_t>(rank);
  m.rank = rank;
  m.type = type_of("ASSAULT");
  m.first = m.last = m.day = m.published = day;
  m.has_place = true;
  m.place_country = 5;
  m.lat = 36.7F;
  m.lon = 68.9F;
  m.actors = {{1, 1, 11}};
  m.recipients = {{2, 1, 12}};
  m.names = {1, 2};
  m.stems = {10, 11, 12};
  m.context = {1, 2, 3};
  return m;
}

TEST(Likeness, TellsOneEventFromAnother) {
  struct Row {
    const char* what;
    std::function<void(Marks&)> change;
    bool is_joined;
  };
  const Row rows[] = {{"the same", [](Marks&) {}, true},
                      {"the day after", [](Marks& m) { m.first = m.last = m.day = kDay + 1; }, true},
                      {"another language, other words",
                       [](Marks& m) {
                         m.language = 2, m.stems = {90, 91};
                       },
                       true},
                      {"no place told", [](Marks& m) { m.has_place = false; }, true},
                      {"a month later", [](Marks& m) { m.first = m.last = m.day = m.published = kDay + 30; }, false},
                      {"another actor of another country",
                       [](Marks& m) {
                         m.actors = {{7, 1, 77}}, m.names = {8}, m.stems = {90, 91};
                       },
                       false},
                      {"roles changed", [](Marks& m) { std::swap(m.actors, m.recipients); }, false},
                      {"far away",
                       [](Marks& m) {
                         m.lat = -20, m.lon = 10, m.place_country = 9, m.names = {8}, m.stems = {90, 91};
                       },
                       false},
                      {"a type of another family", [](Marks& m) { m.type = type_of("AGREE"); }, false}};
  const Marks first = report(1);
  for (const Row& row : rows) {
    Marks other = report(2);
    row.change(other);
    const auto there = likeness(first, other), back = likeness(other, first);
    EXPECT_EQ(there && there->sum >= kJoinFrom, row.is_joined) << row.what << ' ' << (there ? there->why() : "nothing");
    ASSERT_EQ(there.has_value(), back.has_value()) << row.what;
    if (there) {
      EXPECT_EQ(there->points, back->points) << row.what;
    }
  }
}

TEST(Likeness, SaysWhyTheStrongestFirst) {
  Likeness l;
  l.points[Likeness::Day] = 2.0F;
  l.points[Likeness::Place] = -2.5F;
  l.points[Likeness::Actor] = 1.2F;
  EXPECT_EQ(l.why(), "place -2.5, day +2.0, actor +1.2");
}

TEST(Likeness, DistanceOnAGlobe) {
  EXPECT_NEAR(distance_km(48.8566F, 2.3522F, 51.5074F, -0.1278F), 344, 2);
  EXPECT_NEAR(distance_km(0, 179.5F, 0, -179.5F), 111, 1);  // across the day line
}

using Sets = std::set<std::set<int64_t>>;

Sets stories_of(const std::vector<Marks>& reports, const std::vector<size_t>& order, const std::vector<Edge>& edges) {
  std::vector<const Marks*> members;
  std::vector<size_t> place(reports.size());
  for (size_t i = 0; i < order.size(); ++i) {
    members.push_back(&reports[order[i]]);
    place[order[i]] = i;
  }
  std::vector<Edge> moved;
  for (const Edge& e : edges) moved.push_back({place[e.a], place[e.b], e.points});
  std::reverse(moved.begin(), moved.end());
  Sets sets;
  for (const Cluster& c : clusters(members, moved)) {
    std::set<int64_t> events;
    for (size_t i = 0; i < c.members.size(); ++i) {
      const Cluster::Member& m = c.members[i];
      events.insert(members[m.member]->event);
      if (i == 0) {
        EXPECT_EQ(m.joined_to, m.member);
      } else {
        EXPECT_TRUE(is_earlier(*members[m.joined_to], *members[m.member]));
      }
    }
    sets.insert(events);
  }
  return sets;
}

TEST(Clusters, AllOrdersGiveTheSame) {
  // Six reports of one event, two of another; one that is told alone; a weak join between the two events.
  std::vector<Marks> reports;
  for (uint64_t i = 1; i <= 9; ++i) reports.push_back(report(i, i <= 6 ? kDay : kDay + 20));
  const std::vector<Edge> edges = {{0, 1, 8}, {1, 2, 7}, {0, 3, 7}, {3, 4, 6},
                                   {4, 5, 6}, {2, 5, 6}, {6, 7, 9}, {5, 6, 5.6F}};
  std::vector<size_t> order(reports.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  const Sets expected = {{1, 2, 3, 4, 5, 6}, {7, 8}};
  std::mt19937 random(5);
  for (int turn = 0; turn < 500; ++turn) {
    EXPECT_EQ(stories_of(reports, order, edges), expected) << "turn " << turn;
    std::shuffle(order.begin(), order.end(), random);
  }
}

TEST(Clusters, OneStoryHasOneTown) {
  std::vector<Marks> reports = {report(1), report(2), report(3)};
  reports[1].has_place = false;
  reports[2].lat = 34.5F;  // 270 km from the first
  EXPECT_EQ(stories_of(reports, {0, 1, 2}, {{0, 1, 8}, {1, 2, 7}}), (Sets{{1, 2}}));
}

}  // namespace
}  // namespace depeche::store
