#include "nlp/vectors.h"

#include <fmt/format.h>

#include <algorithm>

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
    const Bytes config = DEPECHE_TRY(package.read("vocab/vectors.cfg"));
    if (config.view().find("floret") != std::string_view::npos) {
      return fail(Error::Code::Unsupported, "floret vectors are not supported", {package.label("vocab/vectors.cfg")});
    }
  }
  // A package without vectors has an array of shape (0, 0) and no keys.
  auto table = package.table("vectors");
  Bytes keys;
  if (!table) {
    keys = DEPECHE_TRY(package.read("vocab/key2row"));
    MsgpackReader reader(keys.view(), package.label("vocab/key2row"));
    if (reader.map() == 0 && reader.ok()) return vectors;
  }
  size_t rows = 0;
  vectors.file_ = DEPECHE_TRY(package.read("vocab/vectors"));
  const size_t first =
      DEPECHE_TRY(read_npy_header(vectors.file_.view(), package.label("vocab/vectors"), vectors.width_, rows));
  vectors.rows_ = reinterpret_cast<const float*>(vectors.file_.data() + first);
  // The header's length is a multiple of 64 by custom; where it is not, the rows are copied.
  if (reinterpret_cast<uintptr_t>(vectors.rows_) % alignof(float) != 0) {
    vectors.file_ = Bytes(std::string(vectors.file_.view().substr(first)));
    vectors.rows_ = reinterpret_cast<const float*>(vectors.file_.data());
  }
  if (table) {
    ArrayReader in(table->view());
    if (vectors.row_of_.read(in, {}, [rows](uint64_t row) { return row < rows; })) {
      vectors.table_ = std::move(*table);
      return vectors;
    }
  }
  if (table) keys = DEPECHE_TRY(package.read("vocab/key2row"));
  MsgpackReader reader(keys.view(), package.label("vocab/key2row"));
  const uint32_t n = reader.map();
  FlatTable<StringId, uint64_t> row_of;
  row_of.reserve(std::min<size_t>(n, keys.size()));
  for (uint32_t i = 0; i < n && reader.ok(); ++i) {
    const StringId key = reader.unsigned_integer();
    const uint64_t row = reader.unsigned_integer();
    if (row >= rows) {
      reader.fail_here(fmt::format("row {} of {}", row, rows));
      break;
    }
    row_of.insert(key, row);
  }
  if (!reader.ok()) return reader.error();
  vectors.row_of_ = std::move(row_of).freeze();
  if (package.makes_pack()) {
    ArrayWriter out;
    vectors.row_of_.write(out);
    package.keep_table("vectors", Bytes(std::move(out).bytes()));
  }
  return vectors;
}

const float* Vectors::find(StringId key) const {
  const uint64_t* const row = row_of_.find(key);
  return row ? rows_ + *row * static_cast<size_t>(width_) : nullptr;
}

}  // namespace depeche::nlp
