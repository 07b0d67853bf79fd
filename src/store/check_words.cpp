// All texts are indexed once more beside the file: each word must stand in as many texts, as often, as in the file's
// own index.
#include "store/check_words.h"

#include <fmt/format.h>

namespace depeche::store {
namespace {

constexpr const char* kOnceMore = R"sql(
CREATE VIRTUAL TABLE temp.texts_anew USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2');
INSERT INTO temp.texts_anew (texts_anew, rank) VALUES ('hashsize', 16777216);
INSERT INTO temp.texts_anew (rowid, text) SELECT article, text FROM articles ORDER BY article;
CREATE VIRTUAL TABLE temp.words_there USING fts5vocab(main, texts, row);
CREATE VIRTUAL TABLE temp.words_anew USING fts5vocab(temp, texts_anew, row);
)sql";

constexpr const char* kEnd =
    "DROP TABLE IF EXISTS temp.words_there; DROP TABLE IF EXISTS temp.words_anew; DROP TABLE IF EXISTS temp.texts_anew";

constexpr std::string_view kDiffering =
    "SELECT count(*) FROM (SELECT term FROM (SELECT 1 AS side, term, doc, cnt FROM temp.words_there UNION ALL SELECT "
    "2, "
    "term, doc, cnt FROM temp.words_anew) GROUP BY term HAVING count(*) <> 2 OR min(doc) <> max(doc) OR min(cnt) <> "
    "max(cnt))";

Result<int64_t> differing_words(Connection& db) {
  DEPECHE_CHECK(db.exec(kOnceMore));
  return db.number(kDiffering);
}

}  // namespace

Result<void> check_words(Connection& db, std::vector<std::string>& faults) {
  const int64_t indexed = DEPECHE_TRY(db.number("SELECT count(*) FROM texts_docsize"));
  const int64_t articles = DEPECHE_TRY(db.number("SELECT count(*) FROM articles"));
  if (indexed != articles)
    faults.push_back(fmt::format("the index of words holds {} texts, the file {}", indexed, articles));
  const auto differing = differing_words(db);
  DEPECHE_CHECK(db.exec(kEnd));
  if (DEPECHE_TRY(differing) > 0)
    faults.push_back(fmt::format("the index of words has other texts than the articles: {} words differ", *differing));
  return {};
}

}  // namespace depeche::store
