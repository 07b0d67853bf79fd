#include "base/unicode.h"

#include <gtest/gtest.h>

namespace depeche {
namespace {

TEST(Unicode, ClassesFollowPython) {
  EXPECT_TRUE(unicode::is_alpha(U'é'));
  EXPECT_FALSE(unicode::is_alpha(U'Ⅷ'));
  EXPECT_TRUE(unicode::is_digit(U'²'));
  EXPECT_FALSE(unicode::is_digit(U'½'));
  EXPECT_TRUE(unicode::is_upper(U'Œ'));
  EXPECT_FALSE(unicode::is_upper(U'ǅ'));
  EXPECT_TRUE(unicode::is_space(0x1C));
  EXPECT_TRUE(unicode::is_space(0x202F));
  EXPECT_FALSE(unicode::is_space(0x200B));
}

TEST(Unicode, LowerIsFullMapping) {
  EXPECT_EQ(unicode::lower("ÉTAT Œuvre"), "état œuvre");
  EXPECT_EQ(unicode::lower("İ"), "i̇");
  EXPECT_EQ(unicode::lower("ΟΔΟΣ ΣΑΣ Σ"), "οδος σας σ");
}

TEST(Unicode, FoldIgnoresCaseAccentsAndTypography) {
  EXPECT_EQ(unicode::fold("L’Élysée"), "l'elysee");
  EXPECT_EQ(unicode::fold("Œuvre – Şükrü Łódź Đoković"), "oeuvre - sukru lodz dokovic");
  EXPECT_EQ(unicode::fold("Saint\u00A0Louis"), "saint louis");
}

TEST(Unicode, Capitalize) { EXPECT_EQ(unicode::capitalize("état"), "État"); }

}  // namespace
}  // namespace depeche
