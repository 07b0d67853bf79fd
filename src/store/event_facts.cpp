#include "store/event_facts.h"

#include <fmt/format.h>

#include <algorithm>

namespace depeche::store {

std::vector<std::pair<std::string_view, std::string_view>> EventFacts::dyads() const {
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  for (const Participant& a : parties) {
    if (a.role != Role::Actor || a.country.empty()) continue;
    for (const Participant& b : parties) {
      if (b.role == Role::Recipient && !b.country.empty()) pairs.emplace_back(a.country, b.country);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

std::string_view EventFacts::month() const { return month_of(date_first, date_last); }

Result<void> facts_of_record(const StoredRecord& r, const WrittenRows& rows,
                             const std::function<Result<void>(const EventFacts&)>& take) {
  EventFacts f;
  f.article = rows.article;
  f.publisher = r.publisher;
  f.language = r.language;
  for (size_t i = 0; i < r.events.size(); ++i) {
    const StoredEvent& e = r.events[i];
    f.event = rows.events[i];
    f.place = e.place < 0 ? 0 : rows.places[static_cast<size_t>(e.place)];
    f.quad = e.quad;
    f.type = e.type;
    f.mode = e.mode;
    f.status = e.status;
    f.contexts = e.contexts;
    f.date_first = e.date_first;
    f.date_last = e.date_last;
    f.goldstein = e.goldstein;
    f.score = e.score;
    f.confidence = e.confidence;
    f.parties.clear();
    const std::vector<int>* const roles[] = {&e.actor, &e.recipient, &e.source, &e.denier, &e.confirmer};
    for (size_t role = 0; role < std::size(roles); ++role) {
      for (const int entity : *roles[role]) {
        const auto at = static_cast<size_t>(entity);
        f.parties.push_back({static_cast<Role>(role), rows.entities[at], r.entities[at].country});
      }
    }
    DEPECHE_CHECK(take(f));
  }
  return {};
}

Result<FactReader> FactReader::over(Connection& db, bool one_article) {
  FactReader r;
  const std::string_view where = one_article ? " WHERE e.article = ?" : "";
  r.events_ = DEPECHE_TRY(db.prepare(
      fmt::format("SELECT e.event, e.article, e.place, e.quad, e.type, e.mode, e.status, e.contexts, e.date_first, "
                  "e.date_last, e.goldstein, e.score, e.confidence, a.publisher, a.language FROM event_rows e JOIN "
                  "articles a USING (article){} ORDER BY e.event",
                  where)));
  r.parties_ = DEPECHE_TRY(db.prepare(
      "SELECT p.role, p.actor, c.country FROM participants p JOIN actors c USING (actor) WHERE p.event = ? ORDER BY "
      "instr('actor recipient source denier confirmer', p.role), p.n"));
  return r;
}

Result<void> FactReader::read(int64_t article, const std::function<Result<void>(const EventFacts&)>& take) {
  EventFacts f;
  if (article != 0) events_.bind(1, article);
  while (DEPECHE_TRY(events_.step())) {
    f.event = events_.integer(0);
    f.article = events_.integer(1);
    f.place = events_.integer(2);
    f.quad = events_.integer(3);
    f.type = events_.text(4);
    f.mode = events_.text(5);
    f.status = events_.text(6);
    f.contexts = events_.text(7);
    f.date_first = events_.text(8);
    f.date_last = events_.text(9);
    f.goldstein = events_.real(10);
    f.score = events_.real(11);
    f.confidence = events_.real(12);
    f.publisher = events_.text(13);
    f.language = events_.text(14);
    f.parties.clear();
    parties_.bind(1, f.event);
    while (DEPECHE_TRY(parties_.step())) {
      const auto role = std::find(kRoleNames.begin(), kRoleNames.end(), parties_.text(0)) - kRoleNames.begin();
      f.parties.push_back({static_cast<Role>(role), parties_.integer(1), std::string(parties_.text(2))});
    }
    DEPECHE_CHECK(take(f));
  }
  return {};
}

}  // namespace depeche::store
