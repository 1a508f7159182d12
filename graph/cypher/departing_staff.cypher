// Which professionals leave soon, and which children then have no contact? One row for each professional, as the
// detector departing_staff finds it: whose employments all have an end, and the last of these is near.
//
// :param as_of => date('2026-03-10')
// :param role => 'barnkontakt'
// :param horizon_days => 180
// :param max_age => 18

MATCH (p:Professional)-[w:WORKS_AT|EMPLOYED]->()
WITH p, count(*) = count(w.end) AS leaves, max(w.end) AS last
WHERE leaves AND $as_of < last <= $as_of + duration({days: $horizon_days})
MATCH (p)-[s:SUPPORTS]->(c:Child)
WHERE s.role = $role AND coalesce(s.start < last, true) AND coalesce(last <= s.end, true)
  AND coalesce(last < c.born + duration({years: $max_age}), true)
WITH DISTINCT p, last, c
WHERE NOT EXISTS {
  MATCH (q:Professional|Adult)-[t:SUPPORTS]->(c)
  WHERE q <> p AND t.role = $role AND coalesce(t.start <= last, true) AND coalesce(last < t.end, true)
    AND (NOT EXISTS { (q)-[:WORKS_AT|EMPLOYED]->() }
      OR EXISTS { MATCH (q)-[v:WORKS_AT|EMPLOYED]->() WHERE coalesce(last < v.end, true) }) }
WITH p, last, c.id AS id ORDER BY id
WITH p, last, collect(id) AS children
RETURN 'departing' AS kind, p.id AS professional, last AS start, children,
  COLLECT { MATCH (p)-[w:WORKS_AT]->(g:Agency)
            WHERE coalesce(w.start <= $as_of, true) AND coalesce($as_of < w.end, true)
            RETURN DISTINCT g.id AS id ORDER BY id } AS agencies,
  duration.inDays($as_of, last).days AS days
ORDER BY days, size(children) DESC, professional
