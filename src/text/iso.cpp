#include "text/iso.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "base/resource.h"

namespace depeche::text {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Requires digits only.
unsigned number(std::string_view digits) {
  unsigned value = 0;
  for (const char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
  return value;
}

// RFC 5322: "Tue, 15 Aug 2023 10:00:00 GMT", the weekday may be left out; "" for anything else.
std::string mail_date(std::string_view text) {
  constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (text.size() > 4 && text[3] == ',') text = trim(text.substr(4));
  const auto parts = split(text, ' ');
  if (parts.size() < 3 || parts[0].size() > 2 || parts[1].size() != 3 || parts[2].size() != 4) return "";
  std::string name(parts[1]);
  for (char& c : name) c = static_cast<char>(c | 0x20);
  const size_t month = kMonths.find(name);
  if (month == std::string_view::npos || month % 3 != 0) return "";
  for (const std::string_view digits : {parts[0], parts[2]}) {
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return "";
  }
  return iso_date(std::string(parts[2]) + (month < 27 ? "-0" : "-") + std::to_string(month / 3 + 1) +
                  (parts[0].size() < 2 ? "-0" : "-") + std::string(parts[0]));
}

}  // namespace

std::string iso_date(std::string_view text) {
  text = trim(text);
  if (!text.empty() && (is_letter(text[0]) || (text.size() > 3 && (text[1] == ' ' || text[2] == ' '))))
    return mail_date(text);
  std::string day(text.substr(0, std::min<size_t>(text.size(), 10)));
  if (text.size() == 8 && std::all_of(text.begin(), text.end(), is_digit)) {
    day = std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" + std::string(text.substr(6));
  } else if (text.size() > 10 && text[10] != 'T' && text[10] != 't' && text[10] != ' ') {
    return "";
  }
  if (day.size() != 4 && day.size() != 7 && day.size() != 10) return "";
  for (size_t i = 0; i < day.size(); ++i) {
    if (i == 4 || i == 7 ? day[i] != '-' : !is_digit(day[i])) return "";
  }
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(number(day.substr(0, 4)))),
                                         std::chrono::month(day.size() > 4 ? number(day.substr(5, 2)) : 1),
                                         std::chrono::day(day.size() > 7 ? number(day.substr(8, 2)) : 1));
  return date.ok() ? day : "";
}

std::string language_code(std::string_view text) {
  text = trim(text);
  const size_t end = std::min(text.find_first_of("-_."), text.size());
  if (end < 2 || end > 3 || !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), is_letter)) {
    return "";
  }
  std::string code(text.substr(0, end));
  for (char& c : code) c = static_cast<char>(c | 0x20);
  return code;
}

}  // namespace depeche::text
