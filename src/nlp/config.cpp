#include "nlp/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/resource.h"

namespace depeche::nlp {
namespace {

std::vector<std::string> names_in(std::string_view json_list) {
  std::vector<std::string> out;
  const auto json = nlohmann::json::parse(json_list, nullptr, false);
  if (!json.is_array()) return out;
  for (const auto& name : json) {
    if (name.is_string()) out.push_back(name.get<std::string>());
  }
  return out;
}

}  // namespace

Result<Config> Config::read(std::string_view text, std::string label) {
  Config config;
  config.label_ = std::move(label);
  std::string section;
  int number = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trim(text.substr(at, end - at));
    at = end + 1;
    ++number;
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '[' && line.back() == ']') {
      section = line.substr(1, line.size() - 2);
      continue;
    }
    const size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      return fail(Error::Code::Malformed, fmt::format("neither section nor setting: '{}'", line.substr(0, 60)),
                  {config.label_, number});
    }
    config.values_[fmt::format("{}:{}", section, trim(line.substr(0, equals)))] = trim(line.substr(equals + 1));
  }
  const std::vector<std::string> disabled = names_in(config.raw("nlp", "disabled"));
  for (std::string& pipe : names_in(config.raw("nlp", "pipeline"))) {
    if (std::find(disabled.begin(), disabled.end(), pipe) == disabled.end())
      config.pipeline_.push_back(std::move(pipe));
  }
  return config;
}

std::string_view Config::raw(std::string_view section, std::string_view key) const {
  const auto at = values_.find(fmt::format("{}:{}", section, key));
  return at == values_.end() ? std::string_view{} : std::string_view(at->second);
}

std::string Config::text(std::string_view section, std::string_view key) const {
  const auto json = nlohmann::json::parse(raw(section, key), nullptr, false);
  return json.is_string() ? json.get<std::string>() : std::string();
}

bool Config::runs(std::string_view pipe) const {
  return std::find(pipeline_.begin(), pipeline_.end(), pipe) != pipeline_.end();
}

Result<void> Config::expect(std::string_view section, std::string_view key, std::string_view wanted) const {
  const std::string_view found = raw(section, key);
  if (found == wanted) return {};
  return fail(
      Error::Code::Unsupported,
      fmt::format("[{}] {} = {}: only {} is supported", section, key, found.empty() ? "(nothing)" : found, wanted),
      {label_});
}

Result<void> Config::check_tok2vec(const std::string& section) const {
  DEPECHE_CHECK(expect(section, "@architectures", "\"spacy.Tok2Vec.v2\""));
  DEPECHE_CHECK(expect(section + ".embed", "@architectures", "\"spacy.MultiHashEmbed.v2\""));
  return expect(section + ".encode", "@architectures", "\"spacy.MaxoutWindowEncoder.v2\"");
}

Result<void> Config::check_supported() const {
  DEPECHE_CHECK(expect("nlp", "tokenizer", R"({"@tokenizers":"spacy.Tokenizer.v1"})"));
  const std::string tagger = runs("tagger") ? "tagger" : "morphologizer";
  // In an order that runs: each needs what some before it say.
  const std::string_view pipes[] = {"tok2vec", tagger, "parser", "attribute_ruler", "lemmatizer", "ner"};
  for (const std::string& pipe : pipeline_) {
    if (std::find(std::begin(pipes), std::end(pipes), pipe) == std::end(pipes)) {
      return fail(Error::Code::Unsupported, fmt::format("the pipe '{}' is not supported", pipe), {label_});
    }
    DEPECHE_CHECK(expect("components." + pipe, "factory", '"' + pipe + '"'));
  }
  for (const std::string_view pipe : pipes) {
    if (!runs(pipe))
      return fail(Error::Code::Unsupported, fmt::format("a model without '{}' is not supported", pipe), {label_});
  }
  for (const auto& [first, second] : {std::pair<std::string_view, std::string_view>{"tok2vec", tagger},
                                      {"tok2vec", "parser"},
                                      {tagger, "attribute_ruler"},
                                      {"parser", "attribute_ruler"},
                                      {"attribute_ruler", "lemmatizer"},
                                      {"parser", "ner"}}) {
    if (std::find(pipeline_.begin(), pipeline_.end(), first) > std::find(pipeline_.begin(), pipeline_.end(), second)) {
      return fail(Error::Code::Unsupported, fmt::format("'{}' before '{}' is not supported", second, first), {label_});
    }
  }
  DEPECHE_CHECK(check_tok2vec("components.tok2vec.model"));
  DEPECHE_CHECK(expect("components." + tagger + ".model", "@architectures", "\"spacy.Tagger.v2\""));
  for (const std::string& listener :
       {"components." + tagger + ".model.tok2vec", std::string("components.parser.model.tok2vec")}) {
    DEPECHE_CHECK(expect(listener, "@architectures", "\"spacy.Tok2VecListener.v1\""));
    DEPECHE_CHECK(expect(listener, "upstream", "\"tok2vec\""));
  }
  DEPECHE_CHECK(expect("components.parser", "learn_tokens", "false"));
  DEPECHE_CHECK(check_tok2vec("components.ner.model.tok2vec"));
  for (const char* const section : {"components.parser.model", "components.ner.model"}) {
    DEPECHE_CHECK(expect(section, "@architectures", "\"spacy.TransitionBasedParser.v2\""));
    DEPECHE_CHECK(expect(section, "extra_state_tokens", "false"));
    DEPECHE_CHECK(expect(section, "use_upper", "true"));
    DEPECHE_CHECK(expect(section, "hidden_width", "64"));
    DEPECHE_CHECK(expect(section, "maxout_pieces", "2"));
  }
  DEPECHE_CHECK(expect("components.lemmatizer", "mode", "\"rule\""));
  DEPECHE_CHECK(expect("components.lemmatizer", "overwrite", "false"));
  // The factory "lemmatizer" stands for code of the language's own: all that depends on the language's name.
  if (const std::string language = text("nlp", "lang"); language != "fr" && language != "en") {
    return fail(Error::Code::Unsupported, fmt::format("the lemmatizer of language '{}' is not supported", language),
                {label_});
  }
  return {};
}

}  // namespace depeche::nlp
