#include "nlp/hash.h"

#include <gtest/gtest.h>

namespace depeche::nlp {
namespace {

TEST(Hash, StringIds) {
  EXPECT_EQ(hash64("le"), 13361843836202591494u);
  EXPECT_EQ(hash64("\xC3\xA9t\xC3\xA9"), 416107850921971791u);
  EXPECT_EQ(hash64("abcdefgh"), 17751780907874141760u);
  EXPECT_EQ(hash64("abcdefghi"), 13885881106499164936u);
  EXPECT_EQ(string_id(""), 0u);
  EXPECT_EQ(string_id("det"), 415u);
  EXPECT_EQ(hash64("det"), 2755633202201383569u);
  EXPECT_EQ(string_id("ADJ"), 84u);
  EXPECT_EQ(symbol_name(84), "ADJ");
  EXPECT_EQ(symbol_name(99999), "");
}

TEST(Hash, EmbeddingRows) {
  EXPECT_EQ(embedding_hash(string_id("le"), 8), (std::array<uint32_t, 4>{636765490, 476316241, 3102631883, 714474361}));
  EXPECT_EQ(embedding_hash(415, 8), (std::array<uint32_t, 4>{626541436, 1107461629, 3087295802, 3808676091}));
}

}  // namespace
}  // namespace depeche::nlp
