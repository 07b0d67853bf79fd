#include "text/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <filesystem>
#include <utility>

#include "base/unicode.h"
#include "base/utf8.h"
#include "text/byte_stream.h"
#include "text/csv_article.h"
#include "text/decode.h"
#include "text/duplicates.h"
#include "text/feed.h"
#include "text/html_article.h"
#include "text/inputs.h"
#include "text/json_article.h"
#include "text/warc.h"
#include "text/zip_archive.h"

namespace depeche::text {

namespace fs = std::filesystem;

namespace {

constexpr size_t kSniffBytes = 1 << 16;
constexpr size_t kMaxFeed = 100'000'000;
constexpr size_t kMaxZipInMemory = 200'000'000;  // of one that is in another, or comes from standard input
constexpr int kMaxZipDepth = 3;
constexpr const char* kNoPages = "an HTML page; nothing here tells its report from the rest";
constexpr std::string_view kBlank = " \t\r\n";

enum class Shape { Empty, Lines, Array, Page, Archive, Feed, JsonFeed, Columns, Zip, Plain };

// By the first bytes that are not blank.
Shape shape_of(std::string_view start) {
  if (looks_like_zip(start)) return Shape::Zip;
  const size_t first = start.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return Shape::Empty;
  const size_t second = start.find_first_not_of(kBlank, first + 1);
  const char next = second == std::string_view::npos ? '\0' : start[second];
  if (start[first] == '{' && looks_like_json_feed(start)) return Shape::JsonFeed;
  if (start[first] == '{' && (next == '"' || next == '}')) return Shape::Lines;
  if (start[first] == '[' && next == '{') return Shape::Array;
  if (start[first] == '<' && looks_like_html(start)) return Shape::Page;
  if (start[first] == '<' && looks_like_feed(start)) return Shape::Feed;
  if (looks_like_warc(start)) return Shape::Archive;
  return Shape::Plain;
}

// Whether its name says that it is a table: one whose first line names no column of texts would be read as a text.
bool is_named_table(std::string name) {
  name = unicode::ascii_lower(name);
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  return name.ends_with(".csv") || name.ends_with(".tsv");
}

std::string size_text(size_t bytes) {
  return bytes % 1'000'000 == 0 ? fmt::format("{} MB", bytes / 1'000'000) : fmt::format("{} bytes", bytes);
}

}  // namespace

struct Reader::Impl {
  using Piece = std::optional<Result<Article>>;

  ReaderOptions options;
  std::deque<Input> inputs;
  std::string memory;  // of Reader::over

  // The input being read.
  std::optional<ByteStream> stream;
  Input input;
  std::string name;  // in errors
  Shape shape = Shape::Plain;
  int line = 0;

  std::string buffer;
  JsonArticleReader json;
  WarcReader archive;
  std::deque<Article> items;  // of a feed
  std::optional<CsvColumns> columns;
  std::optional<DuplicateFinder> duplicates;
  std::atomic<uint64_t> bytes_read = 0;
  uint64_t bytes_before = 0;  // of the inputs that are done with

  Piece error(Error::Code code, std::string message, int at_line = 0) {
    return fail(code, std::move(message), Where{name, at_line});
  }

  // Opens the next input; an Error where that fails. Leaves `stream` empty for a folder.
  Piece open() {
    input = std::move(inputs.front());
    inputs.pop_front();
    name = input.path == "-" ? "standard input" : input.path;
    line = 0;
    archive = WarcReader();
    if (input.in_memory) {
      stream = ByteStream::over(std::move(memory));
    } else if (input.archive) {
      auto opened = input.archive->read(input.file);
      if (!opened) return fail(opened.error().code, opened.error().message, Where{name});
      stream = std::move(*opened);
    } else {
      std::error_code status;
      if (input.path != "-" && input.given && fs::is_directory(input.path, status)) return open_folder();
      if (input.path != "-" && input.given && is_pattern(input.path)) return open_pattern();
      auto opened = ByteStream::open(input.path);
      if (!opened) return fail(opened.error().code, opened.error().message, Where{name});
      stream = std::move(*opened);
    }
    const std::string_view start = stream->peek(kSniffBytes);
    shape = shape_of(start);
    if (!stream->fault().empty()) return broken_off();
    if (shape == Shape::Zip) return open_zip();
    if (shape == Shape::Empty && start.size() < kSniffBytes) return refuse("empty: no text in it");
    if (shape == Shape::Plain) {
      columns = CsvColumns::of(start.substr(0, start.find('\n')), options.text_column);
      if (columns) shape = Shape::Columns;
    }
    if (shape == Shape::Plain && options.text_column.empty() && is_named_table(name))
      return refuse(
          "a table without a column 'text', 'body', 'content' or 'article' beside others: name that of the texts");
    if (!options.text_column.empty() && shape == Shape::Plain)
      return refuse(fmt::format("no column '{}' in its first line", options.text_column));
    if (shape == Shape::Array) return refuse("a JSON array; wanted is one object a line (JSON Lines)");
    if (shape != Shape::Lines && shape != Shape::Archive && looks_binary(start)) return refuse("binary data, not text");
    return std::nullopt;
  }

  void come_next(std::deque<Input> files) {
    inputs.insert(inputs.begin(), std::make_move_iterator(files.begin()), std::make_move_iterator(files.end()));
  }

  // Ends the input being read; its bytes are told as they lie there, packed or not.
  void close() {
    bytes_before += input.archive ? input.archive->files()[input.file].packed_bytes : stream->bytes_taken();
    stream.reset();
  }

  Piece open_folder() {
    std::error_code fault;
    std::deque<Input> files = files_below(input.path, fault);
    const bool none = files.empty();
    come_next(std::move(files));
    if (fault) return error(Error::Code::Unreadable, fault.message());
    if (none) return error(Error::Code::NotFound, "no files in this folder");
    return std::nullopt;
  }

  Piece open_pattern() {
    std::deque<Input> files = files_matching(input.path);
    if (files.empty()) return error(Error::Code::NotFound, "no file matches this pattern");
    come_next(std::move(files));
    return std::nullopt;
  }

  // The files of an archive come next. One on disk is read where it lies.
  Piece open_zip() {
    if (input.depth >= kMaxZipDepth) return refuse("a zip archive too deep in others: not opened");
    const bool on_disk = !input.archive && !input.in_memory && input.path != "-" && !stream->is_packed();
    std::string bytes;
    if (!on_disk && stream->read_rest(kMaxZipInMemory, bytes) == ByteStream::Piece::TooLong)
      return refuse(fmt::format("a zip archive longer than the limit of {} here", size_text(kMaxZipInMemory)));
    if (!stream->fault().empty()) return broken_off();
    stream.reset();  // what it holds is told, not it
    auto opened = on_disk ? ZipArchive::open(input.path) : ZipArchive::over(std::move(bytes));
    if (!opened) return fail(opened.error().code, opened.error().message, Where{name});
    std::deque<Input> files = files_in(*opened, input);
    if (files.empty()) return error(Error::Code::NotFound, "no files in this archive");
    come_next(std::move(files));
    return std::nullopt;
  }

  Piece refuse(std::string message) {
    close();
    return error(Error::Code::Malformed, std::move(message));
  }

  Piece broken_off() {
    const std::string why = stream->fault();
    close();
    return error(Error::Code::Unreadable, fmt::format("reading broke off: {}", why), line);
  }

  // The next row, which may go over several lines.
  Piece read_row() {
    if (line == 0) {
      stream->read_line(options.max_article_bytes, buffer);
      line = 1;
    }
    std::string row;
    size_t quotes = 0;  // in it
    int first = 0;
    while (true) {
      const auto piece = stream->read_line(options.max_article_bytes, buffer);
      if (!stream->fault().empty()) return broken_off();
      if (piece == ByteStream::Piece::End) {
        close();
        if (row.empty()) return std::nullopt;
        return error(Error::Code::Malformed, "a quotation mark opens here that is never closed", first);
      }
      ++line;
      if (first == 0) first = line;
      if (piece == ByteStream::Piece::TooLong || row.size() + buffer.size() > options.max_article_bytes) {
        close();
        return error(Error::Code::Unsupported,
                     fmt::format("row longer than the limit of {}: it and what follows is left out",
                                 size_text(options.max_article_bytes)),
                     first);
      }
      if (row.empty() && buffer.find_first_not_of(kBlank) == std::string::npos) {
        first = 0;
        continue;
      }
      row += (row.empty() ? "" : "\n") + buffer;
      // A row is whole where its quotation marks are even; only then it is worth while to split it.
      quotes += static_cast<size_t>(std::count(buffer.begin(), buffer.end(), '"'));
      if (quotes % 2 != 0 && columns->quotes()) continue;
      DecodedText decoded = decode_bytes(std::move(row));
      const auto cells = columns->split(decoded.text);
      if (!cells) return error(Error::Code::Malformed, "a quotation mark is never closed", first);
      Result<Article> article = columns->read(*cells, {name, first});
      if (!article) return article;
      if (article->id.empty()) article->id = fmt::format("{}:{}", input.id, first);
      if (!decoded.note.empty()) article->diagnostics.push_back(std::move(decoded.note));
      return article;
    }
  }

  // The page of an archive that comes next.
  Piece read_archived() {
    auto page = archive.next(*stream, options.max_article_bytes, name);
    if (!stream->fault().empty()) return broken_off();
    if (!page) {
      close();
      return std::nullopt;
    }
    if (!*page) return tl::unexpected(page->error());
    if (looks_binary((*page)->body)) return error(Error::Code::Malformed, fmt::format("{}: binary data", (*page)->url));
    Piece article = article_of(std::move((*page)->body), (*page)->type != "text/plain", (*page)->charset);
    if (!*article) {
      article->error().message = fmt::format("{}: {}", (*page)->url, article->error().message);
      return article;
    }
    if ((*article)->url.empty()) (*article)->url = (*page)->url;
    (*article)->id = fmt::format("{}:{}", input.id, ++line);
    return article;
  }

  // A feed is read as a whole, its items then given one by one.
  Piece read_feed_items() {
    const auto piece = stream->read_rest(kMaxFeed, buffer);
    if (!stream->fault().empty()) return broken_off();
    if (piece == ByteStream::Piece::TooLong)
      return refuse(fmt::format("a feed longer than the limit of {}", size_text(kMaxFeed)));
    close();
    const DecodedText decoded = decode_bytes(std::move(buffer));
    buffer.clear();
    auto read = shape == Shape::Feed ? read_feed(decoded.text, {name}) : read_json_feed(decoded.text, {name});
    if (!read) return tl::unexpected(std::move(read.error()));
    items.assign(std::make_move_iterator(read->begin()), std::make_move_iterator(read->end()));
    int number = 0;
    for (Article& item : items) {
      ++number;
      if (item.id.empty()) item.id = fmt::format("{}:{}", input.id, number);
    }
    return std::nullopt;
  }

  Piece read_plain() {
    const auto piece = stream->read_rest(options.max_article_bytes, buffer);
    if (!stream->fault().empty()) return broken_off();
    close();
    if (piece == ByteStream::Piece::TooLong) {
      return error(Error::Code::Unsupported,
                   fmt::format("longer than the limit of {} for one article", size_text(options.max_article_bytes)));
    }
    if (buffer.size() > kSniffBytes && looks_binary(buffer))
      return error(Error::Code::Malformed, "binary data, not text");
    Piece article = article_of(std::exchange(buffer, {}), shape == Shape::Page, "");
    if (*article) (*article)->id = input.id;
    return article;
  }

  // A page or a plain text; `charset`: what is said of its encoding elsewhere.
  Piece article_of(std::string bytes, bool is_page, std::string charset) {
    if (charset.empty() && is_page) charset = declared_encoding(bytes);
    DecodedText decoded = decode_bytes(std::move(bytes), charset);
    Article article;
    if (is_page) {
      if (!options.pages) return error(Error::Code::Unsupported, kNoPages);
      auto read = read_html(decoded.text, *options.pages, {name});
      if (!read) return read;
      article = std::move(*read);
    } else {
      article.text = std::move(decoded.text);
    }
    if (!decoded.note.empty()) article.diagnostics.push_back(std::move(decoded.note));
    article.where = {name};
    return article;
  }

  Piece read_json_line() {
    while (true) {
      const auto piece = stream->read_line(options.max_article_bytes, buffer);
      if (!stream->fault().empty()) return broken_off();
      if (piece == ByteStream::Piece::End) {
        close();
        return std::nullopt;
      }
      ++line;
      if (piece == ByteStream::Piece::TooLong) {
        return error(Error::Code::Unsupported,
                     fmt::format("line longer than the limit of {}: left out", size_text(options.max_article_bytes)),
                     line);
      }
      if (buffer.find_first_not_of(kBlank) != std::string::npos) break;
    }
    DecodedText decoded = decode_bytes(std::move(buffer));
    buffer.clear();
    Result<Article> article = json.read(decoded.text, {name, line});
    if (!article) return article;
    if (article->id.empty()) article->id = fmt::format("{}:{}", input.id, line);
    if (!decoded.note.empty()) article->diagnostics.push_back(std::move(decoded.note));
    return article;
  }

  Piece read_on() {
    switch (shape) {
      case Shape::Lines:
        return read_json_line();
      case Shape::Columns:
        return read_row();
      case Shape::Archive:
        return read_archived();
      case Shape::Feed:
      case Shape::JsonFeed:
        return read_feed_items();
      default:
        return read_plain();
    }
  }

  Piece next() {
    while (stream || !inputs.empty() || !items.empty()) {
      if (!items.empty()) {
        Article item = std::move(items.front());
        items.pop_front();
        return item;
      }
      Piece piece = !stream ? open() : read_on();
      bytes_read = bytes_before + (stream ? stream->bytes_taken() : 0);
      if (piece) return piece;
    }
    return std::nullopt;
  }

  void look_for_twin(Article& article) {
    const auto twin = duplicates->find(article);
    if (!twin) return;
    size_t replaced = 0;
    article.duplicate_of = utf8::repair(twin->id, replaced);  // a file may be called anything
    article.diagnostics.push_back(fmt::format("the same as '{}', {}", twin->id,
                                              twin->same_address ? "by its address" : "in nearly the same words"));
    if (article.extra.find("\"duplicate_of\"") != std::string::npos) return;
    add_extra(article, "duplicate_of", twin->id);
  }
};

Reader::Reader() : impl_(std::make_unique<Impl>()) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Reader::Reader(std::vector<std::string> inputs, ReaderOptions options) : Reader() {
  impl_->options = options;
  if (options.find_duplicates) impl_->duplicates.emplace();
  for (std::string& path : inputs) {
    std::string id = path == "-" ? "stdin" : fs::path(path).stem().string();
    impl_->inputs.push_back({std::move(path), std::move(id)});
  }
}

Reader Reader::over(std::string bytes, std::string name, ReaderOptions options) {
  Reader reader;
  reader.impl_->options = options;
  if (options.find_duplicates) reader.impl_->duplicates.emplace();
  std::string id = fs::path(name).stem().string();
  reader.impl_->memory = std::move(bytes);
  reader.impl_->inputs.push_back({std::move(name), std::move(id), true, true});
  return reader;
}

std::optional<Result<Article>> Reader::next() {
  auto piece = impl_->next();
  if (piece && *piece && impl_->duplicates) impl_->look_for_twin(**piece);
  return piece;
}

uint64_t Reader::bytes_read() const { return impl_->bytes_read; }

std::optional<uint64_t> bytes_of(const std::vector<std::string>& inputs) {
  uint64_t bytes = 0;
  std::error_code ignored;
  const auto add = [&](const std::deque<Input>& files) {
    for (const Input& file : files) {
      if (const auto size = fs::file_size(file.path, ignored); !ignored) bytes += size;
    }
  };
  for (const std::string& input : inputs) {
    if (input == "-") return std::nullopt;
    if (fs::is_directory(input, ignored)) {
      add(files_below(input, ignored));
    } else {
      add(is_pattern(input) ? files_matching(input) : std::deque<Input>{{input, ""}});
    }
  }
  return bytes;
}

}  // namespace depeche::text
