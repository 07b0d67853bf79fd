// What a text is about, by the words that it uses. A word that tells an event in a
// report of politics seldom does in one of sport; what is an event is judged with that in mind (likelihood.h).
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/string_map.h"
#include "code/weights.h"
#include "ground/mentions.h"
#include "ground/syntax.h"

namespace depeche::code {

struct Topic {
  std::string name;
  bool is_public = false;  // what events are of
  double usual = 0;        // its share of the words of a report of public affairs, 0 to 1
};

// The words of each topic, of one language: resources/<lang>/topics.toml. Immutable.
class Topics {
 public:
  static constexpr size_t kMost = 32;
  using Set = uint32_t;  // a bit for each topic
  // No such file: no topics.
  [[nodiscard]] static Result<Topics> load(const std::filesystem::path& file);
  const std::vector<Topic>& all() const { return all_; }
  Set of(const HashedText& word) const;  // of a lemma or form
  Set public_ones() const;
  // Shares of words that name states, and bodies, as Topic::usual.
  double usual_states() const { return usual_states_; }
  double usual_bodies() const { return usual_bodies_; }

 private:
  friend class TopicsLoader;
  std::vector<Topic> all_;
  StringMap<Set> of_word_;
  HashFilter filter_;  // of of_word_
  double usual_states_ = 0, usual_bodies_ = 0;
};

// States, and who governs, fights, judges or campaigns.
bool is_political(const ground::Entity& entity);

// How much of a text, and of each sentence, is about what.
class Subject {
 public:
  Subject(const Topics& topics, const ground::Syntax& syntax, const ground::Mentions& mentions);
  // Of the whole text, and of what stands in the sentence of that token beside the token itself.
  void add_features(nlp::TokenIndex token, Features& features) const;

 private:
  void of_the_text(const ground::Mentions& mentions);
  // One feature for each step that `share` reaches.
  void add_steps(std::string_view name, double share, std::span<const std::pair<double, std::string_view>> steps);

  const ground::Syntax& syntax_;
  const Topics& topics_;
  std::vector<Topics::Set> at_;                                    // per token
  std::vector<uint32_t> public_, private_;                         // words of such topics before each token
  std::vector<std::pair<std::string, std::string_view>> of_text_;  // features
};

}  // namespace depeche::code
