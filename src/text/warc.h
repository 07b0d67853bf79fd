// The pages of a web archive (WARC 1.0 and 1.1), one at a time, from a stream; compressed members are unpacked below.
//
//   WarcReader warc;
//   while (std::optional<Result<WarcPage>> page = warc.next(stream, limit, "crawl.warc")) …
//
// Of records of other kinds nothing is kept. Memory holds one record. Internal to depeche::text.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "text/byte_stream.h"

namespace depeche::text {

struct WarcPage {
  std::string url, date;      // WARC-Target-URI; day of capture, ISO
  std::string type, charset;  // of the content: "text/html"; "" where not told
  std::string body;           // transfer and content encodings undone
};

bool looks_like_warc(std::string_view start);

class WarcReader {
 public:
  // The next record that holds an HTML page or a plain text, or what is wrong with one; nothing at the end. Records of
  // more than `limit` bytes are passed over with an error. A record whose header is no header is passed over up to the
  // next one.
  std::optional<Result<WarcPage>> next(ByteStream& stream, size_t limit, const std::string& name);

 private:
  int record_ = 0;
};

}  // namespace depeche::text
