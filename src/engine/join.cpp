#include "engine/join.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace depeche::engine {
namespace {

using ground::EntityId;

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// What makes two entities one whatever the language; "" where nothing does.
std::string identity(const ground::Entity& e) {
  if (!e.wikidata.empty()) return e.wikidata;
  if (e.kind == ground::EntityKind::State && !e.country.empty()) return "state " + e.country;
  return std::string(ground::name_of(e.kind)) + " " + e.name;
}

class Joiner {
 public:
  Joiner(Coded& whole, Coded part)
      : whole_(whole),
        part_(std::move(part)),
        tokens_(whole.analysis.size()),
        claims_(static_cast<int32_t>(whole.statements.claims.size())) {}

  void run() {
    tokens();
    entities();
    places();
    times();
    statements();
    events();
    for (code::Unknown& unknown : part_.unknown) shift(unknown.token);
    append(whole_.unknown, part_.unknown);
    for (code::Attempt& attempt : part_.attempts) {
      shift(attempt.token);
      shift(attempt.by);
    }
    append(whole_.attempts, part_.attempts);
  }

 private:
  void shift(nlp::TokenIndex& token) const { token += token >= 0 ? tokens_ : 0; }
  void shift(nlp::TokenRange& range) const {
    range.begin += tokens_;
    range.end += tokens_;
  }
  void rename(EntityId& id) const {
    if (id >= 0 && static_cast<size_t>(id) < names_.size()) id = names_[static_cast<size_t>(id)];
  }
  void rename(std::vector<EntityId>& ids) const {
    for (EntityId& id : ids) rename(id);
  }

  void tokens() {
    nlp::Analysis& to = whole_.analysis;
    nlp::Analysis& from = part_.analysis;
    const auto lemmas = static_cast<uint32_t>(to.lemmas.size());
    for (nlp::Token& token : from.tokens) {
      shift(token.head);
      token.lemma_begin += lemmas;
      token.tag = token.morph = token.deprel = 0;
    }
    for (auto* const ranges : {&from.sentences, &from.pieces}) {
      for (nlp::TokenRange& range : *ranges) shift(range);
    }
    append(to.tokens, from.tokens);
    append(to.sentences, from.sentences);
    append(to.pieces, from.pieces);
    to.lemmas += from.lemmas;
    // In text order, as a reader meets them.
    const auto by_place = [&](const nlp::TokenRange& a, const nlp::TokenRange& b) {
      return to.tokens[static_cast<size_t>(a.begin)].span.begin < to.tokens[static_cast<size_t>(b.begin)].span.begin;
    };
    const auto is_empty = [](const nlp::TokenRange& range) { return range.size() <= 0; };
    std::erase_if(to.sentences, is_empty);
    std::stable_sort(to.sentences.begin(), to.sentences.end(), by_place);
  }

  void entities() {
    std::map<std::string, EntityId> known;
    std::vector<ground::Entity>& to = whole_.mentions.entities;
    for (size_t i = 0; i < to.size(); ++i) known.emplace(identity(to[i]), static_cast<EntityId>(i));
    const size_t before = to.size();
    for (ground::Entity& entity : part_.mentions.entities) {
      for (ground::Mention& mention : entity.mentions) {
        shift(mention.tokens);
        shift(mention.head);
      }
      const auto [at, is_new] = known.emplace(identity(entity), static_cast<EntityId>(to.size()));
      names_.push_back(at->second);
      if (is_new) {
        to.push_back(std::move(entity));
        continue;
      }
      std::vector<ground::Mention>& mentions = to[static_cast<size_t>(at->second)].mentions;
      append(mentions, entity.mentions);
      std::stable_sort(mentions.begin(), mentions.end(),
                       [](const ground::Mention& a, const ground::Mention& b) { return a.span.begin < b.span.begin; });
    }
    for (size_t i = before; i < to.size(); ++i) rename(to[i].members);
    auto& at = whole_.mentions.entities_at;
    at.resize(static_cast<size_t>(tokens_));
    for (std::vector<EntityId>& ids : part_.mentions.entities_at) rename(ids);
    append(at, part_.mentions.entities_at);
  }

  void places() {
    places_ = static_cast<int32_t>(whole_.mentions.places.size());
    for (ground::Place& place : part_.mentions.places) {
      for (nlp::TokenIndex& head : place.heads) shift(head);
    }
    append(whole_.mentions.places, part_.mentions.places);
  }

  void times() {
    std::vector<ground::TimeExpression>& to = whole_.mentions.times;
    const auto before = static_cast<int32_t>(to.size());
    for (ground::TimeExpression& time : part_.mentions.times) time.anchor += time.anchor >= 0 ? before : 0;
    append(to, part_.mentions.times);
    // In text order; what a time is counted from moves with it.
    std::vector<int32_t> order(to.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int32_t>(i);
    std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) {
      return to[static_cast<size_t>(a)].span.begin < to[static_cast<size_t>(b)].span.begin;
    });
    std::vector<int32_t> now(to.size());
    for (size_t i = 0; i < order.size(); ++i) now[static_cast<size_t>(order[i])] = static_cast<int32_t>(i);
    std::vector<ground::TimeExpression> sorted;
    for (const int32_t i : order) {
      sorted.push_back(std::move(to[static_cast<size_t>(i)]));
      int32_t& anchor = sorted.back().anchor;
      if (anchor >= 0) anchor = now[static_cast<size_t>(anchor)];
    }
    to = std::move(sorted);
  }

  void statements() {
    voice::Statements& to = whole_.statements;
    voice::Statements& from = part_.statements;
    for (voice::Quote& quote : from.quotes) {
      shift(quote.tokens);
      rename(quote.speaker);
      rename(quote.via);
    }
    append(to.quotes, from.quotes);
    std::stable_sort(to.quotes.begin(), to.quotes.end(),
                     [](const voice::Quote& a, const voice::Quote& b) { return a.span.begin < b.span.begin; });
    for (voice::Claim& claim : from.claims) {
      claim.parent += claim.parent >= 0 ? claims_ : 0;
      rename(claim.holders);
      shift(claim.cue);
    }
    append(to.claims, from.claims);
    to.certainty.resize(static_cast<size_t>(tokens_));
    for (voice::Certainty& certainty : from.certainty) certainty.claim += certainty.claim >= 0 ? claims_ : 0;
    append(to.certainty, from.certainty);
  }

  void events() {
    const auto before = static_cast<int32_t>(whole_.events.size());
    for (code::Event& event : part_.events) {
      for (auto* const ids :
           {&event.actor, &event.recipient, &event.according_to, &event.denied_by, &event.confirmed_by})
        rename(*ids);
      for (code::Position& position : event.positions) rename(position.by);
      event.place += event.place >= 0 ? places_ : 0;
      shift(event.trigger_token);
      for (code::Link& link : event.links) link.event += link.event >= 0 ? before : 0;
      for (auto* const weighed : {&event.reasons.actor, &event.reasons.recipient}) {
        for (code::Considered& one : *weighed) rename(one.parties);
      }
    }
    append(whole_.events, part_.events);
  }

  Coded& whole_;
  Coded part_;
  nlp::TokenIndex tokens_;       // of the whole before
  int32_t claims_, places_ = 0;  // likewise
  std::vector<EntityId> names_;  // of the part's entities in the whole
};

}  // namespace

void join(Coded& whole, Coded part) { Joiner(whole, std::move(part)).run(); }

}  // namespace depeche::engine
