#include "serve/http.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace depeche::serve {
namespace {

bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

int hex_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// All of `text` as a number in `base`; false also where it is none or too large.
bool number_of(std::string_view text, int base, size_t& out) {
  if (text.empty() || hex_of(text[0]) < 0) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

Result<std::string> decode_percent(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_of(text[i + 1]) : -1, low = high < 0 ? -1 : hex_of(text[i + 2]);
      if (low < 0) return fail(Error::Code::InvalidArgument, "a % without two hexadecimal digits");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus) {
      c = ' ';
    }
    if (c == '\0') return fail(Error::Code::InvalidArgument, "a NUL");
    out += c;
  }
  if (utf8::first_invalid(out)) return fail(Error::Code::InvalidArgument, "not well-formed UTF-8");
  return out;
}

std::string encode_percent(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

Result<Pairs> parse_query(std::string_view query) {
  Pairs out;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(part.size() + 1, query.size()));
    if (part.empty()) continue;
    const size_t equals = std::min(part.find('='), part.size());
    auto name = decode_percent(part.substr(0, equals), true);
    if (!name) return fail(Error::Code::InvalidArgument, "the name of a parameter: " + name.error().message);
    auto value = decode_percent(part.substr(std::min(equals + 1, part.size())), true);
    if (!value) return fail(Error::Code::InvalidArgument, *name + ": " + value.error().message);
    out.emplace_back(std::move(*name), std::move(*value));
  }
  return out;
}

RequestParser::State RequestParser::refuse(int status, std::string reason) {
  status_ = status;
  reason_ = std::move(reason);
  return state_ = State::Bad;
}

bool RequestParser::wants_continue() { return std::exchange(expects_, false); }

RequestParser::State RequestParser::advance(std::string& bytes) {
  if (state_ != State::More) return state_;
  if (part_ == Part::Head) {
    // Some clients end bodies with an empty line.
    for (; bytes.starts_with("\r\n"); searched_ = 0) bytes.erase(0, 2);
    const size_t end = bytes.find("\r\n\r\n", searched_ > 3 ? searched_ - 3 : 0);
    searched_ = bytes.size();
    if (std::min(end, bytes.size()) > limits_->head) {
      return bytes.find("\r\n") > limits_->target ? refuse(414, "the address is too long")
                                                  : refuse(431, "the headers are too long");
    }
    if (end == std::string::npos) return State::More;
    if (head(std::string_view(bytes).substr(0, end + 2)) == State::Bad) return state_;
    bytes.erase(0, end + 4);
  }
  if (part_ == Part::Body) {
    const size_t taken = std::min(left_, bytes.size());
    request_.body.append(bytes, 0, taken);
    bytes.erase(0, taken);
    left_ -= taken;
    return left_ == 0 ? state_ = State::Done : State::More;
  }
  return chunks(bytes);
}

RequestParser::State RequestParser::head(std::string_view bytes) {
  const size_t end = bytes.find("\r\n");
  const std::string_view line = bytes.substr(0, end);
  const size_t first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return refuse(400, "no request line");
  const std::string_view method = line.substr(0, first), version = line.substr(last + 1),
                         target = line.substr(first + 1, last - first - 1);
  if (!is_token(method) || method.size() > 32) return refuse(400, "no method");
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return version.starts_with("HTTP/") ? refuse(505, "HTTP/1.1 is spoken here") : refuse(400, "no request line");
  if (target.size() > limits_->target) return refuse(414, "the address is too long");
  if (target.empty() || target[0] != '/') return refuse(400, "the address does not begin with /");
  if (std::any_of(target.begin(), target.end(), [](char c) { return c == ' ' || c == '#' || is_control(c); }))
    return refuse(400, "the address has a character that must be encoded");
  request_.method = std::string(method);
  request_.target = std::string(target);
  request_.keeps_alive = version == "HTTP/1.1";
  std::string_view path = request_.path().substr(1);
  for (;;) {
    const size_t slash = path.find('/');
    auto segment = decode_percent(path.substr(0, slash), false);
    if (!segment) return refuse(400, "the address has " + segment.error().message);
    if (*segment == "." || *segment == "..") return refuse(400, "the address has a segment of dots");
    request_.segments.push_back(std::move(*segment));
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  const size_t mark = request_.target.find('?');
  if (mark != std::string::npos) {
    auto parameters = parse_query(std::string_view(request_.target).substr(mark + 1));
    if (!parameters) return refuse(400, parameters.error().message);
    request_.parameters = std::move(*parameters);
  }
  return headers(bytes.substr(end + 2));
}

RequestParser::State RequestParser::headers(std::string_view lines) {
  int hosts = 0;
  while (!lines.empty()) {
    const size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end + 2);
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return refuse(400, "a header has no name");
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (std::any_of(value.begin(), value.end(), is_control)) return refuse(400, "a header has a control character");
    if (request_.headers.size() == limits_->headers) return refuse(431, "too many headers");
    std::string name = lower(line.substr(0, colon));
    if (name == "host") ++hosts;
    request_.headers.emplace_back(std::move(name), std::string(value));
  }
  if (hosts > 1 || (hosts == 0 && request_.keeps_alive)) return refuse(400, "one Host header is needed");
  const std::string connection = lower(request_.header("connection"));
  if (connection.find("close") != std::string::npos) request_.keeps_alive = false;
  if (connection.find("keep-alive") != std::string::npos) request_.keeps_alive = true;
  return lengths();
}

RequestParser::State RequestParser::lengths() {
  const auto count = [&](std::string_view name) {
    return std::count_if(request_.headers.begin(), request_.headers.end(),
                         [&](const auto& h) { return h.first == name; });
  };
  const auto sizes = count("content-length"), codings = count("transfer-encoding");
  if (sizes + codings > 1) return refuse(400, "the length of the body is told twice");
  part_ = Part::Body;
  if (codings == 1) {
    if (lower(request_.header("transfer-encoding")) != "chunked") return refuse(501, "that transfer coding is unknown");
    part_ = Part::ChunkSize;
  } else if (sizes == 1) {
    const std::string_view value = request_.header("content-length");
    if (value.find_first_not_of("0123456789") != std::string_view::npos || value.empty())
      return refuse(400, "Content-Length is no number");
    if (!number_of(value, 10, left_) || left_ > limits_->body) return refuse(413, "the body is too large");
  }
  expects_ = lower(request_.header("expect")) == "100-continue" && (left_ > 0 || part_ == Part::ChunkSize);
  return State::More;
}

RequestParser::State RequestParser::chunks(std::string& bytes) {
  size_t at = 0;  // what was taken is cut off once
  const auto end_of = [&](State state) {
    bytes.erase(0, at);
    return state_ = state;
  };
  constexpr size_t kLongestLine = 1024, kMostTrailers = 32;
  for (;;) {
    if (part_ == Part::ChunkData) {
      const size_t taken = std::min(left_, bytes.size() - at);
      request_.body.append(bytes, at, taken);
      at += taken;
      left_ -= taken;
      if (left_ > 0 || bytes.size() - at < 2) return end_of(State::More);
      if (bytes.compare(at, 2, "\r\n") != 0) return refuse(400, "a chunk is longer than it says");
      at += 2;
      part_ = Part::ChunkSize;
    }
    const size_t end = bytes.find("\r\n", at);
    if (std::min(end, bytes.size()) - at > kLongestLine) return refuse(400, "a line between chunks is too long");
    if (end == std::string::npos) return end_of(State::More);
    const std::string_view line = std::string_view(bytes).substr(at, end - at);
    at = end + 2;
    if (part_ == Part::Trailer) {
      if (line.empty()) return end_of(State::Done);
      if (++trailers_ > kMostTrailers) return refuse(431, "too many trailers");
      continue;
    }
    if (!number_of(trimmed(line.substr(0, line.find(';'))), 16, left_)) return refuse(400, "a chunk has no size");
    if (left_ > limits_->body - request_.body.size()) return refuse(413, "the body is too large");
    part_ = left_ == 0 ? Part::Trailer : Part::ChunkData;
  }
}

std::string_view reason_for(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return status < 500 ? "Refused" : "Internal Server Error";
  }
}

std::string to_bytes(const Response& response, bool keeps_alive, bool with_body) {
  std::string out = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_for(response.status));
  for (const auto& [name, value] : response.headers) out += fmt::format("{}: {}\r\n", name, value);
  if (!response.streams && response.status != 304) out += fmt::format("Content-Length: {}\r\n", response.body.size());
  out += keeps_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  if (with_body) out += response.body;
  return out;
}

}  // namespace depeche::serve
