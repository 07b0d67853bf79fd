// The report on a page: which part of the tree is it, and its blocks.
//
//   auto rules = DEPECHE_TRY(text::PageRules::load("resources/page/main_text.toml"));
//   text::MainText main = rules.find(tree);   // main.text: paragraphs parted by blank lines
//
// Every block of text gets a weight: sentences count for, links and fragments against. The part of the tree whose
// blocks weigh most together is the report, whatever the page's make; what weighs nothing inside it is left out.
// Linear in the page. Immutable once loaded, safe to share by threads.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "text/html_tree.h"

namespace depeche::text {

struct MainText {
  std::string text;                   // "" where the page has no report
  std::vector<std::string> headings;  // crossheads in it
  std::vector<std::string> left_out;  // blocks of the page that are not the report, in order
  std::vector<std::string> captions;  // of pictures in or above it, among what is left out
  std::vector<std::string> above;     // short blocks between the title and the text: date, author
  int words = 0;                      // of the text
  // Titles in links in this part of the page, and the most blocks of prose that stand together there: how a page that
  // lists articles is told. Boxes named like entries of a live report.
  int link_titles = 0, most_together = 0, live_entries = 0;
  size_t node = 0;  // the part of the tree
};

class PageRules {
 public:
  [[nodiscard]] static Result<PageRules> load(const std::filesystem::path& file);
  PageRules(PageRules&&) noexcept;
  PageRules& operator=(PageRules&&) noexcept;
  ~PageRules();

  MainText find(const HtmlTree& tree) const;
  // The first full day in some words of a page, ISO; "" where there is none.
  std::string find_day(std::string_view words, std::string_view language) const;
  // Whether a title says that the page is a live report.
  bool is_live_title(std::string_view title) const;

  struct Impl;

 private:
  explicit PageRules(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace depeche::text
