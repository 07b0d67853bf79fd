#include "ground/focus.h"

#include <algorithm>

namespace depeche::ground {
namespace {

constexpr double kTitle = 4;        // a mention in the title counts as so many
constexpr double kSentence = 4;     // one in the same sentence
constexpr double kParagraph = 1.5;  // one in the same paragraph, before
constexpr size_t kLookBack = 40;    // mentions

}  // namespace

void Focus::add(const Reading& reading, TokenIndex token, const std::string& country, double weight) {
  if (country.size() != 3) return;
  told_.push_back({token, country, weight});
  total_[country] += weight * (reading.in_title(token) ? kTitle : 1);
}

void Focus::finish() {
  std::stable_sort(told_.begin(), told_.end(), [](const Told& a, const Told& b) { return a.token < b.token; });
}

std::string Focus::at(const Reading& reading, TokenIndex token) const {
  std::map<std::string, double> scores = total_;
  const TokenRange sentence = reading.syntax().sentence(token);
  size_t i = static_cast<size_t>(
      std::partition_point(told_.begin(), told_.end(), [&](const Told& t) { return t.token < sentence.end; }) -
      told_.begin());
  for (size_t seen = 0; i-- > 0 && seen < kLookBack; ++seen) {
    const Told& t = told_[i];
    if (reading.paragraph(t.token) != reading.paragraph(token)) break;
    scores[t.country] += t.weight * (t.token >= sentence.begin ? kSentence : kParagraph);
  }
  const auto best =
      std::max_element(scores.begin(), scores.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return best == scores.end() ? std::string() : best->first;
}

std::vector<std::string> Focus::by_weight() const {
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [country, weight] : total_) order.emplace_back(-weight, country);
  std::sort(order.begin(), order.end());
  std::vector<std::string> out;
  for (auto& [weight, country] : order) out.push_back(std::move(country));
  return out;
}

}  // namespace depeche::ground
