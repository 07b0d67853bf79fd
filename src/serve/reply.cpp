#include "serve/reply.h"

#include <fmt/format.h>
#include <xxhash.h>
#include <zlib.h>

#include <string_view>

#include "record/json_writer.h"

namespace depeche::serve {
namespace {

std::string gzip(std::string_view bytes, int level) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16, kMemory = 8;
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) return "";
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return done == Z_STREAM_END ? out : "";
}

}  // namespace

bool takes_gzip(const Request& request) {
  const std::string_view accepted = request.header("accept-encoding");
  const size_t at = accepted.find("gzip");
  if (at == std::string_view::npos) return false;
  const std::string_view rest = accepted.substr(at + 4, accepted.find(',', at) - at - 4);
  return rest.find("q=0") == std::string_view::npos || rest.find("q=0.") != std::string_view::npos;
}

Body make_body(std::string type, std::string bytes, int level) {
  Body body;
  body.type = std::move(type);
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  body.tag = fmt::format("\"{:016x}{:016x}\"", hash.high64, hash.low64);
  constexpr size_t kWorthIt = 860;
  if (level > 0 && bytes.size() >= kWorthIt) body.zipped = gzip(bytes, level);
  body.bytes = std::move(bytes);
  return body;
}

Response reply(const Body& body, const Request& request) {
  Response response;
  const bool zipped = !body.zipped.empty() && takes_gzip(request);
  const std::string tag = zipped ? body.tag.substr(0, body.tag.size() - 1) + "-gz\"" : body.tag;
  response.headers = {{"ETag", tag}, {"Cache-Control", body.caching}, {"Vary", "Accept-Encoding"}};
  const std::string_view known = request.header("if-none-match");
  if (known == "*" || known.find(tag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", body.type);
  if (!body.file.empty())
    response.headers.emplace_back("Content-Disposition", fmt::format("attachment; filename=\"{}\"", body.file));
  if (zipped) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = zipped ? body.zipped : body.bytes;
  return response;
}

Response problem(int status, const std::string& detail) {
  Response response;
  response.status = status;
  response.headers = {{"Content-Type", "application/problem+json"}, {"Cache-Control", "no-store"}};
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"depeche\"");
  if (status == 429 || status == 503) response.headers.emplace_back("Retry-After", "1");
  record::JsonWriter json(response.body);
  json.begin('{').key("type").text("about:blank").key("title").text(reason_for(status)).key("status").number(status);
  json.key("detail").text(detail).end('}');
  return response;
}

int status_of(const Error& error) {
  switch (error.code) {
    case Error::Code::InvalidArgument:
      return 400;
    case Error::Code::NotFound:
      return 404;
    case Error::Code::Unreadable:
      return 503;
    default:
      return 500;
  }
}

void add_security(Response& response) {
  for (const auto& [name, value] :
       {std::pair("Content-Security-Policy",
                  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
        std::pair("X-Content-Type-Options", "nosniff"), std::pair("X-Frame-Options", "DENY"),
        std::pair("Referrer-Policy", "no-referrer"), std::pair("Cross-Origin-Opener-Policy", "same-origin"),
        std::pair("Cross-Origin-Resource-Policy", "same-origin"),
        std::pair("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")})
    response.headers.emplace_back(name, value);
}

}  // namespace depeche::serve
