#include "engine/engine.h"

#include <fmt/format.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/layers.h"
#include "engine/fingerprint.h"
#include "engine/join.h"
#include "ground/calendar.h"
#include "ground/grounder.h"
#include "ground/sentences.h"
#include "ground/syntax.h"
#include "text/builder.h"
#include "voice/voice.h"

namespace depeche::engine {

namespace {

namespace fs = std::filesystem;

// What one language is coded with.
struct Chain {
  nlp::Model model;
  ground::Grounder grounder;
  voice::Voice voice;
  code::Coder coder;
  record::CoderInfo info;
  std::vector<std::string> lacks;  // what this language has no files for
};

Result<Chain> load_chain(const Options& options, const fs::path& path, const std::string& hash) {
  nlp::Model model = DEPECHE_TRY(nlp::Model::open(path, options.packs, options.resources));
  const std::string& language = model.language();
  ground::Grounder grounder = DEPECHE_TRY(
      ground::Grounder::load(options.resources, language, options.gazetteer, options.actors, options.packs));
  voice::Voice voice = DEPECHE_TRY(voice::Voice::load(options.resources, language));
  code::Coder coder = DEPECHE_TRY(code::Coder::load(options.resources, language, grounder.grammar(), options.coder));
  record::CoderInfo info{options.version, model.name() + " " + model.version(), hash};
  std::vector<std::string> lacks;
  for (const auto& [part, what] :
       {std::pair("actors.toml", "actors are told by name alone"), std::pair("voice", "nobody is told as a source"),
        std::pair("frames", "no events"), std::pair("time", "no times")}) {
    if (!is_in_layers(options.resources / language / part))
      lacks.push_back(fmt::format("'{}' has no {}: {}", language, part, what));
  }
  return Chain{std::move(model), std::move(grounder), std::move(voice),
               std::move(coder), std::move(info),     std::move(lacks)};
}

// One language's place: loaded by the first thread that needs it, the others wait.
struct Slot {
  explicit Slot(Result<fs::path> p) : path(std::move(p)) {}
  Result<fs::path> path;
  std::once_flag once;
  std::optional<Result<Chain>> chain;
};

// A paragraph's first words, for a message.
std::string beginning_of(const text::Document& document, const text::Block& block) {
  constexpr uint32_t kBytes = 40;
  std::string_view words = slice(document.text, block.span);
  if (words.size() <= kBytes) return std::string(words);
  const size_t end = words.rfind(' ', kBytes);
  return std::string(words.substr(0, end == std::string_view::npos ? 0 : end)) + " …";
}

}  // namespace

struct Engine::Impl {
  Impl(Options o, text::DocumentBuilder b) : options(std::move(o)), builder(std::move(b)) {}

  Options options;
  text::DocumentBuilder builder;
  record::CoderInfo nothing;  // of articles that no model reads
  std::map<std::string, std::unique_ptr<Slot>, std::less<>> slots;
  mutable std::atomic<bool> broken = false;

  const Result<Chain>* chain(std::string_view language) const {
    const auto at = slots.find(language);
    if (at == slots.end()) return nullptr;
    Slot& slot = *at->second;
    std::call_once(slot.once, [&] {
      if (slot.path)
        slot.chain = load_chain(options, *slot.path, nothing.resources);
      else
        slot.chain.emplace(tl::unexpected(slot.path.error()));
      if (!*slot.chain) broken = true;
    });
    return &*slot.chain;
  }
  void code(const Chain& chain, Workspace& workspace, Coded& coded) const;
  void code_foreign(Workspace& workspace, Coded& coded) const;
};

Engine::Engine(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

const std::string& Engine::resources() const { return impl_->nothing.resources; }

Result<Engine> Engine::load(const Options& options) {
  auto impl = std::make_unique<Impl>(options, DEPECHE_TRY(text::DocumentBuilder::load(options.resources)));
  impl->nothing = {options.version, "", DEPECHE_TRY(fingerprint(options.resources, options.actors))};
  for (const auto& [language, path] : options.models) impl->slots.emplace(language, std::make_unique<Slot>(path));
  if (!options.model.empty()) {
    Chain chain = DEPECHE_TRY(load_chain(options, options.model, impl->nothing.resources));
    auto slot = std::make_unique<Slot>(options.model);
    const std::string language = chain.model.language();
    std::call_once(slot->once, [&] { slot->chain.emplace(std::move(chain)); });
    impl->slots.clear();
    impl->slots.emplace(language, std::move(slot));
  }
  return Engine(std::move(impl));
}

// Codes the blocks of a document that are read.
void Engine::Impl::code(const Chain& chain, Workspace& workspace, Coded& coded) const {
  const text::Document& document = coded.document;
  std::vector<ByteSpan> pieces;
  for (const text::Block& block : document.blocks) {
    if (text::is_read(block.kind)) pieces.push_back(block.span);
  }
  const nlp::Request request{document.text, pieces};
  coded.analysis = std::move(chain.model.annotate({&request, 1}, workspace.of_language[document.language])[0]);
  ground::join_sentences(document.text, coded.analysis);
  ground::Syntax syntax(document.text, coded.analysis, chain.grounder.grammar());
  syntax.raise_verbs([&](std::string_view infinitive) { return chain.coder.frames().has_verb(infinitive); });
  coded.mentions = chain.grounder.run(document, syntax);
  coded.statements = chain.voice.run(document, syntax, coded.mentions);
  coded.events = chain.coder.run(document, syntax, coded.mentions, coded.statements,
                                 options.coder.explain ? &coded.attempts : nullptr);
  if (options.coder.unknown)
    coded.unknown = code::unknown_words(syntax, coded.mentions, coded.statements, chain.coder.frames());
}

// Paragraphs in a language that another model reads are coded with that one, each language once; the others are told.
void Engine::Impl::code_foreign(Workspace& workspace, Coded& coded) const {
  std::map<std::string, bool> languages;  // of paragraphs; whether they are coded
  for (const text::Block& block : coded.document.blocks) {
    if (block.kind == text::BlockKind::Foreign) languages.emplace(block.language, false);
  }
  if (languages.empty()) return;
  const text::Document& document = coded.document;
  for (auto& [language, is_coded] : languages) {
    const Result<Chain>* const loaded = chain(language);
    if (!loaded || !*loaded) continue;
    Coded part;
    part.document = document;
    part.document.language = language;
    if (part.document.published.empty()) part.document.published = coded.mentions.published.date;
    for (text::Block& block : part.document.blocks) {
      const bool is_own = block.kind == text::BlockKind::Foreign && block.language == language;
      block.kind = is_own ? text::BlockKind::Paragraph : text::BlockKind::Residue;
    }
    code(**loaded, workspace, part);
    join(coded, std::move(part));
    is_coded = true;
  }
  for (const text::Block& block : document.blocks) {
    if (block.kind != text::BlockKind::Foreign) continue;
    coded.document.diagnostics.push_back(
        fmt::format("a paragraph is in '{}': {}: {}", block.language,
                    languages[block.language] ? "coded with the model of that language" : "passed over",
                    beginning_of(document, block)));
  }
}

Coded Engine::run(text::Article article, Workspace& workspace) const {
  Coded coded;
  if (article.language.empty()) article.language = impl_->options.language;
  const bool was_there = !article.duplicate_of.empty();
  coded.document = impl_->builder.run(std::move(article));
  coded.made_with = &impl_->nothing;
  text::Document& document = coded.document;
  const Result<Chain>* loaded = was_there ? nullptr : impl_->chain(document.language);
  if (!loaded || !*loaded) {
    std::string readable;
    for (const auto& [language, slot] : impl_->slots) readable += fmt::format(" '{}'", language);
    if (loaded) coded.fault = loaded->error();
    document.diagnostics.push_back(
        was_there ? "not coded again"
        : loaded  ? loaded->error().describe()
                  : fmt::format("the text is in '{}', what is read is{}: not coded", document.language, readable));
    if (const auto day = ground::parse_date(document.published)) {
      coded.mentions.published.date = ground::to_iso(*day);
      coded.mentions.published.basis = ground::DateBasis::Given;
      coded.mentions.published.confidence = 1;
    }
    return coded;
  }
  const Chain& chain = **loaded;
  coded.made_with = &chain.info;
  document.diagnostics.insert(document.diagnostics.end(), chain.lacks.begin(), chain.lacks.end());
  impl_->code(chain, workspace, coded);
  impl_->code_foreign(workspace, coded);
  return coded;
}

Result<void> Engine::load_languages() const {
  for (const auto& [language, slot] : impl_->slots) {
    if (const Result<Chain>* const loaded = impl_->chain(language); !*loaded) return tl::unexpected(loaded->error());
  }
  return {};
}

bool Engine::is_broken() const { return impl_->broken; }

record::Record Engine::record(const Coded& coded) const {
  return {coded.document, coded.analysis, coded.mentions, coded.statements, coded.events, *coded.made_with};
}

void Engine::run_all(text::Reader& reader, int threads, const std::function<bool(const Result<Coded>&)>& sink) const {
  const int n = threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  constexpr size_t kArticlesPerThread = 4;
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<size_t>(n));
  tbb::enumerable_thread_specific<Workspace> workspaces;
  std::atomic<bool> stopped = false;
  const auto read = tbb::make_filter<void, std::shared_ptr<Result<text::Article>>>(
      tbb::filter_mode::serial_in_order, [&](tbb::flow_control& flow) -> std::shared_ptr<Result<text::Article>> {
        std::optional<Result<text::Article>> next;
        if (!stopped) next = reader.next();
        if (!next) {
          flow.stop();
          return nullptr;
        }
        return std::make_shared<Result<text::Article>>(std::move(*next));
      });
  const auto code = tbb::make_filter<std::shared_ptr<Result<text::Article>>, std::shared_ptr<Result<Coded>>>(
      tbb::filter_mode::parallel, [&](const std::shared_ptr<Result<text::Article>>& article) {
        if (!*article) return std::make_shared<Result<Coded>>(tl::unexpected(article->error()));
        Coded coded = run(std::move(**article), workspaces.local());
        if (coded.fault) return std::make_shared<Result<Coded>>(tl::unexpected(std::move(*coded.fault)));
        return std::make_shared<Result<Coded>>(std::move(coded));
      });
  const auto write = tbb::make_filter<std::shared_ptr<Result<Coded>>, void>(
      tbb::filter_mode::serial_in_order, [&](const std::shared_ptr<Result<Coded>>& coded) {
        if (!stopped && !sink(*coded)) stopped = true;
      });
  tbb::parallel_pipeline(static_cast<size_t>(n) * kArticlesPerThread, read & code & write);
}

}  // namespace depeche::engine
