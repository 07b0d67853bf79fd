// Inputs -> articles, one at a time: plain text files, HTML pages, feeds, web archives, JSON Lines, CSV, zip archives
// and folders of them, patterns ("news/*.html"), standard input ("-"); each also packed with gzip or Zstandard.
//
//   text::Reader reader({"news.jsonl", "stories/", "-"});
//   while (std::optional<Result<text::Article>> piece = reader.next()) {
//     if (!*piece) { report(piece->error().describe()); continue; }   // "news.jsonl:17: no 'text'"; the rest goes on
//     text::Document document = builder.run(std::move(**piece));
//   }
//
// What a file is, its content says, not its name: JSON Lines where it begins with an object, a page, feed or archive
// where it begins like one, CSV or TSV where its first line names a column of texts, else plain text. A folder stands
// for the files below it, sorted by path, without hidden ones. Memory is bounded by the longest article, however long
// the input. Not safe to share by threads; each next() reads on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "text/article.h"
#include "text/main_text.h"

namespace depeche::text {

constexpr size_t kMaxArticleBytes = 10'000'000;

struct ReaderOptions {
  std::string text_column = {};  // of CSV and TSV: the column that holds the text; "": text, body, content or article
  std::shared_ptr<const PageRules> pages = {};  // how the report is found on HTML pages; without, they are refused
  bool find_duplicates = false;                 // Article::duplicate_of is told
  size_t max_article_bytes =
      kMaxArticleBytes;  // of a plain text file, or of a line of JSON Lines; a longer one is refused
};

class Reader {
 public:
  // An input is a path or "-". Nothing is opened before next().
  explicit Reader(std::vector<std::string> inputs, ReaderOptions options = {});
  // Bytes in memory, named `name` in errors and ids; for tests, bindings and fuzzing.
  static Reader over(std::string bytes, std::string name, ReaderOptions options = {});
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  // The next article, or an Error for a piece that is none; std::nullopt at the end of all inputs.
  std::optional<Result<Article>> next();
  // Bytes of files and archives read so far, packed as they are. May be asked from another thread.
  uint64_t bytes_read() const;

 private:
  Reader();
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The size of what these inputs stand for, in bytes; nothing where standard input is among them.
std::optional<uint64_t> bytes_of(const std::vector<std::string>& inputs);

}  // namespace depeche::text
