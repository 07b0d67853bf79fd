// Documents for tests of stages by themselves.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "text/document.h"

namespace depeche::test {

// Each line that is not empty is a paragraph.
inline text::Document paragraphs(std::string text, std::string published = "") {
  text::Document out;
  out.text = std::move(text);
  out.published = std::move(published);
  for (size_t begin = 0; begin < out.text.size();) {
    const size_t end = std::min(out.text.find('\n', begin), out.text.size());
    if (end > begin)
      out.blocks.push_back({{static_cast<uint32_t>(begin), static_cast<uint32_t>(end)}, text::BlockKind::Paragraph});
    begin = end + 1;
  }
  return out;
}

}  // namespace depeche::test
