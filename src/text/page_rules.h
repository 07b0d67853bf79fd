// What resources/page/main_text.toml says, ready for use. Internal to depeche::text.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "text/html_tree.h"
#include "text/main_text.h"
#include "text/page_date.h"

struct pcre2_real_code_8;

namespace depeche::text {

struct Weights {
  double sentence_words = 0, paragraph = 0, fragment = 0, links = 0, link_word = 0, most_links = 0, heading = 0,
         item = 0, report_factor = 0, report_bonus = 0, least = 0, teaser_words = 0;
};

// What the names of a box make of it.
enum class BoxKind : uint8_t {
  Nothing,
  Foreign,  // comments, consent and the like: never the report, even where it is longer
  Never,    // no part of the report, unless the most of a page's prose is in it: such names are used loosely
  Caption,
  Report,
};

struct PageRules::Impl {
  struct FreeCode {
    void operator()(pcre2_real_code_8* code) const;
  };
  using Code = std::unique_ptr<pcre2_real_code_8, FreeCode>;

  Code foreign, never, caption, report, live, live_title;
  Months months;
  Weights weights;
  uint64_t number = 0;  // of these rules among all that were loaded

  // What the class, id, role and itemprop of each node make of it, and which are named like an entry of a live report.
  struct Names {
    std::vector<BoxKind> kinds;
    std::vector<char> live;
  };
  Names names(const HtmlTree& tree) const;
};

}  // namespace depeche::text
