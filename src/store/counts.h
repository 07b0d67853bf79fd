// Counts the events of a selection by what groupings() of query.h names, and by rows that their readers look up.
//
//   const Counted counted = DEPECHE_TRY(count(db, selection, {By::Month, By::Quad}));
//   for (const size_t group : counted.in_order())
//     use(counted.key(group, 0), counted.key(group, 1), counted.sums(group).events);
//
// An event that has several values of a grouping counts once in the group of each; one that has none of a grouping that
// repeats, or no context, in no group.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "store/query.h"
#include "store/selection.h"

namespace depeche::store {

enum class By : uint8_t {
  Type,
  Mode,
  Status,
  Quad,
  Context,
  Year,
  Month,
  Day,
  Actor,
  Recipient,
  Source,
  Country,
  Dyad,
  Place,
  PlaceCountry,
  Publisher,
  Language,
  ActorRow,
  RecipientRow,  // the first row of actors with that name and country
  PlaceRow,
  QuadDenied  // twice the quad class, and one where somebody denies it
};
// The grouping of that name; none of the rows has one.
std::optional<By> grouping_of(std::string_view name);

struct Sums {
  enum class Of { All, Counts, Events };  // Counts: goldstein and score stay 0; Events: all but events
  int64_t events = 0, cooperation = 0, conflict = 0;
  int64_t goldstein = 0, score = 0;  // in millionths

  double mean_goldstein() const { return mean(goldstein); }
  double mean_score() const { return mean(score); }

 private:
  double mean(int64_t sum) const { return static_cast<double>(sum) / 1e6 / static_cast<double>(events); }
};

class Counted {
 public:
  Counted(Counted&&) noexcept;
  ~Counted();
  size_t groups() const;
  const Sums& sums(size_t group) const;
  // Of the nth grouping: nothing, a number, or a text that lives as long as this.
  Cell key(size_t group, size_t n) const;
  // By their keys: nothing before numbers before texts.
  std::vector<size_t> in_order() const;
  // The largest first, as many as are asked for; groups alike by their keys.
  std::vector<size_t> largest(size_t most) const;

 private:
  friend Result<std::vector<Counted>> count_each(Connection& db, const Selection& selection,
                                                 const std::vector<std::vector<By>>& by, Sums::Of of);
  struct Impl;
  explicit Counted(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

[[nodiscard]] Result<Counted> count(Connection& db, const Selection& selection, const std::vector<By>& by,
                                    Sums::Of of = Sums::Of::All);
// The same events counted in several ways, looked through once.
[[nodiscard]] Result<std::vector<Counted>> count_each(Connection& db, const Selection& selection,
                                                      const std::vector<std::vector<By>>& by,
                                                      Sums::Of of = Sums::Of::All);

}  // namespace depeche::store
