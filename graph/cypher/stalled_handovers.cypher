// Which handovers are due, or soon will be, and not accepted? One row for each handover, as the detector
// stalled_handovers finds it.
//
// :param as_of => date('2026-03-10')
// :param soon_days => 14

MATCH (h:Handover)
WHERE h.state IN ['planned', 'offered'] AND h.due <= $as_of + duration({days: $soon_days})
OPTIONAL MATCH (h)-[:IS_ABOUT]->(c:Child)
OPTIONAL MATCH (h)-[:SENT_BY]->(s:Professional)
OPTIONAL MATCH (h)-[:RECEIVED_BY]->(r:Professional)
RETURN CASE WHEN h.due < $as_of THEN 'passed' ELSE 'soon' END AS kind, c.id AS child, h.due AS start,
  h.id AS handover, s.id AS sender, r.id AS receiver, h.state AS state,
  duration.inDays($as_of, h.due).days AS days
ORDER BY kind, days, handover
