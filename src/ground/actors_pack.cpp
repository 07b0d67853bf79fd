// One list of fields serves both ways: an archive that writes and one that reads walk the same `fields`. What is read
// is believed only behind the checksum, and every length is checked against what is left all the same.
#include "ground/actors_pack.h"

#include <type_traits>
#include <utility>

#include "base/bytes.h"
#include "base/checksum.h"
#include "base/pack_file.h"
#include "base/raw.h"

namespace depeche::ground {
namespace {

constexpr uint64_t kFormat = 1;  // to be raised with every change of `fields`
constexpr std::string_view kMagic = "depeche actors\n\n";

class Writer {
 public:
  static constexpr bool kReads = false;
  std::string out;

  template <class T>
  void number(const T& value) {
    put(out, value);
  }
  uint32_t size(size_t n) {
    number(static_cast<uint32_t>(n));
    return static_cast<uint32_t>(n);
  }
  void text(const std::string& s) { out.append(s, 0, size(s.size())); }
};

class Reader {
 public:
  static constexpr bool kReads = true;
  std::string_view in;
  bool good = true;

  template <class T>
  void number(T& value) {
    if (!take(in, value)) fail();
  }
  // A count of things of at least one byte each.
  uint32_t size(size_t) {
    uint32_t n = 0;
    number(n);
    if (n > in.size()) fail(), n = 0;
    return n;
  }
  void text(std::string& s) {
    const uint32_t n = size(0);
    s.assign(in.substr(0, n));
    in.remove_prefix(n);
  }

 private:
  void fail() { good = false, in = {}; }
};

}  // namespace

// Knows the inside of the book and its tries.
class ActorBookPack {
 public:
  template <class A, class Book>
  static void fields(A& a, Book& b) {
    all(a, b.actors_), all(a, b.terms_), all(a, b.entries_), all(a, b.capitals_);
    all(a, b.trie_.nodes_), all(a, b.trie_.entries_);
    map(a, b.trie_.vocabulary_), map(a, b.trie_.edges_);
    if constexpr (A::kReads) b.trie_.note_begins();
    map(a, b.by_id_), map(a, b.demonyms_), map(a, b.families_), map(a, b.terms_of_office_), map(a, b.first_names_);
    all(a, b.transliteration_.rules_);
    all(a, b.diagnostics_), all(a, b.hidden_), all(a, b.files_);
  }

 private:
  template <class A, class T>
  static void one(A& a, T& x) {
    using Plain = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Plain, std::string>) {
      a.text(x);
    } else if constexpr (std::is_same_v<Plain, Actor>) {
      one(a, x.id), one(a, x.kind), one(a, x.name), one(a, x.country), one(a, x.sector), one(a, x.wikidata);
      one(a, x.sovereign), one(a, x.gender), one(a, x.plural), one(a, x.office), all(a, x.others), all(a, x.family);
      all(a, x.terms), one(a, x.latitude), one(a, x.longitude), one(a, x.row);
    } else if constexpr (std::is_same_v<Plain, Term>) {
      one(a, x.holder), one(a, x.office), one(a, x.of), one(a, x.country), one(a, x.sector), one(a, x.from);
      one(a, x.to), one(a, x.row);
    } else if constexpr (std::is_same_v<Plain, CapitalCity>) {
      one(a, x.name), one(a, x.state), one(a, x.latitude), one(a, x.longitude);
    } else if constexpr (std::is_same_v<Plain, Transliteration::Rule>) {
      one(a, x.from), one(a, x.to), one(a, x.at);
    } else if constexpr (std::is_same_v<Plain, NameEntry>) {
      one(a, x.actor), one(a, x.use);
    } else if constexpr (std::is_same_v<Plain, WordTrie::Entry>) {
      one(a, x.value), one(a, x.next), one(a, x.capital_at), one(a, x.acronym);
    } else if constexpr (is_vector<Plain>::value) {
      all(a, x);
    } else {
      static_assert(std::is_trivially_copyable_v<Plain>);
      a.number(x);
    }
  }
  template <class T>
  struct is_vector : std::false_type {};
  template <class T>
  struct is_vector<std::vector<T>> : std::true_type {};

  template <class A, class List>
  static void all(A& a, List& list) {
    const uint32_t n = a.size(list.size());
    if constexpr (A::kReads) {
      list.clear();
      list.resize(n);
    }
    for (auto& x : list) one(a, x);
  }
  template <class A, class Map>
  static void map(A& a, Map& table) {
    const uint32_t n = a.size(table.size());
    if constexpr (A::kReads) {
      table.clear();
      if constexpr (requires { table.reserve(n); }) table.reserve(n);
      for (uint32_t i = 0; i < n && a.good; ++i) {
        std::remove_const_t<typename Map::key_type> key{};
        typename Map::mapped_type value{};
        one(a, key), one(a, value);
        table.emplace_hint(table.end(), std::move(key), std::move(value));
      }
    } else {
      for (const auto& [key, value] : table) one(a, key), one(a, value);
    }
  }
};

std::optional<uint64_t> actors_key(const std::vector<std::filesystem::path>& files, std::string_view language) {
  uint64_t key = checksum(kChecksumSeed + kFormat, language);
  for (const std::filesystem::path& file : files) {
    const auto bytes = map_file(file);
    if (!bytes) return std::nullopt;
    key = checksum(checksum(key, file.string()), bytes->view());
  }
  return key;
}

std::optional<ActorBook> open_actors_pack(const std::filesystem::path& path, uint64_t key) {
  const auto body = open_pack_file(path, kMagic, key);
  if (!body) return std::nullopt;
  Reader reader;
  reader.in = body->view();
  ActorBook book;
  ActorBookPack::fields(reader, book);
  if (!reader.good || !reader.in.empty()) return std::nullopt;
  return book;
}

void write_actors_pack(const std::filesystem::path& path, uint64_t key, const ActorBook& book) {
  Writer writer;
  ActorBookPack::fields(writer, book);
  write_pack_file(path, kMagic, key, writer.out);
}

}  // namespace depeche::ground
