// Words that give names: what stands in marks behind them is nobody's words.
#pragma once

#include "voice/tree.h"

namespace depeche::voice {

constexpr TokenIndex kNameWords = 7;  // a longer stretch is no name

// Whether the word at `t`, a noun of titles or a verb of naming, gives a name of `count` words.
bool gives_name(const Tree& tree, TokenIndex t, TokenIndex count);

}  // namespace depeche::voice
