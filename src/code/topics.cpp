#include "code/topics.h"

#include <algorithm>
#include <array>

#include "base/layers.h"
#include "base/resource.h"
#include "base/toml_file.h"

namespace depeche::code {

namespace fs = std::filesystem;
using nlp::TokenIndex;
using nlp::Upos;

namespace {

constexpr std::array<std::pair<double, std::string_view>, 6> kShares{
    {{0.01, "0.01"}, {0.02, "0.02"}, {0.04, "0.04"}, {0.07, "0.07"}, {0.11, "0.11"}, {0.16, "0.16"}}};
constexpr std::array<std::pair<double, std::string_view>, 7> kRatios{
    {{0.1, "0.1"}, {0.2, "0.2"}, {0.3, "0.3"}, {0.4, "0.4"}, {0.5, "0.5"}, {0.6, "0.6"}, {0.7, "0.7"}}};

bool is_content(Upos pos) { return pos == Upos::Noun || pos == Upos::Verb || pos == Upos::Adj || pos == Upos::Propn; }

}  // namespace

class TopicsLoader {
 public:
  Result<Topics> load(const fs::path& path) {
    file_ = path.string();
    const toml::table table = DEPECHE_TRY(read_toml(path));
    topics_.usual_states_ = DEPECHE_TRY(share(table["usual"]["states"].node(), table));
    topics_.usual_bodies_ = DEPECHE_TRY(share(table["usual"]["bodies"].node(), table));
    const toml::array* list = table["topic"].as_array();
    if (!list) return fail(Error::Code::Malformed, "no [[topic]]", {file_, 1});
    for (const toml::node& node : *list) {
      if (!node.is_table()) return wrong(node, "expected [[topic]]");
      DEPECHE_CHECK(add(*node.as_table()));
    }
    topics_.filter_ = HashFilter::of_keys(topics_.of_word_);
    return std::move(topics_);
  }

 private:
  tl::unexpected<Error> wrong(const toml::node& node, std::string message) const {
    return fail(Error::Code::Malformed, std::move(message), toml_where(file_, node.source()));
  }

  Result<double> share(const toml::node* node, const toml::table& where) const {
    const auto value = node ? node->value<double>() : std::nullopt;
    if (!value || *value < 0 || *value > 1)
      return wrong(node ? *node : where,
                   "expected a share between 0 and 1: `usual` of a topic, `states` and `bodies` of [usual]");
    return *value;
  }

  Result<void> add(const toml::table& table) {
    const toml::array* const words = table["words"].as_array();
    Topic topic{table["name"].value_or(std::string()), table["public"].value_or(false),
                DEPECHE_TRY(share(table.get("usual"), table))};
    if (topic.name.empty() || !words) return wrong(table, "a topic needs `name` and `words`");
    if (topics_.all_.size() == Topics::kMost) return wrong(table, "too many topics");
    const Topics::Set bit = Topics::Set{1} << topics_.all_.size();
    topics_.all_.push_back(std::move(topic));
    for (const toml::node& line : *words) {
      const auto text = line.value<std::string_view>();
      if (!text) return wrong(line, "expected words in quotes");
      for (const std::string_view word : split(*text, ' ')) topics_.of_word_[std::string(word)] |= bit;
    }
    return {};
  }

  std::string file_;
  Topics topics_;
};

Result<Topics> Topics::load(const fs::path& file) { return is_in_layers(file) ? TopicsLoader().load(file) : Topics{}; }

Topics::Set Topics::of(const HashedText& word) const {
  if (!filter_.may_hold(word.hash)) return 0;
  const auto at = of_word_.find(word);
  return at == of_word_.end() ? 0 : at->second;
}

Topics::Set Topics::public_ones() const {
  Set out = 0;
  for (size_t i = 0; i < all_.size(); ++i) out |= Set{all_[i].is_public} << i;
  return out;
}

bool is_political(const ground::Entity& entity) {
  constexpr std::array<std::string_view, 14> kSectors = {"GOV", "MIL", "COP", "JUD", "LEG", "PTY", "REB",
                                                         "SPY", "UAF", "PRM", "OPP", "IGO", "LAB", "REL"};
  return entity.kind == ground::EntityKind::State ||
         std::find(kSectors.begin(), kSectors.end(), entity.sector) != kSectors.end();
}

Subject::Subject(const Topics& topics, const ground::Syntax& syntax, const ground::Mentions& mentions)
    : syntax_(syntax), topics_(topics) {
  if (topics.all().empty()) return;
  const auto n = static_cast<size_t>(syntax.size());
  const Topics::Set of_public = topics.public_ones();
  at_.assign(n, 0);
  public_.assign(n + 1, 0);
  private_.assign(n + 1, 0);
  for (size_t i = 0; i < n; ++i) {
    const auto t = static_cast<TokenIndex>(i);
    if (is_content(syntax.pos(t))) {
      at_[i] = topics.of(syntax.forms(t).lemma);
      if (at_[i] == 0) at_[i] = topics.of(syntax.forms(t).lower);
    }
    public_[i + 1] = public_[i] + ((at_[i] & of_public) != 0);
    private_[i + 1] = private_[i] + ((at_[i] & ~of_public) != 0);
  }
  of_the_text(mentions);
}

void Subject::of_the_text(const ground::Mentions& mentions) {
  double content = 0, states = 0, bodies = 0;
  for (TokenIndex t = 0; t < syntax_.size(); ++t) {
    content += is_content(syntax_.pos(t));
    bool state = false, body = false;
    for (const ground::EntityId e : mentions.entities_at[static_cast<size_t>(t)]) {
      const ground::Entity& entity = mentions.entities[static_cast<size_t>(e)];
      (entity.kind == ground::EntityKind::State ? state : body) |= is_political(entity);
    }
    states += state;
    bodies += body;
  }
  // The fewer the words, the more it is taken for a usual report.
  constexpr double kUsualWords = 40;
  const auto share = [&](double n, double usual) { return (n + kUsualWords * usual) / (content + kUsualWords); };
  std::vector<double> words(topics_.all().size());
  for (const Topics::Set set : at_) {
    for (size_t k = 0; set >> k != 0; ++k) words[k] += set >> k & 1U;
  }
  double of_public = 0, all = 0;
  for (size_t k = 0; k < words.size(); ++k) {
    const Topic& topic = topics_.all()[k];
    const double own = share(words[k], topic.usual);
    add_steps("topic_" + topic.name, own, kShares);
    all += own;
    if (topic.is_public) of_public += own;
  }
  add_steps("topic_states", share(states, topics_.usual_states()), kShares);
  add_steps("topic_bodies", share(bodies, topics_.usual_bodies()), kShares);
  add_steps("topic_public", all == 0 ? 0 : of_public / all, kRatios);
}

void Subject::add_steps(std::string_view name, double share,
                        std::span<const std::pair<double, std::string_view>> steps) {
  for (const auto& [least, value] : steps) {
    if (share >= least) of_text_.emplace_back(name, value);
  }
}

void Subject::add_features(TokenIndex token, Features& features) const {
  if (at_.empty()) return;
  for (const auto& [name, value] : of_text_) features.add(name, value);
  const nlp::TokenRange sentence = syntax_.sentence(token);
  const Topics::Set own = at_[static_cast<size_t>(token)], of_public = topics_.public_ones();
  const auto beside = [&](const std::vector<uint32_t>& before, Topics::Set topics) {
    return before[static_cast<size_t>(sentence.end)] - before[static_cast<size_t>(sentence.begin)] -
           ((own & topics) != 0);
  };
  constexpr std::array<std::string_view, 4> kNames = {"0", "1", "2", "3+"};
  const auto name = [&](uint32_t n) { return kNames[std::min<size_t>(n, kNames.size() - 1)]; };
  features.add("public_here", name(beside(public_, of_public)));
  features.add("private_here", name(beside(private_, ~of_public)));
}

}  // namespace depeche::code
