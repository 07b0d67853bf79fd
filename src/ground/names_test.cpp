#include "ground/names.h"

#include <gtest/gtest.h>

namespace depeche::ground {
namespace {

const Transliteration& rules() {
  static const auto loaded = Transliteration::load(DEPECHE_SOURCE_DIR "/resources/actors/transliteration.tsv");
  EXPECT_TRUE(loaded) << loaded.error().describe();
  return *loaded;
}

TEST(Names, SpellingsOfOneName) {
  const std::vector<std::vector<const char*>> rows = {
      {"Sjojgu", "Shoygu", "Choïgou", "Shoigu", "Schoigu"},
      {"Poutine", "Putin", "Poutin"},
      {"Ianoukovitch", "Yanukovych", "Janukowitsch"},
      {"Loukachenko", "Lukashenko", "Lukaschenko"},
      {"Khrouchtchev", "Khrushchev"},
      {"Eltsine", "Yeltsin", "Ieltsine"},
      {"Netanyahou", "Netanyahu"},
      {"Nétanyahou", "Netanyahu"},
      {"Medvedtchouk", "Medvedchuk"},
      {"Jirinovski", "Zhirinovsky"},
      {"Rohani", "Rouhani"},
      {"Erdoğan", "Erdogan"},
      {"Lavrov", "Lawrow"},
      {"Mohammed", "Mohamed"},
      {"Zelensky", "Zelenskyy", "Zelenski"},
  };
  for (const auto& row : rows) {
    for (const char* other : row) {
      EXPECT_TRUE(rules().same(row.front(), other))
          << row.front() << " " << rules().sound(row.front()) << ", " << other << " " << rules().sound(other);
    }
  }
  for (const auto& [a, b] :
       {std::pair{"Macron", "Merkel"}, {"Bush", "Buchanan"}, {"Hollande", "Hollander"}, {"Obama", "Osama"}})
    EXPECT_FALSE(rules().same(a, b)) << a << ", " << b;
}

TEST(Names, Words) {
  const auto words = words_of("« L’UE », dit-il. U.S. forces – A. Barrow");
  std::string out;
  for (const Word& w : words) {
    const char* joints[] = {"|", " ", "-", "'", "."};
    out += joints[static_cast<int>(w.joint)] + w.folded + (w.all_caps ? "^" : "");
  }
  EXPECT_EQ(out, "|l'ue^|dit-il|u.s.forces|a.barrow");
}

TEST(Names, Folding) {
  EXPECT_EQ(fold_name("Côte-d’Ivoire"), "cote d ivoire");
  EXPECT_EQ(fold_name("Kim Jong-un"), "kim jong un");
}

}  // namespace
}  // namespace depeche::ground
