// Requests: an input is what a client sends, taken in two pieces that its first byte parts; then what its filters ask a
// store.
#include <algorithm>
#include <string>

#include "serve/http.h"
#include "serve/parameters.h"
#include "store/query.h"
#include "store/store.h"
#include "target.h"

namespace depeche::fuzz {

std::vector<std::string> seeds() {
  return {
      "\x10GET /api/v1/events?type=ASSAULT,AID&actor=RUS&text=a+%22b%22&from=2020-01&limit=5&cursor=2020-01-01~3 "
      "HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n",
      "\x20POST /api/v1/code HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
      "\x60PUT /a%2Fb HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\nT: u\r\n\r\n",
      "\x01GET /?actor=%3Dpolice/LBN&recipient=%3DSmith,%20John/&source=%3D/*&place=%3D HTTP/1.0\r\n\r\n",
      "\x01GET /?box=-10,170,10,-170&dyad=USA-RUS&min-confidence=0.5&place=%C3%A9&denied-by=x&status=alleged "
      "HTTP/1.0\r\n\r\n"};
}

}  // namespace depeche::fuzz

namespace {

depeche::store::Database& database() {
  static auto db = [] {
    const std::string path = (depeche::fuzz::scratch_folder() / "empty.db").string();
    auto ingest = depeche::store::Ingest::begin(path, "records", "{}");
    depeche::fuzz::require(ingest && ingest->finish(), "a store is made");
    return depeche::store::Database::open(path);
  }();
  depeche::fuzz::require(db.has_value(), "and opened");
  return *db;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace depeche;
  if (size == 0) return 0;
  const std::string input = fuzz::bytes_of(data + 1, size - 1);
  const serve::Limits limits{.target = 500, .head = 1000, .headers = 10, .body = 200};
  using State = serve::RequestParser::State;
  serve::RequestParser whole(limits), parted(limits);
  std::string bytes = input;
  const State state = whole.advance(bytes);
  const size_t cut = std::min<size_t>(data[0], input.size());
  std::string pieces = input.substr(0, cut);
  parted.advance(pieces);
  pieces += input.substr(cut);
  fuzz::require(parted.advance(pieces) == state, "a request is the same in pieces");
  if (state != State::Done) return 0;
  fuzz::require(parted.request().body == whole.request().body && pieces == bytes, "so is its body");
  fuzz::require(whole.request().body.size() <= limits.body, "a body is not longer than allowed");
  for (const std::string& s : whole.request().segments)
    fuzz::require(s != ".." && s.find('\0') == std::string::npos, "a path stays where it is");
  const auto asked = serve::read_parameters(whole.request().parameters, {"by"});
  if (!asked) return 0;
  store::Query query = asked->query;
  query.limit = 10;
  for (const auto of : {store::Query::Of::Events, store::Query::Of::Stories, store::Query::Of::Disputes}) {
    query.of = of;
    const auto answer = database().run(query, {.header = [](const auto&) {}, .row = [](const auto&) { return true; }});
    fuzz::require(answer || answer.error().code == Error::Code::InvalidArgument, "what is asked breaks no query");
  }
  if (const auto place = serve::read_cursor(asked->cursor))
    fuzz::require(serve::read_cursor(serve::to_cursor(*place)).has_value(), "a cursor can be read again");
  return 0;
}
