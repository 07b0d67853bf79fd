// One hash of each run of words is put into one of kHashes bins, which keep their least (one permutation hashing); an
// empty bin takes over the next full one's.
#include "text/duplicates.h"

#include <algorithm>

#include "base/unicode.h"

namespace depeche::text {
namespace {

constexpr size_t kRun = 3;  // words
constexpr size_t kMostBytes = 1 << 20;
constexpr size_t kFirstBands = 1 << 12;

uint64_t mixed(uint64_t x) {
  x ^= x >> 33;
  x *= 0xFF51AFD7ED558CCD;
  x ^= x >> 33;
  x *= 0xC4CEB9FE1A85EC53;
  return x ^ (x >> 33);
}

constexpr uint64_t kFnvBasis = 0xCBF29CE484222325;
uint64_t fnv(uint64_t hash, unsigned char byte) { return (hash ^ byte) * 0x100000001B3; }

uint64_t hash_of(std::string_view bytes) {
  uint64_t hash = kFnvBasis;
  for (const char c : bytes) hash = fnv(hash, static_cast<unsigned char>(c));
  return mixed(hash);
}

// Letters and digits of ASCII, and all that is not ASCII but typographic marks and blanks (U+00A0, U+00AB, U+00BB,
// U+2000 to U+206F).
size_t word_bytes(std::string_view text, size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? 1 : 0;
  const size_t length = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  const std::string_view piece = text.substr(at, length);
  if (piece == "\xC2\xA0" || piece == "\xC2\xAB" || piece == "\xC2\xBB") return 0;
  if (piece.starts_with("\xE2\x80") || piece.starts_with("\xE2\x81")) return 0;
  return piece.size();
}

bool is_mark_of_campaign(std::string_view parameter) {
  for (const std::string_view mark :
       {"utm_", "fbclid", "gclid", "xtor", "mc_cid", "mc_eid", "cmpid", "at_medium", "at_campaign"}) {
    if (parameter.starts_with(mark)) return true;
  }
  return false;
}

}  // namespace

std::string plain_address(std::string_view url) {
  url = url.substr(0, url.find('#'));
  if (const size_t scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const size_t host_end = std::min(url.find_first_of("/?"), url.size());
  std::string out = unicode::ascii_lower(url.substr(0, host_end));
  if (out.starts_with("www.")) out.erase(0, 4);
  const size_t query = std::min(url.find('?', host_end), url.size());
  std::string path(url.substr(host_end, query - host_end));
  while (path.ends_with('/')) path.pop_back();
  std::string kept;
  for (size_t at = query + 1; at < url.size();) {
    const size_t end = std::min(url.find('&', at), url.size());
    const std::string_view parameter = url.substr(at, end - at);
    if (!parameter.empty() && !is_mark_of_campaign(parameter)) (kept += kept.empty() ? '?' : '&') += parameter;
    at = end + 1;
  }
  return path.empty() && kept.empty() ? "" : out + path + kept;
}

bool DuplicateFinder::sketch_of(std::string_view text, Sketch& sketch) {
  text = text.substr(0, kMostBytes);
  std::array<uint32_t, kHashes> least;
  least.fill(UINT32_MAX);
  std::array<uint64_t, kRun> last{};
  size_t words = 0;
  for (size_t at = 0; at < text.size();) {
    size_t length = word_bytes(text, at);
    if (length == 0) {
      at += static_cast<unsigned char>(text[at]) < 0xC0 ? 1 : static_cast<unsigned char>(text[at]) < 0xE0 ? 2 : 3;
      continue;
    }
    uint64_t hash = kFnvBasis;
    for (; at < text.size() && (length = word_bytes(text, at)) != 0; at += length) {
      for (const char c : text.substr(at, length)) {
        const unsigned char lower =
            c >= 'A' && c <= 'Z' ? static_cast<unsigned char>(c | 0x20) : static_cast<unsigned char>(c);
        hash = fnv(hash, lower);
      }
    }
    last[words % kRun] = mixed(hash);
    if (++words < kRun) continue;
    uint64_t run = 0;
    for (size_t i = 0; i < kRun; ++i) run = mixed(run + last[(words + i) % kRun] * 0x9E3779B97F4A7C15);
    uint32_t& bin = least[((run >> 32) * kHashes) >> 32];
    bin = std::min(bin, static_cast<uint32_t>(run));
  }
  if (words < kLeastWords) return false;
  for (size_t i = 0; i < kHashes; ++i) {
    size_t from = 0;
    while (least[(i + from) % kHashes] == UINT32_MAX && from < kHashes) ++from;
    sketch[i] = static_cast<uint16_t>(mixed(least[(i + from) % kHashes] + from * 0x9E3779B97F4A7C15));
  }
  return true;
}

namespace {

uint64_t band_hash(const uint16_t* rows, size_t count, size_t band) {
  uint64_t hash = band + 1;
  for (size_t i = 0; i < count; ++i) hash = mixed(hash * 0x9E3779B97F4A7C15 + rows[i]);
  return hash;
}

}  // namespace

uint32_t DuplicateFinder::like(const Sketch& sketch) const {
  if (bands_.empty()) return 0;
  uint32_t best = 0;
  size_t most = 0;
  for (size_t band = 0; band < kBands; ++band) {
    const uint32_t number = bands_[band_hash(&sketch[band * kRows], kRows, band) & (bands_.size() - 1)];
    if (!is_remembered(number) || !seen(number).has_sketch) continue;
    size_t same = 0;
    for (size_t i = 0; i < kHashes; ++i) same += static_cast<size_t>(seen(number).sketch[i] == sketch[i]);
    if (same > most || (same == most && number < best)) {
      most = same;
      best = number;
    }
  }
  return static_cast<double>(most) >= kLeastLikeness * kHashes ? best : 0;
}

void DuplicateFinder::enter(uint32_t number, const Sketch& sketch) {
  for (size_t band = 0; band < kBands; ++band)
    bands_[band_hash(&sketch[band * kRows], kRows, band) & (bands_.size() - 1)] = number;
}

void DuplicateFinder::grow() {
  bands_.assign(bands_.empty() ? kFirstBands : 2 * bands_.size(), 0);
  const uint32_t first = count_ > window_ ? count_ - static_cast<uint32_t>(window_) + 1 : 1;
  for (uint32_t number = first; number <= count_; ++number) {
    if (seen(number).has_sketch) enter(number, seen(number).sketch);
  }
}

void DuplicateFinder::remember(Seen article) {
  ++count_;
  if (articles_.size() < window_) {
    articles_.push_back(std::move(article));
  } else {
    Seen& old = articles_[(count_ - 1) % window_];
    if (const auto at = addresses_.find(old.address); at != addresses_.end() && at->second + window_ == count_)
      addresses_.erase(at);
    old = std::move(article);
  }
  const Seen& kept = seen(count_);
  if (kept.address != 0) addresses_[kept.address] = count_;
  if (articles_.size() * kBands * 2 > bands_.size()) grow();
  if (kept.has_sketch) enter(count_, kept.sketch);
}

std::optional<Twin> DuplicateFinder::find(const Article& article) {
  Seen now;
  now.id = article.id;
  if (const std::string address = plain_address(article.url); !address.empty()) {
    now.address = hash_of(address) | 1;
    if (const auto at = addresses_.find(now.address); at != addresses_.end()) return Twin{seen(at->second).id, true};
  }
  now.has_sketch = sketch_of(article.text, now.sketch);
  if (now.has_sketch) {
    if (const uint32_t number = like(now.sketch); number != 0) return Twin{seen(number).id, false};
  }
  remember(std::move(now));
  return std::nullopt;
}

}  // namespace depeche::text
