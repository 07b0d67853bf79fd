// Which of many scored choices to take, where several of them come to the same answer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace depeche::code {

struct Choice {
  size_t actor = 0, recipient = 0;  // indices of the caller's
  uint64_t answer = 0;              // the same for choices that come to the same
  double score = 0;                 // log scale
};

// The best choice of the answer that all its choices together make likeliest: a country told by five of its people and
// offices shares its weight among them, and nobody would win against each. `choices` must hold one.
const Choice& likeliest(const std::vector<Choice>& choices);
// How likely each is the right one if one of them is: they add up to 1.
std::vector<double> shares_of(const std::vector<Choice>& choices);

}  // namespace depeche::code
