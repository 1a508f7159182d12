// Where was the child not heard: at its meetings, in a plan, before a handover? One row for each child with its
// meetings, each plan and each handover, as the detector child_not_heard finds it.
//
// :param as_of => date('2026-03-10')
// :param past_days => 365
// :param horizon_days => 180
// :param min_meetings => 3

CALL () {
  MATCH (m:Meeting)-[:IS_ABOUT]->(c:Child)
  WHERE m.start <= $as_of AND ($past_days = 0 OR m.start > $as_of - duration({days: $past_days}))
    AND coalesce(m.status, 'held') <> 'cancelled'
    AND NOT EXISTS { MATCH (m)-[:HELD_BY]->(f:Forum) WHERE f.level <> 'child' }
  WITH c, m ORDER BY m.id
  WITH c, [m IN collect(m) WHERE m.child_heard IS NOT NULL] AS known, count(*) - count(m.child_heard) AS unknown
  WHERE size(known) > 0 AND size(known) >= $min_meetings AND none(m IN known WHERE m.child_heard)
  UNWIND known AS m
  RETURN 'meetings' AS kind, 1 AS order, c, min(m.start) AS start, max(m.start) AS end, collect(m.id) AS meetings,
    NULL AS plan, NULL AS handover, unknown, -count(*) AS rank
  UNION ALL
  MATCH (s:Plan)-[:IS_ABOUT]->(c:Child)
  WHERE NOT s.child_heard AND coalesce(s.start <= $as_of, true) AND coalesce($as_of < s.end, true)
  RETURN 'plan' AS kind, 2 AS order, c, s.start AS start, s.end AS end, NULL AS meetings, s.id AS plan,
    NULL AS handover, NULL AS unknown,
    coalesce(duration.inDays($as_of, s.start).days, -2000000000) AS rank
  UNION ALL
  MATCH (h:Handover)
  WHERE h.state IN ['accepted', 'done'] AND NOT h.child_view_recorded
    AND h.due <= $as_of + duration({days: $horizon_days})
    AND ($past_days = 0 OR h.due > $as_of - duration({days: $past_days}))
  OPTIONAL MATCH (h)-[:IS_ABOUT]->(c:Child)
  RETURN 'handover' AS kind, 3 AS order, c, h.due AS start, NULL AS end, NULL AS meetings, NULL AS plan,
    h.id AS handover, NULL AS unknown,
    duration.inDays($as_of, h.due).days AS rank
}
RETURN kind, c.id AS child, start, end, meetings, plan, handover, unknown
ORDER BY order, rank, child, plan, handover
