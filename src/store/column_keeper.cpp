#include "store/column_keeper.h"

#include <fmt/format.h>

#include <algorithm>

namespace depeche::store {
namespace {

constexpr size_t kMostChunks = 64;  // in memory, while an older file is brought up to date

std::string_view bytes_of(const auto& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(values[0])};
}

}  // namespace

void DyadMonth::add(const EventFacts& f, int64_t sign) {
  events += sign;
  if (f.quad >= 1 && f.quad <= 4) quads[static_cast<size_t>(f.quad - 1)] += sign;
  goldstein += sign * millionths(f.goldstein);
  score += sign * millionths(f.score);
}

size_t DyadHash::operator()(const DyadKey& key) const {
  const std::hash<std::string> hash;
  constexpr size_t kSpread = 0x9E3779B97F4A7C15;
  return (hash(std::get<0>(key)) * kSpread + hash(std::get<1>(key))) * kSpread + hash(std::get<2>(key));
}

Result<ColumnKeeper> ColumnKeeper::over(Connection& db) {
  ColumnKeeper k;
  k.db_ = &db;
  k.facts_ = DEPECHE_TRY(FactReader::over(db, true));
  const std::pair<Statement*, std::string_view> statements[] = {
      {&k.find_kind_,
       "SELECT kind FROM event_kinds WHERE type = ? AND mode = ? AND status = ? AND contexts = ? AND quad = ?"},
      {&k.add_kind_, "INSERT INTO event_kinds (type, mode, status, contexts, quad) VALUES (?,?,?,?,?)"},
      {&k.find_outlet_, "SELECT outlet FROM outlets WHERE publisher = ? AND language = ?"},
      {&k.add_outlet_, "INSERT INTO outlets (publisher, language, articles) VALUES (?,?,0)"},
      {&k.write_column_,
       "INSERT INTO event_columns (key, bytes) VALUES (?,?) ON CONFLICT DO UPDATE SET bytes = "
       "excluded.bytes"},
      {&k.drop_column_, "DELETE FROM event_columns WHERE key = ?"},
      {&k.add_month_,
       "INSERT INTO dyad_months (actor_country, recipient_country, month, events, verbal_cooperation, "
       "material_cooperation, verbal_conflict, material_conflict, goldstein, score) VALUES (?,?,?,?,?,?,?,?,?,?) ON "
       "CONFLICT DO UPDATE SET events = events + excluded.events, verbal_cooperation = verbal_cooperation + "
       "excluded.verbal_cooperation, material_cooperation = material_cooperation + excluded.material_cooperation, "
       "verbal_conflict = verbal_conflict + excluded.verbal_conflict, material_conflict = material_conflict + "
       "excluded.material_conflict, goldstein = goldstein + excluded.goldstein, score = score + excluded.score"},
      {&k.drop_month_,
       "DELETE FROM dyad_months WHERE actor_country = ? AND recipient_country = ? AND month = ? AND events = 0"},
      {&k.count_articles_, "UPDATE outlets SET articles = articles + ? WHERE outlet = ?"},
      {&k.outlet_of_article_, "SELECT publisher, language FROM articles WHERE article = ?"}};
  for (const auto& [statement, sql] : statements) *statement = DEPECHE_TRY(db.prepare(sql));
  return k;
}

Result<int64_t> ColumnKeeper::kind_of(const EventFacts& f) {
  key_.clear();
  for (const std::string_view part : {f.type, f.mode, f.status, f.contexts}) (key_ += part) += '\x1f';
  key_ += std::to_string(f.quad);
  if (const auto at = kinds_.find(key_); at != kinds_.end()) return at->second;
  for (Statement* const s : {&find_kind_, &add_kind_}) {
    int n = 0;
    for (const std::string_view text : {f.type, f.mode, f.status, f.contexts}) s->bind(++n, text);
    s->bind(++n, f.quad);
  }
  const int64_t row = DEPECHE_TRY(db_->find_or_add(find_kind_, add_kind_));
  kinds_.emplace(key_, row);
  return row;
}

Result<int64_t> ColumnKeeper::outlet_of(std::string_view publisher, std::string_view language) {
  ((key_ = publisher) += '\x1f') += language;
  if (const auto at = outlets_.find(key_); at != outlets_.end()) return at->second;
  for (Statement* const s : {&find_outlet_, &add_outlet_}) {
    s->bind(1, publisher);
    s->bind(2, language);
  }
  const int64_t row = DEPECHE_TRY(db_->find_or_add(find_outlet_, add_outlet_));
  outlets_.emplace(key_, row);
  return row;
}

void ColumnKeeper::Chunk::put(size_t at, const std::array<int32_t, kColumns>& facts, const std::vector<uint32_t>& who) {
  auto& ends = values[static_cast<size_t>(Column::Parties)];
  for (size_t c = 0; c < kColumns; ++c) {
    if (values[c].size() <= at)
      values[c].resize(at + 1, c == static_cast<size_t>(Column::Parties) && !ends.empty() ? ends.back() : 0);
    if (c != static_cast<size_t>(Column::Parties)) values[c][at] = facts[c];
  }
  // The place of an event that went may be taken by another.
  const auto begin = parties.begin() + (at == 0 ? 0 : ends[at - 1]), end = parties.begin() + ends[at];
  const auto more = static_cast<int32_t>(who.size()) - static_cast<int32_t>(end - begin);
  parties.insert(parties.erase(begin, end), who.begin(), who.end());
  for (size_t i = at; i < ends.size(); ++i) ends[i] += more;
}

bool ColumnKeeper::Chunk::is_empty() const {
  return std::all_of(values[0].begin(), values[0].end(), [](int32_t kind) { return kind == 0; });
}

Result<ColumnKeeper::Chunk*> ColumnKeeper::chunk_of(int64_t event) {
  const auto [at, is_new] = chunks_.try_emplace(event / kChunkEvents);
  Chunk& chunk = at->second;
  if (!is_new) return &chunk;
  ColumnReader reader = DEPECHE_TRY(ColumnReader::over(*db_, ColumnSet::all(), event, event));
  if (!DEPECHE_TRY(reader.next())) return &chunk;
  for (size_t c = 0; c < kColumns; ++c) chunk.values[c] = reader[static_cast<Column>(c)];
  for (size_t i = 0; i < reader.size(); ++i) {
    const auto who = reader.parties(i);
    chunk.parties.insert(chunk.parties.end(), who.begin(), who.end());
  }
  return &chunk;
}

void count_dyads(const EventFacts& f, int64_t sign, DyadMonths& months) {
  const std::string_view month = f.month();
  if (month.empty()) return;
  for (const auto& [a, b] : f.dyads()) months[{std::string(a), std::string(b), std::string(month)}].add(f, sign);
}

Result<void> ColumnKeeper::put(const EventFacts& f) {
  const auto narrow = [](int64_t row) { return static_cast<int32_t>(row); };
  const std::array<int32_t, kColumns> facts{narrow(DEPECHE_TRY(kind_of(f))),
                                            day_number(f.date_first),
                                            day_number(f.date_last),
                                            narrow(f.place),
                                            narrow(f.article),
                                            narrow(DEPECHE_TRY(outlet_of(f.publisher, f.language))),
                                            millionths(f.goldstein),
                                            millionths(f.score),
                                            millionths(f.confidence),
                                            0};
  std::vector<uint32_t> who;
  for (const EventFacts::Participant& p : f.parties) who.push_back(PartyCode::pack(p.role, p.actor));
  DEPECHE_TRY(chunk_of(f.event))->put(static_cast<size_t>(f.event % kChunkEvents), facts, who);
  count_dyads(f, 1, months_);
  return {};
}

Result<void> ColumnKeeper::added(const StoredRecord& record, const WrittenRows& rows) {
  ++articles_[DEPECHE_TRY(outlet_of(record.publisher, record.language))];
  return facts_of_record(record, rows, [this](const EventFacts& f) { return put(f); });
}

Result<void> ColumnKeeper::removing(int64_t article) {
  outlet_of_article_.bind(1, article);
  if (DEPECHE_TRY(outlet_of_article_.step())) {
    const int64_t outlet =
        DEPECHE_TRY(outlet_of(std::string(outlet_of_article_.text(0)), std::string(outlet_of_article_.text(1))));
    outlet_of_article_.reset();
    --articles_[outlet];
  }
  return facts_.read(article, [this](const EventFacts& f) -> Result<void> {
    DEPECHE_TRY(chunk_of(f.event))->put(static_cast<size_t>(f.event % kChunkEvents), {}, {});
    count_dyads(f, -1, months_);
    return {};
  });
}

Result<void> ColumnKeeper::write(int64_t number, const Chunk& chunk) {
  const bool is_empty = chunk.is_empty();
  for (size_t c = 0; c < kColumns; ++c) {
    Statement& s = is_empty ? drop_column_ : write_column_;
    s.bind(1, chunk_key(static_cast<Column>(c), number));
    std::string bytes(bytes_of(chunk.values[c]));
    if (c == static_cast<size_t>(Column::Parties)) bytes += bytes_of(chunk.parties);
    if (!is_empty) s.bind_blob(2, bytes);
    DEPECHE_CHECK(s.run());
  }
  return {};
}

Result<void> ColumnKeeper::update() {
  for (const auto& [number, chunk] : chunks_) DEPECHE_CHECK(write(number, chunk));
  // The last one is filled on.
  if (!chunks_.empty()) chunks_.erase(chunks_.begin(), std::prev(chunks_.end()));
  std::vector<const DyadMonths::value_type*> order;  // that of the table
  for (const auto& month : months_) {
    if (month.second != DyadMonth()) order.push_back(&month);
  }
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* const month : order) {
    const auto& [key, m] = *month;
    int n = 0;
    for (const std::string* const text : {&std::get<0>(key), &std::get<1>(key), &std::get<2>(key)}) {
      add_month_.bind(++n, std::string_view(*text));
      drop_month_.bind(n, std::string_view(*text));
    }
    add_month_.bind(++n, m.events);
    for (const int64_t quad : m.quads) add_month_.bind(++n, quad);
    add_month_.bind(++n, m.goldstein);
    add_month_.bind(++n, m.score);
    DEPECHE_CHECK(add_month_.run());
    if (m.events < 0) DEPECHE_CHECK(drop_month_.run());
  }
  months_.clear();
  for (const auto& [outlet, articles] : articles_) {
    count_articles_.bind(1, articles);
    count_articles_.bind(2, outlet);
    DEPECHE_CHECK(count_articles_.run());
  }
  articles_.clear();
  return {};
}

Result<void> ColumnKeeper::rebuild() {
  Statement outlets = DEPECHE_TRY(db_->prepare("SELECT publisher, language, count(*) FROM articles GROUP BY 1, 2"));
  while (DEPECHE_TRY(outlets.step())) {
    const int64_t outlet = DEPECHE_TRY(outlet_of(std::string(outlets.text(0)), std::string(outlets.text(1))));
    articles_[outlet] += outlets.integer(2);
  }
  FactReader all = DEPECHE_TRY(FactReader::over(*db_, false));
  auto done = all.read(0, [this](const EventFacts& f) -> Result<void> {
    DEPECHE_CHECK(put(f));
    return chunks_.size() > kMostChunks ? update() : Result<void>();
  });
  return done ? update() : done;
}

}  // namespace depeche::store
