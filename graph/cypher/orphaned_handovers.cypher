// Which handovers were rejected or revoked, with no new one in their place? One row for each handover, as the
// detector orphaned_handovers finds it: the last about a child and a role, where none is planned or offered,
// and where its sender has not passed the role on already.
//
// :param as_of => date('2026-03-10')
// :param past_days => 365

MATCH (h:Handover)-[:IS_ABOUT]->(c:Child)
WITH c, h.role AS role, h ORDER BY h.due, h.id
WITH c, role, collect(h) AS handovers
WITH c, role, handovers, handovers[-1] AS h
WHERE h.state IN ['rejected', 'revoked']
  AND none(one IN handovers WHERE coalesce(one.state, '') IN ['planned', 'offered'])
  AND ($past_days = 0 OR h.due IS NULL OR h.due > $as_of - duration({days: $past_days}))
OPTIONAL MATCH (h)-[:SENT_BY]->(s:Professional)
WITH c, role, handovers, h, s
WHERE s IS NULL OR none(one IN handovers WHERE coalesce(one.state IN ['accepted', 'done'], false)
  AND coalesce($past_days = 0 AND one.due <= h.due OR one.due > h.due - duration({days: $past_days}), false)
  AND EXISTS { (one)-[:SENT_BY]->(s) })
OPTIONAL MATCH (h)-[:RECEIVED_BY]->(r:Professional)
RETURN h.state AS kind, c.id AS child, h.due AS start, h.id AS handover, s.id AS sender, r.id AS receiver,
  duration.inDays($as_of, h.due).days AS days,
  EXISTS { MATCH (p:Professional|Adult)-[t:SUPPORTS]->(c)
           WHERE t.role = role AND coalesce(t.start <= $as_of, true) AND coalesce($as_of < t.end, true)
             AND (NOT EXISTS { (p)-[:WORKS_AT|EMPLOYED]->() }
               OR EXISTS { MATCH (p)-[w:WORKS_AT|EMPLOYED]->() WHERE coalesce($as_of < w.end, true) }) } AS covered
ORDER BY kind, start, handover
