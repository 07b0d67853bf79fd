// Order of work: put title and body together, find the blocks, tell the language, mark residue, and then, among what is
// left, the title (where none is given) and the crossheads.
#include "text/builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/toml_file.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "text/blocks.h"
#include "text/iso.h"
#include "text/language.h"
#include "text/residue.h"

namespace depeche::text {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMaxBytes = size_t{1} << 30;  // positions are 32 bits wide; far beyond any article
constexpr size_t kTitleCharacters = 250;
constexpr size_t kHeadingCharacters = 90;
constexpr int kHeadingWords = 12;

void repair(std::string& text, std::string_view what, std::vector<std::string>& diagnostics) {
  const auto invalid = utf8::first_invalid(text);
  if (!invalid) return;
  size_t replaced = 0;
  text = utf8::repair(text, replaced);
  diagnostics.push_back(
      fmt::format("{} is not UTF-8 at byte {}: {} pieces replaced by U+FFFD", what, *invalid, replaced));
}

void cut(std::string& text, size_t limit, std::string_view what, std::vector<std::string>& diagnostics) {
  if (text.size() <= limit) return;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  text.resize(limit);
  diagnostics.push_back(fmt::format("{} cut at {} bytes", what, limit));
}

bool same_words(std::string_view a, std::string_view b) {
  return a.size() < kTitleCharacters * 4 && b.size() < kTitleCharacters * 4 && unicode::fold(a) == unicode::fold(b);
}

class Marker {
 public:
  Marker(std::string_view text, const std::vector<RawBlock>& raw, std::vector<Block>& blocks)
      : text_(text), raw_(raw), blocks_(blocks) {}

  // The first block that is left, where it looks like a title and more follows.
  void title() {
    const size_t first = next_paragraph(0);
    const size_t second = next_paragraph(first + 1);
    if (second >= blocks_.size()) return;
    const std::string_view words = slice(text_, blocks_[first].span);
    if (raw_[first].words < 2 || utf8::count(words) > kTitleCharacters || !ends_like_title(words)) return;
    if (starts_lower(words) || words.find('\n') != std::string_view::npos) return;
    blocks_[first].kind = BlockKind::Title;
  }

  // Short lines that end like a title, with a paragraph right below.
  void headings() {
    bool is_first = true;  // what opens the body is no crosshead
    for (size_t i = 0; i + 1 < blocks_.size(); ++i) {
      if (blocks_[i].kind != BlockKind::Paragraph) continue;
      const std::string_view words = slice(text_, blocks_[i].span);
      const bool below = blocks_[i + 1].kind == BlockKind::Paragraph && raw_[i + 1].words > raw_[i].words &&
                         ends_sentence(slice(text_, blocks_[i + 1].span));
      if (!is_first && below && raw_[i].words <= kHeadingWords && utf8::count(words) <= kHeadingCharacters &&
          ends_like_title(words) && !starts_lower(words) && starts_with_word(words)) {
        blocks_[i].kind = BlockKind::Heading;
      }
      is_first = false;
    }
  }

 private:
  size_t next_paragraph(size_t from) const {
    while (from < blocks_.size() && blocks_[from].kind != BlockKind::Paragraph) ++from;
    return from;
  }

  // A letter, digit or opening quote; not the dash or bullet of a list.
  static bool starts_with_word(std::string_view words) {
    const char32_t c = utf8::decode(words, 0).code_point;
    return unicode::is_alpha(c) || unicode::is_digit(c) || c == U'«' || c == U'“' || c == U'"';
  }

  std::string_view text_;
  const std::vector<RawBlock>& raw_;
  std::vector<Block>& blocks_;
};

}  // namespace

struct DocumentBuilder::Impl {
  BuilderOptions options;
  std::map<std::string, ResidueRules, std::less<>> residue;  // by language
  ResidueRules no_language;

  const ResidueRules& rules(std::string_view language) const {
    const auto found = residue.find(language);
    return found == residue.end() ? no_language : found->second;
  }

  std::string language_of(const Article& article, std::vector<std::string>& diagnostics) const {
    if (!article.language.empty()) {
      if (std::string code = language_code(article.language); !code.empty()) return code;
      diagnostics.push_back(fmt::format("language '{}' is no ISO 639 code: guessed from the text", article.language));
    }
    std::string guess = guess_language(article.text);
    return guess.empty() ? options.default_language : guess;
  }
};

DocumentBuilder::DocumentBuilder(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
DocumentBuilder::DocumentBuilder(DocumentBuilder&&) noexcept = default;
DocumentBuilder& DocumentBuilder::operator=(DocumentBuilder&&) noexcept = default;
DocumentBuilder::~DocumentBuilder() = default;

Result<DocumentBuilder> DocumentBuilder::load(const fs::path& resources, BuilderOptions options) {
  std::error_code missing;
  if (!fs::is_directory(resources, missing)) {
    return fail(Error::Code::NotFound, "no such folder of resources", {resources.string()});
  }
  auto impl = std::make_unique<Impl>();
  impl->options = std::move(options);
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(resources, missing)) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    const fs::path file = folder / "text" / "residue.toml";
    if (fs::exists(file, missing)) {
      impl->residue.emplace(folder.filename().string(), DEPECHE_TRY(ResidueRules::load(file)));
    }
  }
  return DocumentBuilder(std::move(impl));
}

Document DocumentBuilder::run(Article article) const {
  Document document;
  document.diagnostics = std::move(article.diagnostics);
  auto& diagnostics = document.diagnostics;
  for (const auto& [member, name] :
       {std::pair(&Article::id, "id"), std::pair(&Article::title, "title"), std::pair(&Article::text, "text"),
        std::pair(&Article::url, "url"), std::pair(&Article::publisher, "publisher"),
        std::pair(&Article::extra, "extra"), std::pair(&Article::language, "language"),
        std::pair(&Article::published, "published")}) {
    repair(article.*member, name, diagnostics);
  }
  cut(article.title, kMaxBytes, "title", diagnostics);
  cut(article.text, kMaxBytes, "text", diagnostics);

  document.published = iso_date(article.published);
  if (document.published.empty() && !article.published.empty()) {
    diagnostics.push_back(fmt::format("published '{}' is no ISO date: left out", article.published));
  }
  document.language = impl_->language_of(article, diagnostics);

  const ByteSpan title = trim_span(article.title, {0, static_cast<uint32_t>(article.title.size())});
  if (!title.empty()) {
    document.text = slice(article.title, title);
    document.blocks.push_back({{0, title.size()}, BlockKind::Title});
    document.text += "\n\n";
  }
  const auto body = static_cast<uint32_t>(document.text.size());
  document.text += article.text;

  const std::vector<RawBlock> raw = find_blocks(document.text, body);
  const std::vector<bool> residue = impl_->rules(document.language).find(document.text, raw);
  std::vector<Block> blocks;
  blocks.reserve(raw.size());
  for (size_t i = 0; i < raw.size(); ++i) {
    blocks.push_back({raw[i].span, residue[i] ? BlockKind::Residue : BlockKind::Paragraph});
  }
  Marker marker(document.text, raw, blocks);
  if (title.empty()) {
    marker.title();
  } else if (!blocks.empty() && same_words(slice(document.text, blocks[0].span),
                                           std::string_view(document.text).substr(0, title.size()))) {
    blocks[0].kind = BlockKind::Residue;  // the body repeats the title
  }
  marker.headings();
  document.blocks.insert(document.blocks.end(), blocks.begin(), blocks.end());

  document.id = std::move(article.id);
  document.url = std::move(article.url);
  document.publisher = std::move(article.publisher);
  document.extra = std::move(article.extra);
  return document;
}

}  // namespace depeche::text
