#include "code/weights.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/layers.h"
#include "base/resource.h"

namespace depeche::code {

namespace {

// FNV-1a.
constexpr uint64_t kStart = 14695981039346656037ull, kPrime = 1099511628211ull;

uint64_t hash(std::string_view text, uint64_t from = kStart) {
  for (const char c : text) from = (from ^ static_cast<unsigned char>(c)) * kPrime;
  return from;
}

uint64_t cross(uint64_t id, uint64_t with) { return (id ^ (with >> 7)) * kPrime ^ with; }

}  // namespace

uint64_t hash_of(std::string_view text) { return hash(text); }

std::string_view bucket(int n) {
  if (n <= 0) return "0";
  if (n == 1) return "1";
  if (n == 2) return "2";
  if (n <= 4) return "3-4";
  if (n <= 8) return "5-8";
  return n <= 16 ? "9-16" : "17+";
}

void Features::add(std::string_view name, std::string_view value, std::string_view more) {
  uint64_t id = hash(name);
  if (!value.empty()) id = hash(value, hash("=", id));
  if (!more.empty()) id = hash(more, hash(":", id));
  if (std::find(ids_.begin(), ids_.end(), id) != ids_.end()) return;
  ids_.push_back(id);
  if (!named_) return;
  std::string whole(name);
  if (!value.empty()) (whole += '=') += value;
  if (!more.empty()) (whole += ':') += more;
  names_.push_back(std::move(whole));
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
  for (const auto& [id, weight] : weights) {
    size_t i = id & (size - 1);
    while (slots_[i].id != 0) i = (i + 1) & (size - 1);
    slots_[i] = {id, weight};
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
