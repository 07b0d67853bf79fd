// One line of JSON Lines -> Article. Fields as the record's description names them; `date` and `lang` stand for
// `published` and `language`. Fields of other names are kept in Article::extra.
//
// A JsonArticleReader lends its scratch memory to each line; one to a thread.
#pragma once

#include <memory>
#include <string>

#include "base/error.h"
#include "text/article.h"

namespace depeche::text {

class JsonArticleReader {
 public:
  JsonArticleReader();
  JsonArticleReader(JsonArticleReader&&) noexcept;
  JsonArticleReader& operator=(JsonArticleReader&&) noexcept;
  ~JsonArticleReader();

  // Requires well-formed UTF-8. Errors carry `where`: no JSON object, no `text`, `text` that is empty or no string. A
  // known field of another type than it should have is left out and told in the diagnostics.
  [[nodiscard]] Result<Article> read(const std::string& line, const Where& where);

 private:
  struct Scratch;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace depeche::text
