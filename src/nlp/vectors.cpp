#include "nlp/vectors.h"

#include <fmt/format.h>

#include <cstring>

#include "base/resource.h"
#include "nlp/msgpack.h"

namespace depeche::nlp {
namespace {

// Where the rows of an npy file begin, version 1, '<f4', C order: its header is a Python literal of fixed make.
Result<size_t> read_npy_header(std::string_view bytes, const std::string& file, int& width, size_t& rows) {
  const auto bad = [&file](std::string what) { return fail(Error::Code::Malformed, std::move(what), {file}); };
  if (bytes.size() < 10 || bytes.compare(0, 6, "\x93NUMPY", 6) != 0) return bad("not an npy file");
  const size_t header = static_cast<unsigned char>(bytes[8]) | static_cast<size_t>(static_cast<unsigned char>(bytes[9]))
                                                                   << 8;
  if (bytes.size() < 10 + header) return bad("the npy header is cut off");
  const std::string_view text(bytes.data() + 10, header);
  if (text.find("'<f4'") == std::string_view::npos || text.find("'fortran_order': False") == std::string_view::npos) {
    return fail(Error::Code::Unsupported, fmt::format("array of another type: {}", trim(text)), {file});
  }
  const size_t open = text.find('('), close = text.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return bad("no shape");
  const auto extents = split(text.substr(open + 1, close - open - 1), ',');
  const auto n = extents.size() == 2 ? parse_number<uint32_t>(extents[0]) : std::nullopt;
  const auto m = extents.size() == 2 ? parse_number<uint32_t>(extents[1]) : std::nullopt;
  if (!n || !m || *m == 0 || *m > 4096) return bad(fmt::format("impossible shape: {}", trim(text)));
  if (bytes.size() - 10 - header != uint64_t{*n} * *m * sizeof(float)) {
    return bad(fmt::format("shape wants {} x {} floats, data has {} bytes", *n, *m, bytes.size() - 10 - header));
  }
  width = static_cast<int>(*m);
  rows = *n;
  return 10 + header;
}

}  // namespace

Result<Vectors> Vectors::load(const Package& package) {
  Vectors vectors;
  if (!package.has("vocab/vectors") || !package.has("vocab/key2row")) return vectors;
  if (package.has("vocab/vectors.cfg")) {
    const std::string config = DEPECHE_TRY(package.read("vocab/vectors.cfg"));
    if (config.find("floret") != std::string::npos) {
      return fail(Error::Code::Unsupported, "floret vectors are not supported", {package.label("vocab/vectors.cfg")});
    }
  }
  const std::string keys = DEPECHE_TRY(package.read("vocab/key2row"));
  MsgpackReader reader(keys, package.label("vocab/key2row"));
  const uint32_t n = reader.map();
  if (reader.ok() && n == 0) return vectors;
  size_t rows = 0;
  size_t size = 0;
  vectors.file_ = DEPECHE_TRY(package.read_aligned("vocab/vectors", size));
  char* const bytes = reinterpret_cast<char*>(vectors.file_.data());
  const size_t first =
      DEPECHE_TRY(read_npy_header({bytes, size}, package.label("vocab/vectors"), vectors.width_, rows));
  // The header's length is a multiple of 64 by custom; where it is not, the rows move to the front.
  if (first % sizeof(float) == 0)
    vectors.first_ = first / sizeof(float);
  else
    std::memmove(bytes, bytes + first, size - first);
  vectors.row_of_.reserve(n);
  for (uint32_t i = 0; i < n && reader.ok(); ++i) {
    const StringId key = reader.unsigned_integer();
    const uint64_t row = reader.unsigned_integer();
    if (row >= rows) {
      reader.fail_here(fmt::format("row {} of {}", row, rows));
      break;
    }
    vectors.row_of_.insert(key, static_cast<uint32_t>(row));
  }
  if (!reader.ok()) return reader.error();
  return vectors;
}

const float* Vectors::find(StringId key) const {
  const uint32_t* const row = row_of_.find(key);
  return row ? file_.data() + first_ + size_t{*row} * static_cast<size_t>(width_) : nullptr;
}

}  // namespace depeche::nlp
