// One article as the input gives it, decoded but not yet looked into.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace depeche::text {

enum class PageKind {
  Article,
  Live,  // entries that come one by one while something goes on
  List,  // presents articles, is none
};

// Members have initialisers so that callers may name only those they give. Strings are well-formed UTF-8; "" where the
// input says nothing. Only `text` is required.
struct Article {
  std::string id = {};
  std::string title = {};  // "" where the input has no field for it: the text's own first block may then be the title
  std::string text = {};   // the body as given
  std::string url = {}, publisher = {}, author = {};
  std::string language = {};               // ISO 639-1
  bool page_tells_language = false;        // it is what a page says of itself, which may be wrong
  std::string published = {};              // ISO date: 2023, 2023-08 or 2023-08-15
  std::string extra = {};                  // unknown fields as JSON members: `"a": 1, "b": "x"`
  std::vector<std::string> left_out = {};  // blocks of a page that are not the report
  std::vector<std::string> captions = {};  // of a page's pictures, among them
  std::vector<std::string> headings = {};  // crossheads in the text, where a page marks them
  PageKind kind = PageKind::Article;
  std::string duplicate_of = {};  // id of an earlier article that is the same; "" where there is none
  std::vector<std::string> diagnostics = {};
  Where where = {};  // file and line it came from
};

// Adds a member to Article::extra.
void add_extra(Article& article, std::string_view name, std::string_view value);

}  // namespace depeche::text
