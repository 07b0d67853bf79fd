// Requests as bytes -> struct, responses as struct -> bytes: HTTP/1.1 without a socket.
//
//   RequestParser parser(limits);
//   while (parser.advance(received) == RequestParser::State::More) read_on(received);
//   if (parser.state() == RequestParser::State::Done) handle(parser.request());
//   else refuse(parser.status());   // 400, 413, 414, 431, 501, 505
//
// What is said in two ways is refused, not guessed: two lengths, folded headers, bare line feeds, a length and chunks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace depeche::serve {

struct Limits {
  size_t target = 8192, head = 16 * 1024, headers = 100, body = 1 << 20;  // bytes, but for the number of headers
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method, target;         // as sent
  std::vector<std::string> segments;  // of the path, each decoded: "/a%2Fb/c" is {"a/b", "c"}
  Pairs parameters;                   // of the query, decoded, in order
  Pairs headers;                      // names in lower case
  std::string body, peer;
  bool keeps_alive = true;

  // "" where there is none.
  std::string_view header(std::string_view lower_case_name) const;
  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
};

struct Response {
  int status = 200;
  Pairs headers;
  std::string body;
  bool streams = false;  // the connection stays, for what comes later
};

class RequestParser {
 public:
  enum class State { More, Done, Bad };
  explicit RequestParser(const Limits& limits) : limits_(&limits) {}
  // Takes from the front of `bytes` what belongs to this request; what is left is the next one's. Total.
  State advance(std::string& bytes);
  State state() const { return state_; }
  Request& request() { return request_; }
  int status() const { return status_; }  // of the refusal
  const std::string& reason() const { return reason_; }
  bool has_begun(const std::string& bytes) const { return part_ != Part::Head || !bytes.empty(); }
  bool is_in_body() const { return part_ != Part::Head; }
  // Whether the client waits for a word before it sends the body; true once.
  bool wants_continue();

 private:
  enum class Part { Head, Body, ChunkSize, ChunkData, Trailer };
  State refuse(int status, std::string reason);
  State head(std::string_view bytes);
  State headers(std::string_view lines);
  State lengths();
  State chunks(std::string& bytes);

  const Limits* limits_;
  Request request_;
  Part part_ = Part::Head;
  State state_ = State::More;
  size_t searched_ = 0, left_ = 0, trailers_ = 0;
  int status_ = 0;
  bool expects_ = false;
  std::string reason_;
};

// "%C3%A9+a" -> bytes, well-formed UTF-8 without NUL. `plus`: + is a space.
[[nodiscard]] Result<std::string> decode_percent(std::string_view text, bool plus);
std::string encode_percent(std::string_view text);
// "a=1&b=%20": InvalidArgument names the parameter at fault.
[[nodiscard]] Result<Pairs> parse_query(std::string_view query);

std::string_view reason_for(int status);
// Status line, headers, blank line, and for methods but HEAD the body.
std::string to_bytes(const Response& response, bool keeps_alive, bool with_body);

}  // namespace depeche::serve
