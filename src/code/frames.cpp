#include "code/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/layers.h"
#include "base/resource.h"
#include "base/toml_file.h"

namespace depeche::code {

namespace fs = std::filesystem;

namespace {

constexpr std::pair<std::string_view, SlotKind> kSlots[] = {
    {"subject", SlotKind::Subject},       {"object", SlotKind::Object},
    {"indirect", SlotKind::Indirect},     {"agent", SlotKind::Agent},
    {"possessive", SlotKind::Possessive}, {"adjective", SlotKind::Adjective},
    {"compound", SlotKind::Compound},     {"host", SlotKind::Host},
};
constexpr std::pair<std::string_view, Needs> kNeeds[] = {
    {"none", Needs::None},     {"actor", Needs::Actor}, {"recipient", Needs::Recipient},
    {"either", Needs::Either}, {"both", Needs::Both},
};

}  // namespace

std::string name_of(const Slot& slot) {
  if (slot.kind == SlotKind::Between) return "between";
  for (const auto& [name, kind] : kSlots) {
    if (kind == slot.kind) return std::string(name);
  }
  std::string out;
  for (const std::string& word : slot.words) out += (out.empty() ? "" : "_") + word;
  return out;
}

class FrameLoader {
 public:
  FrameLoader(const Ontology& ontology, const ground::Grammar& grammar, std::string_view language)
      : ontology_(ontology), grammar_(grammar), language_(language) {}

  Result<Frames> load(const fs::path& folder) {
    if (!is_in_layers(folder / "frames")) return Frames{};  // a language without frames has no events
    DEPECHE_CHECK(load_word_classes(folder / "classes"));
    DEPECHE_CHECK(load_patterns(folder / "frames" / "patterns.toml"));
    for (const fs::path& path : files_in(folder / "frames", ".toml")) {
      if (path.filename() != "patterns.toml") DEPECHE_CHECK(load_file(path));
    }
    for (auto& [word, entries] : frames_.index_) {
      std::stable_sort(entries.begin(), entries.end(), [](const IndexedEntry& a, const IndexedEntry& b) {
        return a.entry.specificity > b.entry.specificity;
      });
    }
    frames_.filter_ = HashFilter::of_keys(frames_.index_);
    return std::move(frames_);
  }

 private:
  Where at(const toml::node& node) const { return toml_where(file_, node.source()); }
  tl::unexpected<Error> wrong(const toml::node& node, std::string message) const {
    return fail(Error::Code::Malformed, std::move(message), at(node));
  }

  Result<toml::table> parse(const fs::path& path) {
    file_ = path.string();
    return read_toml(path);
  }

  Result<void> load_word_classes(const fs::path& folder) {
    for (const fs::path& path : files_in(folder, ".txt")) {
      auto words = std::make_shared<WordSet>();
      for (const fs::path& layer : layers_of(path)) {
        const std::string bytes = DEPECHE_TRY(read_file(layer));
        for (const std::string_view line : split(bytes, '\n')) {
          if (!line.starts_with('#')) words->add(line, grammar_);
        }
      }
      word_classes_[path.stem().string()] = std::move(words);
    }
    return {};
  }

  Result<void> load_patterns(const fs::path& path) {
    const toml::table table = DEPECHE_TRY(parse(path));
    for (const auto& [name, node] : table) {
      const toml::table* entry = node.as_table();
      if (!entry) return wrong(node, fmt::format("{}: expected a table", name.str()));
      Pattern pattern;
      DEPECHE_CHECK(read_slots(*entry, pattern));
      patterns_[std::string(name.str())] = std::move(pattern);
    }
    return {};
  }

  Result<void> read_slots(const toml::table& table, Pattern& pattern) {
    const std::pair<std::string_view, std::vector<Slot>*> fields[] = {{"actor", &pattern.actor},
                                                                      {"recipient", &pattern.recipient},
                                                                      {"noun_actor", &pattern.noun_actor},
                                                                      {"noun_recipient", &pattern.noun_recipient}};
    for (const auto& [key, slots] : fields) {
      if (!table.contains(key)) continue;
      slots->clear();
      for (const std::string& name : DEPECHE_TRY(strings(table, key))) {
        Slot slot{SlotKind::Preposition, {}};
        for (const auto& [known, kind] : kSlots) {
          if (name == known) slot.kind = kind;
        }
        if (slot.kind == SlotKind::Preposition) {
          slot.words = entry_words(name, grammar_);
          if (slot.words.empty()) return wrong(*table.get(key), "an empty slot");
          if (slot.words.size() == 1 && slot.words[0] == grammar_.between()) slot.kind = SlotKind::Between;
        }
        slots->push_back(std::move(slot));
      }
    }
    return {};
  }

  Result<std::vector<std::string>> strings(const toml::table& table, std::string_view key) const {
    std::vector<std::string> out;
    const toml::node* node = table.get(key);
    if (!node) return out;
    const toml::array* array = node->as_array();
    if (!array) return wrong(*node, fmt::format("{}: expected a list", key));
    for (const toml::node& item : *array) {
      const auto text = item.value<std::string>();
      if (!text) return wrong(item, fmt::format("{}: expected text in quotes", key));
      out.push_back(*text);
    }
    return out;
  }

  Result<void> load_file(const fs::path& path) {
    const toml::table table = DEPECHE_TRY(parse(path));
    const auto type = event_type_from(table["type"].value_or(std::string_view{}));
    if (!type) return fail(Error::Code::Malformed, "no `type`, or not one of PLOVER's", {file_, 1});
    const toml::array* list = table["class"].as_array();
    if (!list) return fail(Error::Code::Malformed, "no [[class]]", {file_, 1});
    std::set<std::string> names;
    for (const toml::node& node : *list) {
      if (!node.is_table()) return wrong(node, "expected [[class]]");
      const std::string name = (*node.as_table())["name"].value_or(std::string());
      if (name.empty()) return wrong(node, "a class without `name`");
      if (!names.insert(name).second) return wrong(node, fmt::format("a second class '{}'", name));
      DEPECHE_CHECK(
          load_class(*node.as_table(), *type, fmt::format("{}/{}:{}", language_, path.filename().string(), name)));
    }
    return {};
  }

  Result<void> load_class(const toml::table& table, EventType type, std::string rule) {
    static constexpr std::string_view kKnown[] = {
        "name",       "mode",           "context", "pattern", "verbs", "nouns",    "adjectives", "actor", "recipient",
        "noun_actor", "noun_recipient", "content", "needs",   "prior", "examples", "negative",   "cameo"};
    for (const auto& [key, node] : table) {
      if (std::find(std::begin(kKnown), std::end(kKnown), key.str()) == std::end(kKnown)) {
        return wrong(node, fmt::format("{}: no field '{}'", rule, key.str()));
      }
    }
    FrameClass out;
    out.type = type;
    out.rule = std::move(rule);
    out.where = at(table);
    out.mode = table["mode"].value_or(std::string());
    if (!ontology_.has_mode(type, out.mode)) {
      return wrong(*table.get("mode"), fmt::format("'{}' is no mode of {}", out.mode, name_of(type)));
    }
    out.contexts = DEPECHE_TRY(strings(table, "context"));
    out.cameo = table["cameo"].value_or(std::string());
    const std::string pattern = table["pattern"].value_or(std::string("transitive"));
    const auto known = patterns_.find(pattern);
    if (known == patterns_.end()) return wrong(table, fmt::format("no pattern '{}'", pattern));
    out.pattern = known->second;
    DEPECHE_CHECK(read_slots(table, out.pattern));
    const std::string content = table["content"].value_or(std::string());
    if (content == "claim")
      out.content = Content::Claim;
    else if (content == "absorbed")
      out.content = Content::Absorbed;
    else if (!content.empty())
      return wrong(table, fmt::format("content: '{}' is neither claim nor absorbed", content));
    const std::string needs = table["needs"].value_or(std::string("either"));
    const auto need =
        std::find_if(std::begin(kNeeds), std::end(kNeeds), [&](const auto& n) { return n.first == needs; });
    if (need == std::end(kNeeds)) return wrong(*table.get("needs"), fmt::format("needs: '{}' is not known", needs));
    out.needs = need->second;
    out.prior = table["prior"].value_or(0.8);
    out.examples = DEPECHE_TRY(strings(table, "examples"));
    out.negative = DEPECHE_TRY(strings(table, "negative"));
    frames_.classes_.push_back(std::move(out));
    DEPECHE_CHECK(add_entries(table, "verbs", WordKind::Verb));
    DEPECHE_CHECK(add_entries(table, "nouns", WordKind::Noun));
    return add_entries(table, "adjectives", WordKind::Adjective);
  }

  Result<void> add_entries(const toml::table& table, std::string_view key, WordKind kind) {
    const toml::node* node = table.get(key);
    if (!node) return {};
    const toml::array* array = node->as_array();
    if (!array) return wrong(*node, fmt::format("{}: expected a list", key));
    for (const toml::node& item : *array) {
      const auto text = item.value<std::string>();
      if (!text) return wrong(item, "expected an entry in quotes");
      auto entry = parse_entry(*text, word_classes_, grammar_);
      if (!entry) return wrong(item, entry.error().message);
      const FrameClass& frame = frames_.classes_.back();
      if (entry->prior < 0) entry->prior = frame.prior;
      IndexedEntry indexed{static_cast<int32_t>(frames_.classes_.size()) - 1, kind, frame.type, std::move(*entry),
                           at(item)};
      const std::string head = indexed.entry.words[0];
      frames_.index_[head].push_back(std::move(indexed));
      ++frames_.size_;
    }
    return {};
  }

  const Ontology& ontology_;
  const ground::Grammar& grammar_;
  std::string language_;
  std::string file_;
  WordClasses word_classes_;
  std::map<std::string, Pattern, std::less<>> patterns_;
  Frames frames_;
};

Result<Frames> Frames::load(const fs::path& resources, std::string_view language, const Ontology& ontology,
                            const ground::Grammar& grammar) {
  return FrameLoader(ontology, grammar, language).load(resources / language);
}

std::span<const IndexedEntry> Frames::entries(const HashedText& word) const {
  if (!filter_.may_hold(word.hash)) return {};
  const auto at = index_.find(word);
  if (at == index_.end()) return {};
  return at->second;
}

bool Frames::has_verb(std::string_view infinitive) const {
  const auto all = entries(infinitive);
  return std::any_of(all.begin(), all.end(), [](const IndexedEntry& e) { return e.kind == WordKind::Verb; });
}

}  // namespace depeche::code
