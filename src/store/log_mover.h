// Moves what commits leave in SQLite's log into the file, on a thread of its own while the caller writes on.
//
//   LogMover mover = DEPECHE_TRY(LogMover::over(db));
//   mover.before_transaction();   BEGIN … COMMIT
//   mover.committed();
//
// The log begins anew only where all of it was moved when a transaction begins: where it has become long, the caller
// waits for that. What cannot be moved (a reader needs it, the disk is full) stays in the log, and nothing is lost.
#pragma once

#include <future>
#include <utility>

#include "store/sqlite.h"

namespace depeche::store {

class LogMover {
 public:
  // `db` must outlive it, and leaves its log from now on.
  [[nodiscard]] static Result<LogMover> over(Connection& db);
  void before_transaction();
  void committed();

 private:
  struct Mover {
    Connection db;
    std::future<void> moving;  // the last member: it uses the connection
  };
  LogMover(Connection& db, Connection own) : db_(&db), mover_(std::make_unique<Mover>(std::move(own))) {}

  Connection* db_;
  std::unique_ptr<Mover> mover_;
};

}  // namespace depeche::store
