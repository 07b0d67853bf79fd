// A quote's speaker is looked for from the nearest evidence to the farthest: the words right behind it, a colon before
// it, what governs it in the tree, other cues of its sentence, the sentence's subject, and last the quote before.
#include "voice/quotes.h"

#include <algorithm>

#include "base/unicode.h"
#include "base/utf8.h"
#include "voice/doers.h"
#include "voice/holders.h"
#include "voice/naming.h"

namespace depeche::voice {

using ground::Relation;
using ground::Syntax;
using nlp::Upos;

namespace {

constexpr TokenIndex kReach = 8;  // tokens between a quote and the cue behind it
constexpr TokenIndex kJoint = 4;  // tokens between two quotes of one source
constexpr int kMaxClimb = 10;
constexpr TokenIndex kFar = 60;        // tokens of its sentence in which a quote's cue is looked for
constexpr TokenIndex kScareWords = 3;  // without a cue so few words are no quote
constexpr TokenIndex kTitleWords = 15;

class QuoteFinder {
 public:
  explicit QuoteFinder(const QuoteInput& in)
      : in_(in), tree_(in.tree), syntax_(in.tree.syntax), words_(in.lexicon.words), cue_at_(syntax_.size() + 1, -1) {
    for (size_t c = 0; c < in.cues.size(); ++c) {
      int32_t& at = cue_at_[in.cues[c].token];
      if (at < 0) at = static_cast<int32_t>(c);
    }
  }

  std::vector<Speech> run() {
    marked_ = find_marked(in_.document);
    locate();
    for (size_t m = 0; m < marked_.size(); ++m) {
      if (tokens_[m].size() <= 0) continue;
      if (marked_[m].depth > 0) {
        nested(m);
      } else {
        outermost(m);
      }
    }
    share_with_next();
    return std::move(out_);
  }

 private:
  // Quotes side by side: the cue stands behind the last one of the sentence.
  void share_with_next() {
    for (size_t k = out_.size(); k-- > 1;) {
      Speech& s = out_[k - 1];
      const Speech& next = out_[k];
      if (next.cue < 0 || s.tokens.size() <= 0 || next.tokens.size() <= 0 || next.mark.depth > 0) continue;
      if (s.cue >= 0 && !in_.cues[s.cue].holders.empty() && !speaks_of_self(in_.cues[s.cue].holders.front())) continue;
      if (s.cue < 0 && !s.holders.empty()) continue;
      const Cue& source = in_.cues[next.cue];
      if (source.holders.empty() || source.token < next.tokens.begin) continue;
      if (syntax_[s.tokens.begin].sentence != syntax_[next.tokens.begin].sentence &&
          next.tokens.begin - s.tokens.end > kJoint)
        continue;
      s.cue = next.cue;
      s.follows = -1;
    }
  }

  // A first person outside the marks: the witness, whose words need no marks.
  bool speaks_of_self(TokenIndex holder) const { return syntax_.has_feature(holder, "Person=1"); }

  // ------------------------------------------------------------------------------------------------------------ places

  // Tokens of each stretch, and for each token the outermost stretch that holds it.
  void locate() {
    root_.assign(syntax_.analysis().sentences.size(), kNoToken);
    for (TokenIndex t = 0; t < syntax_.size(); ++t) {
      if (syntax_[t].head == kNoToken) root_[syntax_[t].sentence] = t;
    }
    inside_.assign(syntax_.size(), -1);
    for (size_t m = 0; m < marked_.size(); ++m) {
      TokenRange range{syntax_.token_at(marked_[m].span.begin), syntax_.token_at(marked_[m].span.end)};
      if (range.end < syntax_.size() && syntax_.token(range.end).span.begin < marked_[m].span.end) ++range.end;
      range.end = std::max(range.end, range.begin);
      tokens_.push_back(range);
      if (marked_[m].depth > 0 || marked_[m].kind == MarkKind::Dash) continue;
      for (TokenIndex t = range.begin; t < range.end; ++t) inside_[t] = static_cast<int32_t>(m);
    }
  }

  TokenRange block_of(size_t m) const {
    const ByteSpan span = in_.document.blocks[marked_[m].block].span;
    return {syntax_.token_at(span.begin), syntax_.token_at(span.end)};
  }
  TokenIndex before(size_t m) const {  // last token before the opening mark, or -1
    TokenIndex t = syntax_.token_at(marked_[m].outer.begin) - 1;
    while (t >= 0 && syntax_.pos(t) == Upos::Space) --t;
    return t;
  }
  TokenIndex behind(size_t m) const {  // first token after the closing mark
    TokenIndex t = syntax_.token_at(marked_[m].outer.end);
    while (t < syntax_.size() && syntax_.pos(t) == Upos::Space) ++t;
    return t;
  }
  bool free(TokenIndex t) const { return inside_[t] < 0; }
  const Cue& cue(int32_t c) const { return in_.cues[c]; }

  TokenIndex word_count(size_t m) const {
    TokenIndex n = 0;
    for (TokenIndex t = tokens_[m].begin; t < tokens_[m].end; ++t)
      n += !tree_.is_punctuation(t) && syntax_.pos(t) != Upos::Space;
    return n;
  }
  bool has_verb(size_t m) const {
    for (TokenIndex t = tokens_[m].begin; t < tokens_[m].end; ++t) {
      if (tree_.forms.is_verbal(t) && (tree_.forms.of(t) & kFinite)) return true;
    }
    return false;
  }

  // ------------------------------------------------------------------------------------------------------------- names

  // A name, a title or a nickname: what stands before or above it says so, or it is written like one.
  bool is_name(size_t m, bool spoken) const {
    const TokenIndex count = word_count(m);
    const TokenIndex previous = before(m);
    if (previous >= 0 && previous == named_until_ && syntax_.surface(previous) == "(") return true;
    if (named_by_subject(m)) return true;
    if (has_verb(m)) return false;
    if (count <= kTitleWords && named_before(m, count)) return true;
    if (count <= kNameWords && named_above(m)) return true;
    // A name in marks: a capital where no sentence begins.
    if (count > (spoken ? 1 : 5) || previous < 0 || tree_.is_punctuation(previous)) return false;
    return unicode::is_upper(utf8::decode(in_.document.text, marked_[m].span.begin).code_point);
  }

  bool named_before(size_t m, TokenIndex count) const {
    TokenIndex t = before(m);
    for (int skipped = 0; skipped < 3 && t >= 0 && inside_[t] < 0; ++skipped, --t) {
      if (gives_name(tree_, t, count)) return skipped < 2 || tree_.forms.is_verbal(t);
      const Upos pos = syntax_.pos(t);
      if (pos != Upos::Det && pos != Upos::Adp && syntax_.surface(t) != "(") return false;
    }
    return false;
  }

  // As what a naming verb gives, perhaps behind an agent.
  bool named_above(size_t m) const {
    const TokenIndex root = root_of(m);
    if (root == kNoToken) return false;
    const TokenIndex head = syntax_[root].head;
    return head != kNoToken && head < tokens_[m].begin && free(head) && tree_.forms.is_verbal(head) &&
           gives_name(tree_, head, word_count(m));
  }

  // Predicate of a noun of titles.
  bool named_by_subject(size_t m) const {
    const TokenIndex root = root_of(m);
    if (root == kNoToken || word_count(m) > kNameWords || syntax_.pos(root) == Upos::Verb ||
        syntax_.pos(root) == Upos::Adj)
      return false;
    for (const TokenIndex t : {root, syntax_[root].head}) {
      if (t == kNoToken) continue;
      const TokenIndex subject = tree_.subject[t];
      const TokenIndex previous = before(m);
      if (subject == kNoToken || subject >= tokens_[m].begin || !free(subject) || previous < 0) continue;
      if (syntax_.pos(previous) == Upos::Aux && gives_name(tree_, subject, word_count(m))) return true;
    }
    return false;
  }

  // The quote's first token whose head is outside.
  TokenIndex root_of(size_t m) const {
    const TokenRange q = tokens_[m];
    for (TokenIndex t = q.begin; t < q.end; ++t) {
      if (tree_.is_punctuation(t)) continue;
      if (syntax_[t].head == kNoToken || !q.contains(syntax_[t].head)) return t;
    }
    return kNoToken;
  }

  // -------------------------------------------------------------------------------------------------------------- cues

  bool can_quote(int32_t c) const {
    return c >= 0 && !cue(c).withheld && (cue(c).governs & (kQuote | kLabel | kClause));
  }

  // A cue right behind the quote: an inverted verb, or a phrase of source.
  int32_t cue_behind(size_t m) const {
    const TokenIndex end = std::min(block_of(m).end, behind(m) + kReach);
    TokenIndex t = behind(m);
    bool ended = false;  // by a full stop outside the marks: what follows is another sentence
    while (t < end && tree_.is_punctuation(t) && free(t)) {
      const std::string_view mark = syntax_.surface(t);
      ended = ended || mark == "." || mark == ";" || mark == ":";
      if (mark == "(") return -1;
      ++t;
    }
    const TokenIndex first = t;
    if (first >= end || !free(first)) return -1;
    const bool capital = unicode::is_upper(utf8::decode(in_.document.text, syntax_.token(first).span.begin).code_point);
    if (ended && capital) return -1;
    for (; t < end && free(t) && !tree_.is_punctuation(t); ++t) {
      const int32_t c = cue_at_[t];
      if (c < 0 || cue(c).kind != CueKind::Verb || !(cue(c).governs & (kQuote | kClause))) continue;
      if (!capital && only_verb_group(first, t)) return learn_holder(c, first);
      return subject_first(first, t) ? c : -1;
    }
    return phrase_at(first);
  }

  // An inverted verb's doer stands behind it.
  int32_t learn_holder(int32_t c, TokenIndex first) const {
    Cue& verb = in_.cues[c];
    const TokenIndex end = std::min(verb.token + 3, syntax_.sentence(verb.token).end);  // inverted with its pronoun
    for (TokenIndex t = first; t < end && free(t); ++t) {
      if (tree_.is_inverted_pronoun(t)) return verb.holders = {t}, c;
    }
    const TokenIndex subject = tree_.subject[verb.token];
    if (subject != kNoToken && subject >= first && free(subject)) return c;
    const TokenIndex found = subject_behind(tree_, verb.token);
    if (found != kNoToken) verb.holders = {found};
    return c;
  }

  // Auxiliaries, clitics and adverbs: no noun stands before the verb.
  bool only_verb_group(TokenIndex first, TokenIndex verb) const {
    for (TokenIndex t = first; t < verb; ++t) {
      const Upos pos = syntax_.pos(t);
      if (pos != Upos::Aux && pos != Upos::Verb && pos != Upos::Adv && pos != Upos::Pron && pos != Upos::Part &&
          pos != Upos::X && !tree_.is_inverted_pronoun(t))
        return false;
      if (pos == Upos::Pron && tree_.syntax[t].relation == Relation::Subject && !tree_.is_inverted_pronoun(t))
        return false;
    }
    return true;
  }

  // "…", Pelosi told the public: a comma, its subject, the verb.
  bool subject_first(TokenIndex first, TokenIndex verb) const {
    const TokenIndex subject = tree_.subject[verb];
    const int32_t c = cue_at_[verb];
    // What it tells is the quote before it.
    const auto behind = [&](TokenIndex root) { return root >= first; };
    if (c >= 0 && std::any_of(cue(c).content.begin(), cue(c).content.end(), behind)) return false;
    if (verb + 2 < syntax_.size() && (!free(verb + 2) || words_.complementizers.contains(syntax_.lower(verb + 1))))
      return false;
    return subject != kNoToken && subject >= first && subject < verb && tree_.range[subject].begin <= first &&
           first > 0 && tree_.is_punctuation(first - 1) && syntax_.surface(first - 1) != ".";
  }

  int32_t phrase_at(TokenIndex first) const {
    if (first >= syntax_.size() || !free(first)) return -1;
    const auto at = std::lower_bound(in_.cues.begin(), in_.cues.end(), first,
                                     [](const Cue& c, TokenIndex t) { return c.token < t; });
    for (auto c = at; c != in_.cues.end() && c->token < first + 12; ++c) {
      if (c->kind == CueKind::Phrase && c->words.begin == first) return static_cast<int32_t>(c - in_.cues.begin());
    }
    return -1;
  }

  // Whether a cue of the quote's own clause can be its source: a verb that only inserts must stand beside it.
  bool can_introduce(int32_t c, TokenIndex begin) const {
    if (c < 0) return false;
    const Cue& source = cue(c);
    if (source.withheld) return false;
    const TokenIndex distance = begin - source.words.end;
    if (source.attributive) return (source.governs & kLabel) && distance >= 0 && distance <= 8;
    if (source.governs & (kLabel | kClause)) return true;
    return (source.governs & kQuote) && distance >= 0 && distance <= 3;
  }

  // The last cue in [begin, end) outside of quotes.
  int32_t last_cue(TokenIndex begin, TokenIndex end) const {
    for (TokenIndex t = end; t-- > std::max(begin, end - kFar);) {
      if (free(t) && can_introduce(cue_at_[t], end)) return cue_at_[t];
    }
    return -1;
  }
  // Before a colon the sentence's own verb, where it speaks, else the nearest cue.
  int32_t cue_at_colon(TokenRange sentence, TokenIndex begin, TokenIndex colon) const {
    const TokenIndex root = root_[syntax_[sentence.begin].sentence];
    const int32_t nearest = last_cue(begin, colon);
    if (root == kNoToken || root < begin || root >= colon || !free(root)) return nearest;
    const int32_t own = cue_at_[root];
    const bool speaks = own >= 0 && cue(own).kind == CueKind::Verb && can_quote(own) && !cue(own).holders.empty();
    const bool named = nearest >= 0 && (cue(nearest).kind != CueKind::Noun || !cue(nearest).holders.empty());
    return speaks && !named ? own : nearest;
  }
  int32_t first_cue(TokenIndex begin, TokenIndex end) const {
    for (TokenIndex t = begin; t < std::min(end, begin + kFar); ++t) {
      if (free(t) && can_quote(cue_at_[t]) && cue(cue_at_[t]).inserted) return cue_at_[t];
    }
    return -1;
  }

  // What governs the quote in the tree.
  int32_t cue_above(size_t m) const {
    const TokenRange q = tokens_[m];
    int32_t best = -1;
    for (TokenIndex t = q.begin; t < q.end && t < q.begin + 40; ++t) {
      TokenIndex up = t;
      const TokenIndex head = syntax_[t].head;
      if (head == kNoToken || q.contains(head)) continue;
      for (int step = 0; step < kMaxClimb; ++step) {
        const TokenIndex h = syntax_[up].head;
        if (h == kNoToken) break;
        const bool subject = syntax_[up].relation == Relation::Subject;
        if (free(h) && !subject && can_introduce(cue_at_[h], q.begin) && h < q.begin) {
          if (best < 0) best = cue_at_[h];
          if (!cue(cue_at_[h]).holders.empty()) return cue_at_[h];
        }
        if (subject && h > q.end) break;
        up = h;
      }
      if (best >= 0) break;
    }
    return best;
  }

  // An inserted clause inside the marks.
  int32_t cue_within(size_t m) const {
    for (TokenIndex t = tokens_[m].begin; t < tokens_[m].end; ++t) {
      const int32_t c = cue_at_[t];
      if (c >= 0 && cue(c).kind == CueKind::Verb && cue(c).inserted && (cue(c).governs & kQuote) &&
          inner_depth_free(m, t))
        return c;
    }
    return -1;
  }
  bool inner_depth_free(size_t m, TokenIndex t) const {
    for (size_t k = m + 1; k < marked_.size() && marked_[k].outer.begin < marked_[m].outer.end; ++k) {
      if (tokens_[k].contains(t)) return false;
      if (k > m + 8) break;
    }
    return true;
  }

  // -------------------------------------------------------------------------------------------------------- outermost

  void outermost(size_t m) {
    Speech s;
    s.mark = marked_[m];
    s.tokens = tokens_[m];
    if (s.mark.kind == MarkKind::Dash) {
      s.cue = cue_within(m);
      if (s.cue >= 0) out_.push_back(std::move(s));
      return;
    }
    if (s.mark.continues && !out_.empty()) {
      s.follows = static_cast<int32_t>(out_.size()) - 1;
      const int32_t c = cue_behind(m);
      if (c >= 0) {
        s.cue = c;
        s.follows = -1;
        for (size_t k = out_.size(); k-- > 0 && out_[k].cue < 0;) {  // the paragraphs before it
          out_[k].cue = c;
          out_[k].follows = -1;
          out_[k].holders.clear();
          if (!out_[k].mark.continues) break;
        }
      }
      out_.push_back(std::move(s));
      return;
    }
    const bool joined = coordinated(m, s);
    const bool found = joined || seek(m, s);
    if (is_name(m, found && s.cue >= 0)) {
      named_until_ = behind(m);
      return;
    }
    const bool short_of_words = word_count(m) <= kScareWords && !is_withheld(m);
    if (!found && short_of_words) return;
    if (s.cue < 0 && !joined && short_of_words) return;
    if (s.cue < 0 && s.holders.empty()) s.follows = previous();
    out_.push_back(std::move(s));
  }

  // Below a verb of saying or noticing in the conditional: words of somebody who is not told.
  bool is_withheld(size_t m) const {
    TokenIndex t = root_of(m);
    for (int step = 0; step < 3 && t != kNoToken; ++step) {
      t = syntax_[t].head;
      if (t != kNoToken && cue_at_[t] >= 0 && cue(cue_at_[t]).withheld) return true;
    }
    return false;
  }

  // Two quotes with nothing but a coordinator between them: one source.
  bool coordinated(size_t m, Speech& s) const {
    if (out_.empty() || out_.back().mark.depth > 0 || cue_within(m) >= 0) return false;
    const Speech& last = out_.back();
    const TokenIndex from = syntax_.token_at(last.mark.outer.end), to = syntax_.token_at(marked_[m].outer.begin);
    if (last.mark.block != marked_[m].block || to - from > kJoint || from >= to) return false;
    for (TokenIndex t = from; t < to; ++t) {
      const Upos pos = syntax_.pos(t);
      if (pos != Upos::Cconj && pos != Upos::Adp && pos != Upos::Det && syntax_.surface(t) != ",") return false;
    }
    if (last.cue < 0 && last.holders.empty()) return false;
    if (syntax_.surface(to - 1) == "," && to - from == 1 && cue_behind(m) >= 0) return false;
    s.cue = last.cue;
    s.holders = last.holders;
    s.form = last.form;
    return true;
  }

  int32_t previous() const { return out_.empty() ? -1 : static_cast<int32_t>(out_.size()) - 1; }

  // Fills cue or holders; false where only the discourse can tell.
  bool seek(size_t m, Speech& s) const {
    const TokenIndex first = before(m);
    const TokenRange block = block_of(m);
    const bool opens_block = first < block.begin;
    const TokenRange sentence = opens_block ? TokenRange{block.begin, block.begin} : syntax_.sentence(first);
    s.form = QuoteForm::Direct;
    if ((s.cue = cue_behind(m)) >= 0) return true;
    if ((s.cue = cue_within(m)) >= 0) return true;
    if (!opens_block && syntax_.surface(first) == ":") {
      if ((s.cue = cue_at_colon(sentence, std::max(sentence.begin, block.begin), first)) >= 0) return true;
      s.holders = subject_of_sentence(sentence, first);
      if (!s.holders.empty()) return true;
    }
    if (opens_block && first >= 0 && syntax_.surface(first) == ":" && marked_[m].block > 0) {
      const TokenRange above = syntax_.sentence(first);
      if ((s.cue = cue_at_colon(above, above.begin, first)) >= 0) return true;
      s.holders = subject_of_sentence(above, first);
      if (!s.holders.empty()) return true;
    }
    s.form = QuoteForm::Mixed;
    if ((s.cue = cue_above(m)) >= 0) return true;
    if (!opens_block && (s.cue = last_cue(std::max(sentence.begin, block.begin), first + 1)) >= 0) return true;
    const TokenIndex next = behind(m);
    if (next < block.end && next > block.begin) {
      const TokenRange rest = syntax_.sentence(next - 1);
      if ((s.cue = first_cue(next, std::min(block.end, rest.end))) >= 0) return true;
    }
    if (!opens_block && first >= sentence.begin) {
      s.holders = subject_of_sentence(sentence, first);
      if (!s.holders.empty()) return true;
    }
    s.form = QuoteForm::Direct;
    return false;
  }

  // Who acts in the clause before `end`; only one that can speak, an entity.
  std::vector<TokenIndex> subject_of_sentence(TokenRange sentence, TokenIndex end) const {
    const TokenIndex root = root_[syntax_[sentence.begin].sentence];
    if (root == kNoToken) return {};
    const VerbForm form = tree_.forms.verb(root);
    if (form.perfect && (form.bits & kConditional)) return {};  // what is not sure to be done is told by others
    TokenIndex subject = tree_.subject[root];
    if (subject == kNoToken && root < end && tree_.forms.is_nominal(root)) subject = root;
    if (subject == kNoToken || !free(subject)) return {};
    if (entities_behind(in_.lexicon, syntax_, in_.mentions, {subject}).empty()) return {};
    return {subject};
  }

  // ----------------------------------------------------------------------------------------------------------- nested

  // Words quoted inside a quote are told of only where the quote itself says who spoke them.
  void nested(size_t m) {
    const TokenIndex first = before(m);
    if (first < 0 || word_count(m) <= kScareWords) return;
    const TokenRange sentence = syntax_.sentence(first);
    const int32_t parent = marked_[m].parent;
    if (parent < 0 || out_.empty()) return;
    for (TokenIndex t = first; t >= std::max(sentence.begin, tokens_[parent].begin) && t > first - kReach; --t) {
      const int32_t c = cue_at_[t];
      if (c < 0 || !can_quote(c)) continue;
      Speech s;
      s.mark = marked_[m];
      s.tokens = tokens_[m];
      s.cue = c;
      s.form = syntax_.surface(first) == ":" ? QuoteForm::Direct : QuoteForm::Mixed;
      out_.push_back(std::move(s));
      return;
    }
  }

  const QuoteInput& in_;
  const Tree& tree_;
  const Syntax& syntax_;
  const Words& words_;
  std::vector<int32_t> cue_at_;   // per token: the first cue there
  std::vector<TokenIndex> root_;  // per sentence
  std::vector<Marked> marked_;
  std::vector<TokenRange> tokens_;
  std::vector<int32_t> inside_;  // per token: the outermost stretch around it
  std::vector<Speech> out_;
  TokenIndex named_until_ = -1;  // behind the last name: what follows in brackets is the name too
};

}  // namespace

std::vector<Speech> find_speech(const QuoteInput& input) { return QuoteFinder(input).run(); }

}  // namespace depeche::voice
