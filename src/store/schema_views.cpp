// The views of version 2. What they promise stands in docs/store.md.
#include "store/schema_stories.h"

// The names, or another column, of an event's participants in one role, in the record's order.
#define DEPECHE_OF(event, role, column)                                                                 \
  "(SELECT group_concat(x.v, '; ') FROM (SELECT c." column                                              \
  " AS v FROM participants p JOIN actors c USING (actor) WHERE p.event = " event " AND p.role = '" role \
  "' "                                                                                                  \
  "ORDER BY p.n) x)"

namespace depeche::store {

const char* const kViewsStep =
    "DROP VIEW events;"
    "CREATE VIEW events AS SELECT e.event, a.id AS article, e.id, e.type, e.mode,"
    " (SELECT group_concat(value, '; ') FROM json_each(e.contexts)) AS context,"
    " e.quad, e.score, e.cameo, e.goldstein,"
    " " DEPECHE_OF("e.event", "actor", "name") " AS actor, " DEPECHE_OF("e.event", "actor", "country") " AS actor_country,"
    " " DEPECHE_OF("e.event", "recipient", "name") " AS recipient, " DEPECHE_OF("e.event", "recipient", "country") " AS recipient_country,"
    " e.date, e.date_first, e.date_last, e.time_basis,"
    " l.name AS place, nullif(l.country, '') AS place_country, l.lat, l.lon, e.status,"
    " " DEPECHE_OF("e.event", "source", "name") " AS according_to, " DEPECHE_OF("e.event", "denier", "name") " AS denied_by,"
    " " DEPECHE_OF("e.event", "confirmer", "name") " AS confirmed_by,"
    " e.hedged, e.historical, e.confidence,"
    " substr(a.text, e.trigger_begin + 1, e.trigger_end - e.trigger_begin) AS trigger,"
    " substr(a.text, e.sentence_begin + 1, e.sentence_end - e.sentence_begin) AS sentence,"
    " e.rule, a.published, a.publisher, a.language, a.url,"
    " (SELECT story FROM story_events s WHERE s.event = e.event) AS story,"
    " (SELECT count FROM tolls t WHERE t.event = e.event AND t.kind = 'killed') AS killed,"
    " (SELECT count FROM tolls t WHERE t.event = e.event AND t.kind = 'wounded') AS wounded,"
    " (SELECT country FROM media m WHERE m.publisher = a.publisher) AS publisher_country"
    " FROM event_rows e JOIN articles a USING (article) LEFT JOIN places l ON l.place = e.place;"

    "CREATE VIEW stories AS SELECT s.story, b.type, b.mode,"
    " " DEPECHE_OF("b.event", "actor", "name") " AS actor, " DEPECHE_OF("b.event", "actor", "country") " AS actor_country,"
    " " DEPECHE_OF("b.event", "recipient", "name") " AS recipient, " DEPECHE_OF("b.event", "recipient", "country") " AS recipient_country,"
    " s.date, s.date_first, s.date_last,"
    " l.name AS place, nullif(l.country, '') AS place_country, l.lat, l.lon, s.killed, s.wounded,"
    " s.reports, s.publishers, s.languages, s.events, s.first_published, s.last_published,"
    " nullif(s.differs, '') AS differs, (SELECT dispute FROM dispute_rows d WHERE d.story = s.story) AS dispute,"
    " a.id AS first_article, a.publisher AS first_publisher, a.language AS first_language,"
    " substr(a.text, f.sentence_begin + 1, f.sentence_end - f.sentence_begin) AS first_sentence"
    " FROM story_rows s JOIN event_rows b ON b.event = s.best_event JOIN event_rows f ON f.event = s.first_event"
    " JOIN articles a ON a.article = f.article LEFT JOIN places l ON l.place = s.place;"

    "CREATE VIEW story_reports AS SELECT s.story, e.event, e.article, e.id, e.publisher, e.publisher_country, e.language, e.published, e.url,"
    " e.type, e.mode, e.actor, e.actor_country, e.recipient, e.recipient_country, e.date, e.place, e.place_country, e.killed, e.wounded,"
    " e.status, e.according_to, e.denied_by, e.trigger, e.sentence, s.joined_to, s.points, s.why"
    " FROM story_events s JOIN events e ON e.event = s.event;"

    "CREATE VIEW story_values AS"
    " WITH told AS (SELECT story, 'date' AS field, date AS value, article, publisher, according_to FROM story_reports WHERE date IS NOT NULL"
    "  UNION ALL SELECT story, 'place', place, article, publisher, according_to FROM story_reports WHERE place IS NOT NULL"
    "  UNION ALL SELECT story, 'actor', actor, article, publisher, according_to FROM story_reports WHERE actor IS NOT NULL"
    "  UNION ALL SELECT story, 'recipient', recipient, article, publisher, according_to FROM story_reports WHERE recipient IS NOT NULL"
    "  UNION ALL SELECT story, 'killed', killed, article, publisher, according_to FROM story_reports WHERE killed IS NOT NULL"
    "  UNION ALL SELECT story, 'wounded', wounded, article, publisher, according_to FROM story_reports WHERE wounded IS NOT NULL"
    "  UNION ALL SELECT story, 'status', status, article, publisher, according_to FROM story_reports)"
    " SELECT story, field, value, count(DISTINCT article) AS reports, group_concat(DISTINCT article) AS articles,"
    " group_concat(DISTINCT publisher) AS said_by, group_concat(DISTINCT according_to) AS according_to"
    " FROM told GROUP BY story, field, value;"

    "CREATE VIEW dispute_positions AS SELECT h.dispute, h.side, h.stance, h.event, coalesce(c.name, a.publisher) AS holder,"
    " coalesce(nullif(c.country, ''), CASE WHEN h.actor IS NULL THEN (SELECT country FROM media m WHERE m.publisher = a.publisher) END) AS holder_country,"
    " h.actor IS NULL AS is_medium,"
    " substr(a.text, h.begin + 1, h.end - h.begin) AS words,"
    " substr(a.text, e.sentence_begin + 1, e.sentence_end - e.sentence_begin) AS sentence, e.date,"
    " a.id AS article, a.publisher, (SELECT country FROM media m WHERE m.publisher = a.publisher) AS publisher_country, a.language, a.published, a.url"
    " FROM dispute_holders h JOIN event_rows e ON e.event = h.event JOIN articles a ON a.article = e.article LEFT JOIN actors c ON c.actor = h.actor;"

    "CREATE VIEW disputes AS SELECT d.dispute, d.story, e.type, e.mode,"
    " " DEPECHE_OF("e.event", "actor", "name") " AS actor, " DEPECHE_OF("e.event", "actor", "country") " AS actor_country,"
    " " DEPECHE_OF("e.event", "recipient", "name") " AS recipient, " DEPECHE_OF("e.event", "recipient", "country") " AS recipient_country,"
    " coalesce(s.date, e.date) AS date, coalesce(s.date_first, e.date_first) AS date_first, coalesce(s.date_last, e.date_last) AS date_last,"
    " l.name AS place, nullif(l.country, '') AS place_country,"
    " (SELECT group_concat(x.v, '; ') FROM (SELECT min(p.holder) AS v FROM dispute_positions p WHERE p.dispute = d.dispute AND p.side = 'asserts' AND NOT p.is_medium"
    "  GROUP BY coalesce(p.holder_country, p.holder) ORDER BY v) x) AS asserted_by,"
    " (SELECT group_concat(x.v, '; ') FROM (SELECT min(p.holder) AS v FROM dispute_positions p WHERE p.dispute = d.dispute AND p.side = 'denies' AND NOT p.is_medium"
    "  GROUP BY coalesce(p.holder_country, p.holder) ORDER BY v) x) AS denied_by,"
    " coalesce(s.reports, 1) AS reports, coalesce(s.publishers, a.publisher IS NOT NULL) AS publishers,"
    " coalesce(s.first_published, a.published) AS first_published, coalesce(s.last_published, a.published) AS last_published,"
    " substr(a.text, e.sentence_begin + 1, e.sentence_end - e.sentence_begin) AS sentence"
    " FROM dispute_rows d JOIN event_rows e ON e.event = d.event JOIN articles a ON a.article = e.article"
    " LEFT JOIN story_rows s ON s.story = d.story LEFT JOIN places l ON l.place = coalesce(s.place, e.place);"

    // A holder whose position stands in some outlet's reports of the dispute, and in none of this one's.
    "CREATE VIEW dispute_silences AS"
    " WITH outlets AS (SELECT DISTINCT d.dispute, a.publisher FROM dispute_rows d JOIN story_events s ON s.story = d.story"
    "   JOIN event_rows e ON e.event = s.event JOIN articles a ON a.article = e.article WHERE a.publisher IS NOT NULL),"
    " held AS (SELECT h.dispute, h.side, h.holder AS who, min(c.name) AS holder, min(nullif(c.country, '')) AS holder_country"
    "   FROM dispute_holders h JOIN actors c ON c.actor = h.actor GROUP BY h.dispute, h.side, h.holder)"
    " SELECT o.dispute, o.publisher, (SELECT country FROM media m WHERE m.publisher = o.publisher) AS publisher_country, held.side, held.holder, held.holder_country"
    " FROM outlets o JOIN held ON held.dispute = o.dispute WHERE NOT EXISTS (SELECT 1 FROM dispute_holders h JOIN event_rows e ON e.event = h.event"
    "   JOIN articles a ON a.article = e.article WHERE h.dispute = o.dispute AND h.side = held.side AND h.holder = held.who AND a.publisher = o.publisher);";

}  // namespace depeche::store
