// Which meetings of different series about the same child gather the same people, or the same agencies, within a
// short time? One row for each pair, as the detector duplicate_meetings finds it. A ratio is two whole numbers.
//
// :param as_of => date('2026-03-10')
// :param window_days => 14
// :param past_days => 365
// :param min_shared_people => 2
// :param min_share_people => [1, 2]
// :param min_shared_agencies => 2
// :param min_jaccard_agencies => [3, 4]

MATCH (c:Child)<-[:IS_ABOUT]-(m:Meeting)
WHERE m.start IS NOT NULL AND coalesce(m.status, 'held') <> 'cancelled'
  AND ($past_days = 0 OR m.start > $as_of - duration({days: $past_days + $window_days}))
WITH c, collect({meeting: m, id: m.id, day: duration.inDays($as_of, m.start).days}) AS meetings
UNWIND meetings AS x
UNWIND meetings AS y
WITH c, x, y
WHERE x.id < y.id AND -$window_days <= x.day - y.day <= $window_days
  AND ($past_days = 0 OR x.day > -$past_days OR y.day > -$past_days)
WITH x.meeting AS a, y.meeting AS b, x.day AS day_a, y.day AS day_b, collect(c.id) AS children
OPTIONAL MATCH (a)-[:HELD_BY]->(fa:Forum)
OPTIONAL MATCH (b)-[:HELD_BY]->(fb:Forum)
OPTIONAL MATCH (a)-[:FOLLOWS]->(pa:Plan)
OPTIONAL MATCH (b)-[:FOLLOWS]->(pb:Plan)
WITH a, b, day_a, day_b, children, fa, fb, pa, pb,
  CASE
    WHEN fa IS NULL AND fb IS NULL THEN coalesce(a.plain_title <> b.plain_title, false)
    WHEN fa IS NULL OR fb IS NULL THEN true
    ELSE fa <> fb
  END AS different
WHERE different
  AND coalesce(fa.level = fb.level, true)
  AND coalesce(pa <> pb, true)
  AND (fa IS NULL OR fb IS NULL OR NOT (EXISTS { (fa)-[:PART_OF*]->(fb) } OR EXISTS { (fb)-[:PART_OF*]->(fa) }))
WITH a, b, day_a, day_b, children, fa, fb,
  COLLECT { MATCH (p:Professional)-[t:ATTENDED]->(a) WHERE coalesce(t.status, 'present') = 'present' RETURN p } AS at_a,
  COLLECT { MATCH (p:Professional)-[t:ATTENDED]->(b) WHERE coalesce(t.status, 'present') = 'present' RETURN p } AS at_b
WITH *, [p IN at_a WHERE p IN at_b] AS people, a.start_time IS NOT NULL AND b.start_time IS NOT NULL AS timed
WITH *, CASE WHEN timed THEN a.start_time = b.start_time ELSE day_a = day_b END AS together
WHERE NOT (together AND (coalesce(a.uid = b.uid AND a.uid <> '', false)
  OR (coalesce(a.plain_title = b.plain_title, false) AND (fa IS NULL OR fb IS NULL))
  OR (timed AND size(people) >= 2)))
WITH *,
  COLLECT { UNWIND at_a AS p MATCH (p)-[w:WORKS_AT]->(g:Agency)
            WHERE coalesce(w.start <= a.start, true) AND coalesce(a.start < w.end, true) RETURN DISTINCT g } AS from_a,
  COLLECT { UNWIND at_b AS p MATCH (p)-[w:WORKS_AT]->(g:Agency)
            WHERE coalesce(w.start <= b.start, true) AND coalesce(b.start < w.end, true) RETURN DISTINCT g } AS from_b
WITH *, [g IN from_a WHERE g IN from_b] AS agencies,
  CASE WHEN size(at_a) < size(at_b) THEN size(at_a) ELSE size(at_b) END AS smaller_group
WITH *, size(from_a) + size(from_b) - size(agencies) AS union_agencies
WITH *, CASE
    WHEN size(people) > 0 AND size(people) >= $min_shared_people
      AND size(people) * $min_share_people[1] >= smaller_group * $min_share_people[0] THEN 'same_people'
    WHEN size(agencies) > 0 AND size(agencies) >= $min_shared_agencies
      AND size(agencies) * $min_jaccard_agencies[1] >= union_agencies * $min_jaccard_agencies[0] THEN 'same_agencies'
  END AS kind
WHERE kind IS NOT NULL
RETURN kind, [a.id, b.id] AS meetings, COLLECT { UNWIND children AS id RETURN id ORDER BY id } AS children,
  CASE WHEN day_a < day_b THEN a.start ELSE b.start END AS start,
  CASE WHEN day_a < day_b THEN b.start ELSE a.start END AS end,
  COLLECT { UNWIND people AS p RETURN p.id AS id ORDER BY id } AS professionals,
  COLLECT { UNWIND agencies AS g RETURN g.id AS id ORDER BY id } AS agencies,
  abs(day_a - day_b) AS days_apart, smaller_group, union_agencies
ORDER BY kind DESC, size(professionals) DESC, days_apart, meetings
