#include "engine/engine.h"

#include <fmt/format.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>

#include <atomic>
#include <thread>

#include "engine/fingerprint.h"
#include "ground/grounder.h"
#include "ground/sentences.h"
#include "ground/syntax.h"
#include "text/builder.h"
#include "voice/voice.h"

namespace depeche::engine {

struct Engine::Impl {
  nlp::Model model;
  text::DocumentBuilder builder;
  ground::Grounder grounder;
  voice::Voice voice;
  code::Coder coder;
  record::CoderInfo info;
};

Engine::Engine(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Result<Engine> Engine::load(const Options& options) {
  nlp::Model model = DEPECHE_TRY(nlp::Model::open(options.model, options.packs));
  const std::string& language = model.language();
  text::DocumentBuilder builder = DEPECHE_TRY(text::DocumentBuilder::load(options.resources));
  ground::Grounder grounder = DEPECHE_TRY(ground::Grounder::load(options.resources, language, options.gazetteer));
  voice::Voice voice = DEPECHE_TRY(voice::Voice::load(options.resources, language));
  code::Coder coder = DEPECHE_TRY(code::Coder::load(options.resources, language, grounder.grammar(), options.coder));
  record::CoderInfo info{options.version, model.name() + " " + model.version(),
                         DEPECHE_TRY(fingerprint(options.resources))};
  return Engine(std::make_unique<const Impl>(Impl{std::move(model), std::move(builder), std::move(grounder),
                                                  std::move(voice), std::move(coder), std::move(info)}));
}

std::vector<std::string> Engine::diagnostics() const { return impl_->grounder.diagnostics(); }

Coded Engine::run(text::Article article, nlp::Workspace& workspace) const {
  Coded coded;
  coded.document = impl_->builder.run(std::move(article));
  text::Document& document = coded.document;
  std::vector<ByteSpan> pieces;
  if (document.language == impl_->model.language()) {
    for (const text::Block& block : document.blocks) {
      if (block.kind != text::BlockKind::Residue) pieces.push_back(block.span);
    }
  } else {
    document.diagnostics.push_back(fmt::format("the text is in '{}', the model reads '{}': not coded",
                                               document.language, impl_->model.language()));
  }
  const nlp::Request request{document.text, pieces};
  coded.analysis = std::move(impl_->model.annotate({&request, 1}, workspace)[0]);
  ground::join_sentences(document.text, coded.analysis);
  ground::Syntax syntax(document.text, coded.analysis, impl_->grounder.grammar());
  syntax.raise_verbs([&](std::string_view infinitive) { return impl_->coder.frames().has_verb(infinitive); });
  coded.mentions = impl_->grounder.run(document, syntax);
  coded.statements = impl_->voice.run(document, syntax, coded.mentions);
  coded.events = impl_->coder.run(document, syntax, coded.mentions, coded.statements);
  return coded;
}

record::Record Engine::record(const Coded& coded) const {
  return {coded.document, coded.analysis, coded.mentions, coded.statements, coded.events, impl_->info};
}

void Engine::run_all(text::Reader& reader, int threads, const std::function<bool(const Result<Coded>&)>& sink) const {
  const int n = threads > 0 ? threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  constexpr size_t kArticlesPerThread = 4;
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<size_t>(n));
  tbb::enumerable_thread_specific<nlp::Workspace> workspaces;
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
        return std::make_shared<Result<Coded>>(run(std::move(**article), workspaces.local()));
      });
  const auto write = tbb::make_filter<std::shared_ptr<Result<Coded>>, void>(
      tbb::filter_mode::serial_in_order, [&](const std::shared_ptr<Result<Coded>>& coded) {
        if (!stopped && !sink(*coded)) stopped = true;
      });
  tbb::parallel_pipeline(static_cast<size_t>(n) * kArticlesPerThread, read & code & write);
}

}  // namespace depeche::engine
