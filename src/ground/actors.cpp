#include "ground/actors.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/layers.h"
#include "base/unicode.h"
#include "ground/calendar.h"

namespace depeche::ground {

// "2017" covers any day of 2017: dates are compared as far as the less precise one goes.
bool Term::covers(std::string_view date) const {
  if (date.empty()) return true;
  const std::string_view start = from, end = to;
  const auto before = [](std::string_view a, std::string_view b) {
    const size_t n = std::min(a.size(), b.size());
    return a.substr(0, n) < b.substr(0, n);
  };
  return (start.empty() || !before(date, start)) && (end.empty() || !before(end, date));
}

bool Term::is_over_since(int days, std::string_view date) const {
  const std::optional<CivilDate> day = parse_date(date);
  const std::optional<DateRange> end = to.empty() ? std::nullopt : range_of(to);
  return day && end && days_from_civil(*day) - days_from_civil(end->last) > days;
}

std::string ActorBook::place_of(RowAt row) const {
  return row.file < 0 ? std::string() : fmt::format("{}:{}", files_[static_cast<size_t>(row.file)], row.line);
}

bool ActorBook::is_own(int32_t file) const {
  if (file < 0) return false;
  return file == overlay_ || layers_of(files_[static_cast<size_t>(file)]).size() > 1;
}

ActorIndex ActorBook::find(std::string_view id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? kNoActor : at->second;
}

ActorIndex ActorBook::country_index(std::string_view alpha3) const {
  const ActorIndex i = find(alpha3);
  return i != kNoActor && actors_[i].kind == EntityKind::State ? i : kNoActor;
}

const Actor* ActorBook::country(std::string_view alpha3) const {
  const ActorIndex i = country_index(alpha3);
  return i == kNoActor ? nullptr : &actors_[i];
}

ActorBook::Found ActorBook::longest(std::span<const Word> words, size_t at) const {
  Found found;
  const WordTrie::Found in_trie = trie_.longest(words, at);
  found.words = in_trie.words;
  for (const int32_t value : in_trie.values) found.entries.push_back(entries_[value]);
  return found;
}

std::vector<NameEntry> ActorBook::exact(std::string_view name) const {
  std::vector<NameEntry> found;
  for (const int32_t value : trie_.exact(name)) found.push_back(entries_[value]);
  return found;
}

ActorIndex ActorBook::demonym(std::string_view word) const {
  const auto at = demonyms_.find(fold_name(word));
  return at == demonyms_.end() ? kNoActor : at->second;
}

Gender ActorBook::gender_of_first_name(std::string_view folded) const {
  const auto at = first_names_.find(folded);
  return at == first_names_.end() ? Gender::Unknown : at->second;
}

const CapitalCity* ActorBook::capital(std::string_view alpha3) const {
  const ActorIndex state = country_index(alpha3);
  for (const CapitalCity& city : capitals_) {
    if (city.state == state) return &city;
  }
  return nullptr;
}

ActorIndex ActorBook::holder(std::string_view office, std::string_view of, std::string_view date) const {
  std::string key(office);
  key += ' ';
  key += of;
  const auto at = terms_of_office_.find(key);
  if (at == terms_of_office_.end()) return kNoActor;
  // By start: the last that covers the date is the newcomer on the day of a handover.
  for (auto i = at->second.rbegin(); i != at->second.rend(); ++i) {
    if (terms_[*i].covers(date)) return terms_[*i].holder;
  }
  return kNoActor;
}

const Term* ActorBook::term_on(ActorIndex person, std::string_view date) const {
  const Term* best = nullptr;
  int best_rank = -1;
  for (const int32_t i : actors_[person].terms) {
    const Term& term = terms_[i];
    const bool current = term.covers(date);
    const bool ended = !current && !term.to.empty() && std::string_view(term.to) < date;
    const int rank = current ? 2 : ended ? 1 : 0;
    // Among current ones the first listed counts, among ended ones the latest.
    const bool better = rank > best_rank || (rank == 1 && best_rank == 1 && best->to < term.to);
    if (better) best = &term, best_rank = rank;
  }
  return best;
}

ActorBook::Role ActorBook::role_on(ActorIndex actor, std::string_view date) const {
  const Actor& a = actors_[actor];
  if (a.kind != EntityKind::Person || a.terms.empty()) return {a.country, a.sector};
  const Term* term = term_on(actor, date);
  constexpr int kNewsOfTheEnd = 2;  // days
  const bool is_over = term->is_over_since(kNewsOfTheEnd, date);
  if (is_over && (term->sector == "GOV" || term->sector == "LEG" || term->sector == "IGO" || term->sector == "MIL"))
    return {a.country.empty() ? term->country : a.country, "ELI"};
  return {term->country, term->sector};
}

std::vector<ActorIndex> ActorBook::family(std::string_view name) const {
  const auto at = families_.find(fold_name(name));
  return at == families_.end() ? std::vector<ActorIndex>{} : at->second;
}

}  // namespace depeche::ground
