// What depeche/nlp.hpp promises, over the model.
#include <algorithm>
#include <atomic>
#include <depeche/nlp.hpp>
#include <thread>

#include "base/utf8.h"
#include "nlp/model.h"
#include "nlp/parse_output.h"

namespace depeche {

namespace {

constexpr size_t kMaxText = size_t{1} << 30;
constexpr size_t kBatchBytes = 24 * 1024;  // of texts that a thread takes at once

}  // namespace

struct Doc::Impl {
  std::string text;
  size_t repaired = 0;
  nlp::Analysis analysis;

  const nlp::Token& token(size_t i) const { return analysis.tokens[i]; }
  // The text of `size` tokens, at least one.
  std::string_view slice_of(size_t first, size_t size) const {
    return slice(text, {token(first).span.begin, token(first + size - 1).span.end});
  }
};

struct Worker::Impl {
  nlp::Workspace workspace;
};

struct Pipeline::Impl {
  nlp::Model model;
};

// ---- tokens

std::string_view Token::text() const { return slice(doc_->impl_->text, doc_->impl_->token(index_).span); }
size_t Token::begin() const { return doc_->impl_->token(index_).span.begin; }
size_t Token::end() const { return doc_->impl_->token(index_).span.end; }
bool Token::space_after() const { return doc_->impl_->token(index_).space_after; }
std::string_view Token::lemma() const { return doc_->impl_->analysis.lemma(doc_->impl_->token(index_)); }
std::string_view Token::pos() const { return nlp::name_of(doc_->impl_->token(index_).pos); }
std::string_view Token::tag() const {
  const std::string_view own = doc_->impl_->analysis.tag(doc_->impl_->token(index_));
  return own.empty() ? pos() : own;
}
std::string_view Token::morph() const { return doc_->impl_->analysis.morph(doc_->impl_->token(index_)); }
std::string_view Token::dep() const { return doc_->impl_->analysis.deprel(doc_->impl_->token(index_)); }
Token Token::head() const { return {doc_, static_cast<size_t>(doc_->impl_->token(index_).head)}; }
bool Token::starts_sentence() const { return doc_->impl_->token(index_).sentence_start; }

Sentence Token::sentence() const {
  const auto& sentences = doc_->impl_->analysis.sentences;
  const auto after =
      std::upper_bound(sentences.begin(), sentences.end(), index_,
                       [](size_t index, nlp::TokenRange range) { return index < static_cast<size_t>(range.begin); });
  return doc_->sentence(static_cast<size_t>(after - sentences.begin()) - 1);
}

std::vector<Token> Token::children() const {
  std::vector<Token> out;
  for (const Token token : sentence()) {
    if (token != *this && token.head() == *this) out.push_back(token);
  }
  return out;
}

std::string_view Token::entity_type() const {
  const auto& entities = doc_->impl_->analysis.entities;
  const auto after = std::upper_bound(
      entities.begin(), entities.end(), index_,
      [](size_t index, const nlp::EntitySpan& entity) { return index < static_cast<size_t>(entity.tokens.begin); });
  if (after == entities.begin()) return {};
  const nlp::EntitySpan& entity = *std::prev(after);
  return entity.tokens.contains(static_cast<nlp::TokenIndex>(index_)) ? doc_->impl_->analysis.label(entity)
                                                                      : std::string_view();
}

// ---- sentences and entities

std::string_view Sentence::text() const { return doc_->impl_->slice_of(first_, size_); }

Token Sentence::root() const {
  for (const Token token : *this) {
    if (token.is_root()) return token;
  }
  return (*this)[0];
}

std::string_view Entity::label() const { return doc_->impl_->analysis.label(doc_->impl_->analysis.entities[number_]); }
std::string_view Entity::text() const { return doc_->impl_->slice_of(first_, size_); }

// ---- documents

Doc::Doc() : impl_(std::make_shared<const Impl>()) {}
std::string_view Doc::text() const { return impl_->text; }
size_t Doc::repaired() const { return impl_->repaired; }
size_t Doc::size() const { return impl_->analysis.tokens.size(); }
size_t Doc::sentence_count() const { return impl_->analysis.sentences.size(); }
size_t Doc::entity_count() const { return impl_->analysis.entities.size(); }

Sentence Doc::sentence(size_t i) const {
  const nlp::TokenRange range = impl_->analysis.sentences[i];
  return {this, static_cast<size_t>(range.begin), static_cast<size_t>(range.size())};
}

Entity Doc::entity(size_t i) const {
  const nlp::TokenRange range = impl_->analysis.entities[i].tokens;
  return {this, i, static_cast<size_t>(range.begin), static_cast<size_t>(range.size())};
}

std::vector<Sentence> Doc::sentences() const {
  std::vector<Sentence> out;
  for (size_t i = 0; i < sentence_count(); ++i) out.push_back(sentence(i));
  return out;
}

std::vector<Entity> Doc::entities() const {
  std::vector<Entity> out;
  for (size_t i = 0; i < entity_count(); ++i) out.push_back(entity(i));
  return out;
}

std::string Doc::conllu(std::string_view id) const {
  std::string out;
  if (!empty()) nlp::write_conllu(impl_->analysis, impl_->text, id, out);
  return out;
}

std::string Doc::json() const {
  std::string out;
  nlp::JsonLinesWriter().write(impl_->analysis, impl_->text, out);
  return out;
}

// ---- pipelines

Worker::Worker() : impl_(std::make_unique<Impl>()) {}
Worker::~Worker() = default;
Worker::Worker(Worker&&) noexcept = default;
Worker& Worker::operator=(Worker&&) noexcept = default;

Pipeline::Pipeline(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;
Pipeline::~Pipeline() = default;
const std::string& Pipeline::name() const { return impl_->model.name(); }
const std::string& Pipeline::version() const { return impl_->model.version(); }
const std::string& Pipeline::language() const { return impl_->model.language(); }

std::optional<Pipeline> Pipeline::open(const std::filesystem::path& model, std::string& fault,
                                       const std::filesystem::path& packs) {
  auto opened = nlp::Model::open(model, packs);
  if (!opened) {
    fault = opened.error().describe();
    return std::nullopt;
  }
  return Pipeline(std::make_unique<const Impl>(Impl{std::move(*opened)}));
}

Doc Pipeline::annotate(std::string_view text, Worker& worker) const {
  return std::move(annotate(std::span(&text, 1), worker)[0]);
}

std::vector<Doc> Pipeline::annotate(std::span<const std::string_view> texts, Worker& worker) const {
  std::vector<std::shared_ptr<Doc::Impl>> parts;
  std::vector<ByteSpan> whole(texts.size());
  std::vector<nlp::Request> requests;
  for (size_t i = 0; i < texts.size(); ++i) {
    const auto part = std::make_shared<Doc::Impl>();
    if (texts[i].size() <= kMaxText) part->text = utf8::repair(texts[i], part->repaired);
    if (part->text.size() > kMaxText) part->text.clear();
    whole[i] = {0, static_cast<uint32_t>(part->text.size())};
    requests.push_back({part->text, {&whole[i], 1}});
    parts.push_back(part);
  }
  std::vector<nlp::Analysis> analyses = impl_->model.annotate(requests, worker.impl_->workspace);
  std::vector<Doc> out(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    parts[i]->analysis = std::move(analyses[i]);
    out[i].impl_ = std::move(parts[i]);
  }
  return out;
}

std::vector<Doc> Pipeline::annotate(std::span<const std::string_view> texts, unsigned threads) const {
  std::vector<size_t> begins;  // of batches
  for (size_t i = 0, bytes = kBatchBytes; i < texts.size(); ++i) {
    if (bytes >= kBatchBytes) {
      begins.push_back(i);
      bytes = 0;
    }
    bytes += texts[i].size();
  }
  begins.push_back(texts.size());
  const size_t batches = begins.size() - 1;
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  std::vector<Doc> out(texts.size());
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    Worker worker;
    for (size_t batch; (batch = next++) < batches;) {
      auto docs = annotate(texts.subspan(begins[batch], begins[batch + 1] - begins[batch]), worker);
      std::move(docs.begin(), docs.end(), out.begin() + static_cast<std::ptrdiff_t>(begins[batch]));
    }
  };
  std::vector<std::thread> others;
  for (size_t i = 1; i < std::min<size_t>(threads, batches); ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  return out;
}

}  // namespace depeche
