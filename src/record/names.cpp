#include "record/names.h"

#include "record/record.h"

namespace depeche::record {

std::string_view word_for(ground::TimeType type) {
  switch (type) {
    case ground::TimeType::Date:
      return "DATE";
    case ground::TimeType::Time:
      return "TIME";
    case ground::TimeType::Duration:
      return "DURATION";
    case ground::TimeType::Set:
      return "SET";
  }
  return "";
}

std::string_view word_for(ground::DateBasis basis) {
  switch (basis) {
    case ground::DateBasis::Given:
      return "given";
    case ground::DateBasis::Inferred:
      return "inferred";
    case ground::DateBasis::Unknown:
      return "unknown";
  }
  return "";
}

std::string_view word_for(voice::QuoteForm form) {
  switch (form) {
    case voice::QuoteForm::Direct:
      return "direct";
    case voice::QuoteForm::Mixed:
      return "mixed";
    case voice::QuoteForm::Indirect:
      return "indirect";
  }
  return "";
}

std::string_view word_for(code::Status status) {
  switch (status) {
    case code::Status::Occurred:
      return "occurred";
    case code::Status::Planned:
      return "planned";
    case code::Status::Claimed:
      return "claimed";
    case code::Status::Alleged:
      return "alleged";
    case code::Status::Hypothetical:
      return "hypothetical";
    case code::Status::Negated:
      return "negated";
  }
  return "";
}

std::string_view word_for(code::PlaceBasis basis) {
  switch (basis) {
    case code::PlaceBasis::Text:
      return "text";
    case code::PlaceBasis::Context:
      return "context";
    case code::PlaceBasis::None:
      return "none";
  }
  return "";
}

std::string_view word_for(code::TimeBasis basis) {
  switch (basis) {
    case code::TimeBasis::Text:
      return "text";
    case code::TimeBasis::Document:
      return "document";
    case code::TimeBasis::None:
      return "none";
  }
  return "";
}

std::string_view title_of(const text::Document& document) {
  for (const text::Block& block : document.blocks) {
    if (block.kind == text::BlockKind::Title) return slice(document.text, block.span);
  }
  return {};
}

}  // namespace depeche::record
