// Order of work: put title and body together, find the blocks, tell the language, mark residue, and then, among what is
// left, the title (where none is given), the crossheads, and the paragraphs in another language. These are looked for
// where few of the usual words of the document's language stand; what they are in then tells CLD2.
#include "text/builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "base/layers.h"
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
constexpr int kForeignWords = 12;                // shorter paragraphs are not told to be in another language
constexpr double kUsualWords = 0.12;             // of the words of a paragraph; below that its language is looked at
constexpr double kUsualWordsOfOther = 0.15;      // at least, of the language that it is in
constexpr double kUsualWordsBesideOther = 0.08;  // of its own at most, where nothing is known of the other language
constexpr size_t kLanguageSample = 2000;         // bytes
constexpr size_t kLettersOfWord = 6;             // with the blank behind it
constexpr size_t kLongestUsualWord = 10;
constexpr double kSureOfLanguage = 0.85;  // share of a paragraph
constexpr size_t kShortText = 300;        // bytes; of so few letters tell too little

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

  // Those that the page itself marks, in order.
  void told_headings(const std::vector<std::string>& told) {
    size_t next = 0;
    for (size_t i = 0; i < blocks_.size() && next < told.size(); ++i) {
      if (slice(text_, blocks_[i].span) != told[next]) continue;
      ++next;
      if (blocks_[i].kind == BlockKind::Paragraph) blocks_[i].kind = BlockKind::Heading;
    }
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
  std::map<std::string, std::unordered_set<std::string>, std::less<>> usual;  // words, by language

  const ResidueRules& rules(std::string_view language) const {
    const auto found = residue.find(language);
    return found == residue.end() ? no_language : found->second;
  }

  LanguageGuess language_of(const Article& article, std::vector<std::string>& diagnostics) const {
    if (!article.language.empty()) {
      if (std::string code = language_code(article.language); !code.empty()) {
        if (!article.page_tells_language || is_in(article.text.substr(0, kLanguageSample), code)) return {code, 1};
        LanguageGuess guess = guess_language(article.text);
        if (guess.code.empty() || guess.code == code || guess.confidence < kSureOfLanguage) return {code, 1};
        diagnostics.push_back(fmt::format("the page says it is in '{}', its text is in '{}'", code, guess.code));
        return guess;
      }
      diagnostics.push_back(fmt::format("language '{}' is no ISO 639 code: guessed from the text", article.language));
    }
    LanguageGuess guess = guess_language(article.text);
    if (article.text.size() <= kShortText && !usual.contains(guess.code)) {
      if (LanguageGuess by_words = by_usual_words(article.text); !by_words.code.empty()) return by_words;
    }
    return guess.code.empty() ? LanguageGuess{options.default_language, 0} : guess;
  }

  // The language whose usual words a text of a sentence or two has most of; letters alone mistake one for a
  // neighbour's.
  LanguageGuess by_usual_words(std::string_view text) const {
    LanguageGuess best;
    for (const auto& [language, words] : usual) {
      const double share = share_of(text, words, text.size());
      if (share >= kUsualWords && share > best.confidence) best = {language, share};
    }
    return best;
  }

  // Surely in that language, by its usual words; false: not known.
  bool is_in(std::string_view text, std::string_view language) const {
    const auto words = usual.find(language);
    return words != usual.end() && share_of(text, words->second, text.size() / kLettersOfWord) >= kUsualWords;
  }

  // The share of a paragraph's words that are among the usual ones; 1 as soon as a fifth of `expected` words are.
  static double share_of(std::string_view words, const std::unordered_set<std::string>& usual, size_t expected) {
    size_t all = 0, known = 0;
    std::string word;
    const auto close = [&] {
      all += static_cast<size_t>(!word.empty());
      known += static_cast<size_t>(!word.empty() && word.size() <= kLongestUsualWord && usual.contains(word));
      word.clear();
    };
    for (const char c : words) {
      if (known * 5 > expected) return 1;
      const bool letter = (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
      if (letter)
        word += c;
      else if (c >= 'A' && c <= 'Z')
        word += static_cast<char>(c | 0x20);
      else
        close();
    }
    close();
    return all == 0 ? 1 : static_cast<double>(known) / static_cast<double>(all);
  }

  void find_foreign(Document& document, const std::vector<RawBlock>& raw, std::vector<Block>& blocks) const {
    const auto words = usual.find(document.language);
    if (words == usual.end()) return;
    for (size_t i = 0; i < blocks.size(); ++i) {
      if (blocks[i].kind != BlockKind::Paragraph || raw[i].words < kForeignWords) continue;
      const std::string_view text = slice(document.text, blocks[i].span);
      const auto share = [&](const auto& of) { return share_of(text, of, static_cast<size_t>(raw[i].words)); };
      const double own = share(words->second);
      if (own >= kUsualWords) continue;
      const LanguageGuess guess = guess_language(text);
      if (guess.code.empty() || guess.code == document.language || guess.confidence < kSureOfLanguage) continue;
      // Names alone make no language.
      const auto others = usual.find(guess.code);
      if (others != usual.end() ? share(others->second) < kUsualWordsOfOther : own >= kUsualWordsBesideOther) continue;
      blocks[i].kind = BlockKind::Foreign;
      blocks[i].language = guess.code;
    }
  }
};

namespace {

Result<std::unordered_set<std::string>> load_usual_words(const fs::path& file) {
  const toml::table table = DEPECHE_TRY(read_toml(file));
  const toml::array* const words = table["words"].as_array();
  if (!words) return fail(Error::Code::Malformed, "no list 'words'", {file.string()});
  std::unordered_set<std::string> out;
  for (const toml::node& word : *words) {
    if (!word.is_string())
      return fail(Error::Code::Malformed, "a word is a string", toml_where(file.string(), word.source()));
    out.insert(**word.as_string());
  }
  return out;
}

}  // namespace

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
  for (const fs::path& layer : layers_of(resources)) {
    for (const auto& entry : fs::directory_iterator(layer, missing))
      folders.push_back(resources / entry.path().filename());
  }
  std::sort(folders.begin(), folders.end());
  folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
  for (const fs::path& folder : folders) {
    const fs::path file = folder / "text" / "residue.toml";
    if (is_in_layers(file)) {
      impl->residue.emplace(folder.filename().string(), DEPECHE_TRY(ResidueRules::load(file)));
    }
    const fs::path words = folder / "text" / "usual_words.toml";
    if (is_in_layers(words)) impl->usual.emplace(folder.filename().string(), DEPECHE_TRY(load_usual_words(words)));
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
  LanguageGuess language = impl_->language_of(article, diagnostics);
  document.language = std::move(language.code);
  document.language_confidence = language.confidence;

  const ByteSpan title = trim_span(article.title, {0, static_cast<uint32_t>(article.title.size())});
  if (!title.empty()) {
    document.text = slice(article.title, title);
    document.blocks.push_back({{0, title.size()}, BlockKind::Title, {}});
    document.text += "\n\n";
  }
  const auto body = static_cast<uint32_t>(document.text.size());
  document.text += article.text;

  const std::vector<RawBlock> raw = find_blocks(document.text, body);
  const std::vector<bool> residue = impl_->rules(document.language).find(document.text, raw);
  std::vector<Block> blocks;
  blocks.reserve(raw.size());
  for (size_t i = 0; i < raw.size(); ++i) {
    blocks.push_back({raw[i].span, residue[i] ? BlockKind::Residue : BlockKind::Paragraph, {}});
  }
  Marker marker(document.text, raw, blocks);
  if (title.empty()) {
    marker.title();
  } else if (!blocks.empty() && same_words(slice(document.text, blocks[0].span),
                                           std::string_view(document.text).substr(0, title.size()))) {
    blocks[0].kind = BlockKind::Residue;  // the body repeats the title
  }
  marker.told_headings(article.headings);
  marker.headings();
  impl_->find_foreign(document, raw, blocks);
  document.blocks.insert(document.blocks.end(), blocks.begin(), blocks.end());

  document.id = std::move(article.id);
  document.url = std::move(article.url);
  document.publisher = std::move(article.publisher);
  document.extra = std::move(article.extra);
  document.kind = article.kind;
  return document;
}

}  // namespace depeche::text
