// Which children have had many changes of contact? One row for each child, as the detector too_many_handovers finds
// it. Days are counted from the as-of day; -2000000000 is since ever and 2000000000 until further notice.
//
// :param as_of => date('2026-03-10')
// :param role => 'barnkontakt'
// :param past_days => 730
// :param min_changes => 3
// :param max_age => 18

MATCH (p:Professional|Adult)-[s:SUPPORTS]->(c:Child)
WHERE s.role = $role AND coalesce($as_of < c.born + duration({years: $max_age}), true)
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
WITH c, run[0] AS day, collect(p.id) AS persons ORDER BY day
WITH c, collect({day: day, persons: persons}) AS begun
WITH c, [i IN range(1, size(begun) - 1)
  WHERE any(person IN begun[i].persons WHERE NOT person IN begun[i - 1].persons)
    AND begun[i].day <= 0 AND ($past_days = 0 OR begun[i].day > -$past_days) | begun[i]] AS changes
WHERE size(changes) > 0 AND size(changes) >= $min_changes
RETURN 'changes' AS kind, c.id AS child, $as_of + duration({days: changes[0].day}) AS start,
  $as_of + duration({days: changes[-1].day}) AS end,
  COLLECT { UNWIND changes AS change UNWIND change.persons AS id RETURN DISTINCT id ORDER BY id } AS contacts,
  size(changes) AS changes
ORDER BY changes DESC, child
