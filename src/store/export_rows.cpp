#include "store/export_rows.h"

#include <fmt/format.h>

#include <unordered_map>

#include "base/utf8.h"
#include "store/schema.h"

namespace depeche::store {
namespace {

// A piece of text by code points. Words of news are mostly ASCII: then code points are bytes.
class Slicer {
 public:
  void set(const std::string& text) {
    text_ = &text;
    map_.emplace(text);
    length_ = map_->at(static_cast<uint32_t>(text.size()));
  }
  int64_t length() const { return length_; }
  std::string_view slice(int64_t begin, int64_t end) const {
    if (begin < 0 || end < begin || end > length_) return {};
    const size_t from = map_->byte_at(static_cast<uint32_t>(begin)), to = map_->byte_at(static_cast<uint32_t>(end));
    return std::string_view(*text_).substr(from, to - from);
  }

 private:
  const std::string* text_ = nullptr;
  std::optional<utf8::CodePointMap> map_;
  int64_t length_ = 0;
};

void set_contexts(std::string_view json, std::vector<std::string>& out) {
  out.clear();
  for (size_t at = json.find('"'); at != std::string_view::npos;) {
    const size_t end = json.find('"', at + 1);
    if (end == std::string_view::npos) return;
    out.emplace_back(json.substr(at + 1, end - at - 1));
    at = json.find('"', end + 1);
  }
}

class Cursor {
 public:
  Cursor(Statement statement) : statement_(std::move(statement)) {}
  // Stands on the first row of `event`, or behind where it would be.
  Result<bool> seek(int64_t event) {
    while (!ended_ && (!started_ || statement_.integer(0) < event)) {
      started_ = true;
      ended_ = !DEPECHE_TRY(statement_.step());
    }
    return !ended_ && statement_.integer(0) == event;
  }
  Result<bool> next(int64_t event) {
    ended_ = !DEPECHE_TRY(statement_.step());
    return !ended_ && statement_.integer(0) == event;
  }
  const Statement& row() const { return statement_; }

 private:
  Statement statement_;
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

Result<void> each_event(Connection& db, const Filter& filter, const std::function<bool(const ExportEvent&)>& take) {
  std::unordered_map<int64_t, ExportParty> actors;
  Statement all = DEPECHE_TRY(db.prepare("SELECT actor, name, kind, country, sector, wikidata FROM actors"));
  while (DEPECHE_TRY(all.step()))
    actors.emplace(all.integer(0),
                   ExportParty{std::string(all.text(1)), std::string(all.text(2)), std::string(all.text(3)),
                               std::string(all.text(4)), std::string(all.text(5))});
  const std::string chosen =
      filter.where.empty() ? "" : fmt::format(" WHERE event IN (SELECT e.event FROM event_rows e{})", filter.where);
  const auto prepare = [&](std::string_view sql) -> Result<Statement> {
    Statement s = DEPECHE_TRY(db.prepare(fmt::format(fmt::runtime(sql), chosen)));
    bind(s, filter);
    return s;
  };
  Statement events =
      DEPECHE_TRY(prepare("SELECT x.event, x.article, x.id, x.type, x.mode, x.contexts, x.quad, x.score, x.cameo, "
                          "x.goldstein, x.date, x.date_first, "
                          "x.date_last, x.time_basis, x.confidence, x.status, x.hedged, x.historical, x.trigger_begin, "
                          "x.trigger_end, x.sentence_begin, "
                          "x.sentence_end, x.rule, l.name, l.country, l.admin1, l.lat, l.lon, l.geonames FROM "
                          "event_rows x LEFT JOIN places l ON l.place = "
                          "x.place{} ORDER BY x.event"));
  Cursor parties(DEPECHE_TRY(prepare("SELECT event, role, actor FROM participants{} ORDER BY event, role, n")));
  Cursor stories(DEPECHE_TRY(prepare("SELECT event, story FROM story_events{} ORDER BY event")));
  Cursor tolls(DEPECHE_TRY(prepare("SELECT event, kind, count FROM tolls{} ORDER BY event, kind")));
  Statement article =
      DEPECHE_TRY(db.prepare("SELECT id, publisher, language, published, url, text FROM articles WHERE article = ?"));
  std::string words;  // of the article at hand
  Slicer slicer;
  ExportEvent e;
  while (DEPECHE_TRY(events.step())) {
    const int64_t event = events.integer(0);
    if (events.integer(1) != e.article) {
      e.article = events.integer(1);
      article.bind(1, e.article);
      if (!DEPECHE_TRY(article.step())) {
        e.article = 0;
        continue;
      }
      int n = 0;
      for (std::string* const value : {&e.article_id, &e.publisher, &e.language, &e.published, &e.url, &words})
        value->assign(article.text(n++));
      article.reset();
      slicer.set(words);
      e.text_length = slicer.length();
    }
    e.event = event;
    int n = 1;
    for (std::string* const text : {&e.id, &e.type, &e.mode}) text->assign(events.text(++n));
    set_contexts(events.text(5), e.contexts);
    e.quad = events.integer(6);
    e.score = events.real(7);
    e.cameo.assign(events.text(8));
    e.goldstein = events.real(9);
    n = 9;
    for (std::string* const text : {&e.date, &e.date_first, &e.date_last, &e.time_basis})
      text->assign(events.text(++n));
    e.confidence = events.real(14);
    e.status.assign(events.text(15));
    e.hedged = events.integer(16) != 0;
    e.historical = events.integer(17) != 0;
    n = 17;
    for (int64_t* const at : {&e.trigger_begin, &e.trigger_end, &e.sentence_begin, &e.sentence_end}) {
      ++n;
      *at = events.is_null(n) ? -1 : events.integer(n);
    }
    e.trigger.assign(slicer.slice(e.trigger_begin, e.trigger_end));
    e.sentence.assign(slicer.slice(e.sentence_begin, e.sentence_end));
    n = 21;
    for (std::string* const text : {&e.rule, &e.place, &e.place_country, &e.admin1}) text->assign(events.text(++n));
    e.has_degrees = !events.is_null(26) && !events.is_null(27);
    e.lat = events.real(26);
    e.lon = events.real(27);
    e.geonames = events.integer(28);
    for (auto* const role : {&e.actor, &e.recipient, &e.source, &e.denier, &e.confirmer}) role->clear();
    for (bool there = DEPECHE_TRY(parties.seek(event)); there; there = DEPECHE_TRY(parties.next(event))) {
      const std::string_view role = parties.row().text(1);
      auto& to = role == "actor"       ? e.actor
                 : role == "recipient" ? e.recipient
                 : role == "source"    ? e.source
                 : role == "denier"    ? e.denier
                                       : e.confirmer;
      if (const auto found = actors.find(parties.row().integer(2)); found != actors.end()) to.push_back(&found->second);
    }
    e.story = DEPECHE_TRY(stories.seek(event)) ? stories.row().integer(1) : 0;
    e.killed = e.wounded = -1;
    for (bool there = DEPECHE_TRY(tolls.seek(event)); there; there = DEPECHE_TRY(tolls.next(event))) {
      if (tolls.row().text(1) == "killed") e.killed = tolls.row().integer(2);
      if (tolls.row().text(1) == "wounded") e.wounded = tolls.row().integer(2);
    }
    if (!take(e)) break;
  }
  return {};
}

}  // namespace depeche::store
