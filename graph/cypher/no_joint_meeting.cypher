// Where did the role pass from one person to another without a meeting about the child with both of them? One row
// for each passing, as the detector no_joint_meeting finds it. Days are counted from the as-of day; -2000000000 is
// since ever and 2000000000 until further notice.
//
// :param as_of => date('2026-03-10')
// :param role => 'barnkontakt'
// :param past_days => 365
// :param gap_days => 30
// :param overlap_days => 60
// :param before_days => 60
// :param after_days => 30

MATCH (p:Professional|Adult)-[s:SUPPORTS]->(c:Child) WHERE s.role = $role
CALL (p) { MATCH (p)-[w:WORKS_AT|EMPLOYED]->()
           RETURN max(coalesce(duration.inDays($as_of, w.end).days, 2000000000)) AS last }
WITH c, p, last, coalesce(duration.inDays($as_of, s.start).days, -2000000000) AS start,
  coalesce(duration.inDays($as_of, s.end).days, 2000000000) AS end
WITH c, p, start, CASE WHEN last < end THEN last ELSE end END AS end
WHERE start < end
WITH c, p, start, end ORDER BY start
WITH c, p, collect([start, end]) AS tenures
UNWIND reduce(runs = [], t IN tenures |
  CASE WHEN size(runs) > 0 AND t[0] <= runs[-1][1]
    THEN runs[0..-1] + [[runs[-1][0], CASE WHEN t[1] > runs[-1][1] THEN t[1] ELSE runs[-1][1] END]]
    ELSE runs + [t] END) AS run
WITH c, collect({person: p, start: run[0], end: run[1]}) AS spells
UNWIND spells AS spell
WITH c, spells, spell
WHERE -2000000000 < spell.start <= 0 AND ($past_days = 0 OR spell.start > -$past_days)
WITH c, spell, [one IN spells WHERE one.person <> spell.person
  AND one.start < spell.start AND one.end < spell.end] AS earlier
WITH c, spell, earlier, reduce(last = -2000000000, one IN earlier |
  CASE WHEN one.end > last THEN one.end ELSE last END) AS last
UNWIND [one IN earlier WHERE one.end = last] AS before
WITH c, before.person AS one, spell.person AS other, spell.start AS start, spell.start - before.end AS days
WHERE -$overlap_days <= days <= $gap_days
WITH c, one, other, start, days, COLLECT {
  MATCH (c)<-[:IS_ABOUT]-(m:Meeting)
  WHERE coalesce(m.status, 'held') <> 'cancelled'
    AND start - $before_days <= duration.inDays($as_of, m.start).days <= start + $after_days
  RETURN m } AS meetings
WHERE NOT EXISTS {
    UNWIND meetings AS m
    MATCH (one)-[a:ATTENDED]->(m)<-[b:ATTENDED]-(other)
    WHERE coalesce(a.status, 'present') = 'present' AND coalesce(b.status, 'present') = 'present'
    RETURN m }
  AND NOT EXISTS {
    UNWIND meetings AS m
    WITH m WHERE NOT EXISTS { (m)<-[:ATTENDED]-(:Professional|Adult) }
    RETURN m }
RETURN 'no_joint_meeting' AS kind, c.id AS child, $as_of + duration({days: start}) AS start,
  [one.id] AS before, [other.id] AS after, COLLECT { UNWIND meetings AS m RETURN m.id AS id ORDER BY id } AS meetings,
  days, CASE WHEN start + $after_days > 0 THEN start + $after_days ELSE 0 END AS days_left
ORDER BY start DESC, child, before, after
