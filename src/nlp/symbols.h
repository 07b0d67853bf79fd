// spaCy's fixed symbol numbers and norms: symbols_generated.cpp.
#pragma once

#include <cstddef>
#include <string_view>

namespace depeche::nlp {

struct BaseNorm {
  std::string_view text, norm;
};
constexpr size_t kSymbolCount = 457;
constexpr size_t kBaseNormCount = 45;
extern const std::string_view kSymbols[kSymbolCount];
extern const BaseNorm kBaseNorms[kBaseNormCount];

}  // namespace depeche::nlp
