#include "store/tallies.h"

#include <set>

namespace depeche::store {

// "" stands for no value. An event with several actors counts once for each of their countries.
#define DEPECHE_TALLIES(where)                                                                                        \
  "SELECT 'type' AS what, e.type AS value, count(*) AS events FROM event_rows e " where                               \
  " GROUP BY 2 UNION ALL "                                                                                            \
  "SELECT 'mode', e.mode, count(*) FROM event_rows e " where                                                          \
  " GROUP BY 2 UNION ALL "                                                                                            \
  "SELECT 'status', e.status, count(*) FROM event_rows e " where                                                      \
  " GROUP BY 2 UNION ALL "                                                                                            \
  "SELECT 'month', ifnull(e.month, ''), count(*) FROM event_rows e " where                                            \
  " GROUP BY 2 UNION ALL "                                                                                            \
  "SELECT 'publisher', ifnull(a.publisher, ''), count(*) FROM event_rows e JOIN articles a USING (article) " where    \
  " GROUP BY 2 UNION ALL "                                                                                            \
  "SELECT 'language', ifnull(a.language, ''), count(*) FROM event_rows e JOIN articles a USING (article) " where      \
  " GROUP BY 2 UNION ALL "                                                                                            \
  "SELECT 'country', c.country, count(DISTINCT e.event) FROM event_rows e JOIN participants p ON p.event = e.event "  \
  "AND p.role IN ('actor', 'recipient') JOIN actors c ON c.actor = p.actor " where                                    \
  " GROUP BY 2 UNION ALL "                                                                                            \
  "SELECT 'dyad', d.actor_country || '-' || d.recipient_country, count(*) FROM event_rows e JOIN dyads d ON d.event " \
  "= e.event " where " GROUP BY 2"

const char* const kTalliesOfRows = DEPECHE_TALLIES("");

const char* const kTalliesStep =
    "CREATE TABLE tallies (what TEXT NOT NULL, value TEXT NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (what, "
    "value)) "
    "WITHOUT ROWID;"
    "INSERT INTO tallies " DEPECHE_TALLIES("");

Result<Tallies> Tallies::over(Connection& db) {
  Tallies t;
  t.add_ =
      DEPECHE_TRY(db.prepare("INSERT INTO tallies (what, value, events) VALUES (?,?,?) ON CONFLICT DO UPDATE SET "
                             "events = events + excluded.events"));
  t.subtract_ = DEPECHE_TRY(db.prepare(DEPECHE_TALLIES("WHERE e.article = ?1")));
  return t;
}

void Tallies::added(const StoredRecord& r) {
  const auto one = [this](std::string_view what, std::string_view value) {
    ++changes_[{std::string(what), std::string(value)}];
  };
  std::set<std::string_view> countries;
  std::set<std::pair<std::string_view, std::string_view>> dyads;
  for (const StoredEvent& e : r.events) {
    one("type", e.type);
    one("mode", e.mode);
    one("status", e.status);
    one("month", e.month());
    one("publisher", r.publisher);
    one("language", r.language);
    countries.clear();
    dyads.clear();
    for (const std::vector<int>* const side : {&e.actor, &e.recipient}) {
      for (const int i : *side) countries.insert(r.entities[static_cast<size_t>(i)].country);
    }
    for (const int a : e.actor) {
      for (const int b : e.recipient)
        dyads.emplace(r.entities[static_cast<size_t>(a)].country, r.entities[static_cast<size_t>(b)].country);
    }
    for (const std::string_view c : countries) one("country", c);
    for (const auto& [a, b] : dyads) {
      if (!a.empty() && !b.empty()) one("dyad", std::string(a) + "-" + std::string(b));
    }
  }
}

Result<void> Tallies::removing(int64_t article) {
  subtract_.bind(1, article);
  while (DEPECHE_TRY(subtract_.step()))
    changes_[{std::string(subtract_.text(0)), std::string(subtract_.text(1))}] -= subtract_.integer(2);
  return {};
}

Result<void> Tallies::update() {
  for (const auto& [key, events] : changes_) {
    if (events == 0) continue;
    add_.bind(1, std::string_view(key.first));
    add_.bind(2, std::string_view(key.second));
    add_.bind(3, events);
    DEPECHE_CHECK(add_.run());
  }
  changes_.clear();
  return {};
}

}  // namespace depeche::store
