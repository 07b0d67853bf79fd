// When: every time expression of a document with its TIMEX3 value, and the document's own date.
//
//   auto tagger = DEPECHE_TRY(TimeTagger::load(resources, language));
//   std::vector<TimeExpression> times;
//   Published published;
//   tagger.run(document, &analysis, times, published);
//   times[0].value;   // "2023-08-15", of a weekday
//   published.date;   // "2023-08-15", basis Inferred, with the expressions that it follows from
//
// The tagger reads the text itself (words, numbers, marks) in every block that is not residue, so it needs no model;
// where an analysis is given, the tense of the verb that governs an expression decides between past and future.
//
// Spans are byte spans of document.text. An expression includes its own article, but not one contracted with
// a preposition. A value is "" where the text names a day that does not exist, and holds X for what stays open.
// Immutable once loaded; safe to share by threads. Time is linear in the text.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ground/mentions.h"
#include "nlp/analysis.h"
#include "text/document.h"

namespace depeche::ground {

class TimeTagger {
 public:
  // `resources` is the folder that holds <language>/time/. Errors name file and line.
  [[nodiscard]] static Result<TimeTagger> load(const std::filesystem::path& resources, std::string_view language);
  TimeTagger(TimeTagger&&) noexcept;
  TimeTagger& operator=(TimeTagger&&) noexcept;
  ~TimeTagger();

  // `analysis` may be null. `times` is replaced, in text order, without overlaps.
  void run(const text::Document& document, const nlp::Analysis* analysis, std::vector<TimeExpression>& times,
           Published& published) const;

  struct Impl;

 private:
  explicit TimeTagger(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace depeche::ground
