#include "store/stories.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "store/clusters.h"
#include "store/disputes.h"
#include "store/likely_others.h"
#include "store/likeness.h"
#include "store/record_rows.h"
#include "store/report_shelf.h"
#include "store/story_fields.h"

namespace depeche::store {
namespace {

constexpr size_t kComparedTogether = 4096;  // events, while the rows of the next ones are written

// Other than those of articles that are not taken in yet.
constexpr const char* kMayBeDisputed =
    "SELECT event FROM participants WHERE role = 'denier' UNION SELECT event FROM positions WHERE stance IN ('denies', "
    "'doubts') UNION SELECT event FROM event_rows e WHERE status = 'negated' AND (EXISTS (SELECT 1 FROM participants p "
    "WHERE p.event = e.event AND p.role = 'source') OR EXISTS (SELECT 1 FROM positions p WHERE p.event = e.event AND "
    "p.stance = 'asserts')) EXCEPT SELECT event FROM event_rows WHERE article IN (SELECT article FROM story_pending) "
    "ORDER BY 1";

}  // namespace

struct StoryKeeper::Impl {
  Impl(Connection& connection, const Knowledge& known, LikelyOthers likely, DisputeKeeper keeper, ReportShelf shelf)
      : db(&connection),
        knowledge(&known),
        others(std::move(likely)),
        disputes(std::move(keeper)),
        reports(std::move(shelf)) {}

  Connection* db;
  const Knowledge* knowledge;
  LikelyOthers others;
  DisputeKeeper disputes;
  ReportShelf reports;
  Statement add_medium, add_toll, events_of, story_of, events_in, joins_in, drop_events, drop_story, add_story,
      update_story, add_event, last_story;
  std::unordered_set<std::string> media;
  std::vector<Marks> fresh;
  int64_t first_fresh = INT64_MAX;      // events from here on were added since the last update
  std::vector<int64_t> disputed;        // in no story, but may be disputed
  std::unordered_set<int64_t> touched;  // events whose story may be another now

  Result<void> take_in(const StoredRecord& record, StoryParts parts, const std::vector<int64_t>& events);
  Result<void> add_tolls(int64_t event, const std::vector<Toll>& tolls);
  Result<void> restory(const LikelyOthers::Group& group);
  Result<void> write(int64_t story, const LikelyOthers::Group& group, const Cluster& cluster, bool is_new);
  Result<void> drop(int64_t story);
  Result<int64_t> next_story();
  Result<void> drop_dispute_of(int64_t event);
  Result<void> compare();
};

Result<int64_t> StoryKeeper::Impl::next_story() {
  if (!DEPECHE_TRY(last_story.step())) return 1;
  const int64_t last = last_story.integer(0);
  last_story.reset();
  return last + 1;
}

// An event of this update has none yet.
Result<void> StoryKeeper::Impl::drop_dispute_of(int64_t event) {
  return event >= first_fresh ? Result<void>() : disputes.drop_of_event(event);
}

Result<void> StoryKeeper::Impl::add_tolls(int64_t event, const std::vector<Toll>& tolls) {
  for (const Toll& t : tolls) {
    add_toll.bind(1, event);
    add_toll.bind(2, std::string_view(t.kind));
    add_toll.bind(3, t.count);
    add_toll.bind(4, int64_t{t.at_least});
    add_toll.bind(5, static_cast<int64_t>(t.begin));
    add_toll.bind(6, static_cast<int64_t>(t.end));
    DEPECHE_CHECK(add_toll.run());
  }
  return {};
}

Result<void> StoryKeeper::Impl::drop(int64_t story) {
  DEPECHE_CHECK(disputes.drop_of_story(story));
  for (Statement* const s : {&drop_events, &drop_story}) {
    s->bind(1, story);
    DEPECHE_CHECK(s->run());
  }
  return {};
}

Result<void> StoryKeeper::Impl::take_in(const StoredRecord& record, StoryParts parts,
                                        const std::vector<int64_t>& events) {
  if (!record.publisher.empty() && media.insert(record.publisher).second) {
    if (const std::string_view country = knowledge->country_of(record.publisher); !country.empty()) {
      add_medium.bind(1, std::string_view(record.publisher));
      add_medium.bind(2, country);
      DEPECHE_CHECK(add_medium.run());
    }
  }
  for (size_t n = 0; n < events.size(); ++n) {
    DEPECHE_CHECK(add_tolls(events[n], parts.tolls[n]));
    parts.marks[n].event = events[n];
    first_fresh = std::min(first_fresh, events[n]);
    if (disputes.added(events[n], record.events[n])) disputed.push_back(events[n]);
    fresh.push_back(parts.marks[n]);
  }
  return fresh.size() < kComparedTogether ? Result<void>() : compare();
}

Result<void> StoryKeeper::Impl::write(int64_t story, const LikelyOthers::Group& group, const Cluster& cluster,
                                      bool is_new) {
  std::vector<const Marks*> order;
  for (const Cluster::Member& m : cluster.members) order.push_back(&group.members[m.member]);
  std::sort(order.begin(), order.end(), [](const Marks* a, const Marks* b) { return is_earlier(*a, *b); });
  std::vector<Report> told;
  std::vector<int64_t> events;
  for (const Marks* m : order) {
    told.push_back(DEPECHE_TRY(reports.read(m->event)));
    events.push_back(m->event);
  }
  const StoryFields f = fields_of(told);
  Statement& s = is_new ? add_story : update_story;
  const auto bind_number = [&s](int at, const std::optional<int64_t>& n) { n ? s.bind(at, *n) : s.bind_null(at); };
  s.bind(1, events.front());
  s.bind(2, f.best_event);
  int n = 2;
  for (const std::string* const text : {&f.date, &f.date_first, &f.date_last}) s.bind_or_null(++n, *text);
  f.place == 0 ? s.bind_null(6) : s.bind(6, f.place);
  bind_number(7, f.killed);
  bind_number(8, f.wounded);
  s.bind(9, static_cast<int64_t>(events.size()));
  s.bind(10, f.reports);
  s.bind(11, f.publishers);
  s.bind(12, f.languages);
  s.bind_or_null(13, f.first_published);
  s.bind_or_null(14, f.last_published);
  s.bind(15, std::string_view(f.differs));
  s.bind(16, story);
  DEPECHE_CHECK(s.run());
  for (const Cluster::Member& m : cluster.members) {
    const Marks& one = group.members[m.member];
    add_event.bind(1, one.event);
    add_event.bind(2, story);
    std::string why;
    if (m.joined_to == m.member) {
      for (const int at : {3, 4, 5}) add_event.bind_null(at);
    } else {
      const Marks& other = group.members[m.joined_to];
      if (const auto like = likeness(one, other)) why = like->why();
      add_event.bind(3, other.event);
      add_event.bind(4, static_cast<double>(m.points));
      add_event.bind(5, std::string_view(why));
    }
    DEPECHE_CHECK(add_event.run());
  }
  return disputes.write(events, story, f.best_event, f.date_first);
}

Result<void> StoryKeeper::Impl::restory(const LikelyOthers::Group& group) {
  std::vector<const Marks*> members;
  for (const Marks& m : group.members) members.push_back(&m);
  const std::vector<Cluster> now = clusters(members, group.edges);
  // What each member's story is at present; a story keeps its number where its earliest event stays.
  std::vector<int64_t> old(members.size(), 0);
  std::unordered_set<int64_t> gone;
  for (size_t i = 0; i < members.size(); ++i) {
    if (members[i]->event >= first_fresh) continue;
    story_of.bind(1, members[i]->event);
    if (DEPECHE_TRY(story_of.step())) {
      old[i] = story_of.integer(0);
      story_of.reset();
      gone.insert(old[i]);
    }
  }
  std::vector<int64_t> numbers;
  for (const Cluster& c : now) {
    int64_t number = 0;
    for (const Cluster::Member& m : c.members) {
      if (old[m.member] != 0 && gone.count(old[m.member]) > 0) {
        number = old[m.member];
        gone.erase(number);
        break;
      }
    }
    numbers.push_back(number);
  }
  for (const int64_t story : gone) DEPECHE_CHECK(drop(story));
  std::vector<bool> is_in(members.size(), false);
  for (const Cluster& c : now) {
    for (const Cluster::Member& m : c.members) is_in[m.member] = true;
  }
  for (size_t i = 0; i < members.size(); ++i) {
    if (old[i] != 0 && !is_in[i]) disputed.push_back(members[i]->event);  // on its own again
  }
  // First all leave, then all enter: an event is in one story at a time.
  std::vector<bool> stays(now.size(), false);
  for (size_t c = 0; c < now.size(); ++c) {
    if (numbers[c] == 0) continue;
    joins_in.bind(1, numbers[c]);
    std::vector<std::pair<int64_t, int64_t>> was, is;
    while (DEPECHE_TRY(joins_in.step())) was.emplace_back(joins_in.integer(0), joins_in.integer(1));
    for (const Cluster::Member& m : now[c].members)
      is.emplace_back(members[m.member]->event, m.joined_to == m.member ? 0 : members[m.joined_to]->event);
    std::sort(was.begin(), was.end());
    std::sort(is.begin(), is.end());
    stays[c] = was == is;
    if (stays[c]) continue;
    DEPECHE_CHECK(disputes.drop_of_story(numbers[c]));
    drop_events.bind(1, numbers[c]);
    DEPECHE_CHECK(drop_events.run());
  }
  for (size_t c = 0; c < now.size(); ++c) {
    if (stays[c]) continue;
    for (const Cluster::Member& m : now[c].members) DEPECHE_CHECK(drop_dispute_of(members[m.member]->event));
    const bool is_new = numbers[c] == 0;
    if (is_new) numbers[c] = DEPECHE_TRY(next_story());
    DEPECHE_CHECK(write(numbers[c], group, now[c], is_new));
  }
  return {};
}

StoryKeeper::StoryKeeper(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StoryKeeper::StoryKeeper(StoryKeeper&&) noexcept = default;
StoryKeeper& StoryKeeper::operator=(StoryKeeper&&) noexcept = default;
StoryKeeper::~StoryKeeper() = default;

Result<StoryKeeper> StoryKeeper::over(Connection& db, const Knowledge& knowledge) {
  auto impl = std::make_unique<Impl>(db, knowledge, DEPECHE_TRY(LikelyOthers::over(db)),
                                     DEPECHE_TRY(DisputeKeeper::over(db)), DEPECHE_TRY(ReportShelf::over(db)));
  const std::pair<Statement*, std::string_view> statements[] = {
      {&impl->add_medium,
       "INSERT INTO media (publisher, country) VALUES (?,?) ON CONFLICT DO UPDATE SET country = excluded.country"},
      {&impl->add_toll, "INSERT INTO tolls (event, kind, count, at_least, begin, end) VALUES (?,?,?,?,?,?)"},
      {&impl->events_of, "SELECT event FROM event_rows WHERE article = ? ORDER BY event"},
      {&impl->story_of, "SELECT story FROM story_events WHERE event = ?"},
      {&impl->events_in, "SELECT event FROM story_events WHERE story = ?"},
      {&impl->joins_in, "SELECT event, ifnull(joined_to, 0) FROM story_events WHERE story = ?"},
      {&impl->last_story, "SELECT coalesce(max(story), 0) FROM story_rows"},
      {&impl->drop_events, "DELETE FROM story_events WHERE story = ?"},
      {&impl->drop_story, "DELETE FROM story_rows WHERE story = ?"},
      {&impl->add_story,
       "INSERT INTO story_rows (first_event, best_event, date, date_first, date_last, place, killed, wounded, events, "
       "reports, publishers, "
       "languages, first_published, last_published, differs, story) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"},
      {&impl->update_story,
       "UPDATE story_rows SET first_event = ?, best_event = ?, date = ?, date_first = ?, date_last = ?, place = ?, "
       "killed = ?, wounded = ?, "
       "events = ?, reports = ?, publishers = ?, languages = ?, first_published = ?, last_published = ?, differs = ? "
       "WHERE story = ?"},
      {&impl->add_event, "INSERT INTO story_events (event, story, joined_to, points, why) VALUES (?,?,?,?,?)"}};
  for (const auto& [statement, sql] : statements) *statement = DEPECHE_TRY(db.prepare(sql));
  return StoryKeeper(std::move(impl));
}

void StoryKeeper::forget() {
  impl_->others.forget();
  impl_->disputes.forget();
  impl_->reports.forget();
}

Result<void> StoryKeeper::added(const StoredRecord& record, StoryParts parts, const WrittenRows& rows) {
  impl_->reports.added(record, rows, parts);
  DEPECHE_CHECK(impl_->take_in(record, std::move(parts), rows.events));
  impl_->disputes.hold(record, rows);
  return {};
}

Result<void> StoryKeeper::removing(int64_t article) {
  Impl& i = *impl_;
  std::vector<int64_t> events;
  i.events_of.bind(1, article);
  while (DEPECHE_TRY(i.events_of.step())) events.push_back(i.events_of.integer(0));
  for (const int64_t event : events) {
    i.story_of.bind(1, event);
    if (DEPECHE_TRY(i.story_of.step())) {
      const int64_t story = i.story_of.integer(0);
      i.story_of.reset();
      // The others of that story are looked at anew, each by itself.
      i.events_in.bind(1, story);
      while (DEPECHE_TRY(i.events_in.step())) i.touched.insert(i.events_in.integer(0));
      DEPECHE_CHECK(i.drop(story));
    }
    DEPECHE_CHECK(i.disputes.drop_of_event(event));
  }
  DEPECHE_CHECK(i.others.remove(events, i.touched));
  for (const int64_t event : events) i.touched.erase(event);
  return {};
}

Result<void> StoryKeeper::Impl::compare() {
  if (fresh.empty()) return {};
  std::vector<Marks> next;
  next.reserve(kComparedTogether + kComparedTogether / 8);
  return others.add(std::exchange(fresh, std::move(next)));
}

Result<void> StoryKeeper::compare() { return impl_->compare(); }

Result<void> StoryKeeper::update() {
  Impl& i = *impl_;
  DEPECHE_CHECK(compare());
  DEPECHE_CHECK(i.others.settle(i.touched));
  std::vector<int64_t> order(i.touched.begin(), i.touched.end());
  i.touched.clear();
  std::sort(order.begin(), order.end());
  std::unordered_set<int64_t> done;
  for (const int64_t event : order) {
    if (done.count(event) > 0) continue;
    const LikelyOthers::Group group = DEPECHE_TRY(i.others.group_of(event));
    for (const Marks& m : group.members) done.insert(m.event);
    DEPECHE_CHECK(i.restory(group));
  }
  // Those whose story went, and those that never had one.
  order.insert(order.end(), i.disputed.begin(), i.disputed.end());
  i.disputed.clear();
  std::sort(order.begin(), order.end());
  order.erase(std::unique(order.begin(), order.end()), order.end());
  for (const int64_t event : order) {
    i.story_of.bind(1, event);
    if (DEPECHE_TRY(i.story_of.step())) {
      i.story_of.reset();
      continue;
    }
    DEPECHE_CHECK(i.drop_dispute_of(event));
    DEPECHE_CHECK(i.disputes.write({event}, std::nullopt, event, ""));
  }
  i.first_fresh = INT64_MAX;
  return {};
}

Result<void> StoryKeeper::catch_up() {
  Impl& i = *impl_;
  Statement next = DEPECHE_TRY(i.db->prepare("SELECT article FROM story_pending ORDER BY article LIMIT 1"));
  Statement done = DEPECHE_TRY(i.db->prepare("DELETE FROM story_pending WHERE article = ?"));
  while (true) {
    if (!DEPECHE_TRY(next.step())) return {};
    const int64_t article = next.integer(0);
    next.reset();
    const StoredRecord record = DEPECHE_TRY(stored_record(*i.db, article));
    std::vector<int64_t> events;
    i.events_of.bind(1, article);
    while (DEPECHE_TRY(i.events_of.step())) events.push_back(i.events_of.integer(0));
    DEPECHE_CHECK(i.take_in(record, story_parts(record, *i.knowledge), events));
    done.bind(1, article);
    DEPECHE_CHECK(done.run());
  }
}

Result<void> StoryKeeper::tell_anew(std::string_view from_table) {
  Impl& i = *impl_;
  Statement all = DEPECHE_TRY(i.db->prepare(fmt::format("SELECT event, marks FROM {} ORDER BY event", from_table)));
  Marks marks;
  while (DEPECHE_TRY(all.step())) {
    if (!unpack(all.blob(1), all.integer(0), marks))
      return fail(Error::Code::Malformed, fmt::format("marks of event {} cannot be read", all.integer(0)),
                  {.file = i.db->path()});
    i.first_fresh = std::min(i.first_fresh, marks.event);
    i.fresh.push_back(marks);
    if (i.fresh.size() >= kComparedTogether) DEPECHE_CHECK(compare());
  }
  Statement disputed = DEPECHE_TRY(i.db->prepare(kMayBeDisputed));
  while (DEPECHE_TRY(disputed.step())) i.disputed.push_back(disputed.integer(0));
  return update();
}

}  // namespace depeche::store
