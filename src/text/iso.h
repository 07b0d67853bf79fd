// The two kinds of ISO value that an input gives: a date and a language. Pure.
#pragma once

#include <string>
#include <string_view>

namespace depeche::text {

// "2023", "2023-08", "2023-08-15" as they are where such a day exists; of "2023-08-15T10:00:00Z", "20230815" and
// "Tue, 15 Aug 2023 10:00:00 GMT" the day; "" for anything else.
std::string iso_date(std::string_view text);

// "fr", "FR", "fr-CA", "fr_FR.UTF-8" -> "fr"; "" for what is no code of two or three letters.
std::string language_code(std::string_view text);

}  // namespace depeche::text
