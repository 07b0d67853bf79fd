#include "code/answers.h"

#include <algorithm>
#include <cmath>

namespace depeche::code {

const Choice& likeliest(const std::vector<Choice>& choices) {
  const auto by_score = [](const Choice& a, const Choice& b) { return a.score < b.score; };
  const double top = std::max_element(choices.begin(), choices.end(), by_score)->score;
  struct Answer {
    uint64_t key;
    double sum;
    const Choice* best;
  };
  std::vector<Answer> answers;  // few
  for (const Choice& choice : choices) {
    const double share = std::exp(choice.score - top);
    const auto at =
        std::find_if(answers.begin(), answers.end(), [&](const Answer& a) { return a.key == choice.answer; });
    if (at == answers.end()) {
      answers.push_back({choice.answer, share, &choice});
      continue;
    }
    at->sum += share;
    if (choice.score > at->best->score) at->best = &choice;
  }
  return *std::max_element(answers.begin(), answers.end(), [](const Answer& a, const Answer& b) {
            return a.sum < b.sum;
          })->best;
}

std::vector<double> shares_of(const std::vector<Choice>& choices) {
  std::vector<double> shares;
  double best = 0, all = 0;
  for (const Choice& choice : choices) best = std::max(best, choice.score);
  for (const Choice& choice : choices) all += shares.emplace_back(std::exp(choice.score - best));
  for (double& share : shares) share /= all;
  return shares;
}

}  // namespace depeche::code
