#include "explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "record/display.h"
#include "record/names.h"

namespace depeche::app {
namespace {

using nlp::TokenIndex;

std::vector<Weighed> heaviest_first(const std::vector<std::string>& features, const std::vector<double>& weights) {
  std::vector<Weighed> out;
  for (size_t i = 0; i < std::min(features.size(), weights.size()); ++i) {
    constexpr double kNothing = 0.005;
    if (std::abs(weights[i]) >= kNothing) out.push_back({features[i], weights[i]});
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Weighed& a, const Weighed& b) { return std::abs(a.weight) > std::abs(b.weight); });
  return out;
}

class Explainer {
 public:
  Explainer(const engine::Coded& coded, size_t most) : c_(coded), most_(most) {
    children_.resize(static_cast<size_t>(c_.analysis.size()));
    for (TokenIndex t = 0; t < c_.analysis.size(); ++t) {
      if (at(t).head != t) children_[static_cast<size_t>(at(t).head)].push_back(t);
    }
    for (const code::Event& event : c_.events) is_trigger_[event.trigger_token] = true;
  }

  Explanation run() const {
    Explanation out{record::one_line(c_.document.id), "", {}};
    for (const text::Block& block : c_.document.blocks) {
      if (block.kind == text::BlockKind::Title && out.title.empty())
        out.title = record::one_line(slice(c_.document.text, block.span));
    }
    for (const nlp::TokenRange& range : c_.analysis.sentences) {
      if (range.size() > 0) out.sentences.push_back(sentence(range));
    }
    return out;
  }

 private:
  const nlp::Token& at(TokenIndex t) const { return c_.analysis.tokens[static_cast<size_t>(t)]; }
  std::string word(TokenIndex t) const { return record::one_line(slice(c_.document.text, at(t).span)); }

  SentenceExplained sentence(nlp::TokenRange range) const {
    const ByteSpan span{at(range.begin).span.begin, at(range.end - 1).span.end};
    SentenceExplained out;
    out.text = slice(c_.document.text, span);
    for (char& c : out.text) {  // of the same length, so that triggers stay where they are
      if (c == '\n' || c == '\t' || c == '\r') c = ' ';
    }
    for (TokenIndex t = range.begin; t < range.end; ++t) {
      if (at(t).head == t || !range.contains(at(t).head)) grow(t, "", "", out.tree);
    }
    for (const code::Event& event : c_.events) {
      if (!range.contains(event.trigger_token)) continue;
      out.taken.push_back(taken(event));
      if (span.contains(event.trigger))
        out.triggers.emplace_back(event.trigger.begin - span.begin, event.trigger.end - span.begin);
    }
    std::sort(out.triggers.begin(), out.triggers.end());
    add_fallen(range, out);
    for (const code::Unknown& unknown : c_.unknown) {
      if (range.contains(unknown.token)) out.unknown.push_back(record::one_line(unknown.word));
    }
    return out;
  }

  // The tree below a word; its depth is bounded by what a terminal can show.
  void grow(TokenIndex t, const std::string& lead, const std::string& below, std::vector<Branch>& out) const {
    if (at(t).pos == nlp::Upos::Punct || at(t).pos == nlp::Upos::Space) return;
    const auto trigger = is_trigger_.find(t);
    out.push_back({lead, word(t), std::string(c_.analysis.deprel(at(t))), std::string(nlp::name_of(at(t).pos)),
                   meaning(t), trigger != is_trigger_.end()});
    constexpr size_t kDeepest = 150;  // bytes
    if (below.size() > kDeepest) return;
    std::vector<TokenIndex> children = children_[static_cast<size_t>(t)];
    std::erase_if(children,
                  [&](TokenIndex c) { return at(c).pos == nlp::Upos::Punct || at(c).pos == nlp::Upos::Space; });
    for (const TokenIndex c : children) {
      const bool last = c == children.back();
      grow(c, below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), out);
    }
  }

  std::string who(const ground::Entity& entity) const {
    std::string out = record::one_line(entity.name);
    if (!entity.country.empty()) out += " " + entity.country;
    if (!entity.sector.empty()) out += " " + entity.sector;
    return out;
  }

  std::string who(const std::vector<ground::EntityId>& ids) const {
    std::string out;
    for (const ground::EntityId id : ids) {
      if (id < 0 || static_cast<size_t>(id) >= c_.mentions.entities.size()) continue;
      out += (out.empty() ? "" : " + ") + who(c_.mentions.entities[static_cast<size_t>(id)]);
    }
    return out.empty() ? "nobody" : out;
  }

  // Whom a word means.
  std::string meaning(TokenIndex t) const {
    if (static_cast<size_t>(t) >= c_.mentions.entities_at.size()) return "";
    const auto& ids = c_.mentions.entities_at[static_cast<size_t>(t)];
    return ids.empty() ? "" : who(ids);
  }

  std::vector<Candidate> candidates(const std::vector<code::Considered>& considered,
                                    const std::vector<ground::EntityId>& chosen) const {
    std::vector<Candidate> out;
    for (const code::Considered& one : considered) {
      const bool is_chosen =
          one.parties.size() == chosen.size() && std::is_permutation(chosen.begin(), chosen.end(), one.parties.begin());
      if (out.size() >= most_ && !is_chosen) continue;
      out.push_back({who(one.parties), one.score, one.share, is_chosen, heaviest_first(one.features, one.weights)});
    }
    return out;
  }

  Taken taken(const code::Event& event) const {
    Taken out;
    out.type = std::string(code::name_of(event.type)) + (event.mode.empty() ? "" : " (" + event.mode + ")");
    out.words = record::one_line(slice(c_.document.text, event.trigger));
    out.status = record::word_for(event.status);
    out.rule = event.rule;
    out.confidence = event.confidence;
    out.date = event.date;
    if (event.place >= 0) out.place = record::one_line(c_.mentions.places[static_cast<size_t>(event.place)].name);
    for (const code::Attempt& attempt : c_.attempts) {
      if (attempt.token != event.trigger_token || attempt.fate != code::Fate::Taken ||
          attempt.frame->rule != event.rule)
        continue;
      out.entry = attempt.entry->entry.text + (attempt.loose ? " (found elsewhere in the sentence)" : "");
      out.where = place_of(*attempt.entry);
    }
    out.because = heaviest_first(event.reasons.event, event.reasons.weights);
    out.actor = candidates(event.reasons.actor, event.actor);
    out.recipient = candidates(event.reasons.recipient, event.recipient);
    return out;
  }

  static std::string place_of(const code::IndexedEntry& entry) {
    return fmt::format("{}:{}", std::filesystem::path(entry.where.file).filename().string(), entry.where.line);
  }

  void add_fallen(nlp::TokenRange range, SentenceExplained& out) const {
    for (TokenIndex t = range.begin; t < range.end; ++t) {
      std::vector<const code::Attempt*> fell;
      for (const code::Attempt& attempt : c_.attempts) {
        if (attempt.token == t && attempt.fate != code::Fate::Taken) fell.push_back(&attempt);
      }
      // Those that came furthest first.
      std::stable_sort(fell.begin(), fell.end(), [](const auto* a, const auto* b) { return a->fate > b->fate; });
      for (size_t i = 0; i < std::min(most_, fell.size()); ++i) out.fallen.push_back(fallen(*fell[i]));
      out.more_fallen += fell.size() - std::min(most_, fell.size());
    }
  }

  Fallen fallen(const code::Attempt& attempt) const {
    Fallen out;
    out.word = word(attempt.token);
    out.type = code::name_of(attempt.frame->type);
    out.rule = attempt.frame->rule;
    out.entry = attempt.entry->entry.text;
    out.where = place_of(*attempt.entry);
    out.why = code::told(attempt.fate);
    if (!attempt.piece.empty()) out.why += ": " + attempt.piece;
    if (attempt.by >= 0 && attempt.by != attempt.token) out.why += fmt::format(" (“{}”)", word(attempt.by));
    if (attempt.likely >= 0) out.why += fmt::format(", likely {:.2f}", attempt.likely);
    out.because = heaviest_first(attempt.features, attempt.weights);
    return out;
  }

  const engine::Coded& c_;
  const size_t most_;
  std::vector<std::vector<TokenIndex>> children_;
  std::map<TokenIndex, bool> is_trigger_;
};

}  // namespace

Explanation explain(const engine::Coded& coded, size_t most) { return Explainer(coded, most).run(); }

}  // namespace depeche::app
