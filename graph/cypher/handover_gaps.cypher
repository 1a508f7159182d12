// Where does, did or will a child in support stand without a barnkontakt? One row for each child and place in time,
// as the detector handover_gaps finds it. Days are counted from the as-of day; -2000000000 is since ever and
// 2000000000 until further notice.
//
// :param as_of => date('2026-03-10')
// :param role => 'barnkontakt'
// :param past_days => 365
// :param horizon_days => 180
// :param support_days => 90
// :param min_days => 3
// :param max_age => 18
// :param policy => 'in_support'
// :param universal_roles => ['guardian', 'trusted_adult', 'teacher', 'mentor', 'head_teacher', 'preschool_teacher', 'school_nurse', 'child_health_nurse', 'midwife']

WITH [$role] + $universal_roles AS ordinary
WITH ordinary, $policy = 'everyone' OR NOT (
  EXISTS { MATCH (:Professional)-[s:SUPPORTS]->(:Child) WHERE NOT coalesce(s.role, '') IN ordinary }
  OR EXISTS { (:Plan)-[:IS_ABOUT]->(:Child) }
  OR EXISTS { MATCH (m:Meeting)-[:IS_ABOUT]->(:Child)
              WHERE m.start IS NOT NULL AND coalesce(m.status, 'held') <> 'cancelled'
                AND NOT EXISTS { MATCH (m)-[:HELD_BY]->(f:Forum) WHERE f.level <> 'child' } }) AS everyone
MATCH (c:Child)
WITH ordinary, everyone, c, COLLECT {
  MATCH (p:Professional|Adult)-[s:SUPPORTS]->(c) WHERE s.role = $role
  WITH p, coalesce(duration.inDays($as_of, s.start).days, -2000000000) AS start,
    coalesce(duration.inDays($as_of, s.end).days, 2000000000) AS end,
    COLLECT { MATCH (p)-[w:WORKS_AT|EMPLOYED]->()
              RETURN coalesce(duration.inDays($as_of, w.end).days, 2000000000) } AS left
  WITH p, start, reduce(last = CASE WHEN size(left) = 0 THEN 2000000000 ELSE -2000000000 END, day IN left |
    CASE WHEN day > last THEN day ELSE last END) AS left, end
  WITH p, start, CASE WHEN left < end THEN left ELSE end END AS end
  WHERE start < end
  WITH p, start, end ORDER BY start, end
  RETURN {person: p.id, start: start, end: end} } AS tenures
WITH ordinary, everyone, c, tenures, reduce(runs = [], t IN tenures |
  CASE WHEN size(runs) > 0 AND t.start <= runs[-1][1]
    THEN runs[0..-1] + [[runs[-1][0], CASE WHEN t.end > runs[-1][1] THEN t.end ELSE runs[-1][1] END]]
    ELSE runs + [[t.start, t.end]] END) AS runs
WITH ordinary, everyone, c, tenures, runs,
  [run IN runs WHERE run[0] <= 0][-1] AS last, [run IN runs WHERE run[0] > 0][0][0] AS next
WITH ordinary, everyone, c, tenures,
  CASE
    WHEN last IS NULL
      THEN [{kind: 'never', start: NULL, end: next, days: NULL, low: 1 - $support_days, high: 1, aged: 0}]
    WHEN last[1] <= 0
      THEN [{kind: 'current', start: last[1], end: next, days: -last[1],
             low: CASE WHEN last[1] > 1 - $support_days THEN last[1] ELSE 1 - $support_days END, high: 1, aged: 0}]
    WHEN last[1] <= $horizon_days
      THEN [{kind: 'ending', start: last[1], end: next, days: last[1], low: last[1], high: last[1] + $support_days,
             aged: last[1]}]
    ELSE []
  END + [i IN range(1, size(runs) - 1)
         WHERE runs[i][0] <= 0 AND ($past_days = 0 OR runs[i][0] > -$past_days)
           AND runs[i][0] - runs[i - 1][1] >= $min_days |
         {kind: 'gap', start: runs[i - 1][1], end: runs[i][0], days: runs[i][0] - runs[i - 1][1],
          low: runs[i - 1][1], high: runs[i][0], aged: runs[i - 1][1]}] AS places
UNWIND places AS place
WITH ordinary, everyone, c, tenures, place
WHERE coalesce(place.aged < duration.inDays($as_of, c.born + duration({years: $max_age})).days, true)
  AND (everyone OR (place.low < place.high AND (
    EXISTS { MATCH (:Professional)-[s:SUPPORTS]->(c)
             WHERE NOT coalesce(s.role, '') IN ordinary
               AND coalesce(duration.inDays($as_of, s.start).days < place.high, true)
               AND coalesce(duration.inDays($as_of, s.end).days > place.low, true)
               AND coalesce(s.start < s.end, true) }
    OR EXISTS { MATCH (p:Plan)-[:IS_ABOUT]->(c)
                WHERE coalesce(duration.inDays($as_of, p.start).days < place.high, true)
                  AND coalesce(duration.inDays($as_of, p.end).days > place.low, true)
                  AND coalesce(p.start < p.end, true) }
    OR EXISTS { MATCH (m:Meeting)-[:IS_ABOUT]->(c)
                WHERE place.low <= duration.inDays($as_of, m.start).days < place.high
                  AND coalesce(m.status, 'held') <> 'cancelled'
                  AND NOT EXISTS { MATCH (m)-[:HELD_BY]->(f:Forum) WHERE f.level <> 'child' } })))
RETURN place.kind AS kind, c.id AS child,
  CASE WHEN place.start IS NOT NULL THEN $as_of + duration({days: place.start}) END AS start,
  CASE WHEN place.end IS NOT NULL THEN $as_of + duration({days: place.end}) END AS end, place.days AS days,
  COLLECT { UNWIND tenures AS t WITH t WHERE t.end = place.start RETURN DISTINCT t.person AS id ORDER BY id } AS before,
  COLLECT { UNWIND tenures AS t WITH t WHERE t.start = place.end RETURN DISTINCT t.person AS id ORDER BY id } AS after
ORDER BY kind, days DESC, child
