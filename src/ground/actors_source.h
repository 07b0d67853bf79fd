// The lists of actors as text once more: by what each row can be checked, which no loaded book keeps.
//
//   const auto list = DEPECHE_TRY(ActorList::read("resources/actors/people.tsv"));
//   list.at(12)->source   // "names and dates: ..."; "" where nothing tells
//
// The note of a row is its own column `source`; where that is empty, the nearest line above that begins "# source:",
// which holds until the next such line.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/resource.h"

namespace depeche::ground {

class ActorList {
 public:
  struct Row {
    int line = 0;  // from 1
    std::string_view id, wikidata, source;
  };

  [[nodiscard]] static Result<ActorList> read(const std::filesystem::path& file);

  ActorList(ActorList&&) = default;
  ActorList& operator=(ActorList&&) = default;
  ActorList(const ActorList&) = delete;  // its rows are views into its text
  ActorList& operator=(const ActorList&) = delete;

  const std::vector<Row>& rows() const { return rows_; }  // in the order of the file
  const Row* at(int line) const;                          // nullptr where no row stands

 private:
  explicit ActorList(Table table);

  Table table_;
  std::vector<Row> rows_;
};

// "Q" and a number.
bool is_wikidata_id(std::string_view text);

}  // namespace depeche::ground
