#include "ground/times.h"

#include "ground/calendar.h"
#include "ground/document_date.h"
#include "ground/timex/grammar.h"
#include "ground/timex/resolve.h"
#include "ground/timex/scan.h"
#include "ground/timex/tense.h"

namespace depeche::ground {

namespace {

// "2023-08-15" with or without a time, "2023-08", "2023"; anything else is as good as nothing.
Published given(std::string_view date) {
  Published out;
  if (const auto day = parse_date(date)) {
    out.date = to_iso(*day);
  } else if ((date.size() == 4 || (date.size() == 7 && date[4] == '-')) && range_of(date)) {
    out.date = date;
  }
  if (!out.date.empty()) out.basis = DateBasis::Given, out.confidence = 1;
  return out;
}

}  // namespace

struct TimeTagger::Impl {
  timex::Grammar grammar;
  DocumentDate dates;
};

TimeTagger::TimeTagger(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
TimeTagger::TimeTagger(TimeTagger&&) noexcept = default;
TimeTagger& TimeTagger::operator=(TimeTagger&&) noexcept = default;
TimeTagger::~TimeTagger() = default;

Result<TimeTagger> TimeTagger::load(const std::filesystem::path& resources, std::string_view language) {
  auto grammar = DEPECHE_TRY(timex::Grammar::load(resources, language));
  auto dates = DEPECHE_TRY(DocumentDate::load(resources, language));
  return TimeTagger(std::make_unique<const Impl>(Impl{std::move(grammar), std::move(dates)}));
}

void TimeTagger::run(const text::Document& document, const nlp::Analysis* analysis, std::vector<TimeExpression>& times,
                     Published& published) const {
  const timex::Grammar& grammar = impl_->grammar;
  times.clear();
  std::vector<UndatedBlock> blocks;
  timex::Scratch scratch;
  for (const text::Block& block : document.blocks) {
    UndatedBlock& undated = blocks.emplace_back();
    undated.kind = block.kind;
    timex::scan(document.text, block.span, grammar.lexicon(), undated.pieces);
    grammar.match(document.text, undated.pieces, scratch, undated.forms);
  }
  published = given(document.published);
  if (published.basis == DateBasis::Unknown) published = impl_->dates.infer(document.text, grammar, blocks);
  timex::Resolver resolver(grammar, timex::reference_of(published.date));
  for (const UndatedBlock& block : blocks) {
    if (!text::is_read(block.kind)) continue;
    resolver.begin_block();
    for (size_t i = 0; i < block.forms.size(); ++i) {
      timex::Wish tense;
      if (analysis) tense.direction = timex::tree_tense(document.text, *analysis, block.forms[i].span, grammar);
      tense.sure = tense.direction != timex::Direction::Unknown;
      if (!tense.sure) tense.direction = timex::surface_tense(document.text, block.pieces, block.forms[i], grammar);
      TimeExpression& time = times.emplace_back();
      if (!resolver.resolve(document.text, block.pieces, block.forms, i, tense, time)) times.pop_back();
    }
  }
}

}  // namespace depeche::ground
