// Which reports of concern were not assessed, investigated or answered in time, and which came again? One row for
// each concern and kind, as the detector unanswered_concerns finds it. What is decided or closed after the as-of day
// is not yet known; where no concern at all is decided, or closed, its absence says nothing.
//
// :param as_of => date('2026-03-10')
// :param past_days => 365
// :param assessment_days => 14
// :param investigation_months => 4
// :param rereport_months => 12

WITH EXISTS { MATCH (k:Concern) WHERE k.decided <= $as_of } AS decisions_kept,
  EXISTS { MATCH (k:Concern) WHERE k.closed <= $as_of } AS closings_kept
MATCH (k:Concern)
WHERE k.received <= $as_of AND ($past_days = 0 OR k.received > $as_of - duration({days: $past_days}))
WITH *, CASE WHEN k.decided <= $as_of THEN k.decided END AS decided,
  CASE WHEN k.closed <= $as_of THEN k.closed END AS closed,
  COLLECT { MATCH (k)-[:IS_ABOUT]->(:Child)<-[:IS_ABOUT]-(b:Concern)
            WHERE b.received < k.received
            RETURN b ORDER BY b.received DESC, b.id DESC LIMIT 1 }[0] AS before
WITH *, k.received + duration({days: $assessment_days}) AS assess_by,
  decided + duration({months: $investigation_months}) AS investigate_by
WITH k,
  CASE WHEN coalesce(decided, $as_of) > assess_by AND (decided IS NOT NULL OR decisions_kept)
    THEN [{kind: 'assessment', order: 1, start: k.received, end: assess_by,
           days: duration.inDays(assess_by, coalesce(decided, $as_of)).days, open: decided IS NULL}] ELSE [] END +
  CASE WHEN k.opened AND coalesce(closed, $as_of) > investigate_by AND (closed IS NOT NULL OR closings_kept)
    THEN [{kind: 'investigation', order: 2, start: decided, end: investigate_by,
           days: duration.inDays(investigate_by, coalesce(closed, $as_of)).days, open: closed IS NULL}] ELSE [] END +
  CASE WHEN k.feedback_requested AND NOT k.feedback_given
    THEN [{kind: 'feedback', order: 3, start: k.received, days: duration.inDays(k.received, $as_of).days}]
    ELSE [] END +
  CASE WHEN before.received >= k.received - duration({months: $rereport_months})
    THEN [{kind: 'rereport', order: 4, start: before.received, end: k.received, before: [before.id],
           days: duration.inDays(before.received, k.received).days}] ELSE [] END AS places
UNWIND places AS place
OPTIONAL MATCH (k)-[:IS_ABOUT]->(c:Child)
OPTIONAL MATCH (k)-[:REPORTED_BY]->(g:Agency)
RETURN place.kind AS kind, c.id AS child, place.start AS start, place.end AS end,
  COLLECT { UNWIND [k.id] + coalesce(place.before, []) AS id RETURN id ORDER BY id } AS concerns,
  g.id AS agency, place.days AS days, place.open AS open
ORDER BY place.order, CASE kind WHEN 'rereport' THEN days ELSE -days END, concerns
