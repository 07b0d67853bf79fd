#include "nlp/lemmatizer.h"

#include <array>
#include <optional>

#include "base/unicode.h"
#include "base/utf8.h"
#include "nlp/msgpack.h"

namespace depeche::nlp {
namespace {

// The parts of speech that have rules; the others only look words up.
constexpr std::array kRuled = {Upos::Noun,  Upos::Verb, Upos::Adj,  Upos::Adp,   Upos::Adv,  Upos::Aux,
                               Upos::Cconj, Upos::Det,  Upos::Pron, Upos::Punct, Upos::Sconj};

bool is_alpha(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const auto [c, length] = utf8::decode(text, at);
    if (!unicode::is_alpha(c)) return false;
    at += length;
  }
  return !text.empty();
}

std::optional<Upos> ruled_pos(StringId id) {
  for (const Upos pos : kRuled) {
    if (string_id(unicode::lower(name_of(pos))) == id) return pos;
  }
  return std::nullopt;
}

}  // namespace

Result<FrenchLemmatizer> FrenchLemmatizer::read(std::string bytes, const std::string& label) {
  FrenchLemmatizer out;
  out.bytes_ = std::make_unique<const std::string>(std::move(bytes));
  MsgpackReader reader(*out.bytes_, label);
  // Calls f(tables) for each part of speech that has rules.
  const auto by_pos = [&](auto&& f) {
    for (uint32_t n = reader.map(); n > 0 && reader.ok(); --n) {
      const auto pos = ruled_pos(reader.unsigned_integer());
      if (pos)
        f(out.tables_[static_cast<size_t>(*pos)]);
      else
        reader.skip();
    }
  };
  const auto first_of_list = [&] {
    std::string_view first;
    for (uint32_t i = 0, n = reader.array(); i < n && reader.ok(); ++i) {
      const std::string_view text = reader.text();
      if (i == 0) first = text;
    }
    return first;
  };
  for (uint32_t keys = reader.map(); keys > 0 && reader.ok(); --keys) {
    const std::string_view table = reader.text();
    if (table == "lemma_index") {
      by_pos([&](Tables& tables) {
        const uint32_t n = reader.array();
        tables.index.reserve(n);
        for (uint32_t i = 0; i < n && reader.ok(); ++i) tables.index.insert(reader.text());
      });
    } else if (table == "lemma_exc") {
      by_pos([&](Tables& tables) {
        const uint32_t n = reader.map();
        tables.exceptions.reserve(n);
        for (uint32_t i = 0; i < n && reader.ok(); ++i) {
          const std::string_view form = reader.text();
          if (const std::string_view lemma = first_of_list(); !lemma.empty()) tables.exceptions[form] = lemma;
        }
      });
    } else if (table == "lemma_rules") {
      by_pos([&](Tables& tables) {
        for (uint32_t n = reader.array(); n > 0 && reader.ok(); --n) {
          if (reader.array() != 2) reader.fail_here("a lemma rule is not a pair");
          const std::string_view suffix = reader.text();
          tables.rules.push_back({suffix, reader.text()});
        }
      });
    } else if (table == "lemma_lookup") {
      const uint32_t n = reader.map();
      out.lookup_.reserve(n);
      for (uint32_t i = 0; i < n && reader.ok(); ++i) {
        const StringId form = reader.unsigned_integer();
        out.lookup_[form] = reader.next_is_text() ? reader.text() : first_of_list();
      }
    } else {
      reader.skip();
    }
  }
  if (!reader.ok()) return reader.error();
  return out;
}

std::string FrenchLemmatizer::lemma(std::string_view word, Upos pos) const {
  const auto looked_up = [&](std::string_view form) {
    const auto at = lookup_.find(string_id(form));
    return std::string(at == lookup_.end() ? form : at->second);
  };
  if (pos == Upos::None || pos == Upos::Eol || pos == Upos::Space) return unicode::lower(word);
  bool ruled = false;
  for (const Upos p : kRuled) ruled = ruled || p == pos;
  if (!ruled) return looked_up(word);
  const std::string lower = unicode::lower(word);
  const Tables& tables = tables_[static_cast<size_t>(pos)];
  if (tables.index.contains(lower)) return lower;
  if (const auto at = tables.exceptions.find(lower); at != tables.exceptions.end()) return std::string(at->second);
  std::string unknown;
  for (const Rule& rule : tables.rules) {
    if (!lower.ends_with(rule.suffix)) continue;
    std::string form = lower.substr(0, lower.size() - rule.suffix.size()) + std::string(rule.replacement);
    if (form.empty()) continue;
    if (tables.index.contains(form) || !is_alpha(form)) return form;
    if (unknown.empty()) unknown = std::move(form);
  }
  return unknown.empty() ? looked_up(lower) : unknown;
}

}  // namespace depeche::nlp
