#include "nlp/likenesses.h"

#include <optional>

#include "base/layers.h"
#include "base/toml_file.h"

namespace depeche::nlp {

Result<Likenesses> load_likenesses(const std::filesystem::path& file) {
  Likenesses found;
  if (!is_in_layers(file)) return found;
  const toml::table table = DEPECHE_TRY(read_toml(file));
  const toml::array* groups = table["seen"].as_array();
  if (!groups) return fail(Error::Code::Malformed, "no [[seen]]", {file.string()});
  for (const toml::node& node : *groups) {
    const toml::table* group = node.as_table();
    const auto as = group ? (*group)["as"].value<std::string>() : std::nullopt;
    const toml::array* words = group ? (*group)["words"].as_array() : nullptr;
    if (!as || !words)
      return fail(Error::Code::Malformed, "expected 'as', a word, and 'words', a list",
                  toml_where(file.string(), node.source()));
    for (const toml::node& word : *words) {
      const auto text = word.value<std::string>();
      if (!text)
        return fail(Error::Code::Malformed, "expected a word in quotes", toml_where(file.string(), word.source()));
      if (!found.emplace(*text, *as).second)
        return fail(Error::Code::Malformed, "'" + *text + "' stands there twice",
                    toml_where(file.string(), word.source()));
    }
  }
  return found;
}

}  // namespace depeche::nlp
