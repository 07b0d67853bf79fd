#include "store/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace depeche::store {
namespace {

constexpr size_t kMostCached = 1'000'000;  // shared rows remembered; beyond, they are looked up

// What refers to an article before the article; its words before the text that they stand in.
constexpr std::string_view kRemove[] = {
    "DELETE FROM tolls WHERE event IN (SELECT event FROM event_rows WHERE article = ?)",
    "DELETE FROM participants WHERE event IN (SELECT event FROM event_rows WHERE article = ?)",
    "DELETE FROM positions WHERE event IN (SELECT event FROM event_rows WHERE article = ?)",
    "DELETE FROM event_rows WHERE article = ?",
    "DELETE FROM entities WHERE article = ?",
    "DELETE FROM quote_rows WHERE article = ?",
    "DELETE FROM times WHERE article = ?",
    "DELETE FROM story_pending WHERE article = ?",
    "INSERT INTO texts (texts, rowid, text) SELECT 'delete', article, text FROM articles WHERE article = ?",
    "DELETE FROM articles WHERE article = ?"};

void bind_span(RowBuffer& row, int at, Span span) {
  if (span.begin < 0) {
    row.bind_null(at);
    row.bind_null(at + 1);
  } else {
    row.bind(at, span.begin);
    row.bind(at + 1, span.end);
  }
}

void bind_degrees(Statement& statement, int at, const std::optional<double>& degrees) {
  degrees ? statement.bind(at, *degrees) : statement.bind_null(at);
}

void remember(std::unordered_map<std::string, int64_t>& rows, std::string key, int64_t row) {
  if (rows.size() >= kMostCached) rows.clear();
  rows.emplace(std::move(key), row);
}

}  // namespace

Result<Writer> Writer::over(Connection& db) {
  Writer w(db);
  const std::pair<Statement*, std::string_view> statements[] = {
      {&w.find_article_, "SELECT article FROM articles WHERE id = ?"},
      {&w.add_words_, "INSERT INTO texts (rowid, text) VALUES (?,?)"},
      {&w.find_coder_, "SELECT coder FROM coders WHERE version = ? AND model = ? AND resources = ?"},
      {&w.add_coder_, "INSERT INTO coders (version, model, resources) VALUES (?,?,?)"},
      {&w.find_actor_,
       "SELECT actor FROM actors WHERE name = ? AND kind = ? AND country = ? AND sector = ? AND wikidata = ?"},
      {&w.add_actor_, "INSERT INTO actors (name, kind, country, sector, wikidata) VALUES (?,?,?,?,?)"},
      {&w.find_place_,
       "SELECT place FROM places WHERE name = ? AND country = ? AND admin1 = ? AND geonames = ? AND ifnull(lat, 999) = "
       "ifnull(?, 999) AND ifnull(lon, 999) = ifnull(?, 999)"},
      {&w.add_place_, "INSERT INTO places (name, country, admin1, geonames, lat, lon) VALUES (?,?,?,?,?,?)"},
      {&w.add_box_, "INSERT INTO place_boxes VALUES (?1, ?2, ?2, ?3, ?3)"},
      {&w.last_article_, "SELECT max(article) FROM articles"},
      {&w.last_event_, "SELECT max(event) FROM event_rows"}};
  for (const auto& [statement, sql] : statements) *statement = DEPECHE_TRY(db.prepare(sql));
  for (const std::string_view sql : kRemove) w.remove_.push_back(DEPECHE_TRY(db.prepare(sql)));
  w.articles_ =
      DEPECHE_TRY(RowBuffer::over(db, "articles",
                                  {"article", "id", "fingerprint", "run", "coder", "url", "publisher", "language",
                                   "published", "published_basis", "event_count", "text", "rest"}));
  w.entities_ = DEPECHE_TRY(RowBuffer::over(db, "entities", {"article", "id", "actor", "title", "mentions"}));
  w.events_ = DEPECHE_TRY(RowBuffer::over(
      db, "event_rows",
      {"event",          "article",      "id",        "type",     "mode",       "contexts",      "quad",
       "score",          "cameo",        "goldstein", "date",     "date_first", "date_last",     "time_basis",
       "place",          "confidence",   "status",    "hedged",   "historical", "trigger_begin", "trigger_end",
       "sentence_begin", "sentence_end", "rule",      "evidence", "links"}));
  w.participants_ = DEPECHE_TRY(RowBuffer::over(db, "participants", {"event", "role", "n", "actor"}));
  w.positions_ = DEPECHE_TRY(RowBuffer::over(db, "positions", {"event", "n", "actor", "stance", "begin", "end"}));
  w.quotes_ = DEPECHE_TRY(RowBuffer::over(
      db, "quote_rows", {"article", "n", "begin", "end", "form", "speaker", "via", "cue_begin", "cue_end", "closed"}));
  w.times_ = DEPECHE_TRY(RowBuffer::over(db, "times", {"article", "n", "begin", "end", "type", "value"}));
  return w;
}

Result<int64_t> Writer::article_of(std::string_view id) {
  find_article_.bind(1, id);
  if (!DEPECHE_TRY(find_article_.step())) return 0;
  const int64_t article = find_article_.integer(0);
  find_article_.reset();
  return article;
}

Result<void> Writer::flush() {
  for (RowBuffer* const rows : {&articles_, &entities_, &events_, &participants_, &positions_, &quotes_, &times_})
    DEPECHE_CHECK(rows->flush());
  return {};
}

Result<void> Writer::remove(int64_t article) {
  next_article_ = next_event_ = 0;  // those of the newest rows may be taken again
  for (Statement& s : remove_) {
    s.bind(1, article);
    DEPECHE_CHECK(s.run());
  }
  return {};
}

Result<int64_t> Writer::coder(const StoredRecord& r) {
  std::string key = fmt::format("{}\x1f{}\x1f{}", r.coder_version, r.coder_model, r.coder_resources);
  if (const auto at = coders_.find(key); at != coders_.end()) return at->second;
  for (Statement* const s : {&find_coder_, &add_coder_}) {
    s->bind(1, std::string_view(r.coder_version));
    s->bind(2, std::string_view(r.coder_model));
    s->bind(3, std::string_view(r.coder_resources));
  }
  const int64_t row = DEPECHE_TRY(db_->find_or_add(find_coder_, add_coder_));
  remember(coders_, std::move(key), row);
  return row;
}

Result<int64_t> Writer::actor(const StoredEntity& e) {
  std::string key = fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}", e.name, e.kind, e.country, e.sector, e.wikidata);
  if (const auto at = actors_.find(key); at != actors_.end()) return at->second;
  for (Statement* const s : {&find_actor_, &add_actor_}) {
    int n = 0;
    for (const std::string* const column : {&e.name, &e.kind, &e.country, &e.sector, &e.wikidata})
      s->bind(++n, std::string_view(*column));
  }
  const int64_t row = DEPECHE_TRY(db_->find_or_add(find_actor_, add_actor_));
  remember(actors_, std::move(key), row);
  return row;
}

Result<int64_t> Writer::place(const StoredPlace& p) {
  std::string key = fmt::format("{}\x1f{}\x1f{}\x1f{}\x1f{}\x1f{}", p.name, p.country, p.admin1, p.geonames,
                                p.lat.value_or(999), p.lon.value_or(999));
  if (const auto at = places_.find(key); at != places_.end()) return at->second;
  for (Statement* const s : {&find_place_, &add_place_}) {
    s->bind(1, std::string_view(p.name));
    s->bind(2, std::string_view(p.country));
    s->bind(3, std::string_view(p.admin1));
    s->bind(4, p.geonames);
    bind_degrees(*s, 5, p.lat);
    bind_degrees(*s, 6, p.lon);
  }
  int64_t row = 0;
  if (DEPECHE_TRY(find_place_.step())) {
    row = find_place_.integer(0);
    find_place_.reset();
  } else {
    DEPECHE_CHECK(add_place_.run());
    row = db_->last_id();
    if (p.lat && p.lon) {
      add_box_.bind(1, row);
      add_box_.bind(2, *p.lat);
      add_box_.bind(3, *p.lon);
      DEPECHE_CHECK(add_box_.run());
    }
  }
  remember(places_, std::move(key), row);
  return row;
}

Result<void> Writer::add(const StoredRecord& r, const Fingerprint& fingerprint, int64_t run) {
  const int64_t article = rows_.article = DEPECHE_TRY(next_row(next_article_, articles_, last_article_));
  articles_.bind(1, article);
  articles_.bind(2, std::string_view(r.id));
  articles_.bind_blob(3, {reinterpret_cast<const char*>(fingerprint.data()), sizeof fingerprint});
  articles_.bind(4, run);
  articles_.bind(5, DEPECHE_TRY(coder(r)));
  int n = 5;
  for (const std::string* const column : {&r.url, &r.publisher, &r.language, &r.published, &r.published_basis})
    articles_.bind_or_null(++n, *column);
  articles_.bind(11, static_cast<int64_t>(r.events.size()));
  articles_.bind(12, std::string_view(r.text));
  articles_.bind(13, std::string_view(r.rest));
  DEPECHE_CHECK(articles_.add());
  // Not held: one statement for many would end a piece of the index each time.
  add_words_.bind(1, article);
  add_words_.bind(2, std::string_view(r.text));
  DEPECHE_CHECK(add_words_.run());
  rows_.entities.clear();
  for (const StoredEntity& e : r.entities) {
    rows_.entities.push_back(DEPECHE_TRY(actor(e)));
    entities_.bind(1, article);
    entities_.bind(2, std::string_view(e.id));
    entities_.bind(3, rows_.entities.back());
    entities_.bind_or_null(4, e.title);
    entities_.bind(5, std::string_view(e.mentions));
    DEPECHE_CHECK(entities_.add());
  }
  rows_.places.clear();
  for (const StoredPlace& p : r.places) rows_.places.push_back(DEPECHE_TRY(place(p)));
  rows_.events.clear();
  for (const StoredEvent& e : r.events) DEPECHE_CHECK(event(e, article));
  return passages(r, article);
}

Result<void> Writer::passages(const StoredRecord& r, int64_t article) {
  int64_t n = 0;
  for (const StoredQuote& q : r.quotes) {
    ++n;
    if (q.span.begin < 0) continue;
    quotes_.bind(1, article);
    quotes_.bind(2, n);
    bind_span(quotes_, 3, q.span);
    quotes_.bind(5, std::string_view(q.form));
    q.speaker < 0 ? quotes_.bind_null(6) : quotes_.bind(6, rows_.entities[static_cast<size_t>(q.speaker)]);
    quotes_.bind(7, std::string_view(q.via));
    bind_span(quotes_, 8, q.cue);
    quotes_.bind(10, static_cast<int64_t>(q.closed));
    DEPECHE_CHECK(quotes_.add());
  }
  n = 0;
  for (const StoredTime& t : r.times) {
    ++n;
    if (t.span.begin < 0) continue;
    times_.bind(1, article);
    times_.bind(2, n);
    bind_span(times_, 3, t.span);
    times_.bind(5, std::string_view(t.type));
    times_.bind_or_null(6, t.value);
    DEPECHE_CHECK(times_.add());
  }
  return {};
}

// As SQLite would number it.
Result<int64_t> Writer::next_row(int64_t& next, RowBuffer& rows, Statement& last) {
  if (next == 0) {
    DEPECHE_CHECK(rows.flush());
    if (DEPECHE_TRY(last.step())) next = last.integer(0) + 1;
    last.reset();
  }
  return next++;
}

Result<void> Writer::event(const StoredEvent& e, int64_t article) {
  const int64_t row = DEPECHE_TRY(next_row(next_event_, events_, last_event_));
  RowBuffer& s = events_;
  s.bind(1, row);
  s.bind(2, article);
  s.bind(3, std::string_view(e.id));
  s.bind(4, std::string_view(e.type));
  s.bind(5, std::string_view(e.mode));
  s.bind(6, std::string_view(e.contexts));
  s.bind(7, e.quad);
  s.bind(8, e.score);
  s.bind_or_null(9, e.cameo);
  s.bind(10, e.goldstein);
  s.bind_or_null(11, e.date);
  s.bind_or_null(12, e.date_first);
  s.bind_or_null(13, e.date_last);
  s.bind_or_null(14, e.time_basis);
  e.place < 0 ? s.bind_null(15) : s.bind(15, rows_.places[static_cast<size_t>(e.place)]);
  s.bind(16, e.confidence);
  s.bind(17, std::string_view(e.status));
  s.bind(18, static_cast<int64_t>(e.hedged));
  s.bind(19, static_cast<int64_t>(e.historical));
  bind_span(s, 20, e.trigger);
  bind_span(s, 22, e.sentence);
  s.bind_or_null(24, e.rule);
  s.bind(25, std::string_view(e.evidence));
  s.bind(26, std::string_view(e.links));
  DEPECHE_CHECK(s.add());
  rows_.events.push_back(row);
  return participants(e, row);
}

Result<void> Writer::participants(const StoredEvent& e, int64_t row) {
  const std::pair<std::string_view, const std::vector<int>*> roles[] = {{"actor", &e.actor},
                                                                        {"recipient", &e.recipient},
                                                                        {"source", &e.source},
                                                                        {"denier", &e.denier},
                                                                        {"confirmer", &e.confirmer}};
  for (const auto& [role, entities] : roles) {
    int64_t n = 0;
    for (const int entity : *entities) {
      participants_.bind(1, row);
      participants_.bind(2, role);
      participants_.bind(3, ++n);
      participants_.bind(4, rows_.entities[static_cast<size_t>(entity)]);
      DEPECHE_CHECK(participants_.add());
    }
  }
  int64_t n = 0;
  for (const StoredPosition& p : e.positions) {
    positions_.bind(1, row);
    positions_.bind(2, ++n);
    p.by < 0 ? positions_.bind_null(3) : positions_.bind(3, rows_.entities[static_cast<size_t>(p.by)]);
    positions_.bind(4, std::string_view(p.stance));
    bind_span(positions_, 5, p.span);
    DEPECHE_CHECK(positions_.add());
  }
  return {};
}

}  // namespace depeche::store
