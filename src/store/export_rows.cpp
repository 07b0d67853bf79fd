#include "store/export_rows.h"

#include <fmt/format.h>

#include <utility>

#include "store/schema.h"

namespace depeche::store {
namespace {

// A piece of text by code points.
std::string_view slice(std::string_view text, const utf8::CodePointMap& points, int64_t begin, int64_t end) {
  if (begin < 0 || end < begin || end > points.at(static_cast<uint32_t>(text.size()))) return {};
  const size_t from = points.byte_at(static_cast<uint32_t>(begin)), to = points.byte_at(static_cast<uint32_t>(end));
  return text.substr(from, to - from);
}

void set_contexts(std::string_view json, std::vector<std::string>& out) {
  out.clear();
  for (size_t at = json.find('"'); at != std::string_view::npos;) {
    const size_t end = json.find('"', at + 1);
    if (end == std::string_view::npos) return;
    out.emplace_back(json.substr(at + 1, end - at - 1));
    at = json.find('"', end + 1);
  }
}

// Rows in the order of their events, beside the events.
class Cursor {
 public:
  Cursor(Statement& statement, int64_t first, int64_t last) : statement_(&statement) { rewind(statement, first, last); }
  static void rewind(Statement& statement, int64_t first, int64_t last) {
    statement.reset();
    statement.bind(1, first);
    statement.bind(2, last);
  }
  // Stands on the first row of `event`, or behind where it would be.
  Result<bool> seek(int64_t event) {
    while (!ended_ && (!started_ || statement_->integer(0) < event)) {
      started_ = true;
      ended_ = !DEPECHE_TRY(statement_->step());
    }
    return !ended_ && statement_->integer(0) == event;
  }
  Result<bool> next(int64_t event) {
    ended_ = !DEPECHE_TRY(statement_->step());
    return !ended_ && statement_->integer(0) == event;
  }
  const Statement& row() const { return *statement_; }

 private:
  Statement* statement_;
  bool started_ = false, ended_ = false;
};

}  // namespace

std::string joined(const std::vector<const ExportParty*>& parties, std::string ExportParty::*member,
                   std::string_view between) {
  std::string out;
  for (const ExportParty* p : parties) {
    if (p != parties.front()) out += between;
    out += p->*member;
  }
  return out;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

Result<Connection> open_for_export(const std::string& path) {
  Connection db = DEPECHE_TRY(Connection::open(path, Connection::Mode::Read));
  DEPECHE_CHECK(check_version(db));
  DEPECHE_CHECK(db.exec("PRAGMA cache_size = -131072; PRAGMA mmap_size = 2147483648; BEGIN"));
  return db;
}

Result<void> EventReader::read_shared(Connection& db) {
  Statement all = DEPECHE_TRY(db.prepare("SELECT actor, name, kind, country, sector, wikidata FROM actors"));
  while (DEPECHE_TRY(all.step()))
    actors_.emplace(all.integer(0),
                    ExportParty{std::string(all.text(1)), std::string(all.text(2)), std::string(all.text(3)),
                                std::string(all.text(4)), std::string(all.text(5))});
  all = DEPECHE_TRY(db.prepare("SELECT place, name, country, admin1, lat, lon, geonames FROM places"));
  while (DEPECHE_TRY(all.step()))
    places_.emplace(all.integer(0),
                    Place{std::string(all.text(1)), std::string(all.text(2)), std::string(all.text(3)), all.real(4),
                          all.real(5), !all.is_null(4) && !all.is_null(5), all.integer(6)});
  return {};
}

Result<EventReader> EventReader::over(Connection& db, const Filter& filter) {
  EventReader r;
  DEPECHE_CHECK(r.read_shared(db));
  const std::string chosen = fmt::format(
      " WHERE event BETWEEN ?1 AND ?2{}",
      filter.where.empty() ? "" : fmt::format(" AND event IN (SELECT e.event FROM event_rows e{})", filter.where));
  const std::pair<Statement*, std::string_view> statements[] = {
      {&r.events_,
       "SELECT event, article, id, type, mode, contexts, quad, score, cameo, goldstein, date, date_first, date_last, "
       "time_basis, confidence, status, hedged, historical, trigger_begin, trigger_end, sentence_begin, sentence_end, "
       "rule, place FROM event_rows{} ORDER BY event"},
      {&r.parties_, "SELECT event, role, actor FROM participants{} ORDER BY event, role, n"},
      {&r.stories_, "SELECT event, story FROM story_events{} ORDER BY event"},
      {&r.tolls_, "SELECT event, kind, count FROM tolls{} ORDER BY event, kind"}};
  for (const auto& [statement, sql] : statements) {
    *statement = DEPECHE_TRY(db.prepare(fmt::format(fmt::runtime(sql), chosen)));
    bind(*statement, filter, 3);
  }
  r.article_ =
      DEPECHE_TRY(db.prepare("SELECT id, publisher, language, published, url, text FROM articles WHERE article = ?"));
  return r;
}

Result<bool> EventReader::read_article(int64_t article) {
  ExportEvent& e = event_;
  e.article = 0;
  article_.bind(1, article);
  if (!DEPECHE_TRY(article_.step())) return false;
  int n = 0;
  for (std::string* const value : {&e.article_id, &e.publisher, &e.language, &e.published, &e.url, &words_})
    value->assign(article_.text(n++));
  article_.reset();
  points_.emplace(words_);
  e.article = article;
  e.text_length = points_->at(static_cast<uint32_t>(words_.size()));
  return true;
}

void EventReader::read_event() {
  ExportEvent& e = event_;
  e.event = events_.integer(0);
  int n = 1;
  for (std::string* const text : {&e.id, &e.type, &e.mode}) text->assign(events_.text(++n));
  set_contexts(events_.text(5), e.contexts);
  e.quad = events_.integer(6);
  e.score = events_.real(7);
  e.cameo.assign(events_.text(8));
  e.goldstein = events_.real(9);
  n = 9;
  for (std::string* const text : {&e.date, &e.date_first, &e.date_last, &e.time_basis}) text->assign(events_.text(++n));
  e.confidence = events_.real(14);
  e.status.assign(events_.text(15));
  e.hedged = events_.integer(16) != 0;
  e.historical = events_.integer(17) != 0;
  n = 17;
  for (int64_t* const at : {&e.trigger_begin, &e.trigger_end, &e.sentence_begin, &e.sentence_end}) {
    ++n;
    *at = events_.is_null(n) ? -1 : events_.integer(n);
  }
  e.trigger.assign(slice(words_, *points_, e.trigger_begin, e.trigger_end));
  e.sentence.assign(slice(words_, *points_, e.sentence_begin, e.sentence_end));
  e.rule.assign(events_.text(22));
  const auto at = places_.find(events_.integer(23));
  const Place none;
  const Place& place = at == places_.end() ? none : at->second;
  e.place = place.name;
  e.place_country = place.country;
  e.admin1 = place.admin1;
  e.has_degrees = place.has_degrees;
  e.lat = place.lat;
  e.lon = place.lon;
  e.geonames = place.geonames;
}

Result<bool> EventReader::each(int64_t first, int64_t last, const std::function<bool(const ExportEvent&)>& take) {
  Cursor::rewind(events_, first, last);
  Cursor parties(parties_, first, last), stories(stories_, first, last), tolls(tolls_, first, last);
  ExportEvent& e = event_;
  while (DEPECHE_TRY(events_.step())) {
    const int64_t event = events_.integer(0), article = events_.integer(1);
    if (article != e.article && !DEPECHE_TRY(read_article(article))) continue;
    read_event();
    for (auto* const role : {&e.actor, &e.recipient, &e.source, &e.denier, &e.confirmer}) role->clear();
    for (bool there = DEPECHE_TRY(parties.seek(event)); there; there = DEPECHE_TRY(parties.next(event))) {
      const std::string_view role = parties.row().text(1);
      auto& to = role == "actor"       ? e.actor
                 : role == "recipient" ? e.recipient
                 : role == "source"    ? e.source
                 : role == "denier"    ? e.denier
                                       : e.confirmer;
      if (const auto found = actors_.find(parties.row().integer(2)); found != actors_.end())
        to.push_back(&found->second);
    }
    e.story = DEPECHE_TRY(stories.seek(event)) ? stories.row().integer(1) : 0;
    e.killed = e.wounded = -1;
    for (bool there = DEPECHE_TRY(tolls.seek(event)); there; there = DEPECHE_TRY(tolls.next(event))) {
      if (tolls.row().text(1) == "killed") e.killed = tolls.row().integer(2);
      if (tolls.row().text(1) == "wounded") e.wounded = tolls.row().integer(2);
    }
    if (!take(e)) return false;
  }
  return true;
}

Result<void> each_event(Connection& db, const Filter& filter, const std::function<bool(const ExportEvent&)>& take) {
  EventReader reader = DEPECHE_TRY(EventReader::over(db, filter));
  DEPECHE_TRY(reader.each(0, INT64_MAX, take));
  return {};
}

}  // namespace depeche::store
