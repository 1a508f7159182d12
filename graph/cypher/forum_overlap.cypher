// Which forums gather the same children, the same professionals or the same mandate; and which are equal? One row
// for each pair, or group of equal forums, as the detector forum_overlap finds it. A ratio is two whole numbers.
//
// :param as_of => date('2026-03-10')
// :param past_days => 365
// :param min_shared_children => 3
// :param min_shared_professionals => 2
// :param min_jaccard => [1, 4]
// :param min_containment => [1, 2]
// :param min_jaccard_mandate => [1, 2]
// :param group_equal => 1

MATCH (f:Forum) WHERE coalesce(f.status, 'running') IN ['running', 'pilot']
WITH f, COLLECT { MATCH (f)<-[:HELD_BY]-(m:Meeting)
  WHERE m.start <= $as_of AND coalesce(m.status, 'held') <> 'cancelled'
    AND ($past_days = 0 OR m.start > $as_of - duration({days: $past_days})) RETURN m } AS meetings
WITH f, COLLECT { UNWIND meetings AS m MATCH (m)-[:IS_ABOUT]->(c:Child)
                  RETURN DISTINCT c.id AS id ORDER BY id } AS children,
  COLLECT { UNWIND meetings AS m MATCH (m)<-[t:ATTENDED]-(p:Professional)
            WHERE coalesce(t.status, 'present') = 'present' RETURN DISTINCT p.id } +
  COLLECT { MATCH (f)<-[r:MEMBER_OF]-(p:Professional)
            WHERE coalesce(r.start <= $as_of, true) AND coalesce($as_of < r.end, true) RETURN DISTINCT p.id } AS people
WITH f, children, COLLECT { UNWIND people AS id RETURN DISTINCT id ORDER BY id } AS people
WITH {forum: f, id: f.id, level: coalesce(f.level, ''), low: coalesce(f.age_min, -1000000000),
      high: coalesce(f.age_max, 1000000000), district: coalesce(f.district, ''),
      children: children, people: people, parties: coalesce(f.parties, []), needs: coalesce(f.needs, []),
      enough: (size(children) > 0 AND size(children) >= $min_shared_children)
        OR (size(people) > 0 AND size(people) >= $min_shared_professionals)} AS one
WITH one ORDER BY one.id
WITH collect(one) AS forums
CALL (forums) {
  UNWIND forums AS x
  WITH x WHERE $group_equal = 1 AND x.enough
  WITH x.level AS level, x.children AS children, x.people AS people, collect(x) AS alike
  WHERE size(alike) > 1
  RETURN ['equal'] AS kinds, COLLECT { UNWIND alike AS x RETURN x.id AS id ORDER BY id } AS ids, children, people,
    [word IN alike[0].parties WHERE all(x IN alike WHERE word IN x.parties)] AS parties,
    [word IN alike[0].needs WHERE all(x IN alike WHERE word IN x.needs)] AS needs
  UNION ALL
  WITH forums
  CALL (forums) { // what two forums share: found from the child or person, not by comparing the lists of every pair
    CALL (forums) {
      UNWIND range(0, size(forums) - 1) AS at UNWIND forums[at].children AS id
      WITH id, at ORDER BY id, at
      WITH id, collect(at) AS among
      UNWIND among AS a UNWIND among AS b
      WITH a, b, id WHERE a < b
      RETURN a, b, id AS child, NULL AS person
      UNION ALL
      UNWIND range(0, size(forums) - 1) AS at UNWIND forums[at].people AS id
      WITH id, at ORDER BY id, at
      WITH id, collect(at) AS among
      UNWIND among AS a UNWIND among AS b
      WITH a, b, id WHERE a < b
      RETURN a, b, NULL AS child, id AS person
      UNION ALL
      UNWIND range(0, size(forums) - 1) AS a UNWIND range(a + 1, size(forums) - 1) AS b
      WITH a, b WHERE any(word IN forums[a].parties WHERE word IN forums[b].parties)
      RETURN a, b, NULL AS child, NULL AS person
    }
    WITH a, b, child, person ORDER BY a, b, child, person
    RETURN a, b, collect(child) AS children, collect(person) AS people
  }
  WITH forums[a] AS x, forums[b] AS y, children, people
  WHERE (x.level = y.level OR x.level = '' OR y.level = '')
    AND x.low <= x.high AND x.low <= y.high AND y.low <= x.high AND y.low <= y.high
  WITH x, y, children, people,
    [word IN x.parties WHERE word IN y.parties] AS parties, [word IN x.needs WHERE word IN y.needs] AS needs
  WITH x, y, children, people, parties, needs, size(children) AS c, size(people) AS p, size(parties) AS q, size(needs) AS n,
    CASE WHEN size(x.children) < size(y.children) THEN size(x.children) ELSE size(y.children) END AS fewest_children,
    CASE WHEN size(x.people) < size(y.people) THEN size(x.people) ELSE size(y.people) END AS fewest_people
  WITH *,
    CASE WHEN c > 0 AND c >= $min_shared_children
      AND (c * $min_jaccard[1] >= (size(x.children) + size(y.children) - c) * $min_jaccard[0]
        OR c * $min_containment[1] >= fewest_children * $min_containment[0]) THEN ['same_children'] ELSE [] END +
    CASE WHEN p > 0 AND p >= $min_shared_professionals
      AND (p * $min_jaccard[1] >= (size(x.people) + size(y.people) - p) * $min_jaccard[0]
        OR p * $min_containment[1] >= fewest_people * $min_containment[0]) THEN ['same_professionals'] ELSE [] END +
    CASE WHEN q > 0 AND n > 0 AND (x.district = y.district OR x.district = '' OR y.district = '')
      AND q * $min_jaccard_mandate[1] >= (size(x.parties) + size(y.parties) - q) * $min_jaccard_mandate[0]
      AND n * $min_jaccard_mandate[1] >= (size(x.needs) + size(y.needs) - n) * $min_jaccard_mandate[0]
      THEN ['same_mandate'] ELSE [] END AS kinds
  WHERE size(kinds) > 0
    AND NOT ($group_equal = 1 AND x.enough AND y.enough AND x.level = y.level
      AND x.children = y.children AND x.people = y.people)
  WITH x, y, x.forum AS fx, y.forum AS fy, kinds, children, people, parties, needs
  WHERE NOT EXISTS { (fx)-[:PART_OF*]->(fy) } AND NOT EXISTS { (fy)-[:PART_OF*]->(fx) }
  RETURN kinds, [x.id, y.id] AS ids, children, people, parties, needs
}
RETURN kinds[0] AS kind, kinds, ids AS forums, children, people AS professionals,
  COLLECT { UNWIND parties AS word RETURN word ORDER BY word } AS parties,
  COLLECT { UNWIND needs AS word RETURN word ORDER BY word } AS needs
ORDER BY kind, forums
