// Which country a stretch of text is about, for phrases that leave it unsaid: offices and bodies that every state has.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ground/reading.h"

namespace depeche::ground {

class Focus {
 public:
  // Told of every mention of a country, in any order; heavier ones count more.
  void add(const Reading& reading, TokenIndex token, const std::string& country, double weight);
  void finish();  // before at()

  // The country that a phrase at `token` most likely means; "" where none was told.
  std::string at(const Reading& reading, TokenIndex token) const;
  // Countries by weight in the whole document.
  std::vector<std::string> by_weight() const;

 private:
  struct Told {
    TokenIndex token;
    std::string country;
    double weight;
  };
  std::vector<Told> told_;  // by token
  std::map<std::string, double> total_;
};

}  // namespace depeche::ground
