#include "store/check_columns.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <tuple>

#include "store/column_keeper.h"

namespace depeche::store {
namespace {

using Kind = std::tuple<std::string, std::string, std::string, std::string, int64_t>;
using Outlet = std::pair<std::string, std::string>;

struct Names {
  std::map<int64_t, Kind> kinds;
  std::map<int64_t, Outlet> outlets;
};

Result<Names> names_of(Connection& db) {
  Names names;
  Statement kinds = DEPECHE_TRY(db.prepare("SELECT kind, type, mode, status, contexts, quad FROM event_kinds"));
  while (DEPECHE_TRY(kinds.step()))
    names.kinds[kinds.integer(0)] = {std::string(kinds.text(1)), std::string(kinds.text(2)), std::string(kinds.text(3)),
                                     std::string(kinds.text(4)), kinds.integer(5)};
  Statement outlets = DEPECHE_TRY(db.prepare("SELECT outlet, publisher, language FROM outlets"));
  while (DEPECHE_TRY(outlets.step()))
    names.outlets[outlets.integer(0)] = {std::string(outlets.text(1)), std::string(outlets.text(2))};
  return names;
}

// Walks along the columns while events come in order.
class Walk {
 public:
  Walk(ColumnReader reader, Names names) : reader_(std::move(reader)), names_(std::move(names)) {}

  // The place of that event in the chunk at hand; none: the columns do not have it. Counts those that are passed over.
  Result<std::optional<size_t>> seek(int64_t event) {
    while (true) {
      for (; has_chunk_ && at_ < reader_.size() && reader_.first_event() + static_cast<int64_t>(at_) < event; ++at_)
        strangers_ += reader_[Column::Kind][at_] != 0;
      const bool is_here = has_chunk_ && at_ < reader_.size();
      if (is_here || is_done_) {
        const bool is_it =
            is_here && reader_.first_event() + static_cast<int64_t>(at_) == event && reader_[Column::Kind][at_] != 0;
        return is_it ? std::optional(at_++) : std::nullopt;
      }
      has_chunk_ = DEPECHE_TRY(reader_.next());
      is_done_ = !has_chunk_;
      at_ = 0;
    }
  }
  int64_t strangers() const { return strangers_; }

  bool is_same(size_t at, const EventFacts& f) const {
    const auto kind = names_.kinds.find(reader_[Column::Kind][at]);
    const auto outlet = names_.outlets.find(reader_[Column::Outlet][at]);
    if (kind == names_.kinds.end() || outlet == names_.outlets.end()) return false;
    if (kind->second != Kind{f.type, f.mode, f.status, f.contexts, f.quad} ||
        outlet->second != Outlet{f.publisher, f.language})
      return false;
    const std::pair<Column, int64_t> values[] = {{Column::First, day_number(f.date_first)},
                                                 {Column::Last, day_number(f.date_last)},
                                                 {Column::Place, f.place},
                                                 {Column::Article, f.article},
                                                 {Column::Goldstein, millionths(f.goldstein)},
                                                 {Column::Score, millionths(f.score)},
                                                 {Column::Confidence, millionths(f.confidence)}};
    for (const auto& [column, value] : values) {
      if (reader_[column][at] != value) return false;
    }
    const auto parties = reader_.parties(at);
    if (parties.size() != f.parties.size()) return false;
    for (size_t i = 0; i < parties.size(); ++i) {
      if (parties[i] != PartyCode::pack(f.parties[i].role, f.parties[i].actor)) return false;
    }
    return true;
  }

 private:
  ColumnReader reader_;
  Names names_;
  bool has_chunk_ = false, is_done_ = false;
  size_t at_ = 0;
  int64_t strangers_ = 0;
};

Result<int64_t> months_that_differ(Connection& db, DyadMonths& told) {
  int64_t differing = 0;
  Statement rows = DEPECHE_TRY(
      db.prepare("SELECT actor_country, recipient_country, month, events, verbal_cooperation, material_cooperation, "
                 "verbal_conflict, material_conflict, goldstein, score FROM dyad_months"));
  while (DEPECHE_TRY(rows.step())) {
    DyadMonth m{rows.integer(3),
                {rows.integer(4), rows.integer(5), rows.integer(6), rows.integer(7)},
                rows.integer(8),
                rows.integer(9)};
    const auto at = told.find({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2))});
    if (at == told.end() || at->second != m) ++differing;
    if (at != told.end()) told.erase(at);
  }
  return differing + static_cast<int64_t>(told.size());
}

}  // namespace

Result<void> check_columns(Connection& db, std::vector<std::string>& faults) {
  Walk walk(DEPECHE_TRY(ColumnReader::over(db, ColumnSet::all())), DEPECHE_TRY(names_of(db)));
  FactReader facts = DEPECHE_TRY(FactReader::over(db, false));
  DyadMonths months;
  int64_t differing = 0;
  DEPECHE_CHECK(facts.read(0, [&](const EventFacts& f) -> Result<void> {
    const std::optional<size_t> at = DEPECHE_TRY(walk.seek(f.event));
    differing += !at || !walk.is_same(*at, f);
    count_dyads(f, 1, months);
    return {};
  }));
  DEPECHE_TRY(walk.seek(INT64_MAX));
  if (differing + walk.strangers() > 0)
    faults.push_back(fmt::format("columns of events are not those of the rows: {}", differing + walk.strangers()));
  if (const int64_t n = DEPECHE_TRY(months_that_differ(db, months)); n > 0)
    faults.push_back(fmt::format("months of dyads are not those of the rows: {}", n));
  const int64_t outlets = DEPECHE_TRY(db.number(
      "SELECT count(*) FROM outlets o LEFT JOIN (SELECT ifnull(publisher, '') AS p, ifnull(language, '') AS l, "
      "count(*) AS n FROM articles GROUP BY 1, 2) a ON a.p = o.publisher AND a.l = o.language WHERE o.articles "
      "<> ifnull(a.n, 0)"));
  if (outlets > 0) faults.push_back(fmt::format("outlets have another number of articles: {}", outlets));
  return {};
}

}  // namespace depeche::store
