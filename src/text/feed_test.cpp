// Feeds, archives and packed files, through the reader.
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "support/paths.h"
#include "text/html_tree.h"
#include "text/iso.h"
#include "text/reader.h"

namespace depeche::text {
namespace {

std::shared_ptr<const PageRules> rules() {
  auto loaded = PageRules::load(test::source_dir() / "resources/page/main_text.toml");
  return loaded ? std::make_shared<const PageRules>(std::move(*loaded)) : nullptr;
}

// Each article as "id|url|title|published|text", each fault as "! message".
std::vector<std::string> read(std::string bytes, size_t limit = 1'000'000) {
  std::vector<std::string> out;
  Reader reader = Reader::over(std::move(bytes), "in.x", {.pages = rules(), .max_article_bytes = limit});
  while (const auto piece = reader.next()) {
    if (*piece)
      out.push_back((*piece)->id + "|" + (*piece)->url + "|" + (*piece)->title + "|" + (*piece)->published + "|" +
                    (*piece)->text);
    else
      out.push_back("! " + piece->error().describe());
  }
  return out;
}

std::string gzip(const std::string& bytes) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string zstandard(const std::string& bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 1));
  return out;
}

using Strings = std::vector<std::string>;
const std::string kPage =
    "<!DOCTYPE html><h1>Un titre</h1><p>Le ministre a reçu mardi une délégation venue du nord du pays, qui demande "
    "depuis des mois "
    "la fin du blocus de la ville et le départ des soldats.</p>";
const std::string kText =
    "Le ministre a reçu mardi une délégation venue du nord du pays, qui demande depuis des mois la fin du blocus de la "
    "ville et le "
    "départ des soldats.";

TEST(Feeds, Rss) {
  EXPECT_EQ(
      read("<?xml version=\"1.0\"?><!-- a --><rss version=\"2.0\" xmlns:content=\"c\"><channel><title>Site</title>"
           "<language>fr</language><item><title>Un &amp; deux</title><link>https://a.fr/1</link><guid>g1</guid>"
           "<pubDate>Tue, 5 Mar 2024 10:00:00 GMT</pubDate><description>Court.</description>"
           "<content:encoded><![CDATA[<p>Un texte.</p><div>Un <b>autre</b></div>suite]]></content:encoded></item>"
           "<item><title>Vide</title></item><item><description>&lt;p&gt;Reste&lt;/p&gt;</description></item></"
           "channel></rss>"),
      (Strings{"g1|https://a.fr/1|Un & deux|2024-03-05|Un texte.\n\nUn autre\n\nsuite", "in:2||||Reste"}));
  EXPECT_EQ(read("<rdf:RDF xmlns=\"r\"><channel><title>S</title></channel><item><title>T</title><link>u</link>"
                 "<dc:date>2020-01-02T00:00:00Z</dc:date><description>Texte.</description></item></rdf:RDF>"),
            (Strings{"u|u|T|2020-01-02|Texte."}));
}

TEST(Feeds, Atom) {
  EXPECT_EQ(read("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"fr\"><title>S</title><entry><title "
                 "type=\"html\">A &lt;i&gt;b&lt;/i&gt;"
                 "</title><id>i</id><link rel=\"self\" href=\"s\"/><link rel=\"alternate\" "
                 "href=\"https://a.fr\"/><updated>2021-02-03T00:00:00Z"
                 "</updated><author><name>N</name></author><content type=\"xhtml\"><div "
                 "xmlns=\"x\"><p>Un.</p><p>Deux.</p></div></content>"
                 "</entry></feed>"),
            (Strings{"i|https://a.fr|A b|2021-02-03|Un.\n\nDeux."}));
}

TEST(Feeds, Json) {
  EXPECT_EQ(read("{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"S\",\n \"items\": [{\"id\": \"1\", "
                 "\"url\": \"u\", "
                 "\"title\": \"T\", \"date_published\": \"2020-01-02T03:04:05Z\", \"content_html\": \"<p>Un.</p>\"}, "
                 "{\"id\": \"2\"}]}"),
            (Strings{"1|u|T|2020-01-02|Un."}));
}

TEST(Feeds, Broken) {
  for (const char* const feed :
       {"<rss><channel><item><description>a</rss>", "<rss></rss>", "<feed", "<rss><channel/></rss>",
        "{\"version\": \"https://jsonfeed.org/version/1\"}", "{\"version\": \"https://jsonfeed.org/version/1\",",
        "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [1, {}]}"}) {
    const Strings out = read(feed);
    ASSERT_EQ(out.size(), 1u) << feed;
    EXPECT_TRUE(out[0].starts_with("! in.x")) << out[0];
  }
  // Entities are neither fetched nor blown up.
  const Strings out = read(
      "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y \"&x;&x;\">]><rss><channel><item>"
      "<description>a &x; &y; b</description></item></channel></rss>");
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].find("root"), std::string::npos);
}

std::string record(const std::string& kind, const std::string& type, const std::string& block) {
  return "WARC/1.0\r\nWARC-Type: " + kind +
         "\r\nWARC-Target-URI: https://a.fr/1\r\nWARC-Date: 2020-01-02T03:04:05Z\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
}

std::string response(const std::string& headers, const std::string& body) {
  return record("response", "application/http; msgtype=response", "HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\n" + body);
}

TEST(Archives, Pages) {
  const std::string info = record("warcinfo", "application/warc-fields", "software: x\r\n");
  const std::string html = "Content-Type: text/html; charset=utf-8";
  const std::string wanted = "|https://a.fr/1|Un titre||" + kText;
  EXPECT_EQ(read(info + response(html, kPage) + response("Content-Type: image/png", "\x89PNG") + response(html, kPage)),
            (Strings{"in:1" + wanted, "in:2" + wanted}));
  EXPECT_EQ(read(gzip(info) + gzip(response(html, kPage)) + gzip(response(html, kPage))),
            (Strings{"in:1" + wanted, "in:2" + wanted}));
  EXPECT_EQ(read(zstandard(info) + zstandard(response(html, kPage))), (Strings{"in:1" + wanted}));
  EXPECT_EQ(read(response(html + "\r\nContent-Encoding: gzip", gzip(kPage))), (Strings{"in:1" + wanted}));
  std::string sized = "a\r\n" + kPage.substr(0, 10) + "\r\n";
  char size[16];
  std::snprintf(size, sizeof size, "%zx", kPage.size() - 10);
  sized += std::string(size) + ";x=y\r\n" + kPage.substr(10) + "\r\n0\r\n\r\n";
  EXPECT_EQ(read(response(html + "\r\nTransfer-Encoding: chunked", sized)), (Strings{"in:1" + wanted}));
  EXPECT_EQ(read(record("conversion", "text/plain", "Un texte.")), (Strings{"in:1|https://a.fr/1|||Un texte."}));
}

TEST(Archives, BrokenRecordsAmongGoodOnes) {
  const std::string good = response("Content-Type: text/html", kPage);
  Strings out = read("WARC/1.0\r\nWARC-Type: response\r\n\r\n" + good);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0], "! in.x: record 1: no Content-Length");
  EXPECT_TRUE(out[1].starts_with("in:1|"));
  out = read(response("Content-Type: text/html", "<html><a href=/>x</a>") + good);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_NE(out[0].find("https://a.fr/1: no report"), std::string::npos);
  out = read(good + good.substr(0, good.size() / 2));
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[1], "! in.x: record 2: cut off");
  out = read(response("Content-Type: text/html", std::string(5000, 'x')) + good, 1000);
  ASSERT_EQ(out.size(), 2u);
  EXPECT_NE(out[0].find("past the limit"), std::string::npos);
}

TEST(Packed, TextsAndLines) {
  const std::string lines = "{\"id\": \"a\", \"text\": \"Un.\"}\n{\"id\": \"b\", \"text\": \"Deux.\"}\n";
  EXPECT_EQ(read(gzip(lines)), (Strings{"a||||Un.", "b||||Deux."}));
  EXPECT_EQ(read(zstandard(lines)), (Strings{"a||||Un.", "b||||Deux."}));
  EXPECT_EQ(read(gzip("Un ") + gzip("texte.")), (Strings{"in||||Un texte."}));
  const std::string packed = gzip(lines);
  for (size_t size = 4; size < packed.size(); ++size) {
    const Strings out = read(packed.substr(0, size));
    ASSERT_FALSE(out.empty()) << size;
    EXPECT_TRUE(out.back().starts_with("! in.x")) << size << ": " << out.back();
  }
  std::string damaged = gzip(std::string(100'000, 'a') + lines);
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  EXPECT_TRUE(read(damaged).back().starts_with("! in.x"));
}

TEST(Columns, CsvAndTsv) {
  EXPECT_EQ(read("id,title,text,source\n1,Un,\"Le \"\"oui\"\", et\nle non.\",x\n\n2,Deux,Texte.,\n"),
            (Strings{"1||Un||Le \"oui\", et\nle non.", "2||Deux||Texte."}));
  EXPECT_EQ(read("Body;Date\r\nUn texte.;2020-01-02\r\n"), (Strings{"in:2|||2020-01-02|Un texte."}));
  EXPECT_EQ(read("url\ttext\nu\tIl dit \"non.\n"), (Strings{"in:2|u|||Il dit \"non."}));
  EXPECT_EQ(read("Le texte, le corps, le reste.\n\nUn texte.").size(), 1u);  // a text, no table
  Strings out = read("id,text\n1,a,b\n2,\n3,Un.\n4,\"Deux.\n5,x\n");
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(out[0], "! in.x:2: 3 cells, the first line has 2");
  EXPECT_EQ(out[1], "! in.x:3: 'text' is empty");
  EXPECT_EQ(out[2], "3||||Un.");
  EXPECT_EQ(out[3], "! in.x:5: a quotation mark opens here that is never closed");
  const auto folder = std::filesystem::path(testing::TempDir()) / ("depeche-columns-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.csv") << "id,text\n1,\"Open.\n";
  std::ofstream(folder / "b.csv") << "id,text\n2,Un.\n3,Deux.\n";
  Reader two({(folder / "a.csv").string(), (folder / "b.csv").string()});
  EXPECT_FALSE(*two.next());
  for (const char* const id : {"2", "3"}) {
    const auto article = two.next();
    ASSERT_TRUE(article && *article) << "what one table leaves open changes nothing in the next";
    EXPECT_EQ((*article)->id, id);
  }
  std::filesystem::remove_all(folder);
  Reader named = Reader::over("corps,text\nOui.,non\n", "in.csv", {.text_column = "Corps"});
  EXPECT_EQ((*named.next())->text, "Oui.");
  Reader missing = Reader::over("a,b\nx,y\n", "in.csv", {.text_column = "corps"});
  EXPECT_EQ(missing.next()->error().describe(), "in.csv: no column 'corps' in its first line");
  Reader alone = Reader::over("corps\nUn.\n\"Deux,\ntrois.\"\n", "in.csv", {.text_column = "corps"});
  EXPECT_EQ((*alone.next())->text, "Un.");
  EXPECT_EQ((*alone.next())->text, "Deux,\ntrois.");
  // By its name a table: then a text is not what it is.
  for (const char* const name : {"in.csv", "in.TSV", "in.csv.gz"}) {
    const auto unnamed = Reader::over("a;b\nx;y\n", name).next();
    ASSERT_FALSE(*unnamed);
    EXPECT_NE(unnamed->error().message.find("name that of the texts"), std::string::npos);
  }
}

TEST(Encodings, TwiceEncoded) {
  const auto text = [](const std::string& bytes) {
    Reader reader = Reader::over(bytes, "in.x");
    return (*reader.next())->text;
  };
  EXPECT_EQ(text("L\u00E2\u20AC\u2122\u00C3\u00A9tat a \u00C3\u00A9t\u00C3\u00A9 pr\u00C3\u00A9venu \u00C3\u00A0 "
                 "No\u00C3\u00ABl."),
            "L\u2019\u00E9tat a \u00E9t\u00E9 pr\u00E9venu \u00E0 No\u00EBl.");
  EXPECT_EQ(text("S\u00C3O PAULO \u2014 l'\u00C9tat, \u00E9t\u00E9 \u00E0 No\u00EBl"),
            "S\u00C3O PAULO \u2014 l'\u00C9tat, \u00E9t\u00E9 \u00E0 No\u00EBl");
  EXPECT_EQ(text("Un signe : \u00C3\u00A9."), "Un signe : \u00C3\u00A9.");  // one alone may be meant
  // The no-break space of "\u00E0" has become a blank.
  EXPECT_EQ(text("\u00C3\u00A9t\u00C3\u00A9, d\u00C3\u00A9j\u00C3  \u00C3  No\u00C3\u00ABl"),
            "\u00E9t\u00E9, d\u00E9j\u00E0 \u00E0 No\u00EBl");
  EXPECT_EQ(text("\u00C3  et \u00C3  sont des lettres."), "\u00C3  et \u00C3  sont des lettres.");
}

TEST(Dates, OfMail) {
  EXPECT_EQ(iso_date("Tue, 5 Mar 2024 10:00:00 GMT"), "2024-03-05");
  EXPECT_EQ(iso_date("29 Feb 2024 10:00 +0100"), "2024-02-29");
  EXPECT_EQ(iso_date("30 Feb 2024"), "");
  EXPECT_EQ(iso_date("Tue, 5 Xyz 2024"), "");
  EXPECT_EQ(iso_date("Mon, "), "");
}

TEST(Markup, Paragraphs) {
  EXPECT_EQ(HtmlTree::parse("<div><p>a</p>b</div>c<br>d<br><br>e<script>f</script>").paragraphs(),
            "a\n\nb\n\nc\nd\n\ne");
}

}  // namespace
}  // namespace depeche::text
