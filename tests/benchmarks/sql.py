"""The same questions in SQL, on the same SQLite file: what the detectors on columns are measured against.

Each query gives the ids of what is found, so that the answers can be compared; the detectors give the evidence and
the numbers too. Default thresholds are written out. Forums with the same mandate and groups of equal forums are left
out of the SQL, and equal groups of the detector too.
"""

import sqlite3
from pathlib import Path

from graph.findings import Finding
from graph.meetings import plain

RULES = ("forum_overlap.group_equal=0",)

DUPLICATES = """
WITH RECURSIVE part(part, whole) AS (
    SELECT source, target FROM forum_part_of_forum
    UNION SELECT part.part, p.target FROM part JOIN forum_part_of_forum p ON p.source = part.whole
), used AS (
    SELECT m.k, m.start AS day, m.start_second AS second, h.target AS forum, f.level AS level, p.target AS plan,
           m.title AS title, m.uid AS uid
    FROM meeting m LEFT JOIN meeting_held_by_forum h ON h.source = m.k LEFT JOIN forum f ON f.k = h.target
    LEFT JOIN meeting_in_plan_plan p ON p.source = m.k
    WHERE m.start IS NOT NULL AND m.status IS NOT 'cancelled'
), near AS (
    SELECT DISTINCT x.source AS one, y.source AS other
    FROM meeting_about_child x JOIN meeting_about_child y ON y.target = x.target AND y.source > x.source
    JOIN meeting a ON a.k = x.source JOIN meeting b ON b.k = y.source
    WHERE abs(a.start - b.start) <= 14 AND max(a.start, b.start) > :day - 365
), pair AS (
    SELECT near.one, near.other, a.day AS day_one, b.day AS day_other,
           coalesce(a.second = b.second, a.day = b.day) AS together,
           a.second IS NOT NULL AND b.second IS NOT NULL AS timed,
           coalesce(a.uid = b.uid, 0) OR coalesce(a.forum = b.forum, 0)
           OR coalesce(plain(a.title) = plain(b.title) AND (a.forum IS NULL OR b.forum IS NULL OR a.forum = b.forum), 0)
           AS alike
    FROM near JOIN used a ON a.k = near.one JOIN used b ON b.k = near.other
    WHERE CASE WHEN a.forum IS NULL AND b.forum IS NULL THEN plain(a.title) <> plain(b.title)
               WHEN a.forum IS NULL OR b.forum IS NULL THEN 1
               ELSE a.forum <> b.forum AND NOT EXISTS (SELECT 1 FROM part WHERE part = a.forum AND whole = b.forum)
                    AND NOT EXISTS (SELECT 1 FROM part WHERE part = b.forum AND whole = a.forum) END
      AND (a.level = b.level OR a.level IS NULL OR b.level IS NULL)
      AND (a.plan <> b.plan OR a.plan IS NULL OR b.plan IS NULL)
), meeting_of_pair AS (
    SELECT one AS k, day_one AS day FROM pair UNION SELECT other, day_other FROM pair
), there AS (
    SELECT p.k AS meeting, t.source AS person, p.day AS day
    FROM meeting_of_pair p JOIN professional_attended_meeting t ON t.target = p.k
    WHERE t.status IS NULL OR t.status = 'present'
), people AS (SELECT meeting, count(*) AS n FROM there GROUP BY meeting),
at AS (
    SELECT DISTINCT there.meeting, w.target AS agency FROM there JOIN professional_works_at_agency w
    ON w.source = there.person AND w.start <= there.day AND there.day < w."end" WHERE w.target > 0
), agencies AS (SELECT meeting, count(*) AS n FROM at GROUP BY meeting),
shared AS (
    SELECT pair.one, pair.other, count(*) AS n FROM pair
    JOIN there x ON x.meeting = pair.one JOIN there y ON y.meeting = pair.other AND y.person = x.person GROUP BY 1, 2
), both AS (
    SELECT pair.one, pair.other, count(*) AS n FROM pair
    JOIN at x ON x.meeting = pair.one JOIN at y ON y.meeting = pair.other AND y.agency = x.agency GROUP BY 1, 2
)
SELECT a.id, b.id FROM pair JOIN meeting a ON a.k = pair.one JOIN meeting b ON b.k = pair.other
LEFT JOIN shared s ON s.one = pair.one AND s.other = pair.other
LEFT JOIN both g ON g.one = pair.one AND g.other = pair.other
LEFT JOIN people pa ON pa.meeting = pair.one LEFT JOIN people pb ON pb.meeting = pair.other
LEFT JOIN agencies ga ON ga.meeting = pair.one LEFT JOIN agencies gb ON gb.meeting = pair.other
WHERE NOT (together AND (alike OR (timed AND coalesce(s.n, 0) >= 2)))
  AND ((s.n >= 2 AND 2 * s.n >= min(pa.n, pb.n)) OR (g.n >= 2 AND 4 * g.n >= 3 * (ga.n + gb.n - g.n)))
"""

OVERLAP = """
WITH RECURSIVE part(part, whole) AS (
    SELECT source, target FROM forum_part_of_forum
    UNION SELECT part.part, p.target FROM part JOIN forum_part_of_forum p ON p.source = part.whole
), running AS (
    SELECT k, id, level, coalesce(age_min, -1) AS low, coalesce(age_max, 1000000) AS high FROM forum
    WHERE status IS NULL OR status IN ('running', 'pilot')
), recent AS (
    SELECT m.k, h.target AS forum FROM meeting m JOIN meeting_held_by_forum h ON h.source = m.k
    WHERE m.status IS NOT 'cancelled' AND m.start > :day - 365 AND m.start <= :day
), child AS (
    SELECT DISTINCT recent.forum, a.target AS member FROM recent JOIN meeting_about_child a ON a.source = recent.k
), person AS (
    SELECT recent.forum, t.source AS member FROM recent JOIN professional_attended_meeting t ON t.target = recent.k
    WHERE t.status IS NULL OR t.status = 'present'
    UNION SELECT target, source FROM professional_member_of_forum WHERE start <= :day AND :day < "end"
), sizes(what, forum, n) AS (
    SELECT 'child', forum, count(*) FROM child GROUP BY forum
    UNION ALL SELECT 'person', forum, count(*) FROM person GROUP BY forum
), shared(what, one, other, n) AS (
    SELECT 'child', x.forum, y.forum, count(*) FROM child x JOIN child y ON y.member = x.member AND y.forum > x.forum
    GROUP BY 2, 3 HAVING count(*) >= 3
    UNION ALL
    SELECT 'person', x.forum, y.forum, count(*) FROM person x JOIN person y ON y.member = x.member AND y.forum > x.forum
    GROUP BY 2, 3 HAVING count(*) >= 2
)
SELECT DISTINCT a.id, b.id FROM shared s JOIN running a ON a.k = s.one JOIN running b ON b.k = s.other
JOIN sizes p ON p.what = s.what AND p.forum = s.one JOIN sizes q ON q.what = s.what AND q.forum = s.other
WHERE (a.level = b.level OR a.level IS NULL OR b.level IS NULL) AND max(a.low, b.low) <= min(a.high, b.high)
  AND NOT EXISTS (SELECT 1 FROM part WHERE part = a.k AND whole = b.k)
  AND NOT EXISTS (SELECT 1 FROM part WHERE part = b.k AND whole = a.k)
  AND (4 * s.n >= p.n + q.n - s.n OR 2 * s.n >= min(p.n, q.n))
"""

GAPS = """
WITH last AS (SELECT source, max("end") AS day FROM professional_works_at_agency GROUP BY source),
tenure AS (
    SELECT s.target AS child, s.start, min(s."end", coalesce(last.day, 2147483647)) AS until
    FROM professional_supports_child s LEFT JOIN last ON last.source = s.source WHERE s.role = 'barnkontakt'
    UNION ALL SELECT target, start, "end" FROM adult_supports_child WHERE role = 'barnkontakt'
), ordered AS (
    SELECT child, start, until, max(until) OVER (
        PARTITION BY child ORDER BY start, until ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach
    FROM tenure WHERE start < until
), numbered AS (
    SELECT child, start, until, sum(reach IS NULL OR start > reach) OVER (
        PARTITION BY child ORDER BY start, until ROWS UNBOUNDED PRECEDING) AS run FROM ordered
), run AS (
    SELECT child, min(start) AS start, max(until) AS until,
           lead(min(start)) OVER (PARTITION BY child ORDER BY min(start)) AS next
    FROM numbered GROUP BY child, run
), place AS (
    SELECT k AS child, 'never' AS kind, NULL AS start, (SELECT min(start) FROM run WHERE child = k) AS "end",
           :day - 89 AS low, :day + 1 AS high, :day AS aged
    FROM child WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.child = k AND run.start <= :day)
    UNION ALL SELECT child, 'current', until, next, max(until, :day - 89), :day + 1, :day
    FROM run WHERE until <= :day AND (next IS NULL OR next > :day)
    UNION ALL SELECT child, 'ending', until, next, until, until + 90, until
    FROM run WHERE start <= :day AND until > :day AND until <= :day + 180
    UNION ALL SELECT child, 'gap', until, next, until, next, until
    FROM run WHERE next <= :day AND next > :day - 365 AND next - until >= 3
)
SELECT c.id, place.kind, place.start, place."end" FROM place JOIN child c ON c.k = place.child
WHERE (c.born IS NULL OR place.aged < julianday(c.born * 86400, 'unixepoch', '+18 years') - 2440587.5
       - (strftime('%m-%d', c.born * 86400, 'unixepoch') = '02-29'
          AND strftime('%m-%d', c.born * 86400, 'unixepoch', '+18 years') = '03-01'))
  AND (EXISTS (SELECT 1 FROM professional_supports_child s WHERE s.target = place.child
           AND s.start < place.high AND s."end" > place.low AND s.start < s."end"
           AND s.role NOT IN ('barnkontakt', 'guardian', 'trusted_adult', 'teacher', 'mentor', 'head_teacher',
                              'preschool_teacher', 'school_nurse', 'child_health_nurse', 'midwife'))
    OR EXISTS (SELECT 1 FROM plan_about_child a JOIN plan p ON p.k = a.source WHERE a.target = place.child
           AND p.start < place.high AND p."end" > place.low AND p.start < p."end")
    OR EXISTS (SELECT 1 FROM meeting_about_child a JOIN meeting m ON m.k = a.source
           LEFT JOIN meeting_held_by_forum h ON h.source = m.k LEFT JOIN forum f ON f.k = h.target
           WHERE a.target = place.child AND m.start >= place.low AND m.start < place.high
           AND m.status IS NOT 'cancelled' AND (f.level IS NULL OR f.level = 'child')))
"""

QUESTIONS = {"duplicate_meetings": DUPLICATES, "forum_overlap": OVERLAP, "handover_gaps": GAPS}


def ask(path: Path, question: str, day: int) -> set[tuple[object, ...]]:
    """What SQL answers."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        db.create_function("plain", 1, lambda title: title and plain(title), deterministic=True)
        return set(db.execute(QUESTIONS[question], {"day": day}))


def comparable(findings: list[Finding]) -> set[tuple[object, ...]]:
    """What the detectors answered, of what the queries ask for."""
    found: set[tuple[object, ...]] = set()
    for finding in findings:
        if finding.detector == "duplicate_meetings":
            found.add(tuple(finding.evidence["meeting"]))
        elif finding.detector == "forum_overlap" and finding.kind != "same_mandate":
            found.add(tuple(finding.evidence["forum"]))
        elif finding.detector == "handover_gaps":
            found.add((finding.children[0], finding.kind, finding.start, finding.end))
    return found
