// Whether stories and disputes are those that the stored events make. They are made once more, in tables of the
// connection that hide the file's own, and compared; the file is only read. Foreign keys must be off.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/sqlite.h"

namespace depeche::store {

class RemadeStories {
 public:
  // Until it goes, the connection's statements see the tables of stories as they were made here.
  [[nodiscard]] static Result<RemadeStories> over(Connection& db);
  RemadeStories(const RemadeStories&) = delete;
  RemadeStories(RemadeStories&& other) noexcept;
  ~RemadeStories();

  // Adds what differs.
  [[nodiscard]] Result<void> compare(std::vector<std::string>& faults) const;
  // Puts them in the place of the file's own, within the caller's transaction.
  [[nodiscard]] Result<void> put_in_place() const;

 private:
  explicit RemadeStories(Connection& db) : db_(&db) {}
  [[nodiscard]] Result<void> hide_tables() const;
  Connection* db_;
};

}  // namespace depeche::store
