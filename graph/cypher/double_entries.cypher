// Which meetings were written down twice: two that begin at the same time, about the same child, with the same
// calendar number, forum, title or people? One row for each pair, as the detector double_entries finds it.
// It has no parameters.

MATCH (c:Child)<-[:IS_ABOUT]-(m:Meeting)
WHERE m.start IS NOT NULL AND coalesce(m.status, 'held') <> 'cancelled'
WITH c, m.start AS day, collect(m) AS meetings
WHERE size(meetings) > 1
UNWIND meetings AS a
UNWIND meetings AS b
WITH c, day, a, b, a.start_time IS NOT NULL AND b.start_time IS NOT NULL AS timed
WHERE a.id < b.id AND (NOT timed OR a.start_time = b.start_time)
WITH a, b, day, timed, collect(c.id) AS children
OPTIONAL MATCH (a)-[:HELD_BY]->(fa:Forum)
OPTIONAL MATCH (b)-[:HELD_BY]->(fb:Forum)
WITH *, COUNT { MATCH (a)<-[s:ATTENDED]-(p:Professional)-[t:ATTENDED]->(b)
  WHERE coalesce(s.status, 'present') = 'present' AND coalesce(t.status, 'present') = 'present' } AS people
WITH *, CASE
    WHEN a.uid = b.uid AND a.uid <> '' THEN 'same_uid'
    WHEN fa = fb THEN 'same_forum'
    WHEN a.plain_title = b.plain_title AND (fa IS NULL OR fb IS NULL) THEN 'same_title'
    WHEN timed AND people >= 2 THEN 'same_people'
  END AS kind
WHERE kind IS NOT NULL
RETURN kind, [a.id, b.id] AS meetings, COLLECT { UNWIND children AS id RETURN id ORDER BY id } AS children, day
ORDER BY kind, day DESC, meetings
