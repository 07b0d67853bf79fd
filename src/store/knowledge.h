// What the store knows beyond records: how tolls are told, and whose media are whose.
//
//   auto knowledge = DEPECHE_TRY(store::Knowledge::load(resources));   // <lang>/tolls.toml, actors/media.tsv
//   for (const Toll& toll : knowledge.tolls(language, sentence)) …
//
// Immutable after loading. An empty one knows nothing, and then tolls and countries of media stay unknown.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace depeche::store {

struct Toll {
  std::string kind;  // killed, wounded, held
  int64_t count = 0;
  bool at_least = false;
  size_t begin = 0, end = 0;  // bytes of the text: number and word
};

class Knowledge {
 public:
  Knowledge() = default;
  [[nodiscard]] static Result<Knowledge> load(const std::filesystem::path& resources);
  // At most one of each kind, the first that is told.
  std::vector<Toll> tolls(std::string_view language, std::string_view text) const;
  // "FRA"; "" where the medium is not known.
  std::string_view country_of(std::string_view publisher) const;

 private:
  struct Words {
    std::map<std::string, std::string, std::less<>> kinds;  // word -> kind, folded
    std::map<std::string, int64_t, std::less<>> numbers;
    std::map<std::string, bool, std::less<>> people;
    std::vector<std::string> least;
  };
  std::map<std::string, std::shared_ptr<const Words>, std::less<>> words_;  // by language
  std::map<std::string, std::string, std::less<>> media_;                   // folded name -> country
};

}  // namespace depeche::store
