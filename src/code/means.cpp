#include "code/means.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/layers.h"
#include "base/toml_file.h"
#include "code/parties.h"

namespace depeche::code {

namespace fs = std::filesystem;
using nlp::TokenIndex;

class MeansLoader {
 public:
  MeansLoader(const fs::path& file, const Ontology& ontology, const ground::Grammar& grammar)
      : file_(file.string()), ontology_(ontology), grammar_(grammar) {}

  Result<Means> load() {
    const toml::table table = DEPECHE_TRY(read_toml(file_));
    const toml::array* list = table["mode"].as_array();
    if (!list) return fail(Error::Code::Malformed, "no [[mode]]", {file_, 1});
    for (const toml::node& node : *list) {
      if (!node.is_table()) return wrong(node, "expected [[mode]]");
      DEPECHE_CHECK(add(*node.as_table()));
    }
    return std::move(means_);
  }

 private:
  tl::unexpected<Error> wrong(const toml::node& node, std::string message) const {
    return fail(Error::Code::Malformed, std::move(message), toml_where(file_, node.source()));
  }

  Result<void> add(const toml::table& table) {
    const std::string type_name = table["type"].value_or(std::string()), name = table["name"].value_or(std::string());
    const auto type = event_type_from(type_name);
    const toml::array* const words = table["words"].as_array();
    if (!type || name.empty() || !words) return wrong(table, "a mode needs the `type` of an event, `name` and `words`");
    if (!ontology_.has_mode(*type, name)) return wrong(table, fmt::format("{} has no mode '{}'", type_name, name));
    Means::Mode mode{*type, name, {}, {}};
    if (const toml::array* const refines = table["refines"].as_array()) {
      for (const toml::node& other : *refines) {
        mode.refines.push_back(other.value_or(std::string()));
        if (!ontology_.has_mode(*type, mode.refines.back()))
          return wrong(other, fmt::format("{} has no mode '{}'", type_name, mode.refines.back()));
      }
    }
    for (const toml::node& word : *words) {
      const auto text = word.value<std::string_view>();
      if (!text || text->empty()) return wrong(word, "expected a word or phrase in quotes");
      mode.words.add(*text, grammar_);
    }
    means_.modes_.push_back(std::move(mode));
    return {};
  }

  std::string file_;
  const Ontology& ontology_;
  const ground::Grammar& grammar_;
  Means means_;
};

Result<Means> Means::load(const fs::path& file, const Ontology& ontology, const ground::Grammar& grammar) {
  if (!is_in_layers(file)) return Means();
  return MeansLoader(file, ontology, grammar).load();
}

namespace {

// May both be told of one act?
bool may_be_same(const Event& a, const Event& b) {
  return a.type == b.type && a.status != Status::Negated && b.status != Status::Negated &&
         (a.status == Status::Planned) == (b.status == Status::Planned) &&
         (a.date.empty() || b.date.empty() || a.date == b.date) && overlap_or_open(a.actor, b.actor) &&
         overlap_or_open(a.recipient, b.recipient);
}

}  // namespace

bool Means::Mode::tells_more_than(const Event& event) const {
  return type == event.type &&
         (event.mode.empty() || std::find(refines.begin(), refines.end(), event.mode) != refines.end());
}

const Means::Mode* Means::named(const ground::Syntax& s, const Event& event) const {
  const nlp::TokenRange sentence = s.sentence(event.trigger_token);
  for (const Mode& mode : modes_) {
    if (!mode.tells_more_than(event)) continue;
    for (TokenIndex t = sentence.begin; t < sentence.end; ++t) {
      if (mode.words.matches(s, t)) return &mode;
    }
  }
  return nullptr;
}

const Means::Mode* Means::told_elsewhere(const std::vector<Draft>& drafts, size_t i) const {
  constexpr size_t kReach = 12;
  const auto mode_of = [&](size_t j) -> const Mode* {
    if (j >= drafts.size() || !may_be_same(drafts[i].event, drafts[j].event)) return nullptr;
    const auto at = std::find_if(modes_.begin(), modes_.end(), [&](const Mode& mode) {
      return mode.name == drafts[j].event.mode && mode.tells_more_than(drafts[i].event);
    });
    return at == modes_.end() ? nullptr : &*at;
  };
  for (size_t step = 1; step <= kReach; ++step) {
    // Before the first is past the end.
    if (const Mode* mode = mode_of(i - step)) return mode;
    if (const Mode* mode = mode_of(i + step)) return mode;
  }
  return nullptr;
}

void Means::set_modes(const ground::Syntax& syntax, std::vector<Draft>& drafts) const {
  for (Draft& draft : drafts) {
    if (const Mode* mode = named(syntax, draft.event)) draft.event.mode = mode->name;
  }
  std::vector<const Mode*> elsewhere;
  for (size_t i = 0; i < drafts.size(); ++i) elsewhere.push_back(told_elsewhere(drafts, i));
  for (size_t i = 0; i < drafts.size(); ++i) {
    if (elsewhere[i]) drafts[i].event.mode = elsewhere[i]->name;
  }
}

}  // namespace depeche::code
