#include "nlp/model.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "base/utf8.h"
#include "nlp/attribute_ruler.h"
#include "nlp/config.h"
#include "nlp/embedding_cache.h"
#include "nlp/entity_recogniser.h"
#include "nlp/lemmatizer.h"
#include "nlp/likenesses.h"
#include "nlp/package.h"
#include "nlp/parser.h"
#include "nlp/tagger.h"
#include "nlp/tok2vec.h"
#include "nlp/tokenizer.h"
#include "nlp/vectors.h"

namespace depeche::nlp {
namespace {

// Adds what has passed since the last lap to one stage or another.
class Stopwatch {
 public:
  using Clock = std::chrono::steady_clock;
  void lap(std::chrono::nanoseconds& stage) {
    const Clock::time_point now = Clock::now();
    stage += now - last_;
    last_ = now;
  }

 private:
  Clock::time_point last_ = Clock::now();
};

enum Network : size_t { kShared, kNer, kNetworks };
constexpr size_t kRowsAtOnce = 1024;       // encoder rows of one batch, unless a single document has more
constexpr size_t kMaxLexemes = 64 * 1024;  // of a workspace; about 300 bytes each
constexpr size_t kMaxChunks = 64 * 1024;   // of a workspace; about 100 bytes each, also where all their words are known

std::atomic<uint64_t> next_model{1};

// Documents begin where the encoder's groups of rows do, whatever stands before them.
size_t whole_groups(size_t rows) { return (rows + WindowLayer::kRows - 1) / WindowLayer::kRows * WindowLayer::kRows; }

Result<Lemmatizer> load_lemmatizer(const Package& package, Lemmatizer::Kind kind, const Labels& labels) {
  constexpr auto kFile = "lemmatizer/lookups/lookups.bin", kTable = "lemmatizer";
  Bytes bytes = DEPECHE_TRY(package.read(kFile));
  if (auto tables = package.table(kTable)) {
    if (auto lemmatizer = Lemmatizer::read_tables(kind, bytes, std::move(*tables), labels.morph))
      return std::move(*lemmatizer);
  }
  Lemmatizer lemmatizer = DEPECHE_TRY(Lemmatizer::read(kind, std::move(bytes), package.label(kFile), labels.morph));
  if (package.makes_pack()) package.keep_table(kTable, Bytes(lemmatizer.write()));
  return lemmatizer;
}

// One document of a batch: a piece of a request.
struct Piece {
  size_t request = 0;
  size_t first = 0, tokens = 0;  // into the batch's tokens
  size_t row = 0;                // of its first token in the encoder's rows
};

}  // namespace

struct Workspace::Impl {
  uint64_t model = 0;  // whose answers are cached
  TokenizerState tokenizer;
  EmbeddingCache embeddings[kNetworks];
  Tok2Vec::Rows rows[kNetworks];         // encoder rows of the batch
  const float* encoded[kNetworks] = {};  // into rows
  std::vector<float> scratch, fresh, zeros;
  std::vector<const float*> entries;
  std::vector<EmbeddingKey> missing;
  std::vector<RawToken> tokens;
  std::vector<Piece> pieces;
  std::vector<Tagger::Class> classes;
  std::vector<bool> is_space;
  ParserScratch parser;
  RecogniserScratch recogniser;
  RulerScratch ruler;
  DependencyParser::Tree tree;
  StageTimes times;

  void reset(uint64_t owner) {
    const bool is_full = tokenizer.lexemes.size() >= kMaxLexemes || tokenizer.texts.size() >= kMaxChunks;
    if (model == owner && !is_full) return;
    model = owner;
    tokenizer.clear();
    for (auto& cache : embeddings) cache.clear();
#ifdef __GLIBC__
    if (is_full) malloc_trim(0);  // so many small pieces leave holes that would grow from one time to the next
#endif
  }
};

StageTimes& StageTimes::operator+=(const StageTimes& other) {
  for (const auto stage : {&StageTimes::tokenizer, &StageTimes::embeddings, &StageTimes::encoders, &StageTimes::tagger,
                           &StageTimes::parser, &StageTimes::entities, &StageTimes::rules})
    this->*stage += other.*stage;
  return *this;
}

StageTimes Workspace::take_times() { return std::exchange(impl_->times, {}); }
Workspace::Workspace() : impl_(std::make_unique<Impl>()) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace&&) noexcept = default;
Workspace& Workspace::operator=(Workspace&&) noexcept = default;

struct Model::Impl {
  uint64_t serial = next_model++;
  std::string name, version, language;
  std::unique_ptr<const Vectors> vectors;
  Tokenizer tokenizer;
  Tok2Vec tok2vec[kNetworks];
  Tagger tagger;
  DependencyParser parser;
  EntityRecogniser recogniser;
  AttributeRuler ruler;
  Lemmatizer lemmatizer;
  std::shared_ptr<const Labels> labels;

  void run_batch(std::span<const Request> requests, Workspace::Impl& work, std::vector<Analysis>& out) const;
  void encode(Network network, Workspace::Impl& work) const;
  void finish_piece(const Piece& piece, Workspace::Impl& work, Analysis& analysis) const;
  const std::string& lemma(LexemeId id, uint8_t key, Workspace::Impl& work) const;
};

Model::Model(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;
const std::string& Model::name() const { return impl_->name; }
const std::string& Model::version() const { return impl_->version; }
const std::string& Model::language() const { return impl_->language; }

Result<Model> Model::open(const std::filesystem::path& path, const std::filesystem::path& packs,
                          const std::filesystem::path& resources) {
  const Package package = DEPECHE_TRY(Package::open(path, packs));
  const auto network = [&package](const std::string& name) -> Result<ThincModel> {
    return ThincModel::read(DEPECHE_TRY(package.read(name)), package.label(name));
  };
  const Config config =
      DEPECHE_TRY(Config::read(DEPECHE_TRY(package.read("config.cfg")).view(), package.label("config.cfg")));
  DEPECHE_CHECK(config.check_supported());
  auto impl = std::make_unique<Impl>();
  const auto meta = nlohmann::json::parse(DEPECHE_TRY(package.read("meta.json")).view(), nullptr, false);
  if (!meta.is_object() || !meta.value("name", nlohmann::json()).is_string() ||
      !meta.value("version", nlohmann::json()).is_string()) {
    return fail(Error::Code::Malformed, "no name and version", {package.label("meta.json")});
  }
  impl->language = config.text("nlp", "lang");
  impl->name = impl->language + "_" + meta["name"].get<std::string>();
  impl->version = meta["version"].get<std::string>();
  impl->vectors = std::make_unique<const Vectors>(DEPECHE_TRY(Vectors::load(package)));
  NormTable norms;
  if (constexpr auto kLookups = "vocab/lookups.bin"; package.has(kLookups))
    norms = DEPECHE_TRY(NormTable::read(DEPECHE_TRY(package.read(kLookups)).view(), package.label(kLookups)));
  impl->tokenizer = DEPECHE_TRY(
      Tokenizer::read(DEPECHE_TRY(package.read("tokenizer")).view(), package.label("tokenizer"), std::move(norms)));
  if (!resources.empty())
    impl->tokenizer.set_likenesses(DEPECHE_TRY(load_likenesses(resources / impl->language / "text" / "seen_as.toml")));
  impl->tok2vec[kShared] = DEPECHE_TRY(Tok2Vec::load(DEPECHE_TRY(network("tok2vec/model")), *impl->vectors));
  const int width = impl->tok2vec[kShared].width();
  const std::string tagger = config.runs("tagger") ? "tagger" : "morphologizer";
  impl->tagger = DEPECHE_TRY(Tagger::load(
      config.runs("tagger") ? Tagger::Kind::Tags : Tagger::Kind::Morphology, DEPECHE_TRY(network(tagger + "/model")),
      DEPECHE_TRY(package.read(tagger + "/cfg")).view(), package.label(tagger + "/cfg"), width));
  impl->parser = DEPECHE_TRY(DependencyParser::load(DEPECHE_TRY(network("parser/model")),
                                                    DEPECHE_TRY(package.read("parser/moves")).view(),
                                                    package.label("parser/moves"), width));
  const ThincModel ner = DEPECHE_TRY(network("ner/model"));
  impl->tok2vec[kNer] = DEPECHE_TRY(Tok2Vec::load(ner, *impl->vectors));
  impl->recogniser = DEPECHE_TRY(EntityRecogniser::load(ner, DEPECHE_TRY(package.read("ner/moves")).view(),
                                                        package.label("ner/moves"), impl->tok2vec[kNer].width()));
  auto labels = std::make_shared<Labels>();
  labels->tag = impl->tagger.tags();
  labels->morph = impl->tagger.morphs();
  labels->deprel = impl->parser.labels();
  labels->entity = impl->recogniser.labels();
  impl->ruler = DEPECHE_TRY(AttributeRuler::read(DEPECHE_TRY(package.read("attribute_ruler/patterns")).view(),
                                                 package.label("attribute_ruler/patterns"), *labels));
  impl->lemmatizer = DEPECHE_TRY(
      load_lemmatizer(package, impl->language == "fr" ? Lemmatizer::Kind::French : Lemmatizer::Kind::English, *labels));
  impl->labels = std::move(labels);
  package.finish();
  return Model(std::move(impl));
}

Analysis Model::annotate(std::string_view text, Workspace& workspace) const {
  const ByteSpan whole{0, static_cast<uint32_t>(text.size())};
  const Request request{text, {&whole, 1}};
  return std::move(annotate({&request, 1}, workspace)[0]);
}

std::vector<Analysis> Model::annotate(std::span<const Request> requests, Workspace& workspace) const {
  std::vector<Analysis> out(requests.size());
  // Requests in order, as many at once as fill the encoder's rows; a token has at least a byte, mostly five.
  for (size_t begin = 0; begin < requests.size();) {
    size_t end = begin, bytes = 0;
    while (end < requests.size() && (end == begin || bytes + requests[end].text.size() < kRowsAtOnce * 5))
      bytes += requests[end++].text.size();
    workspace.impl().reset(impl_->serial);
    std::vector<Analysis> part(end - begin);
    for (Analysis& analysis : part) analysis.labels = impl_->labels;
    impl_->run_batch(requests.subspan(begin, end - begin), workspace.impl(), part);
    std::move(part.begin(), part.end(), out.begin() + static_cast<std::ptrdiff_t>(begin));
    begin = end;
  }
  return out;
}

void Model::Impl::run_batch(std::span<const Request> requests, Workspace::Impl& work,
                            std::vector<Analysis>& out) const {
  Stopwatch watch;
  work.tokens.clear();
  work.pieces.clear();
  const auto pad = static_cast<size_t>(std::max(tok2vec[kShared].pad(), tok2vec[kNer].pad()));
  size_t row = whole_groups(pad);
  for (size_t r = 0; r < requests.size(); ++r) {
    for (const ByteSpan span : requests[r].pieces) {
      const size_t first = work.tokens.size();
      tokenizer.tokenize(requests[r].text, span, work.tokenizer, work.tokens);
      const size_t n = work.tokens.size() - first;
      if (n == 0) continue;
      work.pieces.push_back({r, first, n, row});
      row = whole_groups(row + n + pad);
    }
  }
  watch.lap(work.times.tokenizer);
  if (work.pieces.empty()) return;
  encode(kShared, work);
  encode(kNer, work);
  for (const Piece& piece : work.pieces) finish_piece(piece, work, out[piece.request]);
}

void Model::Impl::encode(Network network, Workspace::Impl& work) const {
  Stopwatch watch;
  const Tok2Vec& net = tok2vec[network];
  LexemeStore& lexemes = work.tokenizer.lexemes;
  EmbeddingCache& cache = work.embeddings[network];
  cache.begin_batch(net.entry_size());
  work.missing.clear();
  const Piece& last = work.pieces.back();
  const auto pad = static_cast<size_t>(std::max(tok2vec[kShared].pad(), tok2vec[kNer].pad()));
  const size_t rows = whole_groups(last.row + last.tokens + pad);
  work.zeros.assign(std::max(work.zeros.size(), net.entry_size()), 0.0f);
  work.entries.assign(rows + 2, work.zeros.data());  // a guard on each side
  for (const Piece& piece : work.pieces) {
    for (size_t i = 0; i < piece.tokens; ++i) {
      const RawToken& token = work.tokens[piece.first + i];
      const EmbeddingKey key{token.lexeme, net.sees_spaces() && token.space_after};
      uint32_t& slot = lexemes[token.lexeme].embedded[network][key.space_after];
      if (slot == 0) {
        slot =
            1 + cache.take([&](EmbeddingKey old) { lexemes[old.lexeme].embedded[network][old.space_after] = 0; }, key);
        work.missing.push_back(key);
      } else {
        cache.use(slot - 1);
      }
      work.entries[piece.row + i + 1] = cache.entry(slot - 1);
    }
  }
  const size_t size = net.entry_size();
  if (work.fresh.size() < work.missing.size() * size) work.fresh.resize(work.missing.size() * size);
  net.embed(lexemes, work.missing, work.scratch, work.fresh.data());
  for (size_t i = 0; i < work.missing.size(); ++i) {
    const EmbeddingKey key = work.missing[i];
    std::memcpy(cache.entry(lexemes[key.lexeme].embedded[network][key.space_after] - 1), work.fresh.data() + i * size,
                size * sizeof(float));
  }
  watch.lap(work.times.embeddings);
  work.encoded[network] = net.encode(work.entries, work.rows[network]);
  watch.lap(work.times.encoders);
}

const std::string& Model::Impl::lemma(LexemeId id, uint8_t key, Workspace::Impl& work) const {
  Lexeme& lexeme = work.tokenizer.lexemes[id];
  for (const auto& [known, text] : lexeme.lemmas) {
    if (known == key) return text;
  }
  lexeme.lemmas.emplace_back(key, lemmatizer.lemma(lexeme.text, key));
  return lexeme.lemmas.back().second;
}

void Model::Impl::finish_piece(const Piece& piece, Workspace::Impl& work, Analysis& analysis) const {
  Stopwatch watch;
  const size_t n = piece.tokens;
  const auto row = [&](Network network) {
    return work.encoded[network] + piece.row * static_cast<size_t>(tok2vec[network].width());
  };
  const auto width = [&](Network network) { return static_cast<size_t>(tok2vec[network].width()); };
  work.is_space.resize(n);
  for (size_t i = 0; i < n; ++i)
    work.is_space[i] = work.tokenizer.lexemes[work.tokens[piece.first + i].lexeme].is_space;
  tagger.tag(row(kShared), width(kShared), n, work.scratch, work.classes);
  watch.lap(work.times.tagger);
  parser.parse(row(kShared), width(kShared), n, work.is_space, work.parser, work.tree);
  watch.lap(work.times.parser);

  const TokenIndex base = analysis.size();
  recogniser.recognise(row(kNer), width(kNer), n, work.is_space, work.tree.sentence_start, base, work.recogniser,
                       analysis.entities);
  watch.lap(work.times.entities);
  analysis.pieces.push_back({base, base + static_cast<TokenIndex>(n)});
  for (size_t i = 0; i < n; ++i) {
    const RawToken& raw = work.tokens[piece.first + i];
    Token token;
    token.span = raw.span;
    token.space_after = raw.space_after;
    token.head = base + work.tree.head[i];
    token.deprel = work.tree.label[i];
    token.sentence_start = work.tree.sentence_start[i];
    token.pos = work.classes[i].pos;
    token.tag = work.classes[i].tag;
    token.morph = work.classes[i].morph;
    analysis.tokens.push_back(token);
  }
  const std::span<Token> tokens = std::span(analysis.tokens).subspan(static_cast<size_t>(base), n);
  ruler.apply(tokens, std::span(work.tokens).subspan(piece.first, n), work.tokenizer.lexemes, work.tokenizer.scratch,
              work.ruler);
  for (size_t i = 0; i < n; ++i) {
    const RawToken& raw = work.tokens[piece.first + i];
    Token& token = tokens[i];
    const std::string& lemma_text =
        work.ruler.lemmas[i] ? *work.ruler.lemmas[i] : lemma(raw.lexeme, lemmatizer.key(token.pos, token.morph), work);
    if (const Lexeme& lexeme = work.tokenizer.lexemes[raw.lexeme]; !lexeme.own_norm.empty())
      analysis.norms.emplace_back(base + static_cast<TokenIndex>(i), lexeme.own_norm);
    token.lemma_begin = static_cast<uint32_t>(analysis.lemmas.size());
    token.lemma_size = static_cast<uint16_t>(std::min<size_t>(lemma_text.size(), UINT16_MAX));
    analysis.lemmas.append(lemma_text, 0, token.lemma_size);
    if (token.sentence_start) {
      if (!analysis.sentences.empty()) analysis.sentences.back().end = base + static_cast<TokenIndex>(i);
      analysis.sentences.push_back({base + static_cast<TokenIndex>(i), base + static_cast<TokenIndex>(n)});
    }
  }
  analysis.sentences.back().end = base + static_cast<TokenIndex>(n);
  watch.lap(work.times.rules);
}

}  // namespace depeche::nlp
