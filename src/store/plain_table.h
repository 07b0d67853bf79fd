// The table of events that CSV, TSV and Parquet hold: its columns, and the cells of an event in their order. For this
// folder only.
//
//   plain_cells(event, cells);         cells.text("…"), cells.integer(3), cells.none() … once for each of kPlainColumns
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "store/export_rows.h"

namespace depeche::store {

enum class PlainKind : uint8_t { Text, Integer, Real, Day, Flag };
struct PlainColumn {
  std::string_view name;
  PlainKind kind = PlainKind::Text;
};
inline constexpr PlainColumn kPlainColumns[] = {{"event", PlainKind::Integer},
                                                {"article"},
                                                {"id"},
                                                {"type"},
                                                {"mode"},
                                                {"context"},
                                                {"quad", PlainKind::Integer},
                                                {"score", PlainKind::Real},
                                                {"cameo"},
                                                {"goldstein", PlainKind::Real},
                                                {"actor"},
                                                {"actor_country"},
                                                {"actor_sector"},
                                                {"recipient"},
                                                {"recipient_country"},
                                                {"recipient_sector"},
                                                {"date"},
                                                {"date_first", PlainKind::Day},
                                                {"date_last", PlainKind::Day},
                                                {"time_basis"},
                                                {"place"},
                                                {"place_country"},
                                                {"lat", PlainKind::Real},
                                                {"lon", PlainKind::Real},
                                                {"geonames", PlainKind::Integer},
                                                {"status"},
                                                {"according_to"},
                                                {"denied_by"},
                                                {"confirmed_by"},
                                                {"hedged", PlainKind::Flag},
                                                {"historical", PlainKind::Flag},
                                                {"confidence", PlainKind::Real},
                                                {"story", PlainKind::Integer},
                                                {"killed", PlainKind::Integer},
                                                {"wounded", PlainKind::Integer},
                                                {"trigger"},
                                                {"sentence"},
                                                {"rule"},
                                                {"published"},
                                                {"publisher"},
                                                {"language"},
                                                {"url"}};

// `cells` has text(), day(), integer(), real(), flag() and none(); what is empty or unknown is none.
template <class Cells>
void plain_cells(const ExportEvent& e, Cells& cells) {
  const auto text = [&cells](std::string_view value) { value.empty() ? cells.none() : cells.text(value); };
  const auto day = [&cells](std::string_view value) { value.empty() ? cells.none() : cells.day(value); };
  const auto known = [&cells](int64_t value, int64_t none) { value == none ? cells.none() : cells.integer(value); };
  const auto parties = [&text](const std::vector<const ExportParty*>& all, std::string ExportParty::*member) {
    all.size() == 1 ? text(all[0]->*member) : text(joined(all, member));  // nearly always one: no copy
  };
  cells.integer(e.event);
  for (const std::string* const s : {&e.article_id, &e.id, &e.type, &e.mode}) text(*s);
  e.contexts.size() == 1 ? text(e.contexts[0]) : text(joined(e.contexts));
  cells.integer(e.quad);
  cells.real(e.score);
  text(e.cameo);
  cells.real(e.goldstein);
  for (const auto* const side : {&e.actor, &e.recipient}) {
    for (const auto member : {&ExportParty::name, &ExportParty::country, &ExportParty::sector}) parties(*side, member);
  }
  text(e.date);
  day(e.date_first);
  day(e.date_last);
  for (const std::string* const s : {&e.time_basis, &e.place, &e.place_country}) text(*s);
  for (const double degrees : {e.lat, e.lon}) e.has_degrees ? cells.real(degrees) : cells.none();
  known(e.geonames, 0);
  text(e.status);
  for (const auto* const side : {&e.source, &e.denier, &e.confirmer}) parties(*side, &ExportParty::name);
  cells.flag(e.hedged);
  cells.flag(e.historical);
  cells.real(e.confidence);
  known(e.story, 0);
  known(e.killed, -1);
  known(e.wounded, -1);
  for (const std::string* const s : {&e.trigger, &e.sentence, &e.rule, &e.published, &e.publisher, &e.language, &e.url})
    text(*s);
}

}  // namespace depeche::store
