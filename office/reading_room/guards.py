"""On any day, one reading of a doubt."""

from office.ground.guards import no_overlap

GUARDS = [no_overlap("reading_room_adoption", "instrument", "reading")]
