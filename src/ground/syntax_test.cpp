// The relations that real English parses come to.
#include "ground/syntax.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <memory>

#include "nlp/model.h"
#include "support/conllu.h"
#include "support/paths.h"

namespace depeche::ground {
namespace {

class English : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto path = test::model_path("en_core_web_sm");
    if (path.empty()) return;
    auto opened = nlp::Model::open(path);
    ASSERT_TRUE(opened) << opened.error().describe();
    model_ = std::make_unique<nlp::Model>(std::move(*opened));
  }
  static void TearDownTestSuite() { model_.reset(); }
  void SetUp() override {
    if (!model_) GTEST_SKIP() << "the model en_core_web_sm was not fetched";
    auto grammar = Grammar::load(test::source_dir() / "resources/en/grammar.toml");
    ASSERT_TRUE(grammar) << grammar.error().describe();
    grammar_ = std::move(*grammar);
  }

  // "Paris Oblique arrived in" for each wanted word: itself, its relation, head and marker ("-" for none).
  std::string tree(const std::string& text, const std::vector<std::string>& words) {
    const nlp::Analysis analysis = model_->annotate(text, workspace_);
    const Syntax syntax(text, analysis, grammar_);
    const auto name = [&](TokenIndex t) { return t == kNoToken ? "-" : std::string(syntax.surface(t)); };
    std::string out;
    for (const std::string& word : words) {
      for (TokenIndex t = 0; t < syntax.size(); ++t) {
        if (syntax.surface(t) != word) continue;
        const Node& node = syntax[t];
        out += fmt::format("{}{} {} {} {}", out.empty() ? "" : ", ", word, name_of(node.relation), name(node.head),
                           name(node.marker));
        break;
      }
    }
    return out;
  }

  static std::unique_ptr<nlp::Model> model_;
  nlp::Workspace workspace_;
  Grammar grammar_;
};

std::unique_ptr<nlp::Model> English::model_;

TEST_F(English, PrepositionsMarkNouns) {
  EXPECT_EQ(tree("The president arrived in Paris on Monday.", {"president", "Paris", "in", "Monday"}),
            "president Subject arrived -, Paris Oblique arrived in, in Case Paris -, Monday Oblique arrived on");
  EXPECT_EQ(tree("The minister of defence gave the money to the army.", {"defence", "money", "army"}),
            "defence Nominal minister of, money Object gave -, army IndirectObject gave to");
  EXPECT_EQ(
      tree("The village was attacked by rebels just after the vote.", {"village", "was", "rebels", "vote", "just"}),
      "village PassiveSubject attacked -, was PassiveAuxiliary attacked -, rebels Agent attacked by, "
      "vote Oblique attacked after, just Adverb vote -");
}

TEST_F(English, ChainsOfPrepositions) {
  EXPECT_EQ(tree("The talks failed because of the war, according to officials.", {"war", "of", "officials"}),
            "war Oblique failed because, of Case war -, officials Oblique failed according");
  EXPECT_EQ(
      tree("The rebels, who came from behind the border, moved out of the city.", {"border", "from", "city", "of"}),
      "border Oblique came from, from Case border -, city Oblique moved out, of Case city -");
  EXPECT_EQ(tree("He was arrested after signing the deal.", {"signing", "deal"}),
            "signing AdverbialClause arrested after, deal Object signing -");
}

TEST_F(English, Predicates) {
  EXPECT_EQ(tree("Macron is not the president of Germany.", {"Macron", "is", "not", "president", "Germany"}),
            "Macron Subject president -, is Copula president -, not Negation president -, president Root - -, "
            "Germany Nominal president of");
  EXPECT_EQ(tree("Officials said that the situation was dangerous.", {"situation", "dangerous", "that"}),
            "situation Subject dangerous -, dangerous Clause said that, that Marker dangerous -");
  EXPECT_EQ(tree("There were clashes in the capital.", {"clashes", "were", "There"}),
            "clashes Subject were -, were Root - -, There Expletive were -");
}

// Whatever is read, nothing is its own ancestor.
TEST_F(English, TreesStayTrees) {
  const std::string texts[] = {
      "To and from in of by at up to the of with from behind out of.",
      "Is it what it is that is what was is in in in to be is?",
      "In Paris.\n\nFrom behind the house, out of and into of the war because of according to who is was by is.",
      "There is is there what of which by whom for being of being in is of."};
  for (const std::string& text : texts) {
    const nlp::Analysis analysis = model_->annotate(text, workspace_);
    const Syntax syntax(text, analysis, grammar_);
    for (TokenIndex t = 0; t < syntax.size(); ++t) {
      TokenIndex up = t, steps = 0;
      while (up != kNoToken && steps <= syntax.size()) up = syntax[up].head, ++steps;
      EXPECT_LE(steps, syntax.size()) << text << ": " << syntax.surface(t);
    }
  }
}

Grammar english() {
  auto grammar = Grammar::load(test::source_dir() / "resources/en/grammar.toml");
  EXPECT_TRUE(grammar) << grammar.error().describe();
  return std::move(*grammar);
}

// A governed word that governs itself, behind what it governs: both were lifted out of each other for ever.
TEST(Trees, GovernedWordsThatGovern) {
  const support::Sample s = support::from_conllu(R"(
    They      they      PRON  2  nsubj
    voted     vote      VERB  0  root
    talks     talk      NOUN  4  pobj
    following follow    VERB  5  pcomp
    after     after     ADP   2  prep
  )");
  const Grammar grammar = english();
  const Syntax syntax(s.document.text, s.analysis, grammar);
  for (TokenIndex t = 0; t < syntax.size(); ++t) {
    TokenIndex up = t, steps = 0;
    while (up != kNoToken && steps <= syntax.size()) up = syntax[up].head, ++steps;
    EXPECT_LE(steps, syntax.size()) << syntax.surface(t);
  }
}

// Relation and head of each word: "France Subject left".
std::string relations(const char* conllu) {
  auto grammar = Grammar::load(test::source_dir() / "resources/fr/grammar.toml");
  EXPECT_TRUE(grammar);
  const support::Sample s = support::from_conllu(conllu);
  const Syntax syntax(s.document.text, s.analysis, *grammar);
  std::string out;
  for (TokenIndex t = 0; t < syntax.size(); ++t) {
    const TokenIndex head = syntax[t].head;
    out += fmt::format("{}{} {} {}", out.empty() ? "" : ", ", syntax.surface(t), name_of(syntax[t].relation),
                       head == kNoToken ? "-" : syntax.surface(head));
  }
  return out;
}

TEST(Trees, VerbsBelowTheirSubjects) {
  EXPECT_EQ(relations(R"(
    trains    train      NOUN  0  root  Number=Plur
    quittent  quitter    VERB  1  acl   Number=Plur|VerbForm=Fin
    Rome      Rome       PROPN 2  obj
  )"),
            "trains Subject quittent, quittent Root -, Rome Object quittent");
  // What a relative pronoun introduces is no predicate, nor is a participle alone.
  EXPECT_EQ(relations(R"(
    trains    train      NOUN  0  root
    qui       qui        PRON  3  nsubj  PronType=Rel
    quittent  quitter    VERB  1  acl:relcl  VerbForm=Fin
  )"),
            "trains Root -, qui Subject quittent, quittent Relative trains");
  EXPECT_EQ(relations(R"(
    trains    train      NOUN  0  root
    partis    partir     VERB  1  acl   VerbForm=Part
  )"),
            "trains Root -, partis Participle trains");
  EXPECT_EQ(relations(R"(
    Rome      Rome       PROPN 0  root
    et        et         CCONJ 4  cc
    Oslo      Oslo       PROPN 4  nsubj
    signent   signer     VERB  1  conj  Number=Plur|VerbForm=Fin
  )"),
            "Rome Subject signent, et Coordinator Oslo, Oslo Conjunct Rome, signent Root -");
}

TEST(Trees, SecondSubjects) {
  EXPECT_EQ(relations(R"(
    Rome      Rome       PROPN 4  nsubj
    et        et         CCONJ 3  cc
    Oslo      Oslo       PROPN 4  nsubj
    signent   signer     VERB  0  root  Number=Plur|VerbForm=Fin
  )"),
            "Rome Subject signent, et Coordinator Oslo, Oslo Conjunct Rome, signent Root -");
  EXPECT_EQ(relations(R"(
    ministre  ministre   NOUN  4  nsubj
    ,         ,          PUNCT 3  punct
    Sapin     Sapin      PROPN 4  nsubj
    signe     signer     VERB  0  root  VerbForm=Fin
  )"),
            "ministre Subject signe, , Punctuation Sapin, Sapin Apposition ministre, signe Root -");
  EXPECT_EQ(relations(R"(
    Vers      vers       ADP   2  case
    midi      midi       NOUN  4  nsubj
    Rome      Rome       PROPN 4  nsubj
    signe     signer     VERB  0  root  VerbForm=Fin
    traité    traité     NOUN  4  nsubj
  )"),
            "Vers Case midi, midi Oblique signe, Rome Subject signe, signe Root -, traité Object signe");
}

TEST(Trees, HeadlinesInTheirPresentTense) {
  const Grammar grammar = english();
  const auto subject = [&](const char* conllu) {
    const support::Sample s = support::from_conllu(conllu);
    Syntax syntax(s.document.text, s.analysis, grammar);
    syntax.raise_verbs([](std::string_view) { return false; });
    return std::string(name_of(syntax[0].relation));
  };
  // "Minister stabbed" suffers it, "Minister resigned" and "Minister named heir" do not.
  EXPECT_EQ(subject(R"(
    Minister  minister  NOUN  2  nsubj
    stabbed   stab      VERB  0  root   Tense=Past|VerbForm=Fin
  )"),
            "PassiveSubject");
  EXPECT_EQ(subject(R"(
    Minister  minister  NOUN  2  nsubj
    resigned  resign    VERB  0  root   Tense=Past|VerbForm=Fin
  )"),
            "Subject");
  EXPECT_EQ(subject(R"(
    Minister  minister  NOUN  2  nsubj
    named     name      VERB  0  root   Tense=Past|VerbForm=Fin
    heir      heir      NOUN  2  dobj
  )"),
            "Subject");
  EXPECT_EQ(subject(R"(
    Minister  minister  NOUN  2  nsubj
    stabbed   stab      VERB  0  root   Tense=Past|VerbForm=Fin
    .         .         PUNCT 2  punct  _  SpaceAfter=No
  )"),
            "Subject");
}

}  // namespace
}  // namespace depeche::ground
