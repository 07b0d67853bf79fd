// Reads resources/actors/*.tsv. Every table has `id` and `names` (French; names_<lang> for others), the rest is by
// file: countries.tsv and regions.tsv bring demonyms, capitals and places, people.tsv one row for each office of a
// person.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/layers.h"
#include "base/resource.h"
#include "base/unicode.h"
#include "ground/actors.h"
#include "ground/actors_pack.h"

namespace depeche::ground {
namespace {

constexpr std::array<std::string_view, 26> kSectors = {"GOV", "MIL", "COP", "JUD", "LEG", "PTY", "REB", "SPY", "UAF",
                                                       "PRM", "OPP", "JRN", "REL", "CVL", "LAB", "EDU", "BUS", "CRM",
                                                       "REF", "ELI", "SOC", "MED", "AGR", "PRE", "UNK", "IGO"};

constexpr std::array<const char*, 5> kBodies = {"institutions.tsv", "organisations.tsv", "armed_groups.tsv",
                                                "parties.tsv", "media.tsv"};

// "2017", "2017-03" or "2017-03-02".
bool is_date(std::string_view s) {
  if (s.size() != 4 && s.size() != 7 && s.size() != 10) return false;
  for (size_t i = 0; i < s.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? s[i] != '-' : (s[i] < '0' || s[i] > '9')) return false;
  }
  return true;
}

bool is_country_code(std::string_view s) {
  return s.size() == 3 && std::all_of(s.begin(), s.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

// A full name that is nobody else's word in small letters either: long, and of long words.
bool is_plain_without_capitals(std::string_view name) {
  const std::vector<Word> words = words_of(name);
  size_t letters = 0;
  for (const Word& word : words) {
    if (word.folded.size() < 3) return false;
    letters += word.folded.size();
  }
  return words.size() >= 2 && letters >= 11;
}

class ActorBookLoader {
 public:
  ActorBookLoader(const std::filesystem::path& folder, std::string_view language)
      : folder_(folder), language_(language) {}

  // The lists, from their pack where it is of them.
  Result<ActorBook> load(const std::filesystem::path& overlay, const std::filesystem::path& packs) {
    const std::filesystem::path pack = packs.empty() ? packs : packs / fmt::format("actors_{}.pack", language_);
    const std::optional<uint64_t> key = packs.empty() ? std::nullopt : actors_key(sources(), language_);
    auto packed = key ? open_actors_pack(pack, *key) : std::nullopt;
    if (packed) {
      book_ = std::move(*packed);
    } else {
      DEPECHE_CHECK(read_lists());
      if (key) write_actors_pack(pack, *key, book_);
    }
    if (!overlay.empty()) {
      DEPECHE_CHECK(read_rows(overlay, {"id", "names"}, &ActorBookLoader::add_overlay));
      book_.overlay_ = static_cast<int32_t>(book_.files_.size()) - 1;
      sort_terms();
    }
    return std::move(book_);
  }

 private:
  using AddRow = void (ActorBookLoader::*)();

  std::vector<std::filesystem::path> sources() const {
    std::vector<std::filesystem::path> files{folder_ / "transliteration.tsv", folder_ / "countries.tsv",
                                             folder_ / "regions.tsv"};
    for (const char* file : kBodies) files.push_back(folder_ / file);
    files.push_back(folder_ / "people.tsv");
    std::vector<std::filesystem::path> all;
    for (const auto& file : files) {
      const auto layers = layers_of(file);
      all.insert(all.end(), layers.begin(), layers.end());
    }
    return all;
  }

  Result<void> read_lists() {
    book_.transliteration_ = DEPECHE_TRY(Transliteration::load(folder_ / "transliteration.tsv"));
    DEPECHE_CHECK(read("countries.tsv", {"id", "names", "adjectives"}, &ActorBookLoader::add_state));
    DEPECHE_CHECK(read("regions.tsv", {"id", "country", "names", "adjectives"}, &ActorBookLoader::add_region));
    for (const char* file : kBodies)
      DEPECHE_CHECK(read(file, {"id", "kind", "country", "sector", "names"}, &ActorBookLoader::add_body));
    DEPECHE_CHECK(
        read("people.tsv", {"id", "names", "country", "office", "sector", "from", "to"}, &ActorBookLoader::add_term));
    sort_terms();
    return {};
  }

  void sort_terms() {
    for (auto& [key, terms] : book_.terms_of_office_) {
      std::stable_sort(terms.begin(), terms.end(),
                       [this](int32_t a, int32_t b) { return book_.terms_[a].from < book_.terms_[b].from; });
    }
  }

  Result<void> read(const char* file, const std::vector<std::string_view>& wanted, AddRow add) {
    for (const std::filesystem::path& layer : layers_of(folder_ / file)) DEPECHE_CHECK(read_rows(layer, wanted, add));
    return {};
  }

  Result<void> read_rows(const std::filesystem::path& file, const std::vector<std::string_view>& wanted, AddRow add) {
    table_ = DEPECHE_TRY(read_table(file, wanted));
    book_.files_.push_back(table_.file);
    columns_.clear();
    for (const Table::Row& row : table_.rows) {
      row_ = &row;
      (this->*add)();
    }
    return {};
  }

  RowAt here() const { return {static_cast<int32_t>(book_.files_.size()) - 1, row_->line}; }
  std::string_view cell(std::string_view column) const {
    auto at = columns_.find(column);
    if (at == columns_.end()) at = columns_.emplace(column, table_.column(column)).first;
    return Table::cell(*row_, at->second);
  }
  std::string_view local(std::string_view column) const {
    if (language_ == "fr") return cell(column);
    return cell(std::string(column) + '_' + language_);
  }
  // A row without names of this language has the same as in French.
  std::vector<std::string_view> local_names() const {
    std::vector<std::string_view> names = split(local("names"), '|');
    return names.empty() ? split(cell("names"), '|') : names;
  }
  void wrong(const std::string& what) {
    book_.diagnostics_.push_back(fmt::format("{}:{}: {}", table_.file, row_->line, what));
  }

  ActorIndex add_actor(Actor actor) {
    const auto index = static_cast<ActorIndex>(book_.actors_.size());
    actor.row = here();
    book_.by_id_.emplace(actor.id, index);
    book_.actors_.push_back(std::move(actor));
    return index;
  }
  void add_name(std::string_view name, ActorIndex actor, NameUse use, bool any_case = false) {
    if (fold_name(name).empty()) return wrong(fmt::format("name '{}': no words", name));
    book_.trie_.add(name, static_cast<int32_t>(book_.entries_.size()), any_case);
    book_.entries_.push_back({actor, use});
  }
  bool is_new_id() {
    if (cell("id").empty()) return wrong("id: empty"), false;
    if (book_.by_id_.contains(cell("id"))) return wrong(fmt::format("id '{}': used before", cell("id"))), false;
    if (local_names().empty()) return wrong("names: empty"), false;
    return true;
  }
  void set_grammar(Actor& actor) {
    const std::string_view gender = cell("gender");
    if (actor.kind != EntityKind::Person && language_ != "fr") return;  // of the French name
    if (gender.starts_with('f')) actor.gender = Gender::Feminine;
    if (gender.starts_with('m')) actor.gender = Gender::Masculine;
    actor.plural = gender.ends_with('p') && gender.size() == 2;
  }
  bool set_place(Actor& actor) {
    if (cell("lat").empty() && cell("lon").empty()) return true;
    const auto lat = parse_number<double>(cell("lat")), lon = parse_number<double>(cell("lon"));
    if (!lat || !lon || *lat < -90 || *lat > 90 || *lon < -180 || *lon > 180)
      return wrong(fmt::format("lat, lon: no place: '{}', '{}'", cell("lat"), cell("lon"))), false;
    actor.latitude = *lat;
    actor.longitude = *lon;
    return true;
  }
  void add_demonyms(ActorIndex actor) {
    for (const std::string_view form : split(local("adjectives"), '|')) {
      const auto [at, is_new] = book_.demonyms_.emplace(fold_name(form), actor);
      if (!is_new) {  // the first state that has it keeps it
        if (at->second != actor)
          book_.hidden_.push_back(fmt::format("{}:{}: '{}' is found as '{}' alone", table_.file, row_->line, form,
                                              book_.actors_[at->second].id));
        continue;
      }
      add_name(form, actor, NameUse::Demonym, language_ == "fr");
    }
  }

  void add_state() {
    if (!is_new_id()) return;
    if (!is_country_code(cell("id"))) return wrong(fmt::format("id '{}': no alpha-3 code", cell("id")));
    Actor state;
    state.id = state.country = cell("id");
    state.kind = EntityKind::State;
    state.sector = "GOV";
    state.name = local_names().front();
    state.sovereign = cell("sovereign");
    state.wikidata = cell("wikidata");
    set_grammar(state);
    if (!set_place(state)) return;
    const ActorIndex index = add_actor(std::move(state));
    for (const std::string_view name : local_names()) add_name(name, index, NameUse::Name);
    add_demonyms(index);
    const auto lat = parse_number<double>(cell("capital_lat")), lon = parse_number<double>(cell("capital_lon"));
    for (const std::string_view name : split(local("capitals"), '|')) {
      if (fold_name(name) != fold_name(book_.actors_[index].name)) add_name(name, index, NameUse::Capital);
      book_.capitals_.push_back({std::string(name), index, lat.value_or(0), lon.value_or(0)});
    }
  }

  void add_region() {
    if (!is_new_id()) return;
    if (!book_.country(cell("country"))) return wrong(fmt::format("country '{}': not listed", cell("country")));
    Actor region;
    region.id = cell("id");
    region.country = cell("country");
    region.kind = EntityKind::State;
    region.sector = "GOV";
    region.name = local_names().front();
    region.wikidata = cell("wikidata");
    set_grammar(region);
    if (!set_place(region)) return;
    const ActorIndex index = add_actor(std::move(region));
    for (const std::string_view name : local_names()) add_name(name, index, NameUse::Name);
    add_demonyms(index);
  }

  // What a row must agree with: country a code (or empty), sector of PLOVER.
  bool has_role() {
    const std::string_view country = cell("country"), sector = cell("sector");
    if (!country.empty() && !is_country_code(country))
      return wrong(fmt::format("country '{}': no code", country)), false;
    if (std::find(kSectors.begin(), kSectors.end(), sector) == kSectors.end())
      return wrong(fmt::format("sector '{}': not one of PLOVER's", sector)), false;
    return true;
  }

  void add_body() {
    if (!is_new_id() || !has_role()) return;
    const auto kind = entity_kind_from(cell("kind"));
    if (!kind) return wrong(fmt::format("kind '{}': not known", cell("kind")));
    Actor body;
    body.id = cell("id");
    body.kind = *kind;
    body.country = cell("country");
    body.sector = cell("sector");
    body.wikidata = cell("wikidata");
    body.office = cell("office");
    body.name = local_names().front();
    set_grammar(body);
    const ActorIndex index = add_actor(std::move(body));
    // Bodies are called by their names of any language.
    for (const std::string_view column : {"names", "names_en"}) {
      for (const std::string_view name : split(cell(column), '|')) add_name(name, index, NameUse::Name);
    }
    add_demonyms(index);
  }

  // A row of the user's table: of a person where it tells an office or no kind, else of a body.
  void add_overlay() {
    const auto kind = entity_kind_from(cell("kind"));
    if (!cell("kind").empty() && !kind) return wrong(fmt::format("kind '{}': not known", cell("kind")));
    const ActorIndex known = book_.find(cell("id"));
    const bool person = known != kNoActor ? book_.actors_[known].kind == EntityKind::Person
                                          : kind.value_or(EntityKind::Person) == EntityKind::Person;
    if (known == kNoActor) {
      if (person) return add_term();
      if (*kind == EntityKind::State) return wrong("kind 'state': states are in the lists alone");
      return add_body();
    }
    Actor& actor = book_.actors_[known];
    if (kind && *kind != actor.kind)
      return wrong(fmt::format("kind '{}': '{}' is a {}", cell("kind"), actor.id, name_of(actor.kind)));
    for (const std::string_view column : {"names", "names_en"}) {
      for (const std::string_view name : split(cell(column), '|')) add_name(name, known, NameUse::Name);
    }
    if (person && !cell("office").empty()) {
      // What the user says of an office of somebody stands in place of what the lists say of it.
      const std::string_view of = cell("of").empty() ? cell("country") : cell("of");
      drop_terms(known, cell("office"), of);
      return add_term();
    }
    if (!has_role()) return;
    if (!cell("country").empty()) actor.country = cell("country");
    actor.sector = cell("sector");
  }

  void drop_terms(ActorIndex person, std::string_view office, std::string_view of) {
    const auto goes = [&](int32_t t) {
      const Term& term = book_.terms_[static_cast<size_t>(t)];
      return term.holder == person && term.office == office && term.of == of && term.row.file != here().file;
    };
    std::erase_if(book_.actors_[person].terms, goes);
    const auto at = book_.terms_of_office_.find(fmt::format("{} {}", office, of));
    if (at != book_.terms_of_office_.end()) std::erase_if(at->second, goes);
  }

  void add_term() {
    ActorIndex person = book_.find(cell("id"));
    if (person == kNoActor) {
      if (!is_new_id()) return;
      person = add_person();
    } else if (book_.actors_[person].kind != EntityKind::Person) {
      return wrong(fmt::format("id '{}': used before", cell("id")));
    }
    if (cell("office").empty()) return;
    if (!has_role()) return;
    for (const std::string_view column : {"from", "to"}) {
      if (!cell(column).empty() && !is_date(cell(column)))
        return wrong(fmt::format("{}: '{}' is no date", column, cell(column)));
    }
    const std::string_view of = cell("of").empty() ? cell("country") : cell("of");
    if (!cell("of").empty() && !book_.by_id_.contains(of)) return wrong(fmt::format("of '{}': not listed", of));
    if (!cell("to").empty() && cell("to") < cell("from")) return wrong("from: after to");
    const auto index = static_cast<int32_t>(book_.terms_.size());
    book_.terms_.push_back({person, std::string(cell("office")), std::string(of), std::string(cell("country")),
                            std::string(cell("sector")), std::string(cell("from")), std::string(cell("to")), here()});
    book_.actors_[person].terms.push_back(index);
    book_.terms_of_office_[fmt::format("{} {}", cell("office"), of)].push_back(index);
  }

  ActorIndex add_person() {
    Actor person;
    person.id = cell("id");
    person.kind = EntityKind::Person;
    person.country = cell("country");
    person.sector = cell("sector");
    person.wikidata = cell("wikidata");
    person.name = local_names().front();
    set_grammar(person);
    std::vector<std::string> names;
    for (const std::string_view column : {"names", "names_en"}) {
      for (const std::string_view name : split(cell(column), '|')) names.emplace_back(name);
    }
    std::vector<std::string> family;
    for (const std::string_view name : split(cell("family"), '|')) family.emplace_back(name);
    if (family == std::vector<std::string>{"-"}) {
      family.clear();
    } else if (family.empty()) {
      for (const std::string& name : names) family.push_back(name.substr(name.rfind(' ') + 1));
    }
    if (person.gender != Gender::Unknown) {
      const std::string folded = fold_name(names.front());
      if (const size_t space = folded.find(' '); space != std::string::npos) {
        const auto [at, is_new] = book_.first_names_.try_emplace(folded.substr(0, space), person.gender);
        if (!is_new && at->second != person.gender) at->second = Gender::Unknown;
      }
    }
    for (const std::string& name : names) {
      if (name != person.name && name.find(' ') != std::string::npos) person.others.push_back(name);
    }
    const ActorIndex index = add_actor(std::move(person));
    for (const std::string& name : names) add_name(name, index, NameUse::Name, is_plain_without_capitals(name));
    for (const std::string& name : family) {
      const std::string folded = fold_name(name);
      auto& bearers = book_.families_[folded];
      if (!bearers.empty() && bearers.back() == index) continue;
      bearers.push_back(index);
      book_.actors_[index].family.push_back(folded);
      add_name(name, index, NameUse::Family);
    }
    return index;
  }

  std::filesystem::path folder_;
  std::string language_;
  ActorBook book_;
  Table table_;
  mutable std::map<std::string, int, std::less<>> columns_;  // of table_, by name
  const Table::Row* row_ = nullptr;
};

Result<ActorBook> ActorBook::load(const std::filesystem::path& resources_dir, std::string_view language,
                                  const std::filesystem::path& overlay, const std::filesystem::path& packs) {
  return ActorBookLoader(resources_dir / "actors", language).load(overlay, packs);
}

}  // namespace depeche::ground
