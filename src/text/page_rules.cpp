// Pages of a site use the same names again and again: each thread remembers what they were found to mean.
#include "text/page_rules.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <string>
#include <unordered_map>

#include "base/toml_file.h"
#include "base/unicode.h"

namespace depeche::text {
namespace {

constexpr std::pair<const char*, double Weights::*> kWeights[] = {{"sentence_words", &Weights::sentence_words},
                                                                  {"paragraph", &Weights::paragraph},
                                                                  {"fragment", &Weights::fragment},
                                                                  {"links", &Weights::links},
                                                                  {"link_word", &Weights::link_word},
                                                                  {"most_links", &Weights::most_links},
                                                                  {"heading", &Weights::heading},
                                                                  {"item", &Weights::item},
                                                                  {"report_factor", &Weights::report_factor},
                                                                  {"report_bonus", &Weights::report_bonus},
                                                                  {"least", &Weights::least},
                                                                  {"teaser_words", &Weights::teaser_words}};

constexpr std::array<const char*, 4> kNames = {"class", "id", "role", "itemprop"};
constexpr size_t kMostRemembered = 20'000, kMostName = 300;

struct Meaning {
  BoxKind kind = BoxKind::Nothing;
  bool live = false;
};
struct Remembered {
  uint64_t rules = 0;
  std::unordered_map<std::string, Meaning> meanings;
};

}  // namespace

void PageRules::Impl::FreeCode::operator()(pcre2_real_code_8* code) const { pcre2_code_free(code); }

PageRules::PageRules(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
PageRules::PageRules(PageRules&&) noexcept = default;
PageRules& PageRules::operator=(PageRules&&) noexcept = default;
PageRules::~PageRules() = default;

Result<PageRules> PageRules::load(const std::filesystem::path& file) {
  const toml::table table = DEPECHE_TRY(read_toml(file));
  const auto bad = [&](std::string message, const toml::node* node) {
    return fail(Error::Code::Malformed, std::move(message),
                node ? toml_where(file.string(), node->source()) : Where{file.string()});
  };
  auto impl = std::make_unique<Impl>();
  for (const auto& [name, code] : {std::pair{"foreign", &impl->foreign}, std::pair{"never", &impl->never},
                                   std::pair{"caption", &impl->caption}, std::pair{"report", &impl->report},
                                   std::pair{"live", &impl->live}, std::pair{"live_title", &impl->live_title}}) {
    const toml::array* const words = table["words"][name].as_array();
    if (!words || words->empty()) return bad(fmt::format("no list words.{}", name), nullptr);
    std::string pattern;
    for (const toml::node& node : *words) {
      std::string word = node.value_or(std::string());
      const bool open = word.ends_with('*');
      if (open) word.pop_back();
      const bool right = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == ' ';
      });
      if (!right) return bad("a word is of the letters a to z, -, _ and blanks, with a * behind or not", &node);
      pattern += (pattern.empty() ? "" : "|") + word + (open ? "[a-z]*" : "");
    }
    // A title begins or ends with such words, and a mark parts them from the rest.
    pattern =
        code == &impl->live_title
            ? "^(?:" + pattern + ")\\s*[:.|,\\x{2013}\\x{2014}-]|[:.|,\\x{2013}\\x{2014}-]\\s*(?:" + pattern + ")$"
        : code == &impl->live ? "(?<![a-z_-])(?:" + pattern + ")(?![a-z_-])"
                              : "(?<![a-z])(?:" + pattern + ")(?![a-z])";
    int error = 0;
    size_t at = 0;
    code->reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                              PCRE2_CASELESS | (code == &impl->live_title ? PCRE2_UTF : 0), &error, &at, nullptr));
    if (!*code) return bad(fmt::format("words.{} makes no pattern", name), words);
    pcre2_jit_compile(code->get(), PCRE2_JIT_COMPLETE);
  }
  const toml::table* const months = table["months"].as_table();
  if (!months) return bad("no [months]", nullptr);
  for (const auto& [language, list] : *months) {
    const toml::array* const names = list.as_array();
    if (!names || names->size() != 12) return bad(fmt::format("months.{} is no list of twelve", language.str()), &list);
    for (size_t i = 0; i < 12; ++i) {
      const toml::array* const forms = names->get(i)->as_array();
      if (!forms) return bad("a month is a list of its names", names->get(i));
      for (const toml::node& form : *forms)
        impl->months.emplace(unicode::fold(form.value_or(std::string())), static_cast<int>(i + 1));
    }
  }
  for (const auto& [name, weight] : kWeights) {
    const auto value = table["weights"][name].value<double>();
    if (!value) return bad(fmt::format("no number weights.{}", name), table["weights"][name].node());
    impl->weights.*weight = *value;
  }
  static std::atomic<uint64_t> loaded = 0;
  impl->number = ++loaded;
  return PageRules(std::move(impl));
}

std::string PageRules::find_day(std::string_view words, std::string_view language) const {
  return text::find_day(words, impl_->months, language);
}

bool PageRules::is_live_title(std::string_view title) const {
  const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(pcre2_match_data_create(1, nullptr),
                                                                                  &pcre2_match_data_free);
  return pcre2_match(impl_->live_title.get(), reinterpret_cast<PCRE2_SPTR>(title.data()), title.size(), 0,
                     PCRE2_NO_UTF_CHECK, match.get(), nullptr) > 0;
}

PageRules::Impl::Names PageRules::Impl::names(const HtmlTree& tree) const {
  thread_local Remembered remembered;
  if (remembered.rules != number || remembered.meanings.size() > kMostRemembered) remembered = {number, {}};
  const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(pcre2_match_data_create(1, nullptr),
                                                                                  &pcre2_match_data_free);
  const size_t size = tree.nodes().size();
  Names out{std::vector<BoxKind>(size, BoxKind::Nothing), std::vector<char>(size)};
  std::string names;
  const auto found = [&](const Code& code) {
    return pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(names.data()), names.size(), 0, 0, match.get(),
                       nullptr) > 0;
  };
  for (size_t i = 0; i < size; ++i) {
    const HtmlTag tag = tree.nodes()[i].tag;
    if (tag == HtmlTag::Text || tag == HtmlTag::Break || shows_nothing(tag)) continue;
    names.clear();
    for (const char* const name : kNames) {
      const std::string_view value = tree.attribute(i, name);
      if (!value.empty()) (names += ' ') += value.substr(0, kMostName);
    }
    if (names.empty()) continue;
    auto at = remembered.meanings.find(names);
    if (at == remembered.meanings.end()) {
      const BoxKind kind = found(foreign)   ? BoxKind::Foreign
                           : found(never)   ? BoxKind::Never
                           : found(caption) ? BoxKind::Caption
                           : found(report)  ? BoxKind::Report
                                            : BoxKind::Nothing;
      at = remembered.meanings.emplace(names, Meaning{kind, found(live)}).first;
    }
    out.kinds[i] = at->second.kind;
    out.live[i] = at->second.live;
  }
  return out;
}

}  // namespace depeche::text
