#include "store/groupings.h"

#include <fmt/format.h>

#include <algorithm>

namespace depeche::store {
namespace {

constexpr std::string_view kActorNames = "SELECT actor, name FROM actors";
constexpr std::string_view kActorCountries = "SELECT actor, country FROM actors";

}  // namespace

uint32_t PairTable::add(uint64_t pair) {
  pairs_.push_back(pair);
  return static_cast<uint32_t>(pairs_.size());
}

uint32_t PairTable::new_or_far(uint32_t a, uint32_t b) {
  constexpr uint32_t kMostSmall = 2048, kMostOfZero = 1 << 22;
  if ((a < kMostSmall && b < kMostSmall) || (a == 0 && b < kMostOfZero)) {
    if (a >= small_.size()) small_.resize(a + 1);
    std::vector<uint32_t>& row = small_[a];
    if (b >= row.size()) row.resize(std::max<size_t>(b + 1, row.size() * 2));
    if (row[b] == 0) row[b] = add(static_cast<uint64_t>(a) << 32 | b);
    return row[b] - 1;
  }
  if (hashed_ * 2 >= slots_.size()) grow();
  const uint64_t pair = static_cast<uint64_t>(a) << 32 | b;
  Slot& slot = slot_of(pair);
  if (slot.number == 0) {
    slot = {pair, add(pair)};
    ++hashed_;
  }
  return slot.number - 1;
}

// Where the pair is, or would be.
PairTable::Slot& PairTable::slot_of(uint64_t pair) {
  constexpr uint64_t kMix = 0x9E3779B97F4A7C15;
  const size_t mask = slots_.size() - 1;
  for (size_t at = (pair * kMix >> 20) & mask;; at = (at + 1) & mask) {
    if (slots_[at].number == 0 || slots_[at].pair == pair) return slots_[at];
  }
}

void PairTable::grow() {
  constexpr size_t kFewest = 1024;
  std::vector<Slot> old(std::max(kFewest, slots_.size() * 4));
  old.swap(slots_);
  for (const Slot& s : old) {
    if (s.number != 0) slot_of(s.pair) = s;
  }
}

uint32_t Grouping::text(std::string_view text) {
  if (const auto at = numbers_.find(text); at != numbers_.end()) return at->second;
  const auto number = static_cast<uint32_t>(texts_.size());
  texts_.emplace_back(text);
  numbers_.emplace(text, number);
  return number;
}

uint32_t& Grouping::key_at(int64_t row) {
  const auto at = static_cast<size_t>(row);
  if (at >= key_of_row_.size()) key_of_row_.resize(std::max(at + 1, key_of_row_.size() * 2), kNone);
  return key_of_row_[at];
}

Result<void> Grouping::read(Connection& db, std::string_view sql, bool empty_is_none) {
  Statement rows = DEPECHE_TRY(db.prepare(sql));
  while (DEPECHE_TRY(rows.step())) {
    const std::string_view value = rows.text(1);
    key_at(rows.integer(0)) = value.empty() && empty_is_none ? kNone : text(value);
  }
  return {};
}

Result<void> Grouping::read_contexts(Connection& db) {
  Statement rows = DEPECHE_TRY(db.prepare("SELECT k.kind, x.value FROM event_kinds k, json_each(k.contexts) x"));
  while (DEPECHE_TRY(rows.step())) {
    const auto kind = static_cast<size_t>(rows.integer(0));
    if (kind >= of_kind_.size()) of_kind_.resize(kind + 1);
    of_kind_[kind].push_back(text(rows.text(1)));
  }
  return {};
}

Result<void> Grouping::read_same_actors(Connection& db) {
  Statement rows = DEPECHE_TRY(db.prepare("SELECT actor, name, country FROM actors"));
  PairTable seen;
  while (DEPECHE_TRY(rows.step())) {
    const uint32_t who = seen.number_of(text(rows.text(1)), text(rows.text(2)));
    if (who == first_row_.size()) first_row_.push_back(static_cast<uint32_t>(rows.integer(0)));
    key_at(rows.integer(0)) = who;
  }
  return {};
}

Result<Grouping> Grouping::of(Connection& db, By by) {
  Grouping g;
  g.by_ = by;
  Result<void> read;
  switch (by) {
    case By::Type:
      read = g.read(db, "SELECT kind, type FROM event_kinds", false);
      break;
    case By::Mode:
      read = g.read(db, "SELECT kind, mode FROM event_kinds", false);
      break;
    case By::Status:
      read = g.read(db, "SELECT kind, status FROM event_kinds", false);
      break;
    case By::Quad:
    case By::QuadDenied: {
      Statement rows = DEPECHE_TRY(db.prepare("SELECT kind, quad FROM event_kinds"));
      while (DEPECHE_TRY(rows.step())) g.key_at(rows.integer(0)) = static_cast<uint32_t>(rows.integer(1));
      break;
    }
    case By::Context:
      read = g.read_contexts(db);
      break;
    case By::Actor:
    case By::Recipient:
    case By::Source:
      read = g.read(db, kActorNames, false);
      break;
    case By::Country:
    case By::Dyad:
      read = g.read(db, kActorCountries, true);
      break;
    case By::Place:
      read = g.read(db, "SELECT place, name FROM places", false);
      break;
    case By::PlaceCountry:
      read = g.read(db, "SELECT place, country FROM places", true);
      break;
    case By::Publisher:
      read = g.read(db, "SELECT outlet, publisher FROM outlets", true);
      break;
    case By::Language:
      read = g.read(db, "SELECT outlet, language FROM outlets", true);
      break;
    case By::ActorRow:
    case By::RecipientRow:
      read = g.read_same_actors(db);
      break;
    default:
      break;
  }
  DEPECHE_CHECK(std::move(read));
  return g;
}

ColumnSet Grouping::columns() const {
  switch (by_) {
    case By::Year:
    case By::Month:
    case By::Day:
      return {Column::First, Column::Last};
    case By::Actor:
    case By::Recipient:
    case By::Source:
    case By::Country:
    case By::Dyad:
    case By::ActorRow:
    case By::RecipientRow:
      return {Column::Parties};
    case By::QuadDenied:
      return {Column::Kind, Column::Parties};
    case By::Place:
    case By::PlaceCountry:
    case By::PlaceRow:
      return {Column::Place};
    case By::Publisher:
    case By::Language:
      return {Column::Outlet};
    default:
      return {Column::Kind};
  }
}

uint32_t Grouping::key_of(int32_t row) const {
  const auto at = static_cast<size_t>(row);
  return at < key_of_row_.size() ? key_of_row_[at] : kNone;
}

void Grouping::add_parties(const ColumnReader& chunk, size_t i, unsigned roles, std::vector<uint32_t>& keys) const {
  for (const uint32_t p : chunk.parties(i)) {
    if ((roles & bit(PartyCode::role(p))) != 0) keys.push_back(key_of(static_cast<int32_t>(PartyCode::actor(p))));
  }
}

void Grouping::add_dyads(const ColumnReader& chunk, size_t i, std::vector<uint32_t>& keys) {
  const auto parties = chunk.parties(i);
  for (const uint32_t a : parties) {
    const uint32_t from = PartyCode::role(a) == Role::Actor ? key_of(static_cast<int32_t>(PartyCode::actor(a))) : kNone;
    if (from == kNone) continue;
    for (const uint32_t b : parties) {
      const uint32_t to =
          PartyCode::role(b) == Role::Recipient ? key_of(static_cast<int32_t>(PartyCode::actor(b))) : kNone;
      if (to != kNone) keys.push_back(pairs_.number_of(from, to) + 1);
    }
  }
}

void Grouping::add_keys(const ColumnReader& chunk, size_t i, std::vector<uint32_t>& keys) {
  constexpr int32_t kDays = 100, kMonths = 100;  // of a day's number
  const auto period = [&](int32_t parts) {
    const int32_t first = chunk[Column::First][i] / parts;
    const bool is_one = first != 0 && first == chunk[Column::Last][i] / parts;
    keys.push_back(is_one ? pairs_.number_of(0, static_cast<uint32_t>(first)) + 1 : kNone);
  };
  switch (by_) {
    case By::Context:
      if (const auto kind = static_cast<size_t>(chunk[Column::Kind][i]); kind < of_kind_.size())
        keys.insert(keys.end(), of_kind_[kind].begin(), of_kind_[kind].end());
      break;
    case By::Year:
      period(kDays * kMonths);
      break;
    case By::Month:
      period(kDays);
      break;
    case By::Day:
      period(1);
      break;
    case By::Actor:
    case By::ActorRow:
      add_parties(chunk, i, bit(Role::Actor), keys);
      break;
    case By::Recipient:
    case By::RecipientRow:
      add_parties(chunk, i, bit(Role::Recipient), keys);
      break;
    case By::Source:
      add_parties(chunk, i, bit(Role::Source), keys);
      break;
    case By::Country:
      add_parties(chunk, i, bit(Role::Actor) | bit(Role::Recipient), keys);
      break;
    case By::Dyad:
      add_dyads(chunk, i, keys);
      break;
    case By::QuadDenied: {
      const auto parties = chunk.parties(i);
      const bool denied =
          std::any_of(parties.begin(), parties.end(), [](uint32_t p) { return PartyCode::role(p) == Role::Denier; });
      keys.push_back(key_of(chunk[Column::Kind][i]) * 2 + (denied ? 1 : 0));
      break;
    }
    case By::PlaceRow:
      keys.push_back(static_cast<uint32_t>(chunk[Column::Place][i]));
      break;
    case By::Place:
    case By::PlaceCountry:
      keys.push_back(key_of(chunk[Column::Place][i]));
      break;
    case By::Publisher:
    case By::Language:
      keys.push_back(key_of(chunk[Column::Outlet][i]));
      break;
    default:
      keys.push_back(key_of(chunk[Column::Kind][i]));
  }
}

void Grouping::finish() {
  const size_t parts = by_ == By::Year ? 1 : by_ == By::Month ? 2 : 3;
  if (by_ != By::Dyad && by_ != By::Year && by_ != By::Month && by_ != By::Day) return;
  std::vector<std::string> texts{std::string()};
  for (size_t i = 0; i < pairs_.size(); ++i) {
    const auto [a, b] = pairs_.pair(i);
    if (by_ == By::Dyad) {
      texts.push_back(fmt::format("{}-{}", texts_[a], texts_[b]));
      continue;
    }
    const std::string digits = fmt::format("{:0{}}", b, 2 + 2 * parts);
    std::string day = digits.substr(0, 4);
    for (size_t n = 1; n < parts; ++n) day += "-" + digits.substr(2 + 2 * n, 2);
    texts.push_back(std::move(day));
  }
  texts_ = std::move(texts);
}

Cell Grouping::cell(uint32_t key) const {
  switch (by_) {
    case By::ActorRow:
    case By::RecipientRow:
      return static_cast<int64_t>(first_row_[key]);
    case By::Quad:
    case By::PlaceRow:
    case By::QuadDenied:
      return static_cast<int64_t>(key);
    default:
      if (key == kNone) return std::monostate();
      return std::string_view(texts_[key]);
  }
}

}  // namespace depeche::store
