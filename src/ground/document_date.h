// The date that a report bears, worked out from its words where its input gives none.
//
//   auto dates = DEPECHE_TRY(DocumentDate::load(resources, language));
//   Published published = dates.infer(text, grammar, blocks);
//   // published.date, .basis, .evidence, .confidence
//
// What counts as evidence: a line that says when the piece was published, a dateline, a full date told as this day or
// the one before, a year counted from now and named, ages with dates of birth, days of the month with their weekdays,
// and the Nth anniversary of an event whose date the text tells or resources/<lang>/time/anniversaries.tsv knows. A
// weekday of the text must fit. The date is as precise as they justify ("2020-03-03", "2020-03", "2020"); Unknown where
// no evidence is good enough to count relative expressions from, though `candidates` may hold it. `evidence` are the
// expressions that it follows from, in text order.
//
// Immutable once loaded; safe to share by threads. Linear in the text.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ground/calendar.h"
#include "ground/mentions.h"
#include "ground/timex/grammar.h"
#include "ground/timex/scan.h"
#include "text/document.h"

namespace depeche::ground {

// The time expressions of one block before any reference date is known.
struct UndatedBlock {
  text::BlockKind kind = text::BlockKind::Paragraph;
  std::vector<timex::Piece> pieces;
  std::vector<timex::Form> forms;
};

// An event that people keep the anniversaries of.
struct DatedEvent {
  std::string date;                             // "1947-08-15", or as much of it as is known
  std::vector<std::vector<std::string>> words;  // each needs one of its alternatives, folded, in any order
};

class DocumentDate {
 public:
  [[nodiscard]] static Result<DocumentDate> load(const std::filesystem::path& resources, std::string_view language);

  // `blocks` in text order, residue among them: a line that gives the date of publication often is.
  Published infer(std::string_view text, const timex::Grammar& grammar, const std::vector<UndatedBlock>& blocks) const;

  const std::vector<DatedEvent>& events() const { return events_; }

 private:
  std::vector<DatedEvent> events_;
};

}  // namespace depeche::ground
