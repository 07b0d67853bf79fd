// Reading the patterns of an attribute ruler.
#include <fmt/format.h>

#include <algorithm>

#include "nlp/attribute_ruler.h"
#include "nlp/msgpack.h"

namespace depeche::nlp {
namespace {

constexpr size_t kMaxIds = UINT16_MAX;  // patterns, labels of a kind

// FEATS with its features in order; "_" stands for none.
std::string sorted_feats(std::string_view text) {
  if (text == "_") return {};
  std::vector<std::string_view> features;
  for (size_t at = 0; at <= text.size();) {
    const size_t bar = std::min(text.find('|', at), text.size());
    if (bar > at) features.push_back(text.substr(at, bar - at));
    at = bar + 1;
  }
  std::sort(features.begin(), features.end());
  std::string out;
  for (const std::string_view feature : features) {
    if (!out.empty()) out += '|';
    out += feature;
  }
  return out;
}

int label_id(std::vector<std::string>& labels, std::string_view label) {
  const auto at = std::find(labels.begin(), labels.end(), label);
  if (at == labels.end() && labels.size() >= kMaxIds) return -1;
  const auto id = static_cast<int>(at - labels.begin());
  if (at == labels.end()) labels.emplace_back(label);
  return id;
}

}  // namespace

class AttributeRuler::Reader {
 public:
  Reader(std::string_view bytes, const std::string& label, Labels& labels)
      : reader_(bytes, label), label_(label), labels_(labels) {}

  Result<AttributeRuler> read() {
    for (uint32_t rules = reader_.array(); rules > 0 && reader_.ok(); --rules) rule();
    if (!reader_.ok()) return reader_.error();
    // What patterns ask for is known before what they set, but the tables are indexed by all of it.
    for (Pattern& pattern : out_.patterns_) {
      for (TokenTest& test : pattern.tokens) {
        if (!test.tag.empty()) test.tag.resize(labels_.tag.size());
        if (!test.deprel.empty()) test.deprel.resize(labels_.deprel.size());
      }
    }
    constexpr size_t kMaxCells = 1 << 21;
    if (out_.patterns_.size() * labels_.tag.size() > kMaxCells)
      return fail(Error::Code::Unsupported, "too many patterns and tags", {label_});
    out_.index(labels_.tag.size());
    return std::move(out_);
  }

 private:
  // A condition on one attribute: = or IN, NOT_IN, REGEX.
  struct Condition {
    WordTest::Kind kind = WordTest::Kind::OneOf;
    std::vector<std::string> values;
    bool admits(std::string_view value) const {
      return (std::find(values.begin(), values.end(), value) != values.end()) == (kind == WordTest::Kind::OneOf);
    }
  };

  void rule() {
    std::vector<Pattern> patterns;
    Change change;
    int64_t index = 0;
    for (uint32_t keys = reader_.map(); keys > 0 && reader_.ok(); --keys) {
      const std::string_view key = reader_.text();
      if (key == "patterns") {
        for (uint32_t n = reader_.array(); n > 0 && reader_.ok(); --n) {
          Pattern& pattern = patterns.emplace_back();
          for (uint32_t tokens = reader_.array(); tokens > 0 && reader_.ok(); --tokens)
            pattern.tokens.push_back(token_test());
        }
      } else if (key == "attrs") {
        change = read_change();
      } else if (key == "index") {
        index = reader_.integer();
      } else {
        reader_.fail_here(fmt::format("a rule has '{}'", key));
      }
    }
    for (Pattern& pattern : patterns) {
      const auto size = static_cast<int64_t>(pattern.tokens.size());
      const int64_t target = index < 0 ? size + index : index;
      if (target < 0 || target >= size) reader_.fail_here(fmt::format("a pattern has no token {}", index));
      if (out_.patterns_.size() >= kMaxIds) reader_.fail_here("too many patterns");
      if (!reader_.ok()) return;
      pattern.target = static_cast<size_t>(target);
      pattern.change = out_.changes_.size();
      out_.patterns_.push_back(std::move(pattern));
    }
    out_.changes_.push_back(std::move(change));
  }

  TokenTest token_test() {
    TokenTest test;
    for (uint32_t keys = reader_.map(); keys > 0 && reader_.ok(); --keys) {
      const std::string_view attribute = reader_.text();
      if (attribute == "IS_SPACE") {
        const bool wanted = reader_.boolean();
        test.if_space = test.if_space && wanted;
        test.if_word = test.if_word && !wanted;
      } else if (attribute == "LOWER" || attribute == "POS" || attribute == "TAG" || attribute == "DEP") {
        if (!reader_.next_is_map()) {
          add(test, attribute, {WordTest::Kind::OneOf, {std::string(reader_.text())}});
          continue;
        }
        for (uint32_t operators = reader_.map(); operators > 0 && reader_.ok(); --operators)
          add(test, attribute, condition());
      } else {
        reader_.fail_here(fmt::format("a pattern asks for '{}', which is not supported", attribute));
      }
    }
    return test;
  }

  Condition condition() {
    Condition out;
    const std::string_view name = reader_.text();
    if (name == "REGEX") {
      out.kind = WordTest::Kind::Search;
      out.values.emplace_back(reader_.text());
      return out;
    }
    if (name == "NOT_IN")
      out.kind = WordTest::Kind::NoneOf;
    else if (name != "IN")
      reader_.fail_here(fmt::format("a pattern uses '{}', which is not supported", name));
    for (uint32_t n = reader_.array(); n > 0 && reader_.ok(); --n) out.values.emplace_back(reader_.text());
    return out;
  }

  void add(TokenTest& test, std::string_view attribute, Condition condition) {
    if (!reader_.ok()) return;
    if (attribute == "LOWER") {
      WordTest word{condition.kind, std::move(condition.values), {}};
      if (word.kind == WordTest::Kind::Search) {
        auto regex = Regex::compile(word.words[0], {label_});
        if (!regex)
          reader_.fail_here(regex.error().message);
        else
          word.regex = std::move(*regex);
      }
      test.words.push_back(std::move(word));
      return;
    }
    if (condition.kind == WordTest::Kind::Search)
      return reader_.fail_here(fmt::format("REGEX on {} is not supported", attribute));
    if (attribute == "POS") {
      for (unsigned pos = 0; pos <= static_cast<unsigned>(Upos::Space); ++pos) {
        if (!condition.admits(name_of(static_cast<Upos>(pos)))) test.pos &= ~(1u << pos);
      }
      return;
    }
    const std::vector<std::string>& names = attribute == "TAG" ? labels_.tag : labels_.deprel;
    std::vector<bool>& admitted = attribute == "TAG" ? test.tag : test.deprel;
    admitted.resize(names.size(), admitted.empty());
    for (size_t id = 0; id < names.size(); ++id) admitted[id] = admitted[id] && condition.admits(names[id]);
  }

  Change read_change() {
    Change change;
    for (uint32_t keys = reader_.map(); keys > 0 && reader_.ok(); --keys) {
      const std::string_view attribute = reader_.text();
      const std::string_view value = reader_.text();
      int id = 0;
      if (attribute == "TAG") {
        id = change.tag = label_id(labels_.tag, value);
      } else if (attribute == "DEP") {
        id = change.deprel = label_id(labels_.deprel, value);
      } else if (attribute == "MORPH") {
        id = change.morph = label_id(labels_.morph, sorted_feats(value));
      } else if (attribute == "POS") {
        const Upos pos = upos_from(value);
        change.pos = static_cast<int>(pos);
        if (pos == Upos::None && !value.empty()) reader_.fail_here(fmt::format("unknown part of speech '{}'", value));
      } else if (attribute == "LEMMA") {
        change.sets_lemma = true;
        change.lemma = value;
      } else {
        reader_.fail_here(fmt::format("a rule sets '{}', which is not supported", attribute));
      }
      if (id < 0) reader_.fail_here("too many labels");
    }
    return change;
  }

  MsgpackReader reader_;
  const std::string& label_;
  Labels& labels_;
  AttributeRuler out_;
};

Result<AttributeRuler> AttributeRuler::read(std::string_view bytes, const std::string& label, Labels& labels) {
  return Reader(bytes, label, labels).read();
}

}  // namespace depeche::nlp
