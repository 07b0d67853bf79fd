#include "ground/actors_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "ground/actors_source.h"

namespace depeche::ground {
namespace {

// Offices that one holds at a time.
constexpr std::array<std::string_view, 9> kSingle = {"head_of_state",    "head_of_government", "foreign_minister",
                                                     "defence_minister", "interior_minister",  "finance_minister",
                                                     "justice_minister", "central_banker",     "head"};

constexpr size_t kMonth = 7;  // letters of "2017-03": a handover within one is no overlap

bool is_before(std::string_view a, std::string_view b) {
  const size_t n = std::min({a.size(), b.size(), kMonth});
  return a.substr(0, n) < b.substr(0, n);
}
bool overlap(const Term& a, const Term& b) {
  if (a.from.empty() || b.from.empty()) return false;
  return (a.to.empty() || is_before(b.from, a.to)) && (b.to.empty() || is_before(a.from, b.to));
}

struct Note {
  RowAt row;
  std::string text;
};

class Checker {
 public:
  explicit Checker(const ActorBook& book) : book_(book) {}

  std::vector<std::string> run() {
    check_names();
    check_offices();
    check_terms();
    for (size_t file = 0; file < book_.files().size(); ++file) check_list(static_cast<int32_t>(file));
    std::stable_sort(notes_.begin(), notes_.end(), [](const Note& a, const Note& b) {
      return std::pair(a.row.file, a.row.line) < std::pair(b.row.file, b.row.line);
    });
    std::vector<std::string> out = book_.hidden();
    for (const Note& note : notes_) out.push_back(fmt::format("{}: {}", book_.place_of(note.row), note.text));
    return out;
  }

 private:
  void note(RowAt row, std::string text) { notes_.push_back({row, std::move(text)}); }

  // Two of one usual name, kind and country, never in office at different times alone.
  void check_names() {
    std::map<std::string, ActorIndex> seen;
    for (ActorIndex i = 0; i < static_cast<ActorIndex>(book_.actors().size()); ++i) {
      const Actor& actor = book_[i];
      const auto [at, is_new] =
          seen.emplace(fmt::format("{}\t{}\t{}", fold_name(actor.name), name_of(actor.kind), actor.country), i);
      if (!is_new)
        note(actor.row, fmt::format("'{}' is also the name of '{}' ({})", actor.name, book_[at->second].id,
                                    book_.place_of(book_[at->second].row)));
    }
  }

  void check_offices() {
    std::map<std::string, std::vector<const Term*>> by_office;
    for (const Term& term : book_.terms()) {
      if (std::find(kSingle.begin(), kSingle.end(), term.office) != kSingle.end())
        by_office[term.office + ' ' + term.of].push_back(&term);
    }
    for (auto& [office, terms] : by_office) {
      std::stable_sort(terms.begin(), terms.end(), [](const Term* a, const Term* b) { return a->from < b->from; });
      const Term* longest = nullptr;  // that began before and ends last
      for (const Term* term : terms) {
        if (longest && longest->holder != term->holder && overlap(*longest, *term))
          note(term->row, fmt::format("{}: '{}' overlaps '{}' ({})", office, book_[term->holder].id,
                                      book_[longest->holder].id, book_.place_of(longest->row)));
        if (!longest || (!longest->to.empty() && (term->to.empty() || longest->to < term->to))) longest = term;
      }
    }
  }

  // A second row of one person for one office within the time of the first.
  void check_terms() {
    for (const Actor& actor : book_.actors()) {
      for (size_t i = 0; i < actor.terms.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
          const Term &a = book_.terms()[static_cast<size_t>(actor.terms[j])],
                     &b = book_.terms()[static_cast<size_t>(actor.terms[i])];
          if (a.office == b.office && a.of == b.of && overlap(a, b)) {
            note(b.row, fmt::format("{} {}: within {}", b.office, b.of, book_.place_of(a.row)));
            break;
          }
        }
      }
    }
  }

  // What a loaded book does not keep: rows that nothing tells how to check, ids that are none, of two or never read.
  void check_list(int32_t file) {
    const auto list = ActorList::read(book_.files()[static_cast<size_t>(file)]);
    if (!list) return note({file, 0}, list.error().describe());
    for (const ActorList::Row& row : list->rows()) {
      const RowAt at{file, row.line};
      if (row.source.empty() && !book_.is_own(file)) note(at, fmt::format("'{}': no source", row.id));
      if (row.wikidata.empty()) continue;
      if (!is_wikidata_id(row.wikidata)) {
        note(at, fmt::format("wikidata '{}': no id", row.wikidata));
        continue;
      }
      const ActorIndex actor = book_.find(row.id);
      if (actor == kNoActor) continue;  // told by the book
      const RowAt first = book_[actor].row;
      if (std::pair(first.file, first.line) != std::pair(at.file, at.line)) {
        note(at, fmt::format("wikidata '{}': read from the first row of '{}' alone ({})", row.wikidata, row.id,
                             book_.place_of(first)));
        continue;
      }
      const auto [known, is_new] = by_wikidata_.emplace(row.wikidata, actor);
      if (!is_new)
        note(at, fmt::format("wikidata '{}' is also that of '{}' ({})", row.wikidata, book_[known->second].id,
                             book_.place_of(book_[known->second].row)));
    }
  }

  const ActorBook& book_;
  std::vector<Note> notes_;
  std::map<std::string, ActorIndex, std::less<>> by_wikidata_;
};

}  // namespace

std::vector<std::string> check_actors(const ActorBook& book) { return Checker(book).run(); }

std::map<std::string, size_t> count_actors(const ActorBook& book) {
  std::map<std::string, size_t> counts;
  for (const Actor& actor : book.actors()) {
    ++counts[fmt::format("kind {}", name_of(actor.kind))];
    ++counts[fmt::format("kind {}, sector {}", name_of(actor.kind), actor.sector)];
    if (!actor.wikidata.empty()) ++counts[fmt::format("kind {}, with a Wikidata id", name_of(actor.kind))];
  }
  std::map<std::string, std::set<std::string>> countries, since_2000;
  for (const Term& term : book.terms()) {
    ++counts[fmt::format("office {}", term.office)];
    countries[term.office].insert(term.of);
    if (term.to.empty() || term.to >= "2000") since_2000[term.office].insert(term.of);
  }
  for (const auto& [office, of] : countries) counts[fmt::format("office {}, of how many", office)] = of.size();
  for (const auto& [office, of] : since_2000)
    counts[fmt::format("office {}, since 2000 of how many", office)] = of.size();
  counts["terms"] = book.terms().size();
  return counts;
}

}  // namespace depeche::ground
