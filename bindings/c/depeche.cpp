// What depeche.h promises, over engine::LineCoder. Nothing that C++ throws leaves this file.
#include <depeche.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <type_traits>
#include <utility>

#include "engine/line_coder.h"
#include "engine/places.h"

struct depeche_coder {
  depeche::engine::LineCoder coder;
};

namespace {

using namespace depeche;

// NULL where there is no memory for it.
char* copy_of(const std::string& text) {
  char* const copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy) std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

// What `work` returns; its Error, or what it threw, goes to `error`, and the answer is null.
template <class Work>
auto guarded(char** error, const Work& work) noexcept -> typename std::invoke_result_t<const Work&>::value_type {
  if (error) *error = nullptr;
  try {
    auto result = work();
    if (result) return *result;
    if (error) *error = copy_of(result.error().describe());
  } catch (const std::exception& thrown) {
    if (error) *error = strdup(thrown.what());
  } catch (...) {
    if (error) *error = strdup("an unknown fault");
  }
  return nullptr;
}

std::string text_of(const char* text) { return text ? text : ""; }

std::vector<std::string> languages_of(const char* list) {
  std::vector<std::string> languages;
  for (const char* at = list ? list : ""; *at != '\0';) {
    const size_t length = std::strcspn(at, ", ");
    if (length > 0) languages.emplace_back(at, length);
    at += length + (at[length] != '\0' ? 1 : 0);
  }
  return languages;
}

Result<depeche_coder*> open(const depeche_options& given) {
  engine::Options options =
      DEPECHE_TRY(engine::usual_options({.resources = text_of(given.resources),
                                         .model = text_of(given.model),
                                         .gazetteer = text_of(given.gazetteer),
                                         .actors = text_of(given.actors),
                                         .languages = languages_of(given.languages),
                                         .usual_resources = DEPECHE_RESOURCES_DIR,
                                         .advice = "fetch it with tools/fetch_models.sh, or name a file",
                                         .version = DEPECHE_VERSION}));
  options.language = text_of(given.language);
  if (!(given.min_confidence <= 1)) return fail(Error::Code::InvalidArgument, "min_confidence: at most 1");
  if (given.min_confidence != 0) options.coder.least_confidence = std::max(0.0, given.min_confidence);
  engine::LineCoder coder = DEPECHE_TRY(engine::LineCoder::open(options));
  return new depeche_coder{std::move(coder)};
}

}  // namespace

depeche_coder* depeche_open(const depeche_options* options, char** error) {
  return guarded(error, [&]() -> Result<depeche_coder*> {
    depeche_options known{};
    if (options) {
      if (options->size < sizeof(size_t)) return fail(Error::Code::InvalidArgument, "options: `size` is not set");
      std::memcpy(&known, options, std::min(options->size, sizeof known));
    }
    return open(known);
  });
}

char* depeche_code(const depeche_coder* coder, const char* article, size_t size, char** error) {
  return guarded(error, [&]() -> Result<char*> {
    if (!coder) return fail(Error::Code::InvalidArgument, "no coder");
    if (!article) return fail(Error::Code::InvalidArgument, "no article");
    char* const record = copy_of(DEPECHE_TRY(coder->coder.code_line(std::string(article, size), {"article", 1})));
    if (!record) throw std::bad_alloc();
    return record;
  });
}

void depeche_close(depeche_coder* coder) { delete coder; }
void depeche_free(char* string) { std::free(string); }
const char* depeche_version(void) { return DEPECHE_VERSION; }
