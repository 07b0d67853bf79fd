#include "ground/syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/toml_file.h"
#include "base/unicode.h"

namespace depeche::ground {
namespace {

constexpr std::array<std::string_view, 32> kRelationNames = {
    "Other",      "Root",        "Subject",          "PassiveSubject", "Object",          "IndirectObject",
    "Oblique",    "Agent",       "Nominal",          "Possessive",     "Adjective",       "Apposition",
    "Name",       "Conjunct",    "Clause",           "OpenClause",     "AdverbialClause", "Relative",
    "Participle", "Auxiliary",   "PassiveAuxiliary", "Copula",         "Marker",          "Case",
    "Determiner", "Adverb",      "Negation",         "Expletive",      "Coordinator",     "Number",
    "Parataxis",  "Punctuation",
};

}  // namespace

std::string_view name_of(Relation relation) { return kRelationNames[static_cast<size_t>(relation)]; }

Result<Relation> relation_from(std::string_view name) {
  const auto at = std::find(kRelationNames.begin(), kRelationNames.end(), name);
  if (at == kRelationNames.end()) return fail(Error::Code::Malformed, fmt::format("no relation '{}'", name));
  return static_cast<Relation>(at - kRelationNames.begin());
}

Result<Grammar> Grammar::load(const std::filesystem::path& path) {
  const std::string file = path.string();
  const toml::table table = DEPECHE_TRY(read_toml(path));
  Grammar grammar;
  grammar.prepositions_govern_ = table["prepositions_govern"].value_or(false);
  grammar.present_headlines_ = table["present_headlines"].value_or(false);
  grammar.modifiers_first_ = table["modifiers_first"].value_or(false);
  const toml::table* relations = table["relations"].as_table();
  if (!relations) return fail(Error::Code::Malformed, "no table [relations]", {file});
  for (const auto& [key, value] : *relations) {
    const auto relation = relation_from(key.str());
    if (!relation) return fail(Error::Code::Malformed, relation.error().message, toml_where(file, key.source()));
    const toml::array* labels = value.as_array();
    if (!labels)
      return fail(Error::Code::Malformed, fmt::format("{}: expected a list of labels", key.str()),
                  toml_where(file, value.source()));
    for (const toml::node& label : *labels) {
      const auto text = label.value<std::string>();
      if (!text) return fail(Error::Code::Malformed, "expected a label in quotes", toml_where(file, label.source()));
      grammar.relations_[*text] = *relation;
    }
  }
  const std::pair<std::string_view, StringSet*> lists[] = {{"negation", &grammar.negation_},
                                                           {"possessive", &grammar.possessive_},
                                                           {"reflexive", &grammar.reflexive_},
                                                           {"by", &grammar.by_},
                                                           {"to", &grammar.to_},
                                                           {"purpose", &grammar.purpose_},
                                                           {"after", &grammar.after_},
                                                           {"before", &grammar.before_},
                                                           {"gives_to_object", &grammar.gives_to_object_},
                                                           {"keeps_control", &grammar.keeps_control_},
                                                           {"auxiliary", &grammar.auxiliary_},
                                                           {"passive_auxiliary", &grammar.passive_auxiliary_},
                                                           {"first_person", &grammar.first_person_},
                                                           {"unaccusative", &grammar.unaccusative_},
                                                           {"copula", &grammar.copula_},
                                                           {"relative", &grammar.relative_},
                                                           {"intransitive", &grammar.intransitive_},
                                                           {"alike", &grammar.alike_},
                                                           {"other", &grammar.other_},
                                                           {"quantity", &grammar.quantity_}};
  const auto read_list = [](const toml::node_view<const toml::node>& list, std::vector<std::string>& words) {
    if (const toml::array* array = list.as_array()) {
      for (const toml::node& word : *array) words.push_back(word.value_or(std::string()));
    }
  };
  const auto read_set = [&](const toml::node_view<const toml::node>& list, StringSet& words) {
    std::vector<std::string> all;
    read_list(list, all);
    for (std::string& word : all) words.insert(std::move(word));
  };
  for (const auto& [name, words] : lists) read_set(table["words"][name], *words);
  read_set(table["governed"], grammar.governed_);
  read_set(table["prepositions"], grammar.prepositions_);
  read_set(table["predicates"], grammar.predicates_);
  grammar.between_ = table["words"]["between"].value_or(std::string());
  grammar.of_ = table["words"]["of"].value_or(std::string());
  const std::pair<std::string_view, std::vector<std::pair<std::string, std::string>>*> endings_of[] = {
      {"infinitives", &grammar.infinitives_}, {"present", &grammar.present_}};
  for (const auto& [name, list] : endings_of) {
    const toml::table* endings = table[name].as_table();
    if (!endings) continue;
    for (const auto& [ending, infinitive] : *endings) {
      std::vector<std::string> all;
      read_list(toml::node_view<const toml::node>(infinitive), all);
      if (all.empty()) all.push_back(infinitive.value_or(std::string()));
      for (std::string& one : all) list->emplace_back(std::string(ending.str()), std::move(one));
    }
    std::sort(list->begin(), list->end(), [](const auto& a, const auto& b) {
      return std::pair(b.first.size(), a.first) < std::pair(a.first.size(), b.first);
    });
  }
  if (const toml::table* labels = table["entities"].as_table()) {
    for (const auto& [key, value] : *labels) {
      std::vector<std::string> names;
      read_list(table["entities"][key.str()], names);
      for (std::string& name : names) grammar.entity_labels_[std::move(name)] = std::string(key.str());
    }
  }
  const std::pair<std::string_view, StringMap<std::string>*> maps[] = {{"contractions", &grammar.contractions_},
                                                                       {"time_shifts", &grammar.time_shifts_}};
  for (const auto& [name, map] : maps) {
    const toml::table* words = table[name].as_table();
    if (!words) continue;
    for (const auto& [key, value] : *words) (*map)[std::string(key.str())] = value.value_or(std::string());
  }
  return grammar;
}

Relation Grammar::relation(std::string_view deprel) const {
  const auto at = relations_.find(deprel);
  return at == relations_.end() ? Relation::Other : at->second;
}

std::string_view Grammar::entity_label(std::string_view label) const {
  if (entity_labels_.empty()) return label;
  const auto at = entity_labels_.find(label);
  return at == entity_labels_.end() ? std::string_view() : std::string_view(at->second);
}

namespace {

std::vector<std::string> by_ending(const std::vector<std::pair<std::string, std::string>>& endings,
                                   std::string_view lower) {
  std::vector<std::string> out;
  for (const auto& [ending, infinitive] : endings) {
    constexpr size_t kShortestStem = 2;
    if (lower.size() < ending.size() + kShortestStem || !lower.ends_with(ending)) continue;
    out.push_back(std::string(lower.substr(0, lower.size() - ending.size())) + infinitive);
  }
  return out;
}

}  // namespace

std::vector<std::string> Grammar::infinitives(std::string_view lower) const { return by_ending(infinitives_, lower); }

std::vector<std::string> Grammar::infinitives_of_present(std::string_view lower) const {
  return by_ending(present_, lower);
}

Syntax::Syntax(std::string_view text, const nlp::Analysis& analysis, const Grammar& grammar)
    : text_(text), analysis_(&analysis), grammar_(&grammar), nodes_(analysis.tokens.size()) {
  lower_.reserve(nodes_.size());
  forms_.reserve(nodes_.size());
  std::vector<Relation> relation_of(analysis.labels ? analysis.labels->deprel.size() : 0);
  for (size_t id = 0; id < relation_of.size(); ++id) relation_of[id] = grammar.relation(analysis.labels->deprel[id]);
  for (TokenIndex i = 0; i < size(); ++i) {
    const nlp::Token& t = token(i);
    nodes_[i].head = t.head == i ? kNoToken : t.head;
    nodes_[i].relation = t.head == i ? Relation::Root : relation_of[t.deprel];
    lower_.push_back(unicode::lower(surface(i)));
    const HashedText lowered(lower_.back());
    forms_.push_back({HashedText(analysis.lemma(t)), lowered, grammar.plain(lowered)});
  }
  for (size_t s = 0; s < analysis.sentences.size(); ++s) {
    for (TokenIndex i = analysis.sentences[s].begin; i < analysis.sentences[s].end; ++i)
      nodes_[i].sentence = static_cast<int32_t>(s);
  }
  if (grammar.prepositions_govern()) {
    lift_prepositional_objects();
    mark_infinitives();
    raise_predicates();
  }
  lower_auxiliaries();
  join_adjectives();
  part_at_semicolons();
  join_roots();
  link_children();
  if (raise_above_subjects()) link_children();
  if (mend_second_subjects()) link_children();
  if (join_alike()) link_children();
}

void Syntax::link_children() {
  for (Node& node : nodes_) node.first_child = node.next_sibling = kNoToken;
  for (TokenIndex i = size(); i-- > 0;) {
    const TokenIndex h = nodes_[i].head;
    if (h == kNoToken) continue;
    nodes_[i].next_sibling = nodes_[h].first_child;
    nodes_[h].first_child = i;
  }
  for (TokenIndex i = 0; i < size(); ++i) {
    const Relation r = nodes_[i].relation;
    const TokenIndex h = nodes_[i].head;
    if ((r == Relation::Case || r == Relation::Marker) && h != kNoToken && nodes_[h].marker == kNoToken)
      nodes_[h].marker = i;
  }
}

bool Syntax::has_feature(TokenIndex i, std::string_view feature) const {
  std::string_view all = analysis_->morph(token(i));
  while (!all.empty()) {
    const size_t bar = std::min(all.find('|'), all.size());
    if (all.substr(0, bar) == feature) return true;
    all.remove_prefix(std::min(bar + 1, all.size()));
  }
  return false;
}

bool Syntax::is_relative_pronoun(TokenIndex i) const {
  if (pos(i) != nlp::Upos::Pron && pos(i) != nlp::Upos::Det) return false;
  if (has_feature(i, "PronType=Rel")) return true;
  if (!grammar_->is_relative(lower_[i])) return false;
  // An interrogative asks elsewhere: here it must belong to a clause that hangs on a noun before it.
  TokenIndex t = nodes_[i].head;
  for (int step = 0; step < 4 && t != kNoToken; ++step, t = nodes_[t].head) {
    if (nodes_[t].relation == Relation::Relative) return nodes_[t].head != kNoToken && nodes_[t].head < i;
  }
  return false;
}

TokenIndex Syntax::child(TokenIndex i, Relation relation) const {
  for (TokenIndex c = nodes_[i].first_child; c != kNoToken; c = nodes_[c].next_sibling) {
    if (nodes_[c].relation == relation) return c;
  }
  return kNoToken;
}

TokenIndex Syntax::reflexive_of(TokenIndex verb) const {
  for (TokenIndex c = nodes_[verb].first_child; c != kNoToken && c < verb; c = nodes_[c].next_sibling) {
    if (grammar_->is_reflexive(lower_[c])) return c;
  }
  return kNoToken;
}

bool Syntax::is_below(TokenIndex i, TokenIndex ancestor) const {
  for (; i != kNoToken; i = nodes_[i].head) {
    if (i == ancestor) return true;
  }
  return false;
}

TokenRange Syntax::subtree(TokenIndex i) const {
  TokenRange range{i, i + 1};
  std::vector<TokenIndex> open{i};
  while (!open.empty()) {
    const TokenIndex t = open.back();
    open.pop_back();
    range.begin = std::min(range.begin, t);
    range.end = std::max(range.end, t + 1);
    for_children(t, [&](TokenIndex c) { open.push_back(c); });
  }
  return range;
}

std::vector<TokenIndex> Syntax::coordinated(TokenIndex i) const {
  std::vector<TokenIndex> all{i};
  for (size_t k = 0; k < all.size(); ++k) {
    for_children(all[k], [&](TokenIndex c) {
      if (nodes_[c].relation == Relation::Conjunct) all.push_back(c);
    });
  }
  std::sort(all.begin(), all.end());
  return all;
}

bool Syntax::is_linked(const std::vector<TokenIndex>& coordinated) const {
  return std::any_of(coordinated.begin(), coordinated.end(), [this](TokenIndex t) {
    const TokenIndex marker = nodes_[t].marker;
    return child(t, Relation::Coordinator) != kNoToken || (marker != kNoToken && grammar_->is_alike(plain(marker)));
  });
}

TokenIndex Syntax::first_conjunct(TokenIndex i) const {
  constexpr int kMostSteps = 8;
  for (int step = 0; step < kMostSteps && nodes_[i].relation == Relation::Conjunct && nodes_[i].head != kNoToken;
       ++step)
    i = nodes_[i].head;
  return i;
}

TokenIndex Syntax::token_at(uint32_t byte) const {
  const auto& tokens = analysis_->tokens;
  const auto at =
      std::partition_point(tokens.begin(), tokens.end(), [byte](const nlp::Token& t) { return t.span.end <= byte; });
  return static_cast<TokenIndex>(at - tokens.begin());
}

}  // namespace depeche::ground
