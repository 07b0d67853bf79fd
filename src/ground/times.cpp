#include "ground/times.h"

#include "ground/calendar.h"

namespace depeche::ground {

struct TimeTagger::Impl {};

TimeTagger::TimeTagger(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
TimeTagger::TimeTagger(TimeTagger&&) noexcept = default;
TimeTagger& TimeTagger::operator=(TimeTagger&&) noexcept = default;
TimeTagger::~TimeTagger() = default;

Result<TimeTagger> TimeTagger::load(const std::filesystem::path&, std::string_view) {
  return TimeTagger(std::make_unique<const Impl>());
}

void TimeTagger::run(const text::Document& document, const nlp::Analysis*, std::vector<TimeExpression>& times,
                     Published& published) const {
  times.clear();
  published = {};
  if (const auto given = parse_date(document.published)) {
    published.date = to_iso(*given);
    published.basis = DateBasis::Given;
    published.confidence = 1;
  }
}

}  // namespace depeche::ground
