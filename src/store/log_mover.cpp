#include "store/log_mover.h"

#include <chrono>
#include <memory>
#include <system_error>

namespace depeche::store {
namespace {

constexpr int kFewestPages = 8'000, kMostPages = 64'000;  // of 8 KB each

}  // namespace

Result<LogMover> LogMover::over(Connection& db) {
  Connection own = DEPECHE_TRY(Connection::open(db.path(), Connection::Mode::Write));
  DEPECHE_CHECK(own.exec("PRAGMA synchronous = NORMAL"));
  db.leave_log();
  return LogMover(db, std::move(own));
}

void LogMover::before_transaction() {
  if (db_->log_pages() < kMostPages) return;
  if (mover_->moving.valid()) mover_->moving.wait();
  static_cast<void>(mover_->db.move_log());  // the little that came since
}

void LogMover::committed() {
  if (db_->log_pages() < kFewestPages) return;
  const bool is_busy =
      mover_->moving.valid() && mover_->moving.wait_for(std::chrono::seconds(0)) != std::future_status::ready;
  if (is_busy) return;
  try {
    mover_->moving = std::async(std::launch::async, [own = &mover_->db] { static_cast<void>(own->move_log()); });
  } catch (const std::system_error&) {  // no thread to be had: before_transaction() does it
  }
}

}  // namespace depeche::store
