// Which children have, or had, two persons with the role at once for long? One row for each pair of spells, as the
// detector double_contacts finds it. Days are counted from the as-of day; -2000000000 is since ever and 2000000000
// until further notice.
//
// :param as_of => date('2026-03-10')
// :param role => 'barnkontakt'
// :param past_days => 365
// :param overlap_days => 60

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
WITH c, collect({person: p.id, start: run[0], end: run[1]}) AS spells
UNWIND spells AS one
UNWIND spells AS other
WITH c, one, other,
  CASE WHEN one.start > other.start THEN one.start ELSE other.start END AS start,
  CASE WHEN one.end < other.end THEN one.end ELSE other.end END AS end
WHERE one.person < other.person AND start <= 0 AND ($past_days = 0 OR end > -$past_days)
WITH c, one, other, start, end, start = -2000000000 AS since_ever, CASE WHEN end < 1 THEN end ELSE 1 END - start AS days
WHERE since_ever OR days > $overlap_days
RETURN CASE WHEN end > 0 THEN 'now' ELSE 'past' END AS kind, c.id AS child,
  CASE WHEN NOT since_ever THEN $as_of + duration({days: start}) END AS start,
  CASE WHEN end < 2000000000 THEN $as_of + duration({days: end}) END AS end,
  [one.person, other.person] AS contacts, CASE WHEN NOT since_ever THEN days END AS days
ORDER BY kind, days DESC, child, contacts
