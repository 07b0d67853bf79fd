#include "support/golden.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>

#include "base/resource.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "ground/names.h"
#include "support/paths.h"

namespace depeche::golden {
namespace {

using nlohmann::json;

struct Span {
  int begin = 0, end = 0;
  bool overlaps(const Span& other) const { return begin < other.end && other.begin < end; }
};

Span span_of(const json& pair) { return {pair.at(0).get<int>(), pair.at(1).get<int>()}; }

struct Party {
  std::string name, country, sector;
};

Party party_of(const std::string& written) {
  Party party;
  const size_t first = written.find('|');
  const size_t second = first == std::string::npos ? first : written.find('|', first + 1);
  party.name = ground::fold_name(written.substr(0, first));
  if (first != std::string::npos) party.country = written.substr(first + 1, second - first - 1);
  if (second != std::string::npos) party.sector = written.substr(second + 1);
  return party;
}

std::string text_or_empty(const json& value) { return value.is_string() ? value.get<std::string>() : ""; }

bool holds_all_words(const std::vector<std::string_view>& some, const std::vector<std::string_view>& all) {
  return std::all_of(some.begin(), some.end(),
                     [&](std::string_view word) { return std::find(all.begin(), all.end(), word) != all.end(); });
}

bool same_name(const Party& a, const Party& b) {
  const auto x = split(a.name, ' '), y = split(b.name, ' ');
  if (x.empty() || y.empty()) return false;
  return holds_all_words(x, y) || holds_all_words(y, x) || x.back() == y.back();
}

bool same_party(const Party& a, const Party& b) {
  return !a.country.empty() && !b.country.empty() ? a.country == b.country : same_name(a, b);
}

bool same_source(const Party& a, const Party& b) {
  return same_name(a, b) || (!a.country.empty() && a.country == b.country && a.sector == b.sector);
}

using Same = bool (*)(const Party&, const Party&);

bool same_set(const std::vector<Party>& a, const std::vector<Party>& b, Same same) {
  const auto covered = [same](const std::vector<Party>& some, const std::vector<Party>& by) {
    return std::all_of(some.begin(), some.end(), [&](const Party& party) {
      return std::any_of(by.begin(), by.end(), [&](const Party& other) { return same(party, other); });
    });
  };
  return covered(a, b) && covered(b, a);
}

std::vector<Party> joined(std::vector<Party> a, const std::vector<Party>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::string shown(const std::vector<Party>& parties) {
  std::string out;
  for (const Party& party : parties) {
    out += fmt::format("{}{}|{}|{}", out.empty() ? "" : ", ", party.name, party.country, party.sector);
  }
  return "[" + out + "]";
}

class Comparison {
 public:
  Comparison(const Dispatch& dispatch, const json& record)
      : expected_(dispatch.expected),
        record_(record),
        name_(dispatch.name),
        text_(utf8::to_code_points(record.at("text").get<std::string>())) {}

  Score run() {
    compare_events();
    compare_quotes();
    compare_times();
    const std::string date = text_or_empty(record_.at("published").at("date"));
    check(score_.published, text_or_empty(expected_.at("published")) == date, "published", "", date);
    score_.published.found = 1;
    return std::move(score_);
  }

 private:
  template <class... Parts>
  void say(const char* form, const Parts&... parts) {
    score_.report += name_ + ": " + fmt::format(fmt::runtime(form), parts...) + '\n';
  }

  void check(Tally& tally, bool right, const char* what, const std::string& where, const std::string& found) {
    ++tally.expected;
    if (right)
      ++tally.right;
    else
      say("{} is not right{}{}: {}", what, where.empty() ? "" : " of ", where, found);
  }

  std::optional<int> find(const std::string& piece, int from) const {
    const size_t at = text_.find(utf8::to_code_points(piece), static_cast<size_t>(from));
    if (at == std::u32string::npos) return std::nullopt;
    return static_cast<int>(at);
  }

  std::string words(Span span) const {
    std::string out;
    for (int i = span.begin; i < span.end; ++i) utf8::append(out, text_[static_cast<size_t>(i)]);
    return out;
  }

  std::vector<Party> expected_parties(const json& list) const {
    std::vector<Party> out;
    for (const json& written : list) out.push_back(party_of(written.get<std::string>()));
    return out;
  }

  Party entity(const json& id) const {
    for (const json& entity : record_.at("entities")) {
      if (entity.at("id") == id) {
        return {ground::fold_name(entity.at("name").get<std::string>()), text_or_empty(entity.at("country")),
                text_or_empty(entity.at("sector"))};
      }
    }
    return {};
  }

  std::vector<Party> entities(const json& ids) const {
    std::vector<Party> out;
    for (const json& id : ids) out.push_back(entity(id));
    return out;
  }

  void compare_events() {
    const json& wanted = expected_.at("events");
    const json& found = record_.at("events");
    std::vector<Span> triggers;
    for (const json& event : wanted) {
      const auto sentence = find(event.at("sentence").get<std::string>(), 0);
      const auto trigger = sentence ? find(event.at("trigger").get<std::string>(), *sentence) : sentence;
      if (!trigger) say("'{}' is not in the dispatch", event.at("trigger").get<std::string>());
      const int begin = trigger.value_or(-1);
      triggers.push_back(
          {begin, begin + static_cast<int>(utf8::count(event.at("trigger").get_ref<const std::string&>()))});
    }
    std::vector<int> match(wanted.size(), -1);
    std::vector<bool> used(found.size(), false);
    // Those with the very trigger first, so that two events of one type in one sentence do not change places.
    for (const char* const span : {"trigger", "sentence"}) {
      for (size_t i = 0; i < wanted.size(); ++i) {
        for (size_t j = 0; j < found.size() && match[i] < 0; ++j) {
          if (used[j] || found[j].at("event") != wanted[i].at("type")) continue;
          if (!span_of(found[j].at(span)).overlaps(triggers[i])) continue;
          match[i] = static_cast<int>(j);
          used[j] = true;
        }
      }
    }
    score_.types.expected = score_.dyads.expected = static_cast<int>(wanted.size());
    score_.types.found = score_.dyads.found = static_cast<int>(found.size());
    for (size_t i = 0; i < wanted.size(); ++i) {
      if (match[i] < 0) {
        say("missed {} '{}'", wanted[i].at("type").get<std::string>(), wanted[i].at("trigger").get<std::string>());
        continue;
      }
      ++score_.types.right;
      compare_event(wanted[i], found[static_cast<size_t>(match[i])]);
    }
    for (size_t j = 0; j < found.size(); ++j) {
      if (used[j]) continue;
      say("not told: {} '{}' by {}", found[j].at("event").get<std::string>(), words(span_of(found[j].at("trigger"))),
          found[j].at("rule").get<std::string>());
    }
  }

  void compare_event(const json& wanted, const json& found) {
    const std::string type = wanted.at("type").get<std::string>();
    const std::string where = fmt::format("{} '{}'", type, wanted.at("trigger").get<std::string>());
    const auto actor = entities(found.at("actor")), recipient = entities(found.at("recipient"));
    const auto wanted_actor = expected_parties(wanted.at("actor"));
    const auto wanted_recipient = expected_parties(wanted.at("recipient"));
    const bool mutual = type == "AGREE" || type == "CONSULT" || type == "COOPERATE";
    const bool right =
        mutual ? same_set(joined(actor, recipient), joined(wanted_actor, wanted_recipient), same_party)
               : same_set(actor, wanted_actor, same_party) && same_set(recipient, wanted_recipient, same_party);
    if (right)
      ++score_.dyads.right;
    else
      say("parties are not right of {}: {} to {}, expected {} to {}", where, shown(actor), shown(recipient),
          shown(wanted_actor), shown(wanted_recipient));
    const std::string status = text_or_empty(found.at("status"));
    check(score_.status, wanted.at("status") == status, "status", where, status);
    if (const std::string date = text_or_empty(wanted.at("date")); !date.empty())
      check(score_.dates, date == text_or_empty(found.at("date")), "date", where, text_or_empty(found.at("date")));
    if (const std::string mode = text_or_empty(wanted.at("mode")); !mode.empty())
      check(score_.modes, mode == text_or_empty(found.at("mode")), "mode", where, text_or_empty(found.at("mode")));
    if (const std::string written = text_or_empty(wanted.at("place")); !written.empty()) {
      Party place;
      if (found.at("place").is_object()) {
        place = {ground::fold_name(found.at("place").at("name").get<std::string>()),
                 text_or_empty(found.at("place").at("country")),
                 {}};
      }
      const Party wanted_place = party_of(written);
      check(score_.places, place.name == wanted_place.name && place.country == wanted_place.country, "place", where,
            place.name + "|" + place.country);
    }
    const auto sources = entities(found.at("according_to")), deniers = entities(found.at("denied_by"));
    check(score_.sources, same_set(sources, expected_parties(wanted.at("according_to")), same_source), "source", where,
          shown(sources));
    check(score_.deniers, same_set(deniers, expected_parties(wanted.at("denied_by")), same_source), "denied_by", where,
          shown(deniers));
  }

  void compare_quotes() {
    const json& found = record_.at("quotes");
    for (const json& quote : found) score_.quotes.found += quote.at("form") == "indirect" ? 0 : 1;
    for (const json& wanted : expected_.at("quotes")) {
      const std::string text = wanted.at("text").get<std::string>();
      const int begin = find(text, 0).value_or(-1);
      const Span span{begin, begin + static_cast<int>(utf8::count(text))};
      const json* match = nullptr;
      for (const json& quote : found) {
        const Span other = span_of(quote.at("span"));
        const int common = std::min(span.end, other.end) - std::max(span.begin, other.begin);
        const int all = std::max(span.end, other.end) - std::min(span.begin, other.begin);
        if (common * 5 >= all * 4) match = &quote;
      }
      const std::string where = fmt::format("the quote '{:.40}'", text);
      const Party speaker = match ? entity(match->at("speaker")) : Party();
      const std::string written = text_or_empty(wanted.at("speaker"));
      const bool right =
          match && (written.empty() ? match->at("speaker").is_null() : same_source(speaker, party_of(written)));
      check(score_.quotes, right, match ? "speaker" : "span", where, match ? shown({speaker}) : "not found");
    }
  }

  void compare_times() {
    const json& found = record_.at("times");
    score_.times.found = static_cast<int>(found.size());
    std::vector<bool> used(found.size(), false);
    for (const json& wanted : expected_.at("times")) {
      const std::string text = wanted.at("text").get<std::string>(), value = wanted.at("value").get<std::string>();
      const int length = static_cast<int>(utf8::count(text));
      std::string others;
      bool right = false;
      for (auto at = find(text, 0); at && !right; at = find(text, *at + 1)) {
        for (size_t j = 0; j < found.size() && !right; ++j) {
          if (used[j] || !span_of(found[j].at("span")).overlaps({*at, *at + length})) continue;
          const std::string given = text_or_empty(found[j].at("value"));
          others += given + " ";
          right = given.starts_with(value);
          used[j] = right;
        }
      }
      check(score_.times, right, "time", fmt::format("'{}'", text), others.empty() ? "not found" : others);
    }
  }

  const json& expected_;
  const json& record_;
  const std::string name_;
  const std::u32string text_;
  Score score_;
};

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  right += other.right;
  expected += other.expected;
  found += other.found;
  return *this;
}

Score& Score::operator+=(const Score& other) {
  types += other.types;
  dyads += other.dyads;
  quotes += other.quotes;
  times += other.times;
  published += other.published;
  status += other.status;
  dates += other.dates;
  places += other.places;
  modes += other.modes;
  sources += other.sources;
  deniers += other.deniers;
  report += other.report;
  return *this;
}

std::vector<Dispatch> load_all() {
  const std::filesystem::path folder = test::source_dir() / "tests" / "golden";
  constexpr std::string_view kSuffix = ".expected.json";
  std::vector<Dispatch> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string file = entry.path().filename().string();
    if (!file.ends_with(kSuffix)) continue;
    const std::string name = file.substr(0, file.size() - kSuffix.size());
    std::ifstream stream(entry.path());
    out.push_back({name, folder / (name + ".txt"), json::parse(stream)});
  }
  std::sort(out.begin(), out.end(), [](const Dispatch& a, const Dispatch& b) { return a.name < b.name; });
  return out;
}

Score compare(const Dispatch& dispatch, const json& record) { return Comparison(dispatch, record).run(); }

}  // namespace depeche::golden
