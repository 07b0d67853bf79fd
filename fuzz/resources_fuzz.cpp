// The files that people edit. An input is the file's path below resources/, a newline, and what stands in it; all
// other files are as committed.
#include <algorithm>

#include "code/frames.h"
#include "code/ontology.h"
#include "ground/actors.h"
#include "ground/confidence.h"
#include "ground/names.h"
#include "ground/places.h"
#include "ground/syntax.h"
#include "ground/times.h"
#include "support/paths.h"
#include "target.h"
#include "text/builder.h"
#include "voice/voice.h"

namespace depeche::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files() {
  const fs::path root = test::source_dir() / "resources";
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file() && entry.path().extension() != ".md")
      out.push_back(entry.path().lexically_relative(root).generic_string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// A folder of links to the committed files, in which one file is another at a time.
class Copy {
 public:
  Copy() {
    for (const std::string& file : names_) link(file);
  }
  const fs::path& folder() const { return folder_; }
  bool has(const std::string& file) const { return std::binary_search(names_.begin(), names_.end(), file); }
  void replace(const std::string& file, std::string_view bytes) {
    fs::remove(folder_ / file);
    write_file(folder_ / file, bytes);
  }
  void link(const std::string& file) {
    fs::create_directories((folder_ / file).parent_path());
    fs::remove(folder_ / file);
    fs::create_symlink(fs::absolute(test::source_dir() / "resources" / file), folder_ / file);
  }

 private:
  std::vector<std::string> names_ = files();
  fs::path folder_ = scratch_folder() / "resources";
};

void load(const fs::path& resources, const std::string& file) {
  if (file.ends_with("transliteration.tsv")) {
    (void)ground::Transliteration::load(resources / file);
  } else if (file == "actors/confidence.tsv") {
    if (const auto confidence = ground::EntityConfidence::load(resources / file); confidence) {
      const double sure = confidence->of({});
      require(sure >= 0 && sure <= 1, "a confidence is a probability");
    }
  } else if (file.starts_with("actors/") || file == "fr/actors.toml") {
    (void)ground::ActorBook::load(resources, "fr");
  } else if (file.starts_with("places/")) {
    static const auto actors = ground::ActorBook::load(test::source_dir() / "resources", "fr");
    require(actors.has_value(), "the actors load");
    (void)ground::PlaceBook::load(resources, {}, "fr", *actors);
  } else if (file.starts_with("fr/time/")) {
    (void)ground::TimeTagger::load(resources, "fr");
  } else if (file.starts_with("fr/voice/")) {
    (void)voice::Voice::load(resources, "fr");
  } else if (file.find("/text/") != std::string::npos) {
    (void)text::DocumentBuilder::load(resources);
  } else if (file.starts_with("plover/")) {
    (void)code::Ontology::load(resources);
  } else if (file.ends_with("/grammar.toml")) {
    (void)ground::Grammar::load(resources / file);
  } else {
    static const auto grammar = ground::Grammar::load(test::source_dir() / "resources/fr/grammar.toml");
    require(grammar.has_value(), "the grammar loads");
    static const auto ontology = code::Ontology::load(test::source_dir() / "resources");
    require(ontology.has_value(), "the ontology loads");
    (void)code::Frames::load(resources, "fr", *ontology, *grammar);
  }
}

}  // namespace

std::vector<std::string> seeds() {
  std::vector<std::string> out;
  for (const std::string& file : files())
    out.push_back(file + '\n' + file_bytes(test::source_dir() / "resources" / file).substr(0, 20'000));
  return out;
}

}  // namespace depeche::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace depeche::fuzz;
  static Copy copy;
  const std::string input = bytes_of(data, size);
  const size_t newline = input.find('\n');
  if (newline == std::string::npos) return 0;
  const std::string file = input.substr(0, newline);
  if (!copy.has(file)) return 0;
  copy.replace(file, std::string_view(input).substr(newline + 1));
  load(copy.folder(), file);
  copy.link(file);
  return 0;
}
