// Which children enter a new phase of life soon, with a contact of the old one and no handover accepted? One row for
// each child and boundary, as the detector phase_boundaries finds it. The phases are those of a model, in its order
// and as its file has them; here those of Backa barnet.
//
// :param as_of => date('2026-03-10')
// :param role => 'barnkontakt'
// :param horizon_days => 180
// :param accept_days => 30
// :param phases => [{phase: 'infancy_preschool', age: 0, titles: ['BVC-sjuksköterska', 'Barnhälsovårdssjuksköterska'], agency_kinds: ['bvc']}, {phase: 'forskoleklass', turning: 6, day: '08-15', titles: ['Rektor'], agency_kinds: ['skola']}, {phase: 'school_4', turning: 10, day: '08-15', titles: ['Rektor'], agency_kinds: ['skola']}, {phase: 'school_7', turning: 13, day: '08-15', titles: ['Rektor'], agency_kinds: ['skola']}, {phase: 'gymnasium', turning: 16, day: '08-15', titles: ['Rektor'], agency_kinds: ['skola'], other_unit: true}]

// Titles and kinds of agencies are compared as lists of words, in one case.
WITH split(' \t\n\u000B\f\r\u001C\u001D\u001E\u001F\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009' +
  '\u200A\u2028\u2029\u202F\u205F\u3000', '') AS blanks
WITH blanks, [phase IN $phases[1..] WHERE NOT coalesce(phase.conditional, false) | phase {.*,
  titles: [text IN phase.titles | [word IN split(toLower(toUpper(text)), blanks) WHERE word <> '']],
  kinds: [text IN phase.agency_kinds | [word IN split(toLower(toUpper(text)), blanks) WHERE word <> '']]}] AS phases

// The contacts of each child on the day, with what is known of them.
MATCH (p:Professional|Adult)-[s:SUPPORTS]->(c:Child)
WHERE s.role = $role AND c.born IS NOT NULL
  AND coalesce(s.start <= $as_of, true) AND coalesce($as_of < s.end, true)
  AND (NOT EXISTS { (p)-[:WORKS_AT|EMPLOYED]->() }
    OR EXISTS { MATCH (p)-[w:WORKS_AT|EMPLOYED]->() WHERE coalesce($as_of < w.end, true) })
WITH DISTINCT blanks, phases, c, p
WITH phases, c, p, [word IN split(toLower(toUpper(coalesce(p.title, ''))), blanks) WHERE word <> ''] AS title,
  COLLECT { MATCH (p)-[w:WORKS_AT]->(g:Agency)
            WHERE coalesce(w.start <= $as_of, true) AND coalesce($as_of < w.end, true) AND g.kind <> ''
            RETURN [word IN split(toLower(toUpper(g.kind)), blanks) WHERE word <> ''] } AS kinds
WITH phases, c, collect({id: p.id, adult: p:Adult, title: title, kinds: kinds}) AS contacts

// The boundaries ahead of it.
UNWIND phases AS phase
WITH c, contacts, phase, CASE
    WHEN phase.age IS NOT NULL THEN c.born + duration({years: phase.age})
    ELSE date({year: c.born.year + phase.turning,
               month: toInteger(left(phase.day, 2)), day: toInteger(right(phase.day, 2))})
  END AS begins
WHERE $as_of < begins <= $as_of + duration({days: $horizon_days}) AND coalesce(c.moved > begins, true)

// In another unit nobody fits; in the same one nobody may fit, or be so little known that it is unclear.
WITH c, contacts, phase, begins
WHERE coalesce(phase.other_unit, false) OR none(contact IN contacts WHERE
  contact.adult OR (size(contact.title) = 0 AND size(contact.kinds) = 0)
  OR ((size(contact.title) = 0 OR contact.title IN phase.titles)
    AND (size(contact.kinds) = 0 OR any(kind IN contact.kinds WHERE kind IN phase.kinds))))

// No handover near the boundary is accepted or done.
WITH c, contacts, phase, begins, COLLECT {
  MATCH (h:Handover)-[:IS_ABOUT]->(c)
  WHERE coalesce(h.role = $role, true) AND abs(duration.inDays(begins, h.due).days) <= $accept_days
  RETURN h ORDER BY h.id } AS near
WHERE none(h IN near WHERE coalesce(h.state, '') IN ['accepted', 'done'])
WITH c, contacts, phase, begins, [h IN near WHERE h.state IN ['planned', 'offered'] | h.id] AS handovers
RETURN CASE WHEN size(handovers) > 0 THEN 'not_accepted' ELSE 'no_handover' END AS kind, c.id AS child,
  begins AS start, COLLECT { UNWIND contacts AS one RETURN one.id AS id ORDER BY id } AS before, handovers,
  phase.phase AS phase, duration.inDays($as_of, begins).days AS days
ORDER BY kind, days, child, phase
