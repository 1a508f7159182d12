// Draws the forums that share children: each pair of forums with at least so many children in common in the year
// before a day, with these children and the meetings that lead to them.
//
// :param as_of => date('2026-03-10')
// :param past_days => 365
// :param least => 3

MATCH (f:Forum)<-[:HELD_BY]-(m:Meeting)-[:IS_ABOUT]->(c:Child)
WHERE $as_of - duration({days: $past_days}) < m.start <= $as_of AND coalesce(m.status, 'held') <> 'cancelled'
WITH DISTINCT c, f
WITH c, collect(f) AS forums
WHERE size(forums) > 1
UNWIND forums AS one
UNWIND forums AS other
WITH one, other, c
WHERE one.id < other.id
WITH one, other, collect(c) AS children
WHERE size(children) >= $least
UNWIND children AS c
MATCH from_one = (one)<-[:HELD_BY]-(m:Meeting)-[:IS_ABOUT]->(c)
WHERE $as_of - duration({days: $past_days}) < m.start <= $as_of AND coalesce(m.status, 'held') <> 'cancelled'
MATCH from_other = (other)<-[:HELD_BY]-(n:Meeting)-[:IS_ABOUT]->(c)
WHERE $as_of - duration({days: $past_days}) < n.start <= $as_of AND coalesce(n.status, 'held') <> 'cancelled'
RETURN from_one, from_other
