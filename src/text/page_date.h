// A day as pages write it beside their title: with the month's name, "05/03/2024" or "2024-03-05". Names of months:
// [months] of resources/page/main_text.toml. Internal to depeche::text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace depeche::text {

using Months = std::unordered_map<std::string, int>;  // folded name or abbreviation -> 1 to 12

// The first full day in some words, ISO; "" where there is none. A day in figures alone is read the English way, month
// first, only where the language is English and it cannot be else; one that could be either is none there.
std::string find_day(std::string_view words, const Months& months, std::string_view language);

}  // namespace depeche::text
