#include "serve/http.h"

#include <gtest/gtest.h>

namespace depeche::serve {
namespace {

using State = RequestParser::State;

int refusal(std::string bytes, const Limits& limits = {}) {
  RequestParser parser(limits);
  return parser.advance(bytes) == State::Bad ? parser.status() : 0;
}

TEST(RequestParser, ReadsARequestAndLeavesTheNext) {
  const Limits limits;
  RequestParser parser(limits);
  std::string bytes =
      "POST /a%2Fb/c%20d?type=ASSAULT,AID&text=a+b%26c HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET / "
      "HTTP/1.1\r\n";
  ASSERT_EQ(parser.advance(bytes), State::Done);
  const Request& r = parser.request();
  EXPECT_EQ(r.method, "POST");
  EXPECT_EQ(r.segments, (std::vector<std::string>{"a/b", "c d"}));
  EXPECT_EQ(r.parameters, (Pairs{{"type", "ASSAULT,AID"}, {"text", "a b&c"}}));
  EXPECT_EQ(r.body, "abc");
  EXPECT_EQ(bytes, "GET / HTTP/1.1\r\n");
  EXPECT_TRUE(r.keeps_alive);
}

TEST(RequestParser, GivesTheSameByteByByte) {
  const std::string whole =
      "\r\n\r\nPUT /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\r\n!\r\n0\r\nX: "
      "y\r\n\r\n";
  const Limits limits;
  RequestParser parser(limits);
  std::string bytes;
  for (size_t i = 0; i < whole.size(); ++i) {
    bytes += whole[i];
    ASSERT_EQ(parser.advance(bytes), i + 1 == whole.size() ? State::Done : State::More) << i;
  }
  EXPECT_EQ(parser.request().body, "hello!");
  EXPECT_EQ(bytes, "");
}

TEST(RequestParser, RefusesWhatIsSaidTwiceOrNotAtAll) {
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\n\r\n"), 400) << "no Host";
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\n b: c\r\n\r\n"), 400) << "folded";
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost : a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /%2e%2E/etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("GET http://x/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(refusal("\x16\x03\x01\x02\r\n\r\n"), 400) << "TLS";
  EXPECT_EQ(refusal("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n"), 501);
  EXPECT_EQ(refusal("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"), 400);
  EXPECT_EQ(refusal("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"), 400);
}

TEST(RequestParser, RefusesWhatIsTooLarge) {
  const Limits limits{.target = 100, .head = 1000, .headers = 5, .body = 10};
  const std::string host = " HTTP/1.1\r\nHost: a\r\n";
  EXPECT_EQ(refusal("GET /" + std::string(200, 'a') + host + "\r\n", limits), 414);
  EXPECT_EQ(refusal("GET /" + std::string(2000, 'a'), limits), 414) << "before it has ended";
  EXPECT_EQ(refusal("GET /" + host + "X: " + std::string(2000, 'a'), limits), 431);
  EXPECT_EQ(refusal("GET /" + host + "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n\r\n", limits), 431);
  EXPECT_EQ(refusal("PUT /" + host + "Content-Length: 11\r\n\r\n", limits), 413) << "before it is sent";
  EXPECT_EQ(refusal("PUT /" + host + "Content-Length: 99999999999999999999999999\r\n\r\n", limits), 413);
  EXPECT_EQ(refusal("PUT /" + host + "Transfer-Encoding: chunked\r\n\r\nb\r\n", limits), 413);
  EXPECT_EQ(refusal("PUT /" + host + "Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\n", limits), 413);
  EXPECT_EQ(refusal("PUT /" + host + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", limits), 400);
  EXPECT_EQ(refusal("PUT /" + host + "Content-Length: 10\r\n\r\n", limits), 0);
}

TEST(RequestParser, KeepsConnectionsAsAsked) {
  const auto keeps = [](std::string bytes) {
    const Limits limits;
    RequestParser parser(limits);
    EXPECT_EQ(parser.advance(bytes), State::Done);
    return parser.request().keeps_alive;
  };
  EXPECT_TRUE(keeps("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(Percent, GoesBothWays) {
  const std::string all = "a/b?&=+ é\n%";
  EXPECT_EQ(decode_percent(encode_percent(all), true).value(), all);
  EXPECT_FALSE(decode_percent("%g0", false));
  EXPECT_FALSE(decode_percent("%", false));
  EXPECT_EQ(parse_query("&&a&b=&=c").value(), (Pairs{{"a", ""}, {"b", ""}, {"", "c"}}));
}

TEST(Response, IsWritten) {
  EXPECT_EQ(to_bytes({.status = 404, .headers = {{"A", "b"}}, .body = "xy"}, true, true),
            "HTTP/1.1 404 Not Found\r\nA: b\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nxy");
  EXPECT_EQ(to_bytes({.status = 304, .headers = {}, .body = ""}, false, true),
            "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
}

}  // namespace
}  // namespace depeche::serve
