#include "base/error.h"

namespace depeche {

std::string Error::describe() const {
  std::string out = where.file;
  if (where.line > 0) out += ":" + std::to_string(where.line);
  if (where.line > 0 && where.column > 0) out += ":" + std::to_string(where.column);
  if (where.byte >= 0) out += (out.empty() ? "byte " : ": byte ") + std::to_string(where.byte);
  if (!out.empty()) out += ": ";
  return out + message;
}

}  // namespace depeche
