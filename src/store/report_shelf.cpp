#include "store/report_shelf.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "store/marks.h"

namespace depeche::store {
namespace {

constexpr size_t kMostHeld = 2'000'000;  // reports, some 100 bytes each

// Countries and regions are given by their middle, to half a degree.
bool is_wide_place(const std::optional<double>& lat, const std::optional<double>& lon, int64_t geonames) {
  const auto is_coarse = [](double degrees) { return std::abs(degrees * 2 - std::round(degrees * 2)) < 1e-6; };
  return !lat || !lon || (geonames == 0 && is_coarse(*lat) && is_coarse(*lon));
}

void add_party(std::string& all, std::string_view country, std::string_view sector) {
  if (!all.empty()) all += ' ';
  ((all += country) += '/') += sector;
}

std::string parties_of(const StoredRecord& r, const std::vector<int>& entities) {
  std::vector<std::pair<std::string_view, std::string_view>> all;
  for (const int entity : entities) {
    const StoredEntity& e = r.entities[static_cast<size_t>(entity)];
    all.emplace_back(e.country, e.sector);
  }
  std::sort(all.begin(), all.end());
  std::string out;
  for (const auto& [country, sector] : all) add_party(out, country, sector);
  return out;
}

}  // namespace

Result<ReportShelf> ReportShelf::over(Connection& db) {
  ReportShelf s;
  s.number_of("");  // 0
  s.event_ =
      DEPECHE_TRY(db.prepare("SELECT e.article, e.place, a.publisher, a.language, a.published, e.date, e.date_first, "
                             "e.date_last, e.type, e.time_basis, "
                             "l.geonames, l.lat, l.lon FROM event_rows e JOIN articles a USING (article) LEFT JOIN "
                             "places l ON l.place = e.place WHERE e.event = ?"));
  s.participants_ =
      DEPECHE_TRY(db.prepare("SELECT p.role, c.country, c.sector FROM participants p JOIN actors c USING (actor) WHERE "
                             "p.event = ? AND p.role IN ('actor', 'recipient') "
                             "ORDER BY c.country, c.sector"));
  s.tolls_ = DEPECHE_TRY(db.prepare("SELECT kind, count FROM tolls WHERE event = ?"));
  return s;
}

uint32_t ReportShelf::number_of(std::string_view text) {
  if (const auto at = numbers_.find(text); at != numbers_.end()) return at->second;
  const auto number = static_cast<uint32_t>(texts_.size());
  texts_.emplace_back(text);
  numbers_.emplace(text, number);
  return number;
}

// Numbers of events mostly follow each other; what is between is not known.
ReportShelf::Held& ReportShelf::slot_of(int64_t event) {
  if (held_.empty() || event < first_held_) {
    held_.clear();
    first_held_ = event;
  }
  const auto at = static_cast<size_t>(event - first_held_);
  if (at >= held_.size()) held_.resize(at + 1);
  while (held_.size() > kMostHeld) {
    held_.pop_front();
    ++first_held_;
  }
  return held_[static_cast<size_t>(event - first_held_)];
}

void ReportShelf::added(const StoredRecord& r, const WrittenRows& rows, const StoryParts& parts) {
  Held h, before;
  h.article = rows.article;
  h.publisher = number_of(r.publisher);
  h.language = number_of(r.language);
  h.published = number_of(r.published);
  const Held of_article = h;
  for (size_t i = 0; i < r.events.size(); ++i) {
    const StoredEvent& e = r.events[i];
    h = of_article;
    h.date = number_of(e.date, before.date);
    h.date_first = number_of(e.date_first, h.date);
    h.date_last = number_of(e.date_last, h.date_first);
    h.type = number_of(e.type, before.type);
    h.actor = number_of(parties_of(r, e.actor), before.actor);
    h.recipient = number_of(parties_of(r, e.recipient), before.recipient);
    h.is_mutual = is_mutual(type_of(e.type));
    h.date_is_told = e.time_basis == "text";
    if (e.place >= 0) {
      const StoredPlace& p = r.places[static_cast<size_t>(e.place)];
      h.place = rows.places[static_cast<size_t>(e.place)];
      h.is_wide = is_wide_place(p.lat, p.lon, p.geonames);
      h.lat = p.lat.value_or(0);
      h.lon = p.lon.value_or(0);
    }
    for (const Toll& t : parts.tolls[i]) {
      if (t.kind == "killed") h.killed = static_cast<int32_t>(t.count);
      if (t.kind == "wounded") h.wounded = static_cast<int32_t>(t.count);
    }
    slot_of(rows.events[i]) = before = h;
  }
}

Report ReportShelf::report_of(int64_t event, const Held& h) const {
  const auto count = [](int32_t n) { return n == Held::kNone ? std::nullopt : std::optional<int64_t>(n); };
  Report r;
  r.event = event;
  r.article = h.article;
  r.place = h.place;
  r.publisher = texts_[h.publisher];
  r.language = texts_[h.language];
  r.published = texts_[h.published];
  r.date = texts_[h.date];
  r.date_first = texts_[h.date_first];
  r.date_last = texts_[h.date_last];
  r.type = texts_[h.type];
  r.actor = texts_[h.actor];
  r.recipient = texts_[h.recipient];
  r.is_wide = h.is_wide;
  r.lat = h.lat;
  r.lon = h.lon;
  r.date_is_told = h.date_is_told;
  r.is_mutual = h.is_mutual;
  r.killed = count(h.killed);
  r.wounded = count(h.wounded);
  return r;
}

Result<ReportShelf::Held> ReportShelf::read_rows(int64_t event) {
  Held h;
  event_.bind(1, event);
  if (!DEPECHE_TRY(event_.step())) return h;
  h.article = event_.integer(0);
  h.place = event_.is_null(1) ? 0 : event_.integer(1);
  int n = 1;
  for (uint32_t* const text : {&h.publisher, &h.language, &h.published, &h.date, &h.date_first, &h.date_last, &h.type})
    *text = number_of(event_.text(++n));
  h.is_mutual = is_mutual(type_of(event_.text(8)));
  h.date_is_told = event_.text(9) == "text";
  const auto degrees = [this](int column) {
    return event_.is_null(column) ? std::nullopt : std::optional(event_.real(column));
  };
  h.is_wide = is_wide_place(degrees(11), degrees(12), event_.integer(10));
  h.lat = event_.real(11);
  h.lon = event_.real(12);
  event_.reset();
  std::string actor, recipient;
  participants_.bind(1, event);
  while (DEPECHE_TRY(participants_.step()))
    add_party(participants_.text(0) == "actor" ? actor : recipient, participants_.text(1), participants_.text(2));
  h.actor = number_of(actor);
  h.recipient = number_of(recipient);
  tolls_.bind(1, event);
  while (DEPECHE_TRY(tolls_.step())) {
    if (tolls_.text(0) == "killed") h.killed = static_cast<int32_t>(tolls_.integer(1));
    if (tolls_.text(0) == "wounded") h.wounded = static_cast<int32_t>(tolls_.integer(1));
  }
  return h;
}

Result<Report> ReportShelf::read(int64_t event) {
  if (event >= first_held_ && event < first_held_ + static_cast<int64_t>(held_.size())) {
    if (const Held& h = held_[static_cast<size_t>(event - first_held_)]; h.article != 0) return report_of(event, h);
  }
  return report_of(event, DEPECHE_TRY(read_rows(event)));
}

}  // namespace depeche::store
