#include "voice/lexicon.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/layers.h"
#include "base/resource.h"
#include "base/toml_file.h"

namespace depeche::voice {

namespace fs = std::filesystem;

namespace {

constexpr std::pair<std::string_view, Stance> with_name(Stance stance) { return {name_of(stance), stance}; }
constexpr std::pair<std::string_view, Stance> kStances[] = {
    with_name(Stance::Asserts), with_name(Stance::Accuses), with_name(Stance::Denies),   with_name(Stance::Confirms),
    with_name(Stance::Doubts),  with_name(Stance::Demands), with_name(Stance::Promises), with_name(Stance::Hopes),
};
constexpr std::pair<std::string_view, Effect> kEffects[] = {
    {"negated", Effect::Negated},
    {"unlikely", Effect::Unlikely},
    {"hedged", Effect::Hedged},
    {"possible", Effect::Possible},
    {"future", Effect::Future},
    {"intended", Effect::Intended},
    {"hypothetical", Effect::Hypothetical},
    {"able", Effect::Able},
    {"same", Effect::Same},
    {"open", Effect::Open},
};
constexpr std::pair<std::string_view, Governs> kGoverns[] = {
    {"clause", kClause},       {"infinitive", kInfinitive}, {"order", kOrder},           {"object", kObject},
    {"noun", kObject},         {"subject", kSubject},       {"complement", kComplement}, {"predicate", kPredicate},
    {"adjective", kAdjective}, {"quote", kQuote},           {"label", kLabel},
};
constexpr std::pair<std::string_view, PhraseRole> kHolders[] = {
    {"noun", PhraseRole::SourceNoun}, {"speaker", PhraseRole::SourceSpeaker}, {"nobody", PhraseRole::SourceNobody}};

// An entry as the tokenizer parts it: at blanks, after an apostrophe, before the hyphens of inverted pronouns.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ') {
      end_word();
      continue;
    }
    word += c;
    if (c == '\'') end_word();
  }
  end_word();
  return words;
}

// A reflexive pronoun in front of a verb, elided or not.
bool takes_reflexive(std::vector<std::string>& words, const ground::Grammar& grammar) {
  if (words.size() < 2 || !grammar.is_reflexive(words.front())) return false;
  words.erase(words.begin());
  return true;
}

}  // namespace

class LexiconLoader {
 public:
  explicit LexiconLoader(ground::Grammar grammar) : grammar_(std::move(grammar)) {
    lexicon_.preposition_lists.emplace_back();
  }

  Result<Lexicon> load(const fs::path& folder) {
    const toml::table speech = DEPECHE_TRY(parse(folder / "speech.toml"));
    DEPECHE_CHECK(lists(speech, "verbs", WordClass::Verb));
    DEPECHE_CHECK(lists(speech, "nouns", WordClass::Noun));
    DEPECHE_CHECK(lists(speech, "adjectives", WordClass::Adjective));
    DEPECHE_CHECK(each(speech, "phrases", [this](const toml::table& t) { return source_phrases(t); }));
    Words& w = lexicon_.words;
    DEPECHE_CHECK(word_sets(speech, "words",
                            {{"complementizers", &w.complementizers},
                             {"content_markers", &w.content_markers},
                             {"infinitive_markers", &w.infinitive_markers},
                             {"content_relatives", &w.content_relatives},
                             {"documents", &w.documents},
                             {"spokespeople", &w.spokespeople},
                             {"sources", &w.sources},
                             {"naming_verbs", &w.naming_verbs},
                             {"calling_verbs", &w.calling_verbs},
                             {"naming_nouns", &w.naming_nouns},
                             {"light_verbs", &w.light_verbs},
                             {"voices", &w.voices},
                             {"inverted_pronouns", &w.inverted_pronouns},
                             {"media_prepositions", &w.media_prepositions},
                             {"causatives", &w.causatives},
                             {"relays", &w.relays}}));
    lexicon_.verb_count = verbs_.size();
    const toml::table certainty = DEPECHE_TRY(parse(folder / "certainty.toml"));
    in_certainty_ = true;
    DEPECHE_CHECK(each(certainty, "operator", [this](const toml::table& t) { return certainty_operator(t); }));
    DEPECHE_CHECK(word_sets(certainty, "grammar",
                            {{"negators", &w.negators},
                             {"lone_negators", &w.lone_negators},
                             {"restrictors", &w.restrictors},
                             {"restricting_negators", &w.restricting_negators},
                             {"bare_negation", &w.bare_negation},
                             {"future_auxiliaries", &w.future_auxiliaries},
                             {"obligation", &w.obligation},
                             {"ability", &w.ability},
                             {"possibility", &w.possibility},
                             {"conditional", &w.conditional},
                             {"wishes", &w.wishes},
                             {"necessity", &w.necessity},
                             {"diminishers", &w.diminishers},
                             {"negative_pronouns", &w.negative_pronouns},
                             {"negative_determiners", &w.negative_determiners},
                             {"question_marks", &w.question_marks}}));
    DEPECHE_CHECK(endings(certainty));
    DEPECHE_CHECK(each(certainty, "sentences", [this](const toml::table& t) { return examples(t); }));
    DEPECHE_CHECK(verb_forms(speech));
    for (auto& [word, phrases] : lexicon_.phrases) {
      std::stable_sort(phrases.begin(), phrases.end(),
                       [](const Phrase& a, const Phrase& b) { return a.words.size() > b.words.size(); });
    }
    for (auto& [word, entries] : lexicon_.entries) {  // the narrower first
      std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.rest.size() + a.reflexive > b.rest.size() + b.reflexive;
      });
    }
    return std::move(lexicon_);
  }

 private:
  Result<toml::table> parse(const fs::path& path) {
    file_ = path.string();
    return read_toml(path);
  }

  Where at(const toml::node& node) const { return toml_where(file_, node.source()); }
  tl::unexpected<Error> malformed(const toml::node& node, std::string message) const {
    return fail(Error::Code::Malformed, std::move(message), at(node));
  }

  template <class Visit>
  Result<void> each(const toml::table& table, std::string_view name, Visit visit) {
    const toml::node* node = table.get(name);
    if (!node) return {};
    const toml::array* array = node->as_array();
    if (!array) return malformed(*node, fmt::format("expected [[{}]]", name));
    for (const toml::node& element : *array) {
      if (!element.is_table()) return malformed(element, fmt::format("expected [[{}]]", name));
      DEPECHE_CHECK(visit(*element.as_table()));
    }
    return {};
  }

  template <class Visit>
  Result<void> each_string(const toml::table& table, std::string_view name, Visit visit) {
    const toml::node* node = table.get(name);
    if (!node) return {};
    if (!node->is_array()) return malformed(*node, fmt::format("{}: expected a list", name));
    for (const toml::node& element : *node->as_array()) {
      const auto text = element.value<std::string>();
      if (!text || trim(*text).empty()) return malformed(element, fmt::format("{}: expected words in quotes", name));
      DEPECHE_CHECK(visit(std::string(trim(*text)), element));
    }
    return {};
  }

  template <class Value, size_t N>
  Result<Value> named(const toml::node& node, std::string_view text,
                      const std::pair<std::string_view, Value> (&names)[N]) {
    for (const auto& [name, value] : names) {
      if (name == text) return value;
    }
    std::string known;
    for (const auto& [name, value] : names) known += fmt::format("{}{}", known.empty() ? "" : ", ", name);
    return malformed(node, fmt::format("'{}' is none of {}", text, known));
  }

  template <class Value, size_t N>
  Result<Value> choice(const toml::table& table, std::string_view name,
                       const std::pair<std::string_view, Value> (&names)[N]) {
    const toml::node* node = table.get(name);
    if (!node) return malformed(table, fmt::format("no {}", name));
    return named(*node, node->value_or(std::string_view()), names);
  }

  Result<uint16_t> governs(const toml::table& table, std::string_view name) {
    uint16_t bits = 0;
    const auto read = each_string(table, name, [&](const std::string& word, const toml::node& node) -> Result<void> {
      bits |= DEPECHE_TRY(named(node, word, kGoverns));
      return {};
    });
    if (!read) return tl::unexpected(read.error());
    return bits;
  }

  Result<void> known_keys(const toml::table& table, std::initializer_list<std::string_view> keys) {
    for (const auto& [key, value] : table) {
      if (std::find(keys.begin(), keys.end(), key.str()) == keys.end())
        return malformed(value, fmt::format("unknown field '{}'", key.str()));
    }
    return {};
  }

  std::vector<std::string> plain_words(std::string_view text) const {
    std::vector<std::string> words = words_of(text);
    for (std::string& word : words) word = std::string(grammar_.plain(word));
    return words;
  }

  Result<uint16_t> prepositions(const toml::table& table) {
    if (!table.contains("prepositions")) return uint16_t{0};
    StringSet list;
    DEPECHE_CHECK(each_string(table, "prepositions", [&](const std::string& word, const toml::node&) -> Result<void> {
      list.insert(std::string(grammar_.plain(word)));
      return {};
    }));
    lexicon_.preposition_lists.push_back(std::move(list));
    return static_cast<uint16_t>(lexicon_.preposition_lists.size() - 1);
  }

  Result<void> add(const toml::table& table, std::string_view name, const Entry& properties) {
    return each_string(table, name, [&](const std::string& text, const toml::node& node) -> Result<void> {
      Entry entry = properties;
      std::vector<std::string> words = words_of(text);
      if (entry.word_class == WordClass::Verb) entry.reflexive = takes_reflexive(words, grammar_);
      const std::string first = words.front();
      for (size_t i = 1; i < words.size(); ++i) entry.rest.emplace_back(grammar_.plain(words[i]));
      if (!seen_
               .insert(
                   fmt::format("{}|{}|{}|{}", text, static_cast<int>(entry.word_class), entry.governs, entry.speaks))
               .second)
        return malformed(node, fmt::format("'{}' stands twice with the same use", text));
      if (entry.speaks && entry.word_class == WordClass::Verb) verbs_.insert(text);
      if (entry.word_class == WordClass::Verb) lexicon_.verbs.insert(first);
      lexicon_.entries[first].push_back(std::move(entry));
      return {};
    });
  }

  Result<void> examples(const toml::table& table) {
    return each_string(table, "examples", [&](const std::string& text, const toml::node& node) -> Result<void> {
      if (text.find(" | ") == std::string::npos || text.rfind(": ") < text.find(" | "))
        return malformed(node, fmt::format("'{}': expected 'sentence | word: answer'", text));
      lexicon_.examples.push_back({text, at(node), in_certainty_});
      return {};
    });
  }

  Result<void> lists(const toml::table& table, std::string_view name, WordClass word_class) {
    return each(table, name, [&](const toml::table& list) -> Result<void> {
      DEPECHE_CHECK(known_keys(
          list, {"stance", "takes", "content", "prepositions", "responsibility", "factive", "words", "examples"}));
      Entry entry;
      entry.word_class = word_class;
      entry.speaks = true;
      entry.stance = DEPECHE_TRY(choice(list, "stance", kStances));
      entry.governs = DEPECHE_TRY(governs(list, "takes"));
      if (list.contains("content")) entry.effect = DEPECHE_TRY(choice(list, "content", kEffects));
      entry.prepositions = DEPECHE_TRY(prepositions(list));
      entry.responsibility = list["responsibility"].value_or(false);
      entry.factive = list["factive"].value_or(false);
      DEPECHE_CHECK(add(list, "words", entry));
      return examples(list);
    });
  }

  Result<void> add_phrases(const toml::table& table, std::string_view name, const Phrase& properties) {
    return each_string(table, name, [&](const std::string& text, const toml::node&) -> Result<void> {
      Phrase phrase = properties;
      phrase.words = plain_words(text);
      lexicon_.phrases[phrase.words.front()].push_back(std::move(phrase));
      return {};
    });
  }

  Result<void> source_phrases(const toml::table& table) {
    DEPECHE_CHECK(known_keys(table, {"holder", "words", "examples"}));
    Phrase phrase;
    phrase.role = DEPECHE_TRY(choice(table, "holder", kHolders));
    DEPECHE_CHECK(add_phrases(table, "words", phrase));
    return examples(table);
  }

  Result<void> certainty_operator(const toml::table& table) {
    DEPECHE_CHECK(known_keys(table, {"effect", "on", "prepositions", "verbs", "nouns", "adjectives", "participles",
                                     "phrases", "phrases_after", "adverbs", "except", "only", "examples"}));
    Entry entry;
    entry.effect = DEPECHE_TRY(choice(table, "effect", kEffects));
    entry.governs = DEPECHE_TRY(governs(table, "on"));
    entry.prepositions = DEPECHE_TRY(prepositions(table));
    DEPECHE_CHECK(add(table, "verbs", entry));
    entry.word_class = WordClass::Noun;
    DEPECHE_CHECK(add(table, "nouns", entry));
    entry.word_class = WordClass::Adjective;
    DEPECHE_CHECK(add(table, "adjectives", entry));
    entry.participle = true;
    DEPECHE_CHECK(add(table, "participles", entry));
    Phrase phrase;
    phrase.effect = entry.effect;
    phrase.only = DEPECHE_TRY(governs(table, "only"));
    phrase.role = PhraseRole::Governs;
    DEPECHE_CHECK(add_phrases(table, "phrases", phrase));
    phrase.role = PhraseRole::After;
    DEPECHE_CHECK(add_phrases(table, "phrases_after", phrase));
    phrase.role = PhraseRole::Adverb;
    DEPECHE_CHECK(add_phrases(table, "adverbs", phrase));
    phrase.role = PhraseRole::Exception;
    DEPECHE_CHECK(add_phrases(table, "except", phrase));
    return examples(table);
  }

  Result<void> word_sets(const toml::table& table, std::string_view name,
                         std::initializer_list<std::pair<std::string_view, StringSet*>> sets) {
    const toml::table* words = table[name].as_table();
    if (!words) return malformed(table, fmt::format("no table [{}]", name));
    for (const auto& [key, value] : *words) {
      const auto set = std::find_if(sets.begin(), sets.end(), [&](const auto& s) { return s.first == key.str(); });
      if (set == sets.end()) return malformed(value, fmt::format("unknown list '{}'", key.str()));
      DEPECHE_CHECK(each_string(*words, key.str(), [&](const std::string& word, const toml::node&) -> Result<void> {
        set->second->insert(word);
        return {};
      }));
    }
    return {};
  }

  // [forms.endings]: for verbs that end so, the endings of their other forms; [forms.irregular]: whole forms.
  Result<void> verb_forms(const toml::table& table) {
    if (const toml::table* endings_of = table["forms"]["endings"].as_table()) {
      for (const auto& [key, value] : *endings_of) {
        const std::string_view infinitive = key.str();
        DEPECHE_CHECK(
            each_string(*endings_of, infinitive, [&](const std::string& ending, const toml::node&) -> Result<void> {
              for (const std::string& verb : lexicon_.verbs) {
                if (verb.size() > infinitive.size() && verb.ends_with(infinitive))
                  lexicon_.verb_of_form.try_emplace(verb.substr(0, verb.size() - infinitive.size()) + ending, verb);
              }
              return {};
            }));
      }
    }
    if (const toml::table* irregular = table["forms"]["irregular"].as_table()) {
      for (const auto& [key, value] : *irregular) {
        const std::string verb(key.str());
        DEPECHE_CHECK(each_string(*irregular, verb, [&](const std::string& form, const toml::node&) -> Result<void> {
          lexicon_.verb_of_form[form] = verb;
          return {};
        }));
      }
    }
    return {};
  }

  Result<void> endings(const toml::table& table) {
    const toml::table* tense = table["tense"].as_table();
    if (!tense) return {};
    Words& w = lexicon_.words;
    const std::pair<std::string_view, std::vector<std::string>*> lists[] = {
        {"future", &w.future_endings},
        {"conditional", &w.conditional_endings},
        {"future_after_infinitive", &w.future_after_infinitive},
        {"conditional_after_infinitive", &w.conditional_after_infinitive},
        {"infinitives", &w.infinitive_endings}};
    DEPECHE_CHECK(known_keys(
        *tense, {"future", "conditional", "future_after_infinitive", "conditional_after_infinitive", "infinitives"}));
    for (const auto& [name, list] : lists) {
      std::vector<std::string>* into = list;
      DEPECHE_CHECK(each_string(*tense, name, [into](const std::string& ending, const toml::node&) -> Result<void> {
        into->push_back(ending);
        return {};
      }));
    }
    return {};
  }

  ground::Grammar grammar_;
  Lexicon lexicon_;
  std::string file_;
  bool in_certainty_ = false;
  std::set<std::string> seen_, verbs_;
};

Result<Lexicon> Lexicon::load(const fs::path& resources, std::string_view language) {
  const fs::path folder = resources / std::string(language);
  if (is_in_layers(folder / "grammar.toml") && !is_in_layers(folder / "voice")) {
    Lexicon none;  // a language without these words has no sources
    none.preposition_lists.emplace_back();
    return none;
  }
  return LexiconLoader(DEPECHE_TRY(ground::Grammar::load(folder / "grammar.toml"))).load(folder / "voice");
}

namespace {

// How many words, such as adverbs, may stand between the words of an entry.
constexpr TokenIndex kMaxBetween = 3;

}  // namespace

std::string_view Lexicon::lemma(const ground::Syntax& syntax, TokenIndex token) const {
  const std::string_view lemma = syntax.lemma(token);
  const nlp::Upos pos = syntax.pos(token);
  if ((pos != nlp::Upos::Verb && pos != nlp::Upos::Aux && pos != nlp::Upos::X) || verbs.contains(lemma)) return lemma;
  const auto verb = verb_of_form.find(syntax.lower(token));
  return verb == verb_of_form.end() ? lemma : std::string_view(verb->second);
}

bool matches(const ground::Syntax& syntax, TokenIndex token, const Entry& entry, TokenIndex* last) {
  using nlp::Upos;
  const Upos pos = syntax.pos(token);
  switch (entry.word_class) {
    case WordClass::Verb:
      if (pos != Upos::Verb && pos != Upos::Aux && pos != Upos::X) return false;
      break;
    case WordClass::Noun:
      if (pos != Upos::Noun && pos != Upos::Propn) return false;
      break;
    case WordClass::Adjective:
      if (pos != Upos::Adj && pos != Upos::Verb) return false;
      break;
  }
  return stands_for(syntax, token, entry, last);
}

bool stands_for(const ground::Syntax& syntax, TokenIndex token, const Entry& entry, TokenIndex* last) {
  if (entry.reflexive && syntax.reflexive_of(token) == ground::kNoToken) return false;
  TokenIndex at = token;
  const TokenIndex end = syntax.sentence(token).end;
  // In a relative clause, what it governs stands above it.
  const TokenIndex above = syntax[token].relation == ground::Relation::Relative ? syntax[token].head : ground::kNoToken;
  if (entry.rest.size() == 1 && above != ground::kNoToken && syntax.lemma(above) == entry.rest[0]) {
    if (last) *last = token;
    return true;
  }
  for (const std::string& word : entry.rest) {
    const TokenIndex limit = std::min<TokenIndex>(end, at + 2 + kMaxBetween);
    TokenIndex next = at + 1;
    while (next < limit && syntax.plain(next) != word && syntax.lemma(next) != word) ++next;
    if (next >= limit) return false;
    at = next;
  }
  if (last) *last = at;
  return true;
}

}  // namespace depeche::voice
