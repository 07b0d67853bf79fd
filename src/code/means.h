// By what means an act is done where its own words do not say: its mode, from what else the sentence names (a knife, a
// car bomb), or from where the report tells the same act.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "code/drafts.h"
#include "code/entry.h"
#include "code/ontology.h"
#include "ground/syntax.h"

namespace depeche::code {

// The words of one language that name means: resources/<lang>/means.toml. Immutable.
class Means {
 public:
  // No such file: no means.
  [[nodiscard]] static Result<Means> load(const std::filesystem::path& file, const Ontology& ontology,
                                          const ground::Grammar& grammar);
  // Sets the mode of events that have none or a less exact one. Parties and dates must be set.
  void set_modes(const ground::Syntax& syntax, std::vector<Draft>& drafts) const;

 private:
  friend class MeansLoader;
  struct Mode {
    EventType type;
    std::string name;
    std::vector<std::string> refines;  // modes that it tells more exactly than
    WordSet words;
    bool tells_more_than(const Event& event) const;
  };
  // The first mode that the event's sentence names and that tells more than the event does.
  const Mode* named(const ground::Syntax& syntax, const Event& event) const;
  // Of the nearest event that may tell the same act and tells more of it.
  const Mode* told_elsewhere(const std::vector<Draft>& drafts, size_t i) const;

  std::vector<Mode> modes_;  // what tells more stands first
};

}  // namespace depeche::code
