#include "code/weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "base/layers.h"
#include "base/resource.h"

namespace depeche::code {

namespace {

// FNV-1a.
constexpr uint64_t kStart = 14695981039346656037ull, kPrime = 1099511628211ull;

template <class T>
uint64_t read(const char* from) {
  T piece;
  std::memcpy(&piece, from, sizeof piece);
  return piece;
}

// Of a feature: eight letters at a time, since each article has some ten thousand.
uint64_t hash(std::string_view text) {
  constexpr uint64_t kOdd = 0x9E3779B97F4A7C15ull;
  constexpr int kHalf = 32;
  uint64_t h = kStart ^ text.size();
  const auto mix = [&h](uint64_t piece) {
    h = (h ^ piece) * kOdd;
    h ^= h >> kHalf;
  };
  const char* at = text.data();
  size_t left = text.size();
  for (; left >= sizeof(uint64_t); at += sizeof(uint64_t), left -= sizeof(uint64_t)) mix(read<uint64_t>(at));
  // The rest by reads of a fixed size that overlap.
  if (left >= sizeof(uint32_t)) {
    mix(read<uint32_t>(at) | read<uint32_t>(at + left - sizeof(uint32_t)) << kHalf);
  } else if (left > 0) {
    mix(read<uint8_t>(at) | read<uint8_t>(at + left / 2) << 8 | read<uint8_t>(at + left - 1) << 16);
  }
  h *= kOdd;
  return h ^ h >> kHalf;
}

// A feature's whole name, built where it costs nothing.
class Name {
 public:
  Name(std::string_view name, std::string_view value, std::string_view more) {
    constexpr size_t kMarks = 2;
    if (const size_t size = name.size() + value.size() + more.size() + kMarks; size > sizeof small_) {
      large_.resize(size);
      begin_ = large_.data();
    }
    put(name);
    if (!value.empty()) put("="), put(value);
    if (!more.empty()) put(":"), put(more);
  }
  Name(const Name&) = delete;
  Name& operator=(const Name&) = delete;
  std::string_view view() const { return {begin_, size_}; }

 private:
  void put(std::string_view part) {
    std::memcpy(begin_ + size_, part.data(), part.size());
    size_ += part.size();
  }
  char small_[120];
  std::string large_;
  char* begin_ = small_;
  size_t size_ = 0;
};

uint64_t cross(uint64_t id, uint64_t with) { return (id ^ (with >> 7)) * kPrime ^ with; }

}  // namespace

uint64_t hash_of(std::string_view text) {
  uint64_t h = kStart;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * kPrime;
  return h;
}

std::string_view bucket(int n) {
  if (n <= 0) return "0";
  if (n == 1) return "1";
  if (n == 2) return "2";
  if (n <= 4) return "3-4";
  if (n <= 8) return "5-8";
  return n <= 16 ? "9-16" : "17+";
}

void Features::add(std::string_view name, std::string_view value, std::string_view more) {
  const Name whole(name, value, more);
  if (put(hash(whole.view())) && named_) names_.emplace_back(whole.view());
}

void Features::add(const Features& other) {
  if (ids_.empty()) {
    seen_ = other.seen_;
    ids_.insert(ids_.end(), other.ids_.begin(), other.ids_.end());
    if (named_) names_ = other.names_;
    return;
  }
  for (size_t i = 0; i < other.ids_.size(); ++i) {
    if (put(other.ids_[i]) && named_) names_.push_back(other.names_[i]);
  }
}

bool Features::put(uint64_t id) {
  const uint64_t bit = uint64_t{1} << (id & 63);
  if ((seen_ & bit) != 0 && std::find(ids_.begin(), ids_.end(), id) != ids_.end()) return false;
  seen_ |= bit;
  ids_.push_back(id);
  return true;
}

Crossing::Crossing(std::string_view type_name, std::string_view kind_name)
    : type(hash(type_name)), kind(hash(kind_name)) {}

Result<Weights> Weights::load(const std::filesystem::path& file) {
  Weights weights;
  std::unordered_map<uint64_t, double> by_id;
  if (!is_in_layers(file)) return weights;
  const Table table = DEPECHE_TRY(read_table(file, {"feature", "weight"}));
  for (const Table::Row& row : table.rows) {
    const std::string_view feature = row.cells[0], cell = Table::cell(row, 1);
    const auto weight = parse_number<double>(cell);
    if (!weight) return fail(Error::Code::Malformed, fmt::format("'{}' is not a number", cell), {table.file, row.line});
    const size_t at = feature.rfind('@');
    uint64_t id = hash(feature.substr(0, at));
    if (at != feature.npos) id = cross(id, hash(feature.substr(at + 1)));
    by_id[id] = *weight;
  }
  weights.build(by_id);
  return weights;
}

void Weights::build(const std::unordered_map<uint64_t, double>& weights) {
  if (weights.empty()) return;
  size_t size = 2;
  while (size < 2 * weights.size()) size *= 2;
  slots_.assign(size, {});
  filter_.assign(std::max<size_t>(1, size / 8), 0);
  for (const auto& [id, weight] : weights) {
    size_t i = id & (size - 1);
    while (slots_[i].id != 0) i = (i + 1) & (size - 1);
    slots_[i] = {id, weight};
    filter_[id >> 32 & (filter_.size() - 1)] |= uint64_t{1} << (id >> 58);
  }
}

double Weights::part(uint64_t id, const Crossing& crossing) const {
  return at(id) + at(cross(id, crossing.type)) + at(cross(id, crossing.kind));
}

double Weights::score(const Features& features, const Crossing& crossing) const {
  if (slots_.empty()) return 0;
  double sum = 0;
  for (const uint64_t id : features.ids()) sum += part(id, crossing);
  return sum;
}

std::vector<double> Weights::parts(const Features& features, const Crossing& crossing) const {
  std::vector<double> out(features.ids().size(), 0.0);
  if (slots_.empty()) return out;
  for (size_t i = 0; i < out.size(); ++i) out[i] = part(features.ids()[i], crossing);
  return out;
}

}  // namespace depeche::code
