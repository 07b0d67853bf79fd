// The actor network: who did how much to whom. For this folder only.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>

#include "store/export_rows.h"

namespace depeche::store {

class ActorNetwork {
 public:
  void add(const ExportEvent& event);
  std::string graphml() const;  // GraphML 1.0
  std::string gexf() const;     // GEXF 1.2

 private:
  struct Tie {
    int64_t events = 0;
    std::array<int64_t, 4> quads{};  // verbal and material cooperation, verbal and material conflict
    double goldstein = 0;            // sum
  };
  struct Node {
    std::string name, country, sector, kind;
    int64_t events = 0;
  };
  std::map<std::string, Node> nodes_;  // by what is the same in every language: Wikidata id, else name
  std::map<std::pair<std::string, std::string>, Tie> ties_;
};

// Characters that XML allows, with its five escaped.
std::string xml(std::string_view text);

}  // namespace depeche::store
