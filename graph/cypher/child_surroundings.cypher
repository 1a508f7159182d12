// Draws a child's surroundings: its people, plans, handovers with their changes, concerns and consents, the meetings about it with
// their people and forums, and the agencies of all these; never another child.
//
// :param child => 'the id of a child'

MATCH (c:Child {id: $child})
OPTIONAL MATCH own = (c)<-[:IS_ABOUT|SUPPORTS]-(n)
OPTIONAL MATCH people = (n)<-[:ATTENDED|RESPONSIBLE_FOR|CHANGED]-(p) WHERE NOT p:Child
OPTIONAL MATCH named = (n)-[:HELD_BY|SENT_BY|RECEIVED_BY|REPORTED_BY|COVERS|WORKS_AT]->(q)
OPTIONAL MATCH work = (p)-[:WORKS_AT|MADE_BY]->(w)
OPTIONAL MATCH places = (x:Professional)-[:WORKS_AT]->() WHERE x IN [q, w]
RETURN c, own, people, named, work, places
