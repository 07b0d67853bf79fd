#include "ground/grounder.h"

#include <utility>

#include "ground/entities.h"
#include "ground/times.h"

namespace depeche::ground {

struct Grounder::Impl {
  Grammar grammar;
  ActorBook actors;
  PlaceBook places;
  RoleBook roles;
  TimeTagger times;
  EntityConfidence confidence;
  NameSounds sounds{actors};
};

Grounder::Grounder(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Grounder::Grounder(Grounder&&) noexcept = default;
Grounder& Grounder::operator=(Grounder&&) noexcept = default;
Grounder::~Grounder() = default;

Result<Grounder> Grounder::load(const std::filesystem::path& resources, std::string_view language,
                                const std::filesystem::path& gazetteer, const std::filesystem::path& own_actors,
                                const std::filesystem::path& packs) {
  const std::filesystem::path own = resources / language;
  Grammar grammar = DEPECHE_TRY(Grammar::load(own / "grammar.toml"));
  ActorBook actors = DEPECHE_TRY(ActorBook::load(resources, language, own_actors, packs));
  PlaceBook places = DEPECHE_TRY(PlaceBook::load(resources, gazetteer, language, actors, packs));
  RoleBook roles = DEPECHE_TRY(RoleBook::load(own / "actors.toml"));
  TimeTagger times = DEPECHE_TRY(TimeTagger::load(resources, language));
  EntityConfidence confidence = DEPECHE_TRY(EntityConfidence::load(resources / "actors/confidence.tsv"));
  return Grounder(std::make_unique<const Impl>(Impl{std::move(grammar), std::move(actors), std::move(places),
                                                    std::move(roles), std::move(times), std::move(confidence)}));
}

const Grammar& Grounder::grammar() const { return impl_->grammar; }

std::vector<std::string> Grounder::diagnostics() const {
  std::vector<std::string> all = impl_->actors.diagnostics();
  all.insert(all.end(), impl_->places.diagnostics().begin(), impl_->places.diagnostics().end());
  return all;
}

Mentions Grounder::run(const text::Document& document, const nlp::Analysis& analysis) const {
  return run(document, Syntax(document.text, analysis, impl_->grammar));
}

Mentions Grounder::run(const text::Document& document, const Syntax& syntax) const {
  Mentions mentions;
  impl_->times.run(document, &syntax.analysis(), mentions.times, mentions.published);
  EntityFinder(impl_->actors, impl_->places, impl_->roles, impl_->sounds, impl_->confidence)
      .run(document, syntax, mentions.published.date, mentions);
  return mentions;
}

}  // namespace depeche::ground
