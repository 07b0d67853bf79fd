#include "ground/timex/scan.h"

#include <algorithm>

#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::ground::timex {
namespace {

bool is_ascii_digit(char c) { return c >= '0' && c <= '9'; }

class Scanner {
 public:
  Scanner(std::string_view text, ByteSpan block, const Lexicon& lexicon, std::vector<Piece>& pieces)
      : text_(text.substr(0, block.end)),
        lexicon_(lexicon),
        options_(lexicon.scan),
        pieces_(pieces),
        at_(block.begin),
        first_(pieces.size()) {}

  void run() {
    while (at_ < text_.size()) {
      if (skip_blank()) continue;
      if (is_ascii_digit(text_[at_])) {
        number();
      } else if (letter_at(at_)) {
        word();
      } else {
        mark();
      }
      blank_ = false;
    }
    add_up_numbers();
  }

 private:
  // Length of the blank at `at`, 0 if none: ASCII blanks, U+00A0, U+2000..200A, U+202F.
  size_t blank_at(size_t at) const {
    const unsigned char c = text_[at];
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    if (c == 0xC2 && byte(at + 1) == 0xA0) return 2;
    if (c == 0xE2 && byte(at + 1) == 0x80 && (byte(at + 2) <= 0x8A || byte(at + 2) == 0xAF)) return 3;
    return 0;
  }
  // Length of the letter at `at`, 0 if none.
  size_t letter_at(size_t at) const {
    if (at >= text_.size()) return 0;
    const unsigned char c = text_[at];
    if (c < 0x80) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 1 : 0;
    if (c == 0xC3) return byte(at + 1) == 0x97 || byte(at + 1) == 0xB7 ? 0 : 2;  // all but × and ÷
    const auto decoded = utf8::decode(text_, at);
    return unicode::is_alpha(decoded.code_point) || unicode::is_mark(decoded.code_point) ? decoded.length : 0;
  }
  size_t apostrophe_at(size_t at) const {
    if (at >= text_.size()) return 0;
    if (text_[at] == '\'') return 1;
    return byte(at) == 0xE2 && byte(at + 1) == 0x80 && byte(at + 2) == 0x99 ? 3 : 0;
  }
  unsigned char byte(size_t at) const { return at < text_.size() ? static_cast<unsigned char>(text_[at]) : 0; }

  bool skip_blank() {
    const size_t length = blank_at(at_);
    if (length == 0) return false;
    if (text_[at_] == '\n' && newline_) sentence_end_ = true;
    newline_ = text_[at_] == '\n' || (newline_ && length == 1 && text_[at_] != '\n');
    at_ += length;
    blank_ = true;
    return true;
  }

  Piece& push(size_t end) {
    Piece piece;
    piece.span = {static_cast<uint32_t>(at_), static_cast<uint32_t>(end)};
    piece.blank_before = blank_ || pieces_.size() == first_;
    piece.sentence = sentence_;
    pieces_.push_back(piece);
    at_ = end;
    newline_ = false;
    return pieces_.back();
  }
  void begin_sentence(Piece& piece) {
    piece.sentence_start = sentence_end_ || pieces_.size() == first_ + 1;
    if (piece.sentence_start && pieces_.size() > first_ + 1) piece.sentence = ++sentence_;
    sentence_end_ = false;
  }

  // --- words ---

  // Lower case of the letters from `at` into buffer_; returns their end. size_ stays 0 where the word is longer than
  // any entry.
  size_t read_letters(size_t at) {
    size_ = 0;
    bool marks = false;
    const size_t begin = at;
    while (const size_t length = letter_at(at)) {
      if (size_ + 4 < kLongest) {
        const unsigned char c = text_[at];
        if (c < 0x80) {
          buffer_[size_++] = static_cast<char>(c | 0x20);
        } else if (c == 0xC3) {  // À..Þ and à..þ lie 0x20 apart
          const unsigned char second = text_[at + 1];
          buffer_[size_++] = static_cast<char>(c);
          buffer_[size_++] = static_cast<char>(second >= 0x80 && second <= 0x9E ? second | 0x20 : second);
        } else {
          marks |= c == 0xCC || c == 0xCD;
          for (size_t i = 0; i < length; ++i) buffer_[size_++] = text_[at + i];
        }
      } else {
        size_ = kLongest;
      }
      at += length;
    }
    if (size_ >= kLongest) size_ = 0;
    if (marks && size_ > 0) {  // decomposed accents: look the word up without them
      const std::string folded = unicode::fold(text_.substr(begin, at - begin));
      size_ = std::min(folded.size(), kLongest - 1);
      std::copy_n(folded.begin(), size_, buffer_);
    }
    return at;
  }

  void word() {
    const size_t begin = at_;
    size_t end = read_letters(at_);
    const bool capital = is_capital(begin);
    if (options_.elision) {
      if (const size_t length = apostrophe_at(end); length > 0 && letter_at(end + length) && size_ > 0) {
        buffer_[size_] = '\'';
        const Word* elided = lexicon_.find({buffer_, size_});
        if (!elided || !starts_phrase(*elided, begin)) {
          ++size_;
          end += length;
        }
      }
    }
    const Word* found = size_ > 0 ? lexicon_.find({buffer_, size_}) : nullptr;
    if (found && !found->phrases.empty()) {
      for (const std::string& phrase : found->phrases) {
        if (const size_t phrase_end = match_phrase(phrase, begin)) {
          found = lexicon_.find(phrase);
          end = phrase_end;
          break;
        }
      }
    }
    const bool after_digit = !blank_ && pieces_.size() > first_ && pieces_.back().digits > 0;
    Piece& piece = push(end);
    begin_sentence(piece);
    piece.is_word = true;
    piece.capital = capital;
    if (found) {
      piece.word = found;
      piece.letter = capital ? found->letter : found->small_letter;
      piece.number = found->cardinal >= 0 ? found->cardinal : found->ordinal;
    } else if (!after_digit) {
      roman(piece);
    }
  }

  bool is_capital(size_t at) const {
    const unsigned char c = text_[at];
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    if (c == 0xC3) return byte(at + 1) <= 0x9E;
    return unicode::is_upper(utf8::decode(text_, at).code_point);
  }

  bool starts_phrase(const Word& word, size_t begin) const {
    return std::any_of(word.phrases.begin(), word.phrases.end(),
                       [&](const std::string& phrase) { return match_phrase(phrase, begin) > 0; });
  }

  // End of the phrase if it stands at `at`, else 0. A blank of the phrase matches blanks or a hyphen, and the other way
  // round.
  size_t match_phrase(std::string_view phrase, size_t at) const {
    size_t i = 0;
    while (i < phrase.size()) {
      if (at >= text_.size()) return 0;
      const unsigned char p = phrase[i], c = text_[at];
      if (p == ' ' || p == '-') {
        if (p == '-' && c != '-' && is_ascii_digit(phrase[0])) return 0;  // with a blank it is that day of any year
        if (c == '-') {
          ++at;
        } else {
          size_t blanks = 0;
          for (size_t length; at < text_.size() && (length = blank_at(at)) > 0 && blanks < 4; ++blanks) at += length;
          if (blanks == 0) return 0;
        }
        ++i;
      } else if (p == '\'') {
        const size_t length = apostrophe_at(at);
        if (length == 0) return 0;
        at += length;
        ++i;
      } else if (p < 0x80) {
        if (static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c) != p) return 0;
        ++at, ++i;
      } else if (p == 0xC3 && c == 0xC3 && i + 1 < phrase.size()) {
        const unsigned char second = byte(at + 1);
        if ((second >= 0x80 && second <= 0x9E ? second | 0x20 : second) != static_cast<unsigned char>(phrase[i + 1]))
          return 0;
        at += 2, i += 2;
      } else {
        if (c != p) return 0;
        ++at, ++i;
      }
    }
    if (at >= text_.size()) return at;
    const bool goes_on = letter_at(at) || (is_ascii_digit(text_[at]) && is_ascii_digit(text_[at - 1])) ||
                         (text_[at] == '/' && is_ascii_digit(text_[at - 1]));
    return goes_on ? 0 : at;
  }

  // A Roman number in capitals, with an ordinal suffix or without.
  void roman(Piece& piece) {
    const std::string_view word = slice(text_, piece.span);
    const auto value_of = [](char c) {
      return c == 'I' ? 1 : c == 'V' ? 5 : c == 'X' ? 10 : c == 'L' ? 50 : c == 'C' ? 100 : 0;
    };
    size_t size = 0;
    int value = 0;
    while (size < word.size() && value_of(word[size]) > 0) {
      const int here = value_of(word[size]), next = size + 1 < word.size() ? value_of(word[size + 1]) : 0;
      value += here < next ? -here : here;
      ++size;
    }
    if (size == 0 || size > 7 || value <= 0) return;
    const std::string_view suffix = word.substr(size);
    if (suffix.empty()) {
      piece.letter = lexicon_.letter_of(kRoman);
    } else if (std::find(options_.ordinal_suffixes.begin(), options_.ordinal_suffixes.end(), suffix) !=
               options_.ordinal_suffixes.end()) {
      piece.letter = lexicon_.letter_of(kOrdinal);
    } else {
      return;
    }
    piece.number = value;
  }

  // --- numbers ---

  void number() {
    const bool inside_word =
        !blank_ && pieces_.size() > first_ && pieces_.back().is_word && pieces_.back().span.end == at_;
    const size_t begin = at_;
    size_t end = begin;
    int64_t value = 0;
    const auto digits_from = [&](size_t from) {
      size_t to = from;
      while (to < text_.size() && is_ascii_digit(text_[to])) ++to;
      return to - from;
    };
    const size_t count = digits_from(begin);
    end += count;
    for (size_t i = begin; i < end && value < 1'000'000'000; ++i) value = value * 10 + (text_[i] - '0');
    bool grouped = false, decimal = false;
    if (count <= 3 && value > 0) {
      while (end < text_.size()) {
        size_t separator = blank_at(end);
        if (separator > 0 ? options_.thousands.find(' ') == std::string::npos || text_[end] == '\n'
                          : options_.thousands.find(text_[end]) == std::string::npos) {
          break;
        }
        if (separator == 0) separator = 1;
        if (digits_from(end + separator) != 3) break;
        for (size_t i = end + separator; i < end + separator + 3; ++i)
          value = std::min<int64_t>(value * 10 + (text_[i] - '0'), 1'000'000'000);
        end += separator + 3;
        grouped = true;
      }
    }
    if (end + 1 < text_.size() && text_[end] == options_.decimal) {
      const size_t fraction = digits_from(end + 1);
      const size_t after = end + 1 + fraction;
      const bool more = after + 1 < text_.size() &&
                        (text_[after] == '.' || text_[after] == ',' || text_[after] == '/') &&
                        is_ascii_digit(text_[after + 1]);
      if (fraction > 0 && !more) {
        decimal = true;
        end = after;
      }
    }
    bool ordinal = false, decade = false;
    if (!grouped && !decimal && letter_at(end)) {
      const auto suffix = [&](const std::vector<std::string>& list) -> size_t {
        for (const std::string& s : list) {
          if (text_.substr(end, s.size()) == s && !letter_at(end + s.size())) return s.size();
        }
        return 0;
      };
      if (const size_t length = suffix(options_.ordinal_suffixes)) {
        ordinal = true;
        end += length;
      } else if (const size_t size = suffix(options_.decade_suffixes);
                 size > 0 && (count == 4 || count == 2) && value % 10 == 0) {
        decade = true;
        end += size;
      }
    }
    // Days that name an event are entries that begin with digits.
    if (count <= 2 && !grouped && !decimal) {
      if (const Word* found = lexicon_.find(text_.substr(begin, count)); found && !inside_word) {
        for (const std::string& phrase : found->phrases) {
          if (const size_t phrase_end = match_phrase(phrase, begin)) {
            Piece& piece = push(phrase_end);
            begin_sentence(piece);
            piece.is_word = true;
            piece.word = lexicon_.find(phrase);
            piece.letter = piece.word->letter;
            return;
          }
        }
      }
    }
    Piece& piece = push(end);
    begin_sentence(piece);
    piece.digits = static_cast<uint8_t>(std::min<size_t>(count, 200));
    piece.number = value;
    if (decimal) {
      piece.letter = lexicon_.letter_of(kDecimal);
    } else if (decade) {
      piece.letter = lexicon_.letter_of(kDecadeNumber);
    } else if (!inside_word) {
      piece.letter = lexicon_.number_letter(value, grouped ? 9 : static_cast<int>(std::min<size_t>(count, 9)), ordinal);
    } else if (count == 2 && value <= 59) {
      piece.letter = lexicon_.letter_of(kMinuteNumber);  // "21h45"
    }
  }

  // Neighbours that are number words, with hyphens or a coordinator between them, become one piece.
  void add_up_numbers() {
    size_t out = first_;
    for (size_t i = first_; i < pieces_.size();) {
      const Piece& piece = pieces_[i];
      if (!piece.word || piece.word->cardinal < 0) {
        if (out != i) pieces_[out] = piece;
        ++out, ++i;
        continue;
      }
      Sum sum;
      size_t used = 0;
      bool ordinal = false;
      for (size_t k = i; k < pieces_.size() && !ordinal;) {
        const size_t at = k > i ? after_link(k) : k;
        if (at >= pieces_.size() || !pieces_[at].word || (at > i && pieces_[at].sentence_start)) break;
        const Word& word = *pieces_[at].word;
        const int64_t value = word.cardinal >= 0 ? word.cardinal : word.ordinal;
        if (value < 0 || !sum.add(value)) break;
        ordinal = word.cardinal < 0;
        used = at + 1 - i;
        k = at + 1;
      }
      Piece merged = piece;
      if (used > 1) {
        merged.span.end = pieces_[i + used - 1].span.end;
        merged.number = sum.total + sum.current;
        merged.word = nullptr;
        merged.letter = lexicon_.number_letter(merged.number, 0, ordinal);
      }
      pieces_[out++] = merged;
      i += std::max<size_t>(used, 1);
    }
    pieces_.resize(out);
  }

  // Past the hyphen or coordinator that may stand between two number words.
  size_t after_link(size_t at) const {
    if (is_hyphen(pieces_[at]) && !pieces_[at].blank_before) ++at;
    if (at < pieces_.size() && links(pieces_[at])) ++at;
    if (at < pieces_.size() && is_hyphen(pieces_[at]) && !pieces_[at].blank_before) ++at;
    return at;
  }

  // A number being added up from its words.
  struct Sum {
    int64_t total = 0, current = 0;
    int64_t below = 1000;  // the next word is added only if it is smaller
    bool after_ten = false;

    // False where the word begins a number of its own.
    bool add(int64_t value) {
      if (value >= 1000) {
        if (total > 0 && (total % (value * 1000) != 0 || current == 0)) return false;
        total += std::max<int64_t>(current, 1) * value;
        current = 0;
        below = 1000;
        return total < 1'000'000'000;
      }
      const bool fourscore = value == 20 && current % 100 == 4 && below == 1;  // quatre-vingt
      if (value == 100) {
        if (current > 9 || (current == 0 && below < 1000)) return false;
        current = std::max<int64_t>(current, 1) * 100;
        below = 100;
      } else if (fourscore) {
        current += 76;
        below = 20;
      } else {
        if (value >= below || (after_ten && value < 7)) return false;
        current += value;
        below = value == 60 ? 20 : value >= 20 || value == 10 ? 10 : 1;
      }
      after_ten = value == 10;
      return true;
    }
  };

  bool is_hyphen(const Piece& piece) const { return piece.span.size() == 1 && text_[piece.span.begin] == '-'; }
  bool links(const Piece& piece) const {
    if (!piece.is_word) return false;
    const std::string_view word = slice(text_, piece.span);
    return std::find(options_.number_links.begin(), options_.number_links.end(), word) != options_.number_links.end();
  }

  // --- marks ---

  void mark() {
    const auto decoded = utf8::decode(text_, at_);
    char plain = decoded.code_point < 0x80 ? static_cast<char>(decoded.code_point) : 0;
    switch (decoded.code_point) {
      case 0x2010:
      case 0x2011:
      case 0x2012:
      case 0x2013:
      case 0x2014:
        plain = '-';
        break;
      case 0x2018:
      case 0x2019:
        plain = '\'';
        break;
      case 0x2026:
        plain = '.';
        break;
      case 0xB0:
        plain = 'o';
        break;
      default:
        break;
    }
    Piece& piece = push(at_ + decoded.length);
    if (plain) {
      piece.word = lexicon_.find({&plain, 1});
      if (piece.word) piece.letter = piece.word->letter;
    }
    if (plain == '.' || plain == '!' || plain == '?') {
      const bool abbreviation = pieces_.size() > first_ + 1 && pieces_[pieces_.size() - 2].is_word &&
                                pieces_[pieces_.size() - 2].span.size() == 1 && pieces_[pieces_.size() - 2].capital;
      sentence_end_ = !abbreviation;
    }
  }

  static constexpr size_t kLongest = 48;

  std::string_view text_;
  const Lexicon& lexicon_;
  const ScanOptions& options_;
  std::vector<Piece>& pieces_;
  size_t at_, first_;
  uint32_t sentence_ = 0;
  bool blank_ = true, newline_ = false, sentence_end_ = false;
  char buffer_[kLongest + 2];
  size_t size_ = 0;
};

}  // namespace

void scan(std::string_view text, ByteSpan block, const Lexicon& lexicon, std::vector<Piece>& pieces) {
  Scanner(text, block, lexicon, pieces).run();
}

}  // namespace depeche::ground::timex
