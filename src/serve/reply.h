// Answers and their headers: JSON, problems (RFC 9457), entity tags, gzip. Within this folder.
#pragma once

#include <string>

#include "base/error.h"
#include "serve/http.h"

namespace depeche::serve {

// What an address answers with as long as the store is the same.
struct Body {
  std::string type, bytes;
  std::string tag;     // of the entity, quoted
  std::string zipped;  // "": not worth it
  std::string file;    // to be saved under this name
  std::string caching = "no-cache";
};

// Fills in tag and zipped; level 0: not zipped.
Body make_body(std::string type, std::string bytes, int level);
bool takes_gzip(const Request& request);
// 304 where the client has it already, zipped where it takes that.
Response reply(const Body& body, const Request& request);
Response problem(int status, const std::string& detail);
// The status that an error of the library stands for.
int status_of(const Error& error);
// Headers of every answer.
void add_security(Response& response);

}  // namespace depeche::serve
