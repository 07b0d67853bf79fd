// Articles in, records out, from any thread: what the bindings to other languages and the stream stand on.
//
//   auto coder = DEPECHE_TRY(engine::LineCoder::open(options));
//   std::string record = DEPECHE_TRY(coder.code_line(R"({"id": "a", "text": …})", {"input", 1}));
//
// The bytes are those of `depeche code --format jsonl`. All models are loaded by open(). Safe to share by threads: at
// most as many work at once as there are processors, the others wait, which bounds memory. Safe over fork(): the child
// begins with scratch memory of its own.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/error.h"
#include "engine/engine.h"
#include "text/article.h"

namespace depeche::engine {

class LineCoder {
 public:
  // Fails where the model of one of the languages is not there or cannot be read.
  [[nodiscard]] static Result<LineCoder> open(const Options& options);
  LineCoder(LineCoder&&) noexcept;
  ~LineCoder();

  // `line`: an article as JSON Lines have it. One without an id gets `FILE:LINE` of `where`.
  [[nodiscard]] Result<std::string> code_line(const std::string& line, const Where& where) const;
  [[nodiscard]] Result<std::string> code(text::Article article) const;
  const Engine& engine() const;

 private:
  struct Impl;
  explicit LineCoder(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace depeche::engine
