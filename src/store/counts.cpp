#include "store/counts.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "store/groupings.h"

namespace depeche::store {
namespace {

constexpr std::pair<std::string_view, By> kNames[] = {
    {"type", By::Type},           {"mode", By::Mode},        {"status", By::Status},
    {"quad", By::Quad},           {"context", By::Context},  {"year", By::Year},
    {"month", By::Month},         {"day", By::Day},          {"actor", By::Actor},
    {"recipient", By::Recipient}, {"source", By::Source},    {"country", By::Country},
    {"dyad", By::Dyad},           {"place", By::Place},      {"place-country", By::PlaceCountry},
    {"publisher", By::Publisher}, {"language", By::Language}};

}  // namespace

std::optional<By> grouping_of(std::string_view name) {
  const auto* const at =
      std::find_if(std::begin(kNames), std::end(kNames), [&](const auto& n) { return n.first == name; });
  return at == std::end(kNames) ? std::nullopt : std::optional(at->second);
}

std::vector<std::string_view> groupings() {
  std::vector<std::string_view> names;
  for (const auto& [name, by] : kNames) names.push_back(name);
  return names;
}

struct Counted::Impl {
  std::vector<Grouping> groupings;
  // A group is the number of a pair: its key of the last grouping, and the group of those before.
  std::vector<PairTable> tables;
  std::vector<Sums> sums;
  std::vector<uint32_t> groups, keys, next;  // of the event at hand

  void find_groups(const ColumnReader& chunk, size_t event) {
    groups.assign(1, 0);
    for (size_t n = 0; n < groupings.size(); ++n) {
      keys.clear();
      if (n == 0) {
        groupings[0].add_keys(chunk, event, keys);
        groups.clear();
        for (const uint32_t key : keys) groups.push_back(tables[0].number_of(0, key));
        continue;
      }
      groupings[n].add_keys(chunk, event, keys);
      if (groups.size() == 1 && keys.size() == 1) {  // nearly always
        groups[0] = tables[n].number_of(groups[0], keys[0]);
        continue;
      }
      next.clear();
      for (const uint32_t group : groups) {
        for (const uint32_t key : keys) next.push_back(tables[n].number_of(group, key));
      }
      groups.swap(next);
    }
    if (groups.size() < 2) return;
    if (groups.size() == 2) {  // two sides
      if (groups[0] == groups[1]) groups.pop_back();
      return;
    }
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  }

  Cell key(size_t group, size_t n) const {
    auto at = static_cast<uint32_t>(group);
    for (size_t i = tables.size(); i-- > n + 1;) at = tables[i].pair(at).first;
    return groupings[n].cell(tables[n].pair(at).second);
  }

  bool comes_first(size_t a, size_t b) const {
    for (size_t n = 0; n < groupings.size(); ++n) {
      const Cell x = key(a, n), y = key(b, n);
      if (x != y) return x < y;
    }
    return a < b;
  }
};

Counted::Counted(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Counted::Counted(Counted&&) noexcept = default;
Counted::~Counted() = default;

size_t Counted::groups() const { return impl_->sums.size(); }
const Sums& Counted::sums(size_t group) const { return impl_->sums[group]; }
Cell Counted::key(size_t group, size_t n) const { return impl_->key(group, n); }

std::vector<size_t> Counted::in_order() const {
  std::vector<size_t> order(groups());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [this](size_t a, size_t b) { return impl_->comes_first(a, b); });
  return order;
}

std::vector<size_t> Counted::largest(size_t most) const {
  std::vector<size_t> order(groups());
  std::iota(order.begin(), order.end(), 0);
  const auto end = order.begin() + static_cast<std::ptrdiff_t>(std::min(most, order.size()));
  std::partial_sort(order.begin(), end, order.end(), [this](size_t a, size_t b) {
    const int64_t x = sums(a).events, y = sums(b).events;
    return x != y ? x > y : impl_->comes_first(a, b);
  });
  order.erase(end, order.end());
  return order;
}

Result<std::vector<Counted>> count_each(Connection& db, const Selection& selection,
                                        const std::vector<std::vector<By>>& by, Sums::Of of) {
  const bool means = of == Sums::Of::All;
  ColumnSet columns{};
  if (means) columns.add({Column::Goldstein, Column::Score});
  std::vector<int64_t> quads;
  Statement kinds = DEPECHE_TRY(db.prepare("SELECT kind, quad FROM event_kinds ORDER BY kind"));
  while (DEPECHE_TRY(kinds.step())) {
    quads.resize(static_cast<size_t>(kinds.integer(0)) + 1);
    quads.back() = kinds.integer(1);
  }
  std::vector<Counted> all;
  for (const std::vector<By>& one : by) {
    auto impl = std::make_unique<Counted::Impl>();
    for (const By b : one) {
      impl->groupings.push_back(DEPECHE_TRY(Grouping::of(db, b)));
      columns.add(impl->groupings.back().columns());
    }
    impl->tables.resize(one.size());
    all.push_back(Counted(std::move(impl)));
  }
  // Groups are found before they are added to: where those lie far apart in memory, waiting for one is then waiting for
  // several.
  std::vector<std::pair<uint32_t, uint32_t>> found;  // a group, an event of it
  const auto add = [&](const ColumnReader& chunk, std::span<const uint32_t> chosen) {
    for (Counted& counted : all) {
      Counted::Impl& impl = *counted.impl_;
      if (of == Sums::Of::Events) {
        for (const uint32_t i : chosen) {
          impl.find_groups(chunk, i);
          for (const uint32_t group : impl.groups) {
            if (group >= impl.sums.size()) impl.sums.resize(group + 1);
            ++impl.sums[group].events;
          }
        }
        continue;
      }
      found.clear();
      for (const uint32_t i : chosen) {
        impl.find_groups(chunk, i);
        for (const uint32_t group : impl.groups) found.emplace_back(group, i);
      }
      impl.sums.resize(impl.tables.empty() ? 1 : impl.tables.back().size());
      for (const auto& [group, i] : found) {
        const auto kind = static_cast<size_t>(chunk[Column::Kind][i]);
        const int64_t quad = kind < quads.size() ? quads[kind] : 0;
        Sums& s = impl.sums[group];
        ++s.events;
        s.cooperation += quad == 1 || quad == 2;
        s.conflict += quad >= 3;
        if (!means) continue;
        s.goldstein += chunk[Column::Goldstein][i];
        s.score += chunk[Column::Score][i];
      }
    }
  };
  DEPECHE_CHECK(selection.each_chunk(columns, add));
  for (Counted& counted : all) {
    for (Grouping& g : counted.impl_->groupings) g.finish();
  }
  return all;
}

Result<Counted> count(Connection& db, const Selection& selection, const std::vector<By>& by, Sums::Of of) {
  std::vector<Counted> one = DEPECHE_TRY(count_each(db, selection, {by}, of));
  return std::move(one.front());
}

}  // namespace depeche::store
