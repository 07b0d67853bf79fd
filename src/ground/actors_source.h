// The lists of actors as text once more: by what each row can be checked, which no loaded book keeps.
//
//   const auto list = DEPECHE_TRY(ActorList::read("resources/actors/people.tsv"));
//   list.at(12)->source   // "names and dates: ..."; "" where nothing tells
//
// The note of a row is its own column `source`; where that is empty, the nearest line above that begins "# source:",
// which holds until the next such line. Only the rows that are asked for are taken apart.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

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
  ActorList(const ActorList&) = delete;  // what it tells are views into its text
  ActorList& operator=(const ActorList&) = delete;

  std::vector<Row> rows() const;          // in the order of the file
  std::optional<Row> at(int line) const;  // none where no row stands

 private:
  explicit ActorList(std::string text);

  Row row(int line, std::string_view note) const;

  std::unique_ptr<const std::string> text_;  // a move leaves it where it is
  std::vector<std::string_view> lines_;
  int header_ = 0;  // the line that names the columns, 0: none
  int id_ = -1, wikidata_ = -1, source_ = -1;
};

// "Q" and a number.
bool is_wikidata_id(std::string_view text);

}  // namespace depeche::ground
