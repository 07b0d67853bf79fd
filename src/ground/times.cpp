#include "ground/times.h"

#include "ground/calendar.h"
#include "ground/timex/grammar.h"
#include "ground/timex/resolve.h"
#include "ground/timex/scan.h"
#include "ground/timex/tense.h"

namespace depeche::ground {

struct TimeTagger::Impl {
  timex::Grammar grammar;
};

TimeTagger::TimeTagger(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
TimeTagger::TimeTagger(TimeTagger&&) noexcept = default;
TimeTagger& TimeTagger::operator=(TimeTagger&&) noexcept = default;
TimeTagger::~TimeTagger() = default;

Result<TimeTagger> TimeTagger::load(const std::filesystem::path& resources, std::string_view language) {
  auto grammar = DEPECHE_TRY(timex::Grammar::load(resources, language));
  return TimeTagger(std::make_unique<const Impl>(Impl{std::move(grammar)}));
}

void TimeTagger::run(const text::Document& document, const nlp::Analysis*, std::vector<TimeExpression>& times,
                     Published& published) const {
  times.clear();
  published = {};
  const auto given = parse_date(document.published);
  if (given) {
    published.date = to_iso(*given);
    published.basis = DateBasis::Given;
    published.confidence = 1;
  }
  timex::Resolver resolver(impl_->grammar, given);
  timex::Scratch scratch;
  std::vector<timex::Piece> pieces;
  std::vector<timex::Form> forms;
  for (const text::Block& block : document.blocks) {
    if (block.kind == text::BlockKind::Residue) continue;
    pieces.clear();
    forms.clear();
    timex::scan(document.text, block.span, impl_->grammar.lexicon(), pieces);
    impl_->grammar.match(document.text, pieces, scratch, forms);
    resolver.begin_block();
    for (size_t i = 0; i < forms.size(); ++i) {
      const timex::Direction tense = timex::surface_tense(document.text, pieces, forms[i], impl_->grammar);
      TimeExpression& time = times.emplace_back();
      if (!resolver.resolve(document.text, pieces, forms, i, tense, time)) times.pop_back();
    }
  }
}

}  // namespace depeche::ground
