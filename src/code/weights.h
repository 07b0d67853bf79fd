// A small log-linear model: named features of a choice, and what each adds to its score. The weights are learned by
// tools/learn_weights.py and stored as text (resources/<lang>/weights/*.tsv): feature, weight. A feature counts by
// itself ("slot=subject") and together with the type and the kind of word of the event it stands for
// ("slot=subject@ASSAULT", "slot=subject@noun").
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"

namespace depeche::code {

// Of a feature's name, and of whatever else must be told apart quickly; the same everywhere.
uint64_t hash_of(std::string_view text);

// A count or distance as one of a few words, for features.
std::string_view bucket(int n);

// What speaks for or against a choice. Names are kept only where somebody wants to read them.
class Features {
 public:
  explicit Features(bool named = false) : named_(named) { ids_.reserve(kUsual); }
  void add(std::string_view name, std::string_view value = {}, std::string_view more = {});
  // All of another's.
  void add(const Features& other);
  const std::vector<uint64_t>& ids() const { return ids_; }
  const std::vector<std::string>& names() const { return names_; }

 private:
  static constexpr size_t kUsual = 48;
  bool put(uint64_t id);  // false: it is there
  bool named_;
  uint64_t seen_ = 0;          // a bit of each id, so that most new ones are told without a search
  std::vector<uint64_t> ids_;  // each once
  std::vector<std::string> names_;
};

// What every feature of an event is crossed with.
struct Crossing {
  uint64_t type = 0, kind = 0;
  Crossing(std::string_view type, std::string_view kind);
};

class Weights {
 public:
  // No such file: an empty model.
  [[nodiscard]] static Result<Weights> load(const std::filesystem::path& file);
  bool empty() const { return slots_.empty(); }
  double score(const Features& features, const Crossing& crossing) const;
  // What each feature adds to that, in their order.
  std::vector<double> parts(const Features& features, const Crossing& crossing) const;

 private:
  // An open table: ids are hashes already. An empty slot has id 0.
  struct Slot {
    uint64_t id = 0;
    double weight = 0;
  };
  double at(uint64_t id) const {
    // Most crossed features have no weight.
    if ((filter_[id >> 32 & (filter_.size() - 1)] >> (id >> 58) & 1) == 0) return 0;
    size_t i = id & (slots_.size() - 1);
    while (slots_[i].id != id && slots_[i].id != 0) i = (i + 1) & (slots_.size() - 1);
    return slots_[i].weight;
  }
  double part(uint64_t id, const Crossing& crossing) const;
  void build(const std::unordered_map<uint64_t, double>& weights);

  std::vector<Slot> slots_;       // a power of two, at most half full; none in an empty model
  std::vector<uint64_t> filter_;  // likewise: a bit of each id there is
};

}  // namespace depeche::code
