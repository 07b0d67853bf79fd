// The words of a record that are one of few.
#pragma once

#include <string_view>

namespace depeche::store {

inline constexpr std::string_view kTypes[] = {"AGREE",    "CONSULT",  "SUPPORT", "COOPERATE", "AID",      "CONCEDE",
                                              "RETREAT",  "REQUEST",  "ACCUSE",  "REJECT",    "THREATEN", "PROTEST",
                                              "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT"};
inline constexpr std::string_view kStatuses[] = {"occurred", "planned",      "claimed",
                                                 "alleged",  "hypothetical", "negated"};

}  // namespace depeche::store
