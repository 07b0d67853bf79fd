#include "nlp/norms.h"

#include "nlp/msgpack.h"

namespace depeche::nlp {

Result<NormTable> NormTable::read(std::string_view bytes, const std::string& label) {
  NormTable out;
  MsgpackReader reader(bytes, label);
  for (uint32_t tables = reader.map(); tables > 0 && reader.ok(); --tables) {
    if (reader.text() != "lexeme_norm") {
      reader.skip();
      continue;
    }
    for (uint32_t n = reader.map(); n > 0 && reader.ok(); --n) {
      const StringId word = reader.unsigned_integer();
      out.norms_[word] = reader.text();
    }
  }
  if (!reader.ok()) return reader.error();
  return out;
}

std::string_view NormTable::find(std::string_view word) const {
  if (norms_.empty()) return {};
  const auto at = norms_.find(string_id(word));
  return at == norms_.end() ? std::string_view{} : std::string_view(at->second);
}

}  // namespace depeche::nlp
