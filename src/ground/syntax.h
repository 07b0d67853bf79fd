// One view of the tree for all languages: Universal Dependencies heads with few relations. A model's own labels are
// mapped by resources/<lang>/grammar.toml; in schemes where prepositions govern their noun and copulas their predicate
// (English ClearNLP) these are lifted, so that a preposition is always the `marker` of its noun.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/resource.h"
#include "base/string_map.h"
#include "nlp/analysis.h"

namespace depeche::ground {

using nlp::TokenIndex;
using nlp::TokenRange;
constexpr TokenIndex kNoToken = -1;

enum class Relation : uint8_t {
  Other,
  Root,
  Subject,
  PassiveSubject,
  Object,
  IndirectObject,
  Oblique,
  Agent,
  Nominal /* nmod */,
  Possessive,
  Adjective,
  Apposition,
  Name /* flat, compound */,
  Conjunct,
  Clause /* ccomp */,
  OpenClause /* xcomp */,
  AdverbialClause,
  Relative,
  Participle /* acl */,
  Auxiliary,
  PassiveAuxiliary,
  Copula,
  Marker,
  Case,
  Determiner,
  Adverb,
  Negation,
  Expletive,
  Coordinator,
  Number,
  Parataxis,
  Punctuation,
};

struct Node {
  TokenIndex head = kNoToken;  // kNoToken for a root
  Relation relation = Relation::Other;
  TokenIndex marker = kNoToken;  // the preposition or subordinator that introduces this token
  TokenIndex first_child = kNoToken, next_sibling = kNoToken;  // children in text order
  int32_t sentence = 0;
};

// How a model's labels map to relations. Immutable.
class Grammar {
 public:
  [[nodiscard]] static Result<Grammar> load(const std::filesystem::path& file);
  Relation relation(std::string_view deprel) const;
  bool prepositions_govern() const { return prepositions_govern_; }
  // Adjectives and nouns that qualify a noun stand before it, adjectives of states with a capital.
  bool modifiers_first() const { return modifiers_first_; }
  // Headlines tell what happened in the present tense; past forms in them are participles.
  bool present_headlines() const { return present_headlines_; }
  bool is_intransitive(std::string_view lemma) const { return is_one_of(intransitive_, lemma); }
  // The model's labels of what a preposition governs ("pobj"), of prepositions ("prep"), of what a copula does
  // ("attr").
  bool labels_governed(std::string_view deprel) const { return is_one_of(governed_, deprel); }
  bool labels_preposition(std::string_view deprel) const { return is_one_of(prepositions_, deprel); }
  bool labels_predicate(std::string_view deprel) const { return is_one_of(predicates_, deprel); }
  bool is_copula(std::string_view lemma) const { return is_one_of(copula_, lemma); }  // that governs its predicate
  bool is_negation(std::string_view lower) const { return is_one_of(negation_, lower); }
  bool is_possessive(std::string_view lower) const { return is_one_of(possessive_, lower); }
  bool is_reflexive(std::string_view lower) const { return is_one_of(reflexive_, lower); }
  // The preposition that joins two sides, without contraction.
  std::string_view between() const { return between_; }
  bool is_to(std::string_view lower) const { return is_one_of(to_, lower); }  // introduces the addressee
  bool is_by(std::string_view plain) const { return is_one_of(by_, plain); }
  bool is_alike(std::string_view plain) const { return is_one_of(alike_, plain); }  // introduces who does the same
  bool is_other(std::string_view lemma) const { return is_one_of(other_, lemma); }  // an adjective: some more
  bool is_purpose(std::string_view plain) const { return is_one_of(purpose_, plain); }
  bool is_after(std::string_view plain) const { return is_one_of(after_, plain); }  // behind a stretch of time
  bool is_before(std::string_view plain) const { return is_one_of(before_, plain); }
  // How long after what follows it a noun lies, as an ISO duration, perhaps with a minus; "" for others.
  std::string_view time_shift(std::string_view lemma) const {
    const auto at = time_shifts_.find(lemma);
    return at == time_shifts_.end() ? std::string_view() : std::string_view(at->second);
  }
  // A preposition before a gerund that the object of the verb above does.
  bool gives_to_object(std::string_view plain) const { return is_one_of(gives_to_object_, plain); }
  // The preposition of possession and quantity, without contraction.
  std::string_view of() const { return of_; }
  // A verb whose subject also does what its infinitive says, though it has an object.
  bool keeps_control(std::string_view lemma) const { return is_one_of(keeps_control_, lemma); }
  // An auxiliary that makes a passive.
  bool is_passive_auxiliary(std::string_view lemma) const { return is_one_of(passive_auxiliary_, lemma); }
  // Infinitives that a form may be of, by its ending, right ones and wrong ones.
  std::vector<std::string> infinitives(std::string_view lower) const;
  // The same of a third person that may be a noun's plural, by [present].
  std::vector<std::string> infinitives_of_present(std::string_view lower) const;
  // A verb whose perfect is made with the auxiliary of the passive.
  bool is_unaccusative(std::string_view lemma) const { return is_one_of(unaccusative_, lemma); }
  // A pronoun that opens a relative clause, where the model's features do not say so.
  bool is_relative(std::string_view lower) const { return is_one_of(relative_, lower); }
  // What this program calls the model's kind of name ("GPE" -> "LOC"): PER, ORG, LOC, MISC, or "" for what is no name.
  std::string_view entity_label(std::string_view label) const;
  bool is_first_person(std::string_view lower) const { return is_one_of(first_person_, lower); }
  // The lemma of an auxiliary of tense.
  bool is_auxiliary(std::string_view lemma) const { return is_one_of(auxiliary_, lemma); }
  // A noun that only counts or groups what follows it.
  bool is_quantity(std::string_view lemma) const { return is_one_of(quantity_, lemma); }
  // The word without contraction or elision, or itself.
  std::string_view plain(std::string_view lower) const {
    const auto at = contractions_.find(lower);
    return at == contractions_.end() ? lower : std::string_view(at->second);
  }
  HashedText plain(const HashedText& lower) const {
    const auto at = contractions_.find(lower);
    return at == contractions_.end() ? lower : HashedText(at->second);
  }

 private:
  static bool is_one_of(const StringSet& words, std::string_view word) { return words.contains(word); }

  std::map<std::string, Relation, std::less<>> relations_;
  StringMap<std::string> contractions_, time_shifts_;
  StringSet negation_, possessive_, reflexive_, by_, to_, purpose_, gives_to_object_, keeps_control_, quantity_,
      auxiliary_, passive_auxiliary_, first_person_, unaccusative_, copula_, governed_, prepositions_, predicates_,
      relative_, intransitive_, after_, before_, alike_, other_;
  std::map<std::string, std::string, std::less<>> entity_labels_;  // empty: as the model calls them
  std::vector<std::pair<std::string, std::string>> present_;       // as infinitives_, of presents
  std::vector<std::pair<std::string, std::string>> infinitives_;   // ending of a form, of its infinitive; longest first
  std::string between_, of_;
  bool prepositions_govern_ = false, modifiers_first_ = false, present_headlines_ = false;
};

Result<Relation> relation_from(std::string_view name);
std::string_view name_of(Relation relation);

class Syntax {
 public:
  // `text`, `analysis` and `grammar` must outlive it.
  Syntax(std::string_view text, const nlp::Analysis& analysis, const Grammar& grammar);
  Syntax(Syntax&&) = default;
  Syntax& operator=(Syntax&&) = default;

  std::string_view text() const { return text_; }
  const nlp::Analysis& analysis() const { return *analysis_; }
  const Grammar& grammar() const { return *grammar_; }
  TokenIndex size() const { return static_cast<TokenIndex>(nodes_.size()); }
  const Node& operator[](TokenIndex i) const { return nodes_[i]; }
  const nlp::Token& token(TokenIndex i) const { return analysis_->tokens[i]; }

  std::string_view surface(TokenIndex i) const { return slice(text_, token(i).span); }
  std::string_view lower(TokenIndex i) const { return lower_[i]; }  // of the surface
  std::string_view plain(TokenIndex i) const { return forms_[i].plain.text; }
  std::string_view lemma(TokenIndex i) const { return forms_[i].lemma.text; }
  // What a word is looked up by.
  struct Forms {
    HashedText lemma, lower, plain;
  };
  const Forms& forms(TokenIndex i) const { return forms_[i]; }
  nlp::Upos pos(TokenIndex i) const { return raised_.contains(i) ? nlp::Upos::Verb : token(i).pos; }
  bool has_feature(TokenIndex i, std::string_view feature) const;  // "Tense=Fut"
  bool is_relative_pronoun(TokenIndex i) const;

  TokenRange sentence(TokenIndex i) const { return analysis_->sentences[nodes_[i].sentence]; }
  // First child with that relation, or kNoToken.
  TokenIndex child(TokenIndex i, Relation relation) const;
  // The reflexive pronoun before a verb, or kNoToken.
  TokenIndex reflexive_of(TokenIndex verb) const;
  bool is_below(TokenIndex i, TokenIndex ancestor) const;  // i itself counts
  // First and last token of the subtree.
  TokenRange subtree(TokenIndex i) const;
  // i and its conjuncts, in text order.
  std::vector<TokenIndex> coordinated(TokenIndex i) const;
  // Whether a coordinator stands among them, or a word for who does the same: a comma alone joins nothing.
  bool is_linked(const std::vector<TokenIndex>& coordinated) const;
  // What a conjunct is joined to first; i where it is none.
  TokenIndex first_conjunct(TokenIndex i) const;
  ByteSpan span(TokenRange tokens) const { return {token(tokens.begin).span.begin, token(tokens.end - 1).span.end}; }
  // Token that covers or follows a byte, size() past the last.
  TokenIndex token_at(uint32_t byte) const;

  // Headlines in the present tense: where a sentence has no finite verb, the first word between a noun and a phrase
  // that may be a form of a `known` infinitive becomes the verb, with what stands before as subject and after as
  // object.
  void raise_verbs(const std::function<bool(std::string_view)>& known);

  template <class Visit>
  void for_children(TokenIndex i, Visit visit) const {
    for (TokenIndex c = nodes_[i].first_child; c != kNoToken; c = nodes_[c].next_sibling) visit(c);
  }

 private:
  void lift_prepositional_objects();
  void raise_predicates();
  void lower_auxiliaries();
  void join_adjectives();
  // These say whether they changed anything.
  bool raise_above_subjects();
  bool mend_second_subjects();
  bool join_alike();
  void join_subjects(TokenIndex verb, const std::vector<TokenIndex>& subjects);
  bool is_nominal(TokenIndex i) const;
  bool is_finite(TokenIndex verb) const;
  bool may_be_predicate(TokenIndex noun, TokenIndex verb) const;
  TokenIndex coordinator_before(TokenIndex i) const;
  void part_at_semicolons();
  void mark_infinitives();
  void join_roots();
  // The infinitive of a token that could be a headline's verb, "" for none.
  std::string headline_verb(TokenIndex t, TokenRange clause, const std::function<bool(std::string_view)>& known) const;
  void read_headline_participles();
  void raise_verb(TokenIndex verb, TokenRange clause);
  void link_children();

  std::string_view text_;
  const nlp::Analysis* analysis_;
  const Grammar* grammar_;
  std::vector<Node> nodes_;
  std::vector<std::string> lower_;
  std::vector<Forms> forms_;
  std::map<TokenIndex, std::string> raised_;  // words made verbs, with their infinitives
};

}  // namespace depeche::ground
