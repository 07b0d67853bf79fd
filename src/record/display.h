// Text for a terminal: how wide it is, made safe, cut and wrapped. Widths are terminal columns: marks and joiners take
// none, East Asian wide characters and emoji two. Pure, linear; requires well-formed UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depeche::record {

int display_width(std::string_view text);

// One line that cannot steer a terminal: blanks of any kind become one space, control characters and characters that
// turn the writing direction are left out.
std::string one_line(std::string_view text);

// The longest front part of at most `width` columns, the last one an ellipsis where something is cut off.
std::string cut_to(std::string_view text, int width);

// Lines of at most `width` columns (1 or more; a character wider than that has a line of its own), broken at spaces
// where there are any. At least one line.
std::vector<std::string> wrap(std::string_view text, int width);

}  // namespace depeche::record
