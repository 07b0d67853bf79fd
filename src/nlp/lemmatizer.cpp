#include "nlp/lemmatizer.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/unicode.h"
#include "base/utf8.h"
#include "nlp/msgpack.h"

namespace depeche::nlp {
namespace {

// The parts of speech that have rules in French; the others only look words up.
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

// The part of speech whose name in lower case has that id.
std::optional<Upos> pos_of(StringId id) {
  for (size_t pos = 1; pos <= static_cast<size_t>(Upos::Space); ++pos) {
    if (string_id(unicode::lower(name_of(static_cast<Upos>(pos)))) == id) return static_cast<Upos>(pos);
  }
  return std::nullopt;
}

// The value of a feature in FEATS ("Number=Sing|Person=3"), "" where it has none.
std::string_view feature(std::string_view feats, std::string_view name) {
  while (!feats.empty()) {
    const size_t bar = std::min(feats.find('|'), feats.size());
    const std::string_view pair = feats.substr(0, bar);
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) return pair.substr(name.size() + 1);
    feats.remove_prefix(std::min(bar + 1, feats.size()));
  }
  return {};
}

// What a rule makes of a word; "" where the rule does not fit.
std::string replaced(const std::string& word, std::string_view suffix, std::string_view replacement) {
  if (!word.ends_with(suffix)) return {};
  return word.substr(0, word.size() - suffix.size()) + std::string(replacement);
}

}  // namespace

std::vector<Lemmatizer::Base> Lemmatizer::bases(Kind kind, const std::vector<std::string>& morphs) {
  std::vector<Base> out;
  if (kind != Kind::English) return out;
  for (const std::string& feats : morphs) {
    const std::string_view number = feature(feats, "Number"), form = feature(feats, "VerbForm");
    Base base;
    base.any = form == "Inf" || form == "None" || feature(feats, "Degree") == "Pos";
    base.noun = number == "Sing";
    base.verb = form == "Fin" && feature(feats, "Tense") == "Pres" && number.empty();
    out.push_back(base);
  }
  return out;
}

Result<Lemmatizer> Lemmatizer::read(Kind kind, Bytes bytes, const std::string& label,
                                    const std::vector<std::string>& morphs) {
  Lemmatizer out;
  out.kind_ = kind;
  out.bytes_ = std::move(bytes);
  const std::string_view pool = out.bytes_.view();
  // Arrays while they are filled.
  struct Filled {
    std::vector<TextRef> lemmas;
    std::vector<std::vector<Rule>> rules = std::vector<std::vector<Rule>>(kPositions);
  };
  const auto filled = std::make_shared<Filled>();
  MsgpackReader reader(pool, label);
  const auto part = [&] { return TextRef::of(reader.text(), pool); };
  // Calls f(part of speech) for each that has rules.
  const auto by_pos = [&](auto&& f) {
    for (uint32_t n = reader.map(); n > 0 && reader.ok(); --n) {
      const auto pos = pos_of(reader.unsigned_integer());
      if (pos)
        f(static_cast<size_t>(*pos));
      else
        reader.skip();
    }
  };
  const auto list = [&] {
    Lemmas lemmas{static_cast<uint32_t>(filled->lemmas.size()), 0};
    for (uint32_t n = reader.array(); n > 0 && reader.ok(); --n, ++lemmas.count) filled->lemmas.push_back(part());
    return lemmas;
  };
  for (uint32_t keys = reader.map(); keys > 0 && reader.ok(); --keys) {
    const std::string_view table = reader.text();
    if (table == "lemma_index") {
      by_pos([&](size_t pos) {
        const uint32_t n = reader.array();
        FlatTable<TextRef, Nothing> index(pool);
        index.reserve(std::min<size_t>(n, pool.size()));
        for (uint32_t i = 0; i < n && reader.ok(); ++i) {
          const TextRef form = part();
          if (reader.ok()) index.insert(form, {});
        }
        out.tables_[pos].index = std::move(index).freeze();
      });
    } else if (table == "lemma_exc") {
      by_pos([&](size_t pos) {
        const uint32_t n = reader.map();
        FlatTable<TextRef, Lemmas> exceptions(pool);
        exceptions.reserve(std::min<size_t>(n, pool.size()));
        for (uint32_t i = 0; i < n && reader.ok(); ++i) {
          const TextRef form = part();
          if (const Lemmas lemmas = list(); lemmas.count > 0 && reader.ok()) exceptions.insert(form, lemmas);
        }
        out.tables_[pos].exceptions = std::move(exceptions).freeze();
      });
    } else if (table == "lemma_rules") {
      by_pos([&](size_t pos) {
        for (uint32_t n = reader.array(); n > 0 && reader.ok(); --n) {
          if (reader.array() != 2) reader.fail_here("a lemma rule is not a pair");
          const TextRef suffix = part();
          filled->rules[pos].push_back({suffix, part()});
        }
      });
    } else if (table == "lemma_lookup") {
      const uint32_t n = reader.map();
      FlatTable<StringId, TextRef> lookup;
      lookup.reserve(std::min<size_t>(n, pool.size()));
      for (uint32_t i = 0; i < n && reader.ok(); ++i) {
        const StringId form = reader.unsigned_integer();
        if (reader.next_is_text())
          lookup.insert(form, part());
        else if (const Lemmas lemmas = list(); lemmas.count > 0)
          lookup.insert(form, filled->lemmas[lemmas.first]);
      }
      out.lookup_ = std::move(lookup).freeze();
    } else {
      reader.skip();
    }
  }
  if (!reader.ok()) return reader.error();
  out.lemmas_ = filled->lemmas;
  for (size_t pos = 0; pos < kPositions; ++pos) out.tables_[pos].rules = filled->rules[pos];
  out.owner_ = filled;
  out.base_ = bases(kind, morphs);
  return out;
}

std::string Lemmatizer::write() const {
  ArrayWriter out;
  out.array(lemmas_);
  lookup_.write(out);
  for (const Tables& tables : tables_) {
    tables.index.write(out);
    tables.exceptions.write(out);
    out.array(tables.rules);
  }
  return std::move(out).bytes();
}

std::optional<Lemmatizer> Lemmatizer::read_tables(Kind kind, Bytes bytes, Bytes tables,
                                                  const std::vector<std::string>& morphs) {
  Lemmatizer out;
  out.kind_ = kind;
  out.bytes_ = std::move(bytes);
  out.owner_ = tables.owner();
  const std::string_view pool = out.bytes_.view();
  const auto in_pool = [&](TextRef part) { return part.is_in(pool); };
  ArrayReader in(tables.view());
  if (!in.array(out.lemmas_) || !std::all_of(out.lemmas_.begin(), out.lemmas_.end(), in_pool)) return std::nullopt;
  if (!out.lookup_.read(in, {}, in_pool)) return std::nullopt;
  const size_t lemmas = out.lemmas_.size();
  for (Tables& part : out.tables_) {
    const bool right =
        part.index.read(in, pool, [](Nothing) { return true; }) &&
        part.exceptions.read(
            in, pool, [lemmas](Lemmas l) { return l.count > 0 && l.first < lemmas && l.count <= lemmas - l.first; }) &&
        in.array(part.rules) && std::all_of(part.rules.begin(), part.rules.end(), [&](const Rule& rule) {
          return in_pool(rule.suffix) && in_pool(rule.replacement);
        });
    if (!right) return std::nullopt;
  }
  if (!in.at_end()) return std::nullopt;
  out.base_ = bases(kind, morphs);
  return out;
}

std::string Lemmatizer::lemma(std::string_view word, uint8_t key) const {
  const auto pos = static_cast<Upos>(key & ~kBase);
  if ((key & kBase) != 0 || pos == Upos::None || pos == Upos::Eol || pos == Upos::Space) return unicode::lower(word);
  return kind_ == Kind::French ? french(word, pos) : english(word, pos);
}

std::string Lemmatizer::french(std::string_view word, Upos pos) const {
  const auto looked_up = [&](std::string_view form) {
    const TextRef* const at = lookup_.find(string_id(form));
    return std::string(at ? text(*at) : form);
  };
  if (std::find(kRuled.begin(), kRuled.end(), pos) == kRuled.end()) return looked_up(word);
  const std::string lower = unicode::lower(word);
  const Tables& tables = tables_[static_cast<size_t>(pos)];
  if (tables.index.contains(lower)) return lower;
  if (const Lemmas* const at = tables.exceptions.find(lower)) return std::string(text(lemmas_[at->first]));
  std::string unknown;
  for (const Rule& rule : tables.rules) {
    std::string form = replaced(lower, text(rule.suffix), text(rule.replacement));
    if (form.empty()) continue;
    if (tables.index.contains(form) || !is_alpha(form)) return form;
    if (unknown.empty()) unknown = std::move(form);
  }
  return unknown.empty() ? looked_up(lower) : unknown;
}

// Of the forms that rules make, known ones come before others, later before earlier; exceptions before both.
std::string Lemmatizer::english(std::string_view word, Upos pos) const {
  const Tables& tables = tables_[static_cast<size_t>(pos)];
  const std::string lower = unicode::lower(word);
  if (tables.index.empty() && tables.exceptions.empty() && tables.rules.empty())
    return pos == Upos::Propn ? std::string(word) : lower;
  std::vector<std::string> forms;
  std::string unknown;
  for (const Rule& rule : tables.rules) {
    std::string form = replaced(lower, text(rule.suffix), text(rule.replacement));
    if (form.empty()) continue;
    if (tables.index.contains(form))
      forms.insert(forms.begin(), std::move(form));
    else if (!is_alpha(form))
      forms.push_back(std::move(form));
    else if (unknown.empty())
      unknown = std::move(form);
  }
  if (const Lemmas* const at = tables.exceptions.find(lower)) {
    for (uint32_t i = 0; i < at->count; ++i) {
      const std::string_view form = text(lemmas_[at->first + i]);
      if (std::find(forms.begin(), forms.end(), form) == forms.end()) forms.insert(forms.begin(), std::string(form));
    }
  }
  if (!forms.empty()) return forms.front();
  return unknown.empty() ? std::string(word) : unknown;
}

}  // namespace depeche::nlp
