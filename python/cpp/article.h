// Articles as the reader hands them on, opaque to Python but for their fields.
#pragma once

#include "text/article.h"

namespace depeche::python {

struct PyArticle {
  text::Article article;
};

}  // namespace depeche::python
