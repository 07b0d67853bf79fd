// Sentences without an end.
#include "ground/sentences.h"

#include <gtest/gtest.h>

#include <string>

namespace depeche::ground {
namespace {

// So many words in one sentence, each below the one before; a comma after each `comma`-th.
nlp::Analysis endless(nlp::TokenIndex words, nlp::TokenIndex comma) {
  nlp::Analysis analysis;
  for (nlp::TokenIndex t = 0; t < words; ++t) {
    nlp::Token token;
    token.span = {static_cast<uint32_t>(2 * t), static_cast<uint32_t>(2 * t + 1)};
    token.head = t == 0 ? 0 : t - 1;
    token.pos = t % comma == comma - 1 ? nlp::Upos::Punct : nlp::Upos::Noun;
    token.space_after = true;
    token.sentence_start = t == 0;
    analysis.tokens.push_back(token);
  }
  analysis.sentences = {{0, words}};
  analysis.pieces = {{0, words}};
  return analysis;
}

TEST(Sentences, WithoutEndAreParted) {
  constexpr nlp::TokenIndex kWords = 2000, kMost = 300;
  for (const nlp::TokenIndex comma : {7, kWords + 1}) {
    nlp::Analysis analysis = endless(kWords, comma);
    join_sentences(std::string(2 * kWords, 'a'), analysis);
    nlp::TokenIndex next = 0;
    for (const nlp::TokenRange sentence : analysis.sentences) {
      EXPECT_EQ(sentence.begin, next);
      EXPECT_LE(sentence.end - sentence.begin, kMost);
      EXPECT_GT(sentence.end, sentence.begin);
      next = sentence.end;
      for (nlp::TokenIndex t = sentence.begin; t < sentence.end; ++t) {
        const nlp::Token& token = analysis.tokens[static_cast<size_t>(t)];
        EXPECT_TRUE(sentence.contains(token.head)) << t;
        EXPECT_EQ(token.sentence_start, t == sentence.begin) << t;
      }
      const bool last = sentence.end == kWords;
      if (!last && comma < kMost) {
        EXPECT_EQ(analysis.tokens[static_cast<size_t>(sentence.end) - 1].pos, nlp::Upos::Punct);
      }
    }
    EXPECT_EQ(next, kWords);
  }
}

TEST(Sentences, OfUsualLengthStay) {
  nlp::Analysis analysis = endless(300, 7);
  join_sentences(std::string(600, 'a'), analysis);
  ASSERT_EQ(analysis.sentences.size(), 1U);
  EXPECT_EQ(analysis.tokens[299].head, 298);
}

}  // namespace
}  // namespace depeche::ground
