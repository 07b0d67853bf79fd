// Each cue with content, and each quote, is a scope that some tokens enter. A token is in the scope its head is in,
// unless it enters or leaves one itself. Scopes are resolved on demand, because a quote may stand sentences before its
// cue.
#include "voice/claims.h"

#include <algorithm>

#include "voice/holders.h"

namespace depeche::voice {

using ground::EntityId;

namespace {

constexpr int32_t kNone = -1;
constexpr TokenIndex kRelayReach = 6;  // tokens between a source and who relays it
constexpr int kMaxDepth = 64;          // scopes that wait for one another; a text that nests deeper is read flat

enum class Rank : uint8_t { Phrase, Cue, InnerPhrase, Quote };

struct Scope {
  int32_t cue = kNone;
  int32_t speech = kNone;  // without a cue
  int32_t claim = kNone;
  bool open = false;  // its claim is being made
};

struct Entrance {
  TokenIndex token;
  Rank rank;
  int32_t scope;
};

class ClaimBuilder {
 public:
  explicit ClaimBuilder(const ClaimInput& in)
      : in_(in),
        syntax_(in.tree.syntax),
        state_(syntax_.size(), State::New),
        leaves_(syntax_.size(), kNone),
        answers_(syntax_.size(), false),
        quote_of_(syntax_.size(), kNone) {
    out_.claim_of.assign(syntax_.size(), kNone);
  }

  ClaimOutput run() {
    make_scopes();
    for (const TokenIndex t : in_.tree.order) resolve(t, 0);
    deny_without_content();
    for (size_t s = 0; s < in_.speech.size(); ++s) out_.of_speech.push_back(scopes_[scope_of_speech_[s]].claim);
    own_up();
    return std::move(out_);
  }

 private:
  enum class State : uint8_t { New, Open, Done };

  // A verb of denial alone: a claim about what stands elsewhere.
  void deny_without_content() {
    for (size_t c = 0; c < in_.cues.size(); ++c) {
      const Cue& cue = in_.cues[c];
      if (cue.stance != Stance::Denies || cue.kind != CueKind::Verb || !cue.content.empty() || cue.holders.empty())
        continue;
      if (scopes_[c].claim == kNone) scopes_[c].claim = make_claim(static_cast<int32_t>(c), out_.claim_of[cue.token]);
    }
  }

  // The word that claims responsibility tells of the act too: it is in its own claim.
  void own_up() {
    for (size_t c = 0; c < out_.claims.size(); ++c) {
      if (out_.claims[c].responsibility) out_.claim_of[out_.claims[c].cue] = static_cast<int32_t>(c);
    }
  }

  void make_scopes() {
    scopes_.resize(in_.cues.size());
    for (size_t c = 0; c < in_.cues.size(); ++c) scopes_[c].cue = static_cast<int32_t>(c);
    std::vector<int> quotes_of(in_.cues.size(), 0);
    for (size_t s = 0; s < in_.speech.size(); ++s) {
      int32_t at = scope_of(in_.speech[s]);
      if (at == kNone) {
        at = static_cast<int32_t>(scopes_.size());
        scopes_.push_back({kNone, static_cast<int32_t>(s), kNone, false});
      }
      scope_of_speech_.push_back(at);
      if (static_cast<size_t>(at) < quotes_of.size()) ++quotes_of[at];
      enter_quote(s, at);
    }
    for (size_t c = 0; c < in_.cues.size(); ++c) {
      const Cue& cue = in_.cues[c];
      // An inserted verb that tells one quote tells no more than the quote.
      const bool narrow = cue.kind == CueKind::Verb && cue.inserted && quotes_of[c] == 1 && tells_quote_alone(cue);
      if (cue.inserted) leaves_[cue.token] = static_cast<int32_t>(c);
      if (cue.kind == CueKind::Verb)
        answers_[cue.token] = cue.stance == Stance::Denies || cue.stance == Stance::Confirms;
      if (narrow) continue;
      for (const TokenIndex root : cue.content)
        entrances_.push_back({root, rank_of(cue, root), static_cast<int32_t>(c)});
    }
    semicolons_.reserve(syntax_.size());
    int32_t semicolons = 0;
    for (TokenIndex t = 0; t < syntax_.size(); ++t) {
      semicolons_.push_back(semicolons);
      semicolons += quote_of_[t] == kNone && syntax_.surface(t) == ";";
    }
    // A verb of a relative clause tells of what stands above it, and may be no cue of its own.
    for (TokenIndex t = 0; t < syntax_.size(); ++t) {
      if (syntax_[t].relation != ground::Relation::Relative) continue;
      for (const Entry& entry : in_.lexicon.of(in_.lexicon.lemma(syntax_, t))) {
        if (entry.stance != Stance::Denies && entry.stance != Stance::Confirms) continue;
        answers_[t] =
            answers_[t] || (entry.word_class == WordClass::Verb && entry.rest.empty() && matches(syntax_, t, entry));
      }
    }
    std::stable_sort(entrances_.begin(), entrances_.end(), [](const Entrance& a, const Entrance& b) {
      return a.token != b.token ? a.token < b.token : a.rank < b.rank;
    });
    first_entrance_.assign(syntax_.size() + 1, 0);
    size_t e = 0;
    for (TokenIndex t = 0; t <= syntax_.size(); ++t) {
      while (e < entrances_.size() && entrances_[e].token < t) ++e;
      first_entrance_[t] = e;
    }
  }

  // Not where the quote is a part of the clause around it: that is the speaker's too.
  bool tells_quote_alone(const Cue& cue) const {
    return std::all_of(cue.content.begin(), cue.content.end(), [&](TokenIndex root) {
      return quote_of_[root] != kNone || root > cue.token || !in_.tree.is_clause(root);
    });
  }

  // A phrase of source inside the content of a verb stands in what that verb's subject says; else a phrase is around
  // the cue of its clause.
  Rank rank_of(const Cue& cue, TokenIndex root) const {
    if (cue.kind != CueKind::Phrase) return Rank::Cue;
    const TokenIndex marker = syntax_[root].marker;
    const bool inside = marker != kNoToken && marker < cue.words.begin && cue.words.begin < root;
    return inside ? Rank::InnerPhrase : Rank::Phrase;
  }

  // The scope of a quote's cue, or of the quote whose speaker it shares.
  int32_t scope_of(const Speech& speech) const {
    if (speech.cue >= 0) return speech.cue;
    if (speech.follows >= 0) return scope_of_speech_[speech.follows];
    return kNone;
  }

  void enter_quote(size_t s, int32_t scope) {
    const TokenRange q = in_.speech[s].tokens;
    for (TokenIndex t = q.begin; t < q.end; ++t) {
      if (in_.speech[s].mark.depth == 0) quote_of_[t] = static_cast<int32_t>(s);
      if (syntax_[t].head == kNoToken || !q.contains(syntax_[t].head)) entrances_.push_back({t, Rank::Quote, scope});
    }
  }

  // The claim that the scope's cue stands in.
  int32_t context(int32_t scope, int depth) {
    const int32_t c = scopes_[scope].cue;
    if (c == kNone) return kNone;
    const Cue& cue = in_.cues[c];
    if (!cue.inserted) return resolve(cue.token, depth + 1);
    return resolve(cue.token, depth + 1);
  }

  int32_t enter(int32_t scope, int32_t current, int depth) {
    Scope& s = scopes_[scope];
    if (s.claim != kNone) return holds(s.claim, current) ? current : s.claim;
    if (s.open || depth > kMaxDepth) return current;
    s.open = true;
    const bool phrase = s.cue != kNone && in_.cues[s.cue].kind == CueKind::Phrase;
    const int32_t parent = phrase || s.cue == kNone ? current : context(scope, depth);
    scopes_[scope].open = false;
    scopes_[scope].claim = make_claim(scope, parent);
    return scopes_[scope].claim;
  }

  // Whether `claim` is `inner` or around it.
  bool holds(int32_t claim, int32_t inner) const {
    for (int step = 0; step < 16 && inner >= claim; ++step) {
      if (inner == claim) return true;
      inner = out_.claims[inner].parent;
    }
    return false;
  }

  int32_t make_claim(int32_t scope, int32_t parent) {
    const Scope& s = scopes_[scope];
    if (s.cue != kNone) parent = relayed(in_.cues[s.cue].holders, parent);
    Claim claim;
    claim.parent = parent;
    if (s.cue != kNone) {
      const Cue& cue = in_.cues[s.cue];
      claim.holders = entities_behind(in_.lexicon, syntax_, in_.mentions, cue.holders);
      if (claim.parent >= 0 && cue.holders.size() == 1 && syntax_.has_feature(cue.holders.front(), "Person=1")) {
        claim.holders = out_.claims[claim.parent].holders;  // a first person in a quote is its speaker
      }
      if (claim.holders.empty()) claim.holders = meant_by_pronoun(cue.holders);
      claim.stance = cue.stance;
      claim.responsibility = cue.responsibility;
      claim.factive = cue.factive;
      claim.cue = cue.token;
      claim.cue_span = syntax_.span(cue.words);
      if (cue.kind == CueKind::Verb && in_.denied[cue.token] && claim.stance != Stance::Hopes &&
          claim.stance != Stance::Demands)
        claim.stance = Stance::Doubts;
    } else {
      claim.holders = entities_behind(in_.lexicon, syntax_, in_.mentions, in_.speech[s.speech].holders);
    }
    out_.claims.push_back(std::move(claim));
    out_.cue_of.push_back(s.cue);
    return static_cast<int32_t>(out_.claims.size()) - 1;
  }

  bool is_relay(TokenIndex t) const {
    const Lexicon& lexicon = in_.lexicon;
    if (lexicon.words.relays.contains(syntax_.lemma(t))) return true;
    const auto verb = lexicon.verb_of_form.find(syntax_.lower(t));
    return verb != lexicon.verb_of_form.end() && lexicon.words.relays.contains(verb->second);
  }

  // Sources that another is said to cite: that one tells what they say. Its claim around theirs, or `parent`.
  int32_t relayed(const std::vector<TokenIndex>& holders, int32_t parent) {
    if (holders.empty()) return parent;
    const ground::Grammar& grammar = syntax_.grammar();
    Claim relay;
    // By position, as the participle is often hung elsewhere.
    const TokenIndex from = holders.front() + 1;
    const TokenIndex end = std::min(syntax_.sentence(holders.front()).end, from + kRelayReach);
    for (TokenIndex t = from; t < end && !in_.tree.is_punctuation(t) && relay.cue < 0; ++t) {
      if (!is_relay(t)) continue;
      for (TokenIndex by = t + 1; by < end + kRelayReach && by < syntax_.sentence(t).end; ++by) {
        if (!grammar.is_by(syntax_.plain(by)) || syntax_[by].head <= by) continue;
        relay.holders = entities_behind(in_.lexicon, syntax_, in_.mentions, {syntax_[by].head});
        if (!relay.holders.empty()) relay.cue = t;
        break;
      }
    }
    if (relay.cue < 0) return parent;
    relay.parent = parent;
    relay.cue_span = syntax_.span({relay.cue, relay.cue + 1});
    out_.claims.push_back(std::move(relay));
    out_.cue_of.push_back(kNone);
    return static_cast<int32_t>(out_.claims.size()) - 1;
  }

  // A pronoun that coreference left alone means who acted last, outside of quotes.
  std::vector<EntityId> meant_by_pronoun(const std::vector<TokenIndex>& heads) {
    if (heads.size() != 1) return {};
    const TokenIndex head = heads.front();
    const bool pronoun = syntax_.pos(head) == nlp::Upos::Pron && !in_.tree.is_relative_pronoun(head);
    if (!pronoun && !in_.tree.is_inverted_pronoun(head)) return {};
    if (last_actor_.empty()) find_last_actors();
    const TokenIndex actor = last_actor_[head];
    return actor == kNoToken ? std::vector<EntityId>() : entities_behind(in_.lexicon, syntax_, in_.mentions, {actor});
  }

  void find_last_actors() {
    TokenIndex last = kNoToken;
    for (TokenIndex t = 0; t < syntax_.size(); ++t) {
      last_actor_.push_back(last);
      const ground::Relation r = syntax_[t].relation;
      if (quote_of_[t] != kNone || (r != ground::Relation::Subject && r != ground::Relation::PassiveSubject)) continue;
      if (static_cast<size_t>(t) < in_.mentions.entities_at.size() && !in_.mentions.entities_at[t].empty()) last = t;
    }
  }

  // The claim around a token, its head's resolved first.
  int32_t resolve(TokenIndex token, int depth) {
    if (state_[token] == State::Done) return out_.claim_of[token];
    if (depth > kMaxDepth) return kNone;
    std::vector<TokenIndex> path;
    for (TokenIndex t = token; t != kNoToken && state_[t] == State::New; t = syntax_[t].head) {
      state_[t] = State::Open;
      path.push_back(t);
      if (leaves_[t] != kNone) break;  // does not depend on its head
    }
    for (size_t k = path.size(); k-- > 0;) {
      const TokenIndex t = path[k];
      int32_t current = base_of(t, depth);
      for (size_t e = first_entrance_[t]; e < first_entrance_[t + 1]; ++e)
        current = enter(entrances_[e].scope, current, depth);
      out_.claim_of[t] = current;
      state_[t] = State::Done;
    }
    return out_.claim_of[token];
  }

  int32_t base_of(TokenIndex t, int depth) {
    if (leaves_[t] != kNone) return around(leaves_[t], depth);
    const TokenIndex head = syntax_[t].head;
    if (head == kNoToken) return kNone;
    // What hangs on a direct quote's words without being among them is no part of it.
    const int32_t quote = quote_of_[head];
    if (quote != kNone && quote_of_[t] != quote && in_.speech[quote].form == QuoteForm::Direct) {
      const int32_t claim = scopes_[scope_of_speech_[quote]].claim;
      return claim == kNone ? kNone : out_.claims[claim].parent;
    }
    if (syntax_[t].relation == ground::Relation::Parataxis && is_parted(t, head)) return kNone;
    if (state_[head] != State::Done) return kNone;
    const int32_t claim = out_.claim_of[head];
    // What only describes, in a participle or relative clause, is not denied.
    const ground::Relation r = syntax_[t].relation;
    const bool describes =
        (r == ground::Relation::Participle || r == ground::Relation::Relative) && !tells_something(head);
    if (describes && claim >= 0 && in_.tree.forms.is_verbal(t) &&
        (out_.claims[claim].stance == Stance::Denies || out_.claims[claim].stance == Stance::Doubts))
      return out_.claims[claim].parent;
    // A relative clause that denies or confirms answers the claim that it hangs on.
    if (r == ground::Relation::Relative && claim >= 0 && answers_[t]) return out_.claims[claim].parent;
    return claim;
  }

  // A semicolon between them: each is a sentence of its own.
  bool is_parted(TokenIndex a, TokenIndex b) const { return semicolons_[a] != semicolons_[b]; }

  // A noun for what somebody says: what describes it tells that.
  bool tells_something(TokenIndex noun) const {
    const auto entries = in_.lexicon.of(in_.lexicon.lemma(syntax_, noun));
    return std::any_of(entries.begin(), entries.end(),
                       [](const Entry& e) { return e.word_class == WordClass::Noun && e.rest.empty(); });
  }

  // What is around an inserted cue's content: the claim above its root, and phrases that reach over it.
  int32_t around(int32_t scope, int depth) {
    const Cue& cue = in_.cues[scopes_[scope].cue];
    if (cue.content.empty()) {
      const TokenIndex head = syntax_[cue.token].head;
      if (head == kNoToken || quote_of_[head] != kNone) return kNone;
      return resolve(head, depth + 1);
    }
    const TokenIndex root = cue.content.front();
    const TokenIndex above = syntax_[root].head;
    int32_t current = above == kNoToken || above == cue.token ? kNone : resolve(above, depth + 1);
    if (cue.kind == CueKind::Phrase) return current;
    for (size_t e = first_entrance_[root]; e < first_entrance_[root + 1]; ++e) {
      if (entrances_[e].rank == Rank::Phrase) current = enter(entrances_[e].scope, current, depth + 1);
    }
    return current;
  }

  const ClaimInput& in_;
  const ground::Syntax& syntax_;
  ClaimOutput out_;
  std::vector<Scope> scopes_;  // first those of the cues
  std::vector<int32_t> scope_of_speech_;
  std::vector<Entrance> entrances_;     // by token, then rank
  std::vector<size_t> first_entrance_;  // per token, into entrances_
  std::vector<State> state_;
  std::vector<int32_t> leaves_;         // per token: the scope of the inserted cue it is
  std::vector<bool> answers_;           // per token: a verb that denies or confirms
  std::vector<TokenIndex> last_actor_;  // per token: the subject mention before it; made when first asked for
  std::vector<int32_t> quote_of_;       // per token: the outermost speech around it
  std::vector<int32_t> semicolons_;     // per token: how many stand before it outside of speech
};

}  // namespace

ClaimOutput build_claims(const ClaimInput& input) { return ClaimBuilder(input).run(); }

}  // namespace depeche::voice
