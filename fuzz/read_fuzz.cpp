// Any bytes -> articles -> documents: texts, pages, feeds, archives, JSON Lines, CSV, zip, in any encoding.
#include "base/utf8.h"
#include "support/paths.h"
#include "target.h"
#include "text/builder.h"
#include "text/reader.h"

namespace depeche::fuzz {

namespace {

// A zip archive with a text and a page, in hexadecimal digits.
constexpr std::string_view kZip =
    "504b030414000000000000002100baf65e2c090000000900000005000000612e747874556e2074657874652e504b03041400"
    "000008000000210078366c172b0000004a00000008000000622f632e68746d6cb3c928c9cdb1b329b00bcd532849ad284955"
    "48495528c8292dce4c2d2d2a56c8cd2f29d6b3d12f20420500504b0102140314000000000000002100baf65e2c0900000009"
    "000000050000000000000000000000800100000000612e747874504b010214031400000008000000210078366c172b000000"
    "4a00000008000000000000000000000080012c000000622f632e68746d6c504b05060000000002000200690000007d000000"
    "0000";

std::string zip_archive() {
  std::string out;
  for (size_t at = 0; at + 1 < kZip.size(); at += 2)
    out += static_cast<char>(std::stoi(std::string(kZip.substr(at, 2)), nullptr, 16));
  return out;
}

}  // namespace

std::vector<std::string> seeds() {
  std::vector<std::string> out;
  for (const char* const folder : {"examples", "tests/golden"}) {
    for (const auto& entry : std::filesystem::directory_iterator(test::source_dir() / folder))
      if (entry.is_regular_file()) out.push_back(file_bytes(entry.path()));
  }
  out.push_back(
      "<!DOCTYPE html><html lang=fr><head><meta charset=iso-8859-1><title>Un accord | Le Site</title><script type="
      "\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2020-02-03\", \"author\": [{\"name\": "
      "\"A\"}]}</script></head><body><nav><a href=/>Accueil</a></nav><article class=story><h1>Un accord</h1><p>Le "
      "ministre a "
      "sign\xE9 mardi un accord avec ses deux voisins du nord, selon un porte-parole.<br><br>La suite est attendue "
      "dans la "
      "semaine, a-t-il dit devant la presse de la "
      "capitale.</p><ul><li>A</ul><table><tr><td>x</table></article></body>");
  out.push_back(
      "<rss><channel><title>S</title><item><title>T</title><pubDate>Tue, 5 Mar 2024 10:00:00 GMT</pubDate><description>"
      "&lt;p&gt;Un texte.&lt;/p&gt;</description></item></channel></rss>");
  out.push_back(
      "<feed xml:lang=\"fr\"><entry><id>1</id><link href=\"u\"/><content type=\"xhtml\"><div><p>Un "
      "texte.</p></div></content></entry></feed>");
  out.push_back("id;title;text\n1;\"a \"\"b\"\";\"Un\ntexte.\"\n2;x\n");
  out.push_back(R"({"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_html": "<p>a</p>"}]})");
  out.push_back(
      "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: u\r\nContent-Type: application/http\r\nContent-Length: "
      "90\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n<p>Un "
      "te\r\n0\r\n\r\n\r\n\r\n");
  out.push_back(std::string("\x1F\x8B\x08\0\0\0\0\0\0\x03\x0B\xCD\x53\x28\x49\xAD\x28\x29\x2D\x4A\xD5\x03\0", 23));
  out.push_back(zip_archive());
  out.push_back("\xFF\xFEL\0a\0 \0F\0r\0a\0n\0c\0e\0");
  out.push_back("Il a d\xE9nonc\xE9 l'accord.");
  out.push_back(
      R"({"id": 7, "text": "Il a dit \u00ab non \u00bb.", "date": "2020-02-30", "language": "fr", "x": [{}]})");
  return out;
}

}  // namespace depeche::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace depeche;
  static const auto builder = text::DocumentBuilder::load(test::source_dir() / "resources");
  fuzz::require(builder.has_value(), "the resources load");
  static const auto rules = text::PageRules::load(test::source_dir() / "resources/page/main_text.toml");
  fuzz::require(rules.has_value(), "the rules for pages load");
  static const std::shared_ptr<const text::PageRules> pages(&*rules, [](const text::PageRules*) {});
  text::Reader reader = text::Reader::over(fuzz::bytes_of(data, size), "input",
                                           {.pages = pages, .find_duplicates = true, .max_article_bytes = 100'000});
  while (auto article = reader.next()) {
    if (!*article) {
      fuzz::require(!article->error().describe().empty(), "an error says what is wrong");
      continue;
    }
    const text::Document document = builder->run(std::move(**article));
    fuzz::require(!utf8::first_invalid(document.text), "a document is UTF-8");
    uint32_t end = 0;
    for (const text::Block& block : document.blocks) {
      fuzz::require(block.span.begin >= end && block.span.end >= block.span.begin, "blocks are in order");
      end = block.span.end;
    }
    fuzz::require(end <= document.text.size(), "blocks lie in the text");
    utf8::CodePointMap(document.text).at(end);
  }
  return 0;
}
