#include "store/disputes.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace depeche::store {

Result<DisputeKeeper> DisputeKeeper::over(Connection& db) {
  DisputeKeeper k;
  k.db_ = &db;
  // A holder is the same in every language: by what the world knows it as, or its country and sector, or its name.
  constexpr std::string_view kHolder =
      "coalesce(nullif(c.wikidata, ''), CASE WHEN c.country <> '' THEN c.country || ' ' || c.sector END, c.name)";
  const std::string holder(kHolder);
  const std::pair<Statement*, std::string> statements[] = {
      {&k.event_,
       "SELECT e.status, a.publisher, e.trigger_begin, e.trigger_end FROM event_rows e JOIN articles a USING (article) "
       "WHERE e.event = ?"},
      {&k.positions_, "SELECT p.actor, p.stance, p.begin, p.end, " + holder +
                          " FROM positions p JOIN actors c USING (actor) WHERE p.event = ? ORDER BY p.n"},
      {&k.participants_, "SELECT p.actor, p.role, " + holder +
                             " FROM participants p JOIN actors c USING (actor) WHERE p.event = ? AND p.role IN "
                             "('source', 'denier', 'confirmer') ORDER BY p.role, p.n"},
      {&k.add_,
       "INSERT INTO dispute_rows (story, event, date_first) VALUES (?1, ?2, coalesce(?3, (SELECT date_first FROM "
       "event_rows WHERE event = ?2)))"},
      {&k.add_holder_,
       "INSERT INTO dispute_holders (dispute, event, n, side, stance, actor, holder, begin, end) VALUES "
       "(?,?,?,?,?,?,?,?,?)"},
      {&k.of_story_, "SELECT dispute FROM dispute_rows WHERE story = ?"},
      {&k.of_event_,
       "SELECT dispute FROM dispute_rows WHERE event = ?1 UNION SELECT dispute FROM dispute_holders WHERE event = ?1"},
      {&k.drop_holders_, "DELETE FROM dispute_holders WHERE dispute = ?"},
      {&k.drop_, "DELETE FROM dispute_rows WHERE dispute = ?"}};
  for (const auto& [statement, sql] : statements) *statement = DEPECHE_TRY(db.prepare(sql));
  return k;
}

Result<std::optional<DisputeKeeper::Told>> DisputeKeeper::read(int64_t event) {
  Told told;
  const auto span = [](const Statement& row, int column) {
    return row.is_null(column) ? Span() : Span{row.integer(column), row.integer(column + 1)};
  };
  event_.bind(1, event);
  if (!DEPECHE_TRY(event_.step())) return std::nullopt;
  told.status = event_.text(0);
  told.publisher = event_.text(1);
  told.trigger = span(event_, 2);
  event_.reset();
  positions_.bind(1, event);
  while (DEPECHE_TRY(positions_.step()))
    told.positions.push_back(
        {positions_.integer(0), std::string(positions_.text(1)), std::string(positions_.text(4)), span(positions_, 2)});
  participants_.bind(1, event);
  while (DEPECHE_TRY(participants_.step()))
    told.parties.push_back(
        {participants_.integer(0), std::string(participants_.text(1)), std::string(participants_.text(2)), {}});
  return told;
}

void DisputeKeeper::add_holders(int64_t event, const Told& told, std::vector<Holder>& all) {
  if (told.status == "planned" || told.status == "hypothetical") return;
  const bool is_negated = told.status == "negated";
  std::vector<Holder> holders;
  for (const Told::One& p : told.positions) {
    const bool denies = p.what == "denies" || p.what == "doubts";
    if (!denies && p.what != "asserts" && p.what != "accuses" && p.what != "confirms") continue;
    // Whoever is quoted for what is not so denies it.
    holders.push_back(
        {event, p.actor, denies || (is_negated && p.what == "asserts"), p.what, p.holder, p.span.begin, p.span.end});
  }
  for (const Told::One& p : told.parties) {
    const bool denies = p.what == "denier" || (p.what == "source" && is_negated);
    const char* const stance = denies                     ? "denies"
                               : p.what == "confirmer"    ? "confirms"
                               : told.status == "alleged" ? "accuses"
                                                          : "asserts";
    const bool is_there = std::any_of(holders.begin(), holders.end(),
                                      [&](const Holder& o) { return o.actor == p.actor && o.denies == denies; });
    if (!is_there) holders.push_back({event, p.actor, denies, stance, p.holder, -1, -1});
  }
  // What a medium reports without naming a source is held by the medium.
  const bool names_holder = std::any_of(holders.begin(), holders.end(), [](const Holder& h) { return !h.denies; });
  if (told.status == "occurred" && !names_holder)
    holders.push_back({event, 0, false, "reports", told.publisher.empty() ? "?" : told.publisher, told.trigger.begin,
                       told.trigger.end});
  std::move(holders.begin(), holders.end(), std::back_inserter(all));
}

void DisputeKeeper::hold(const StoredRecord& record, const WrittenRows& rows) {
  constexpr size_t kMostHeld = 500'000;  // some 300 bytes each
  if (told_.size() > kMostHeld) told_.clear();
  const auto one = [&](int entity, std::string_view what, Span span) {
    const StoredEntity& e = record.entities[static_cast<size_t>(entity)];
    std::string holder = !e.wikidata.empty() ? e.wikidata : !e.country.empty() ? e.country + " " + e.sector : e.name;
    return Told::One{rows.entities[static_cast<size_t>(entity)], std::string(what), std::move(holder), span};
  };
  for (size_t i = 0; i < rows.events.size(); ++i) {
    told_.erase(rows.events[i]);  // its number may have been another's
    if (is_surely_undenied(rows.events[i])) continue;
    const StoredEvent& e = record.events[i];
    Told& told = told_[rows.events[i]];
    told.status = e.status;
    told.publisher = record.publisher;
    told.trigger = e.trigger;
    for (const StoredPosition& p : e.positions) {
      if (p.by >= 0) told.positions.push_back(one(p.by, p.stance, p.span));
    }
    // In the order in which the table has them.
    for (const auto& [role, entities] :
         {std::pair("confirmer", &e.confirmer), std::pair("denier", &e.denier), std::pair("source", &e.source)}) {
      for (const int entity : *entities) told.parties.push_back(one(entity, role, {}));
    }
  }
}

bool DisputeKeeper::added(int64_t event, const StoredEvent& as) {
  const bool is_negated = as.status == "negated";
  const bool may_be = !as.denier.empty() || (is_negated && !as.source.empty()) ||
                      std::any_of(as.positions.begin(), as.positions.end(), [&](const StoredPosition& p) {
                        return p.stance == "denies" || p.stance == "doubts" || (is_negated && p.stance == "asserts");
                      });
  if (denials_.empty()) first_added_ = event;
  if (event < first_added_) return may_be;
  const auto at = static_cast<size_t>(event - first_added_);
  if (at >= denials_.size()) denials_.resize(at + 1, Denial::Unknown);
  denials_[at] = may_be ? Denial::Possible : Denial::None;
  return may_be;
}

bool DisputeKeeper::is_surely_undenied(int64_t event) const {
  const auto at = static_cast<size_t>(event - first_added_);
  return event >= first_added_ && at < denials_.size() && denials_[at] == Denial::None;
}

Result<void> DisputeKeeper::write(const std::vector<int64_t>& events, std::optional<int64_t> story, int64_t best,
                                  std::string_view date_first) {
  if (std::all_of(events.begin(), events.end(), [this](int64_t e) { return is_surely_undenied(e); })) return {};
  std::vector<Holder> holders;
  for (const int64_t event : events) {
    if (const auto held = told_.find(event); held != told_.end()) {
      add_holders(event, held->second, holders);
    } else if (const auto told = DEPECHE_TRY(read(event))) {
      add_holders(event, *told, holders);
    }
  }
  const auto denies = [](const Holder& h) { return h.denies; };
  if (std::none_of(holders.begin(), holders.end(), denies) || std::all_of(holders.begin(), holders.end(), denies))
    return {};
  story ? add_.bind(1, *story) : add_.bind_null(1);
  add_.bind(2, best);
  add_.bind_or_null(3, date_first);
  DEPECHE_CHECK(add_.run());
  const int64_t dispute = db_->last_id();
  int64_t n = 0, last = 0;
  for (const Holder& h : holders) {
    n = h.event == last ? n + 1 : 1;
    last = h.event;
    add_holder_.bind(1, dispute);
    add_holder_.bind(2, h.event);
    add_holder_.bind(3, n);
    add_holder_.bind(4, std::string_view(h.denies ? "denies" : "asserts"));
    add_holder_.bind(5, std::string_view(h.stance));
    h.actor == 0 ? add_holder_.bind_null(6) : add_holder_.bind(6, h.actor);
    add_holder_.bind(7, std::string_view(h.holder));
    h.begin < 0 ? add_holder_.bind_null(8) : add_holder_.bind(8, h.begin);
    h.begin < 0 ? add_holder_.bind_null(9) : add_holder_.bind(9, h.end);
    DEPECHE_CHECK(add_holder_.run());
  }
  return {};
}

Result<void> DisputeKeeper::drop(Statement& found) {
  std::vector<int64_t> disputes;
  while (DEPECHE_TRY(found.step())) disputes.push_back(found.integer(0));
  for (const int64_t dispute : disputes) {
    for (Statement* const s : {&drop_holders_, &drop_}) {
      s->bind(1, dispute);
      DEPECHE_CHECK(s->run());
    }
  }
  return {};
}

Result<void> DisputeKeeper::drop_of_story(int64_t story) {
  of_story_.bind(1, story);
  return drop(of_story_);
}

Result<void> DisputeKeeper::drop_of_event(int64_t event) {
  of_event_.bind(1, event);
  return drop(of_event_);
}

}  // namespace depeche::store
