// Reads resources/<lang>/time/anniversaries.tsv.
#include <fmt/format.h>

#include "base/layers.h"
#include "base/resource.h"
#include "base/unicode.h"
#include "ground/document_date.h"

namespace depeche::ground {

Result<DocumentDate> DocumentDate::load(const std::filesystem::path& resources, std::string_view language) {
  DocumentDate out;
  const std::filesystem::path file = resources / language / "time" / "anniversaries.tsv";
  if (!is_in_layers(file)) return out;  // a language may do without
  const Table table = DEPECHE_TRY(read_table(file, {"date", "words"}));
  const int date = table.column("date"), words = table.column("words");
  for (const Table::Row& row : table.rows) {
    DatedEvent event;
    event.date = Table::cell(row, date);
    const auto bad = [&](std::string_view what, std::string_view piece) {
      return fail(Error::Code::Malformed, fmt::format("{} '{}'", what, piece), {table.file, row.line});
    };
    const size_t size = event.date.size();
    if ((size != 10 && size != 7 && size != 4) || !range_of(event.date)) return bad("no date", event.date);
    for (const std::string_view group : split(Table::cell(row, words), ' ')) {
      auto& alternatives = event.words.emplace_back();
      for (const std::string_view word : split(group, '|')) alternatives.push_back(unicode::fold(word));
    }
    if (event.words.empty()) return bad("no words for", event.date);
    out.events_.push_back(std::move(event));
  }
  return out;
}

}  // namespace depeche::ground
