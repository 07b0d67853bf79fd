#include "text/warc.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "base/resource.h"
#include "base/unicode.h"
#include "text/iso.h"
#include "text/unpack.h"

namespace depeche::text {
namespace {

constexpr size_t kMaxHeader = 1 << 16;

using Headers = std::map<std::string, std::string>;

using unicode::ascii_lower;

void add_header(std::string_view line, Headers& headers) {
  const size_t colon = line.find(':');
  if (colon != std::string_view::npos)
    headers.try_emplace(ascii_lower(trim(line.substr(0, colon))), trim(line.substr(colon + 1)));
}

std::string value(const Headers& headers, const char* name) {
  const auto at = headers.find(name);
  return at == headers.end() ? "" : at->second;
}

// "text/html; charset=utf-8" -> its two parts.
void read_type(std::string_view text, WarcPage& page) {
  page.type = ascii_lower(trim(text.substr(0, text.find(';'))));
  const std::string rest = ascii_lower(text);
  const size_t at = rest.find("charset=");
  if (at == std::string::npos) return;
  const size_t begin = rest.find_first_not_of("\"' ", at + 8);
  if (begin == std::string::npos) return;
  page.charset = rest.substr(begin, rest.find_first_of("\"'; ", begin) - begin);
}

// Chunks of "SIZE in hexadecimal digits, line end, bytes, line end". Stays as it is where it is none.
std::string without_chunks(std::string_view body) {
  std::string out;
  while (true) {
    const size_t line = body.find("\r\n");
    if (line == std::string_view::npos) break;
    size_t size = 0;
    int digits = 0;
    for (const char c : body.substr(0, line)) {
      if (!std::isxdigit(static_cast<unsigned char>(c)) || ++digits > 8) break;
      size =
          size * 16 + static_cast<size_t>(std::isdigit(static_cast<unsigned char>(c)) ? c - '0' : (c | 32) - 'a' + 10);
    }
    if (digits == 0) return out.empty() ? std::string(body) : out;
    body.remove_prefix(line + 2);
    if (size == 0) break;
    out += body.substr(0, size);
    body.remove_prefix(std::min(body.size(), size + 2));
  }
  return out;
}

// The message of an HTTP response: its body, the codings undone. "" and the fault where they cannot be.
std::string open_response(std::string_view message, size_t limit, WarcPage& page) {
  size_t end = message.find("\r\n\r\n"), skip = 4;
  if (end == std::string_view::npos) end = message.find("\n\n"), skip = 2;
  if (end == std::string_view::npos) return "an HTTP response without a header";
  Headers headers;
  std::string_view head = message.substr(0, end);
  while (!head.empty()) {
    const size_t line = std::min(head.find('\n'), head.size());
    add_header(head.substr(0, line), headers);
    head.remove_prefix(std::min(head.size(), line + 1));
  }
  read_type(value(headers, "content-type"), page);
  page.body = message.substr(end + skip);
  if (ascii_lower(value(headers, "transfer-encoding")).find("chunked") != std::string::npos)
    page.body = without_chunks(page.body);
  const std::string coding = ascii_lower(value(headers, "content-encoding"));
  if (auto unpacker = Unpacker::of(page.body)) {
    std::string plain;
    for (size_t at = 0; at < page.body.size(); at += kPackedPiece) {
      std::string fault = unpacker->unpack(std::string_view(page.body).substr(at, kPackedPiece), plain);
      if (!fault.empty()) return fault;
      if (plain.size() > limit) return fmt::format("past the limit of {} bytes when unpacked", limit);
    }
    page.body = std::move(plain);
  } else if (coding == "br" || coding == "deflate" || coding == "compress") {
    return fmt::format("packed as '{}', which is not read here", coding);
  }
  return "";
}

}  // namespace

bool looks_like_warc(std::string_view start) { return start.starts_with("WARC/0.") || start.starts_with("WARC/1."); }

std::optional<Result<WarcPage>> WarcReader::next(ByteStream& stream, size_t limit, const std::string& name) {
  std::string line;
  while (true) {
    const auto piece = stream.read_line(kMaxHeader, line);
    if (piece == ByteStream::Piece::End) return std::nullopt;
    if (piece == ByteStream::Piece::TooLong || !looks_like_warc(line)) continue;
    ++record_;
    const auto bad = [&](std::string message) -> std::optional<Result<WarcPage>> {
      return fail(Error::Code::Malformed, fmt::format("record {}: {}", record_, message), {name});
    };
    Headers headers;
    for (int lines = 0; stream.read_line(kMaxHeader, line) == ByteStream::Piece::Read && lines < 1000; ++lines) {
      if (trim(line).empty()) break;
      add_header(line, headers);
    }
    const auto length = parse_number<uint64_t>(value(headers, "content-length"));
    if (!length) return bad("no Content-Length");
    const std::string kind = ascii_lower(value(headers, "warc-type"));
    WarcPage page;
    page.url = value(headers, "warc-target-uri");
    if (page.url.starts_with('<') && page.url.ends_with('>')) page.url = page.url.substr(1, page.url.size() - 2);
    page.date = iso_date(value(headers, "warc-date"));
    read_type(value(headers, "content-type"), page);
    const bool response = kind == "response" && page.type == "application/http";
    const bool text = (kind == "resource" || kind == "conversion") && page.type.starts_with("text/");
    if (!response && !text) {
      if (stream.take(*length, nullptr) < *length) return bad("cut off");
      continue;
    }
    if (*length > limit) {
      stream.take(*length, nullptr);
      return bad(fmt::format("{} bytes, past the limit of {}", *length, limit));
    }
    std::string block;
    if (stream.take(*length, &block) < *length) return bad("cut off");
    if (response) {
      if (std::string fault = open_response(block, limit, page); !fault.empty()) return bad(std::move(fault));
    } else {
      page.body = std::move(block);
    }
    if (page.type == "text/html" || page.type == "application/xhtml+xml" || page.type == "text/plain") return page;
  }
}

}  // namespace depeche::text
