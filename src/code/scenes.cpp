#include "code/scenes.h"

#include <algorithm>
#include <map>
#include <string>

#include "code/when_where.h"

namespace depeche::code {
namespace {

constexpr int kInTitle = 3, kInLead = 2;  // what a mention there counts
constexpr int kLeastTown = 2;             // a town told once, further down, is not where the report plays

// Acts that are done at one spot; the others are said, decided or agreed.
bool is_bodily(EventType type) {
  switch (type) {
    case EventType::Assault:
    case EventType::Aid:
    case EventType::Protest:
    case EventType::Mobilize:
    case EventType::Retreat:
    case EventType::Consult:
    case EventType::Coerce:
      return true;
    default:
      return false;
  }
}

class Scenes {
 public:
  Scenes(const text::Document& document, const ground::Mentions& mentions) : document_(document), mentions_(mentions) {
    for (const ground::Place& place : mentions.places) {
      for (const ByteSpan span : place.spans) weigh(place.country, span);
    }
    for (const ground::Entity& entity : mentions.entities) {
      if (entity.kind != ground::EntityKind::State) continue;
      for (const ground::Mention& mention : entity.mentions) weigh(entity.country, mention.span);
    }
    int most = 0;
    for (const auto& [country, weight] : countries_) {
      if (weight > most) most = weight, home_ = country;
    }
    for (const ground::Entity& entity : mentions.entities) {
      int32_t place = -1;
      for (size_t p = 0; p < mentions.places.size() && entity.kind == ground::EntityKind::State; ++p) {
        const ground::Place& at = mentions.places[p];
        if (at.name == entity.name && at.country == entity.country) place = static_cast<int32_t>(p);
      }
      place_of_.push_back(place);
    }
    most = 0;
    for (size_t p = 0; p < mentions.places.size(); ++p) {
      const ground::Place& place = mentions.places[p];
      if (place.country != home_) continue;
      if (place.is_country) country_ = static_cast<int32_t>(p);
      int weight = 0;
      for (const ByteSpan span : place.spans) weight += weight_of(span);
      if (!place.is_country && weight >= kLeastTown && weight > most) most = weight, town_ = static_cast<int32_t>(p);
    }
  }

  int32_t town() const { return town_ >= 0 ? town_ : country_; }
  int32_t country() const { return country_; }
  // A state that the sentence names: the country around `place`, or whoever suffers a bodily act; -1 for none.
  int32_t named_state(const Event& event, int32_t place) const {
    int32_t sufferer = -1;
    for (size_t e = 0; e < place_of_.size(); ++e) {
      if (place_of_[e] < 0) continue;
      const ground::Entity& state = mentions_.entities[e];
      const bool named = std::any_of(state.mentions.begin(), state.mentions.end(), [&](const ground::Mention& m) {
        return m.form == ground::MentionForm::Name && event.sentence.contains(m.span);
      });
      // What is shot at somewhere in a country is not hit all over it.
      if (named && place >= 0 && event.type != EventType::Assault &&
          mentions_.places[static_cast<size_t>(place)].country == state.country)
        return place_of_[e];
      const auto is_this = [&](ground::EntityId id) { return id == static_cast<ground::EntityId>(e); };
      if (is_bodily(event.type) && std::any_of(event.recipient.begin(), event.recipient.end(), is_this) &&
          std::none_of(event.actor.begin(), event.actor.end(), is_this))
        sufferer = place_of_[e];
    }
    return sufferer;
  }
  int32_t block_of(ByteSpan span) const {
    const auto after = std::partition_point(document_.blocks.begin(), document_.blocks.end(),
                                            [&](const text::Block& b) { return b.span.begin <= span.begin; });
    return static_cast<int32_t>(after - document_.blocks.begin()) - 1;
  }
  bool in_title(ByteSpan span) const {
    const int32_t block = block_of(span);
    return block >= 0 && document_.blocks[static_cast<size_t>(block)].kind == text::BlockKind::Title;
  }

 private:
  int weight_of(ByteSpan span) const { return in_title(span) ? kInTitle : block_of(span) <= 1 ? kInLead : 1; }
  void weigh(const std::string& country, ByteSpan span) {
    if (!country.empty()) countries_[country] += weight_of(span);
  }

  const text::Document& document_;
  const ground::Mentions& mentions_;
  std::map<std::string, int> countries_;
  std::string home_;  // the country that the report is most about
  int32_t town_ = -1, country_ = -1;
  std::vector<int32_t> place_of_;  // per entity: the place that a state is
};

}  // namespace

void set_scenes(const text::Document& document, const ground::Syntax& syntax, const ground::Mentions& mentions,
                std::vector<Draft>& drafts) {
  const Scenes scenes(document, mentions);
  std::vector<Event*> events;
  for (Draft& draft : drafts) events.push_back(&draft.event);
  std::stable_sort(events.begin(), events.end(),
                   [](const Event* a, const Event* b) { return a->trigger.begin < b->trigger.begin; });
  int32_t last = -1, last_block = -1;  // where the event before happened
  for (Event* event : events) {
    event->place = -1;
    set_place(syntax, mentions, *event);
    // A continent says less than a state beside it.
    if (event->place >= 0 && mentions.places[static_cast<size_t>(event->place)].precision == ground::Precision::Wide) {
      const int32_t state = scenes.named_state(*event, scenes.country());
      if (state >= 0) event->place = state;
    }
    if (event->place >= 0) {
      event->place = town_beside(mentions, *event);
      event->place_basis = PlaceBasis::Text;
      last = event->place;
      last_block = scenes.block_of(event->sentence);
      continue;
    }
    const bool goes_on =
        last >= 0 && last_block == scenes.block_of(event->sentence) && !scenes.in_title(event->sentence);
    event->place = !is_bodily(event->type) ? scenes.country() : goes_on ? last : scenes.town();
    if (const int32_t state = scenes.named_state(*event, event->place); state >= 0) event->place = state;
    if (event->place >= 0) event->place_basis = PlaceBasis::Context;
  }
}

}  // namespace depeche::code
