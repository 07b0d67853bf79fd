// Words that a model takes for another kind of word than they are, and the word as which it shall see each. Texts,
// norms and lemmas stay those of the word itself.
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>

#include "base/error.h"

namespace depeche::nlp {

using Likenesses = std::unordered_map<std::string, std::string>;

// Groups [[seen]] with `as`, a word, and `words`, a list; none where there is no such file.
[[nodiscard]] Result<Likenesses> load_likenesses(const std::filesystem::path& file);

}  // namespace depeche::nlp
