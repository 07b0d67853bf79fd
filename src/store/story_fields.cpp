#include "store/story_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "store/likeness.h"
#include "store/marks.h"

namespace depeche::store {
namespace {

// The value that most articles have, with the first report that has it; -1 where none has any.
template <class Value>
int most_told(const std::vector<Report>& reports, const Value& value) {
  std::map<std::string, std::pair<std::set<int64_t>, int>> told;
  for (size_t i = 0; i < reports.size(); ++i) {
    const std::string v(value(reports[i]));
    if (v.empty()) continue;
    auto& [articles, first] = told.try_emplace(v, std::set<int64_t>(), static_cast<int>(i)).first->second;
    articles.insert(reports[i].article);
  }
  int best = -1;
  size_t most = 0;
  for (const auto& [v, entry] : told) {
    const auto& [articles, first] = entry;
    if (articles.size() > most || (articles.size() == most && first < best)) {
      most = articles.size();
      best = first;
    }
  }
  return best;
}

void add_word(std::string& words, const char* word) { words += (words.empty() ? "" : " ") + std::string(word); }

bool places_differ(const std::vector<Report>& reports) {
  for (const Report& a : reports) {
    for (const Report& b : reports) {
      if (a.place == 0 || b.place == 0 || a.is_wide || b.is_wide || a.place >= b.place) continue;
      if (distance_km(static_cast<float>(a.lat), static_cast<float>(a.lon), static_cast<float>(b.lat),
                      static_cast<float>(b.lon)) > kSamePlaceKm)
        return true;
    }
  }
  return false;
}

template <class Value>
bool values_differ(const std::vector<Report>& reports, const Value& value) {
  std::set<std::string> told;
  for (const Report& r : reports) {
    if (std::string v(value(r)); !v.empty()) told.insert(std::move(v));
  }
  return told.size() > 1;
}

std::string number(const std::optional<int64_t>& n) { return n ? std::to_string(*n) : std::string(); }

// "RUS/GOV USA/MIL" -> "RUS USA": who did it, whatever arm of the state.
std::string countries(std::string_view parties) {
  std::set<std::string> all;
  for (size_t at = 0; at < parties.size();) {
    const size_t end = std::min(parties.find(' ', at), parties.size());
    const size_t slash = parties.find('/', at);
    all.emplace(parties.substr(at, slash == at ? end - at : slash - at));
    at = end + 1;
  }
  std::string out;
  for (const std::string& c : all) out += c + " ";
  return out;
}

}  // namespace

StoryFields fields_of(const std::vector<Report>& reports) {
  StoryFields f;
  const auto told_date = [](const Report& r) { return r.date_is_told ? r.date : std::string_view(); };
  int date = most_told(reports, told_date);
  if (date < 0) date = most_told(reports, [](const Report& r) { return r.date; });
  if (date >= 0) {
    const Report& r = reports[static_cast<size_t>(date)];
    f.date = r.date;
    f.date_first = r.date_first;
    f.date_last = r.date_last;
  }
  int place = most_told(reports, [](const Report& r) {
    return r.is_wide || r.place == 0
               ? std::string()
               : std::to_string(std::lround(r.lat * 2)) + "," + std::to_string(std::lround(r.lon * 2));
  });
  if (place < 0)
    place = most_told(reports, [](const Report& r) { return r.place == 0 ? std::string() : std::to_string(r.place); });
  if (place >= 0) f.place = reports[static_cast<size_t>(place)].place;
  // Whence type and parties are taken: a report of the commonest type and actor that names both parties.
  const auto parties = [](const Report& r) {
    if (r.actor.empty()) return std::string();
    return fmt::format("{} {}{}{}", r.type, r.actor, r.recipient.empty() ? "" : " > ", countries(r.recipient));
  };
  int best = most_told(reports, [&](const Report& r) { return r.recipient.empty() ? std::string() : parties(r); });
  if (best < 0) best = most_told(reports, parties);
  f.best_event = reports[static_cast<size_t>(std::max(best, 0))].event;
  std::set<int64_t> articles;
  std::set<std::string_view> publishers, languages;
  for (const Report& r : reports) {
    articles.insert(r.article);
    if (!r.publisher.empty()) publishers.insert(r.publisher);
    if (!r.language.empty()) languages.insert(r.language);
    if (!r.published.empty() && (f.first_published.empty() || r.published < f.first_published))
      f.first_published = r.published;
    if (r.published > f.last_published) f.last_published = r.published;
    if (r.killed) f.killed = r.killed;
    if (r.wounded) f.wounded = r.wounded;
  }
  f.reports = static_cast<int64_t>(articles.size());
  f.publishers = static_cast<int64_t>(publishers.size());
  f.languages = static_cast<int64_t>(languages.size());
  if (values_differ(reports, told_date)) add_word(f.differs, "date");
  if (places_differ(reports)) add_word(f.differs, "place");
  // Where both sides do the same, who of them is named first is no difference.
  const auto doers = [](const Report& r) {
    return countries(
        r.is_mutual ? fmt::format("{}{}{}", r.actor, r.actor.empty() || r.recipient.empty() ? "" : " ", r.recipient)
                    : std::string(r.actor));
  };
  if (values_differ(reports, doers)) add_word(f.differs, "actor");
  if (values_differ(reports, [](const Report& r) { return number(r.killed); })) add_word(f.differs, "killed");
  if (values_differ(reports, [](const Report& r) { return number(r.wounded); })) add_word(f.differs, "wounded");
  return f;
}

}  // namespace depeche::store
