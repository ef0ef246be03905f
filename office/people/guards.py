"""What the database itself holds: rows of one key never meet in time; one leader in charge at a time."""

from office.ground.guards import no_overlap

_IN_CHARGE = (
    "{row}.manner_id IN (SELECT id FROM people_term WHERE people_term.vocabulary = 'manner' "
    "AND people_term.key = 'in_charge')"
)

GUARDS = [
    no_overlap("people_unitversion", "unit_id"),
    no_overlap("people_post", "unit_id", "title"),
    no_overlap("people_holding", "person_id", "post_id"),
    no_overlap("people_oversight", "person_id", "unit_id", "manner_id"),
    no_overlap("people_oversight", "unit_id", only=_IN_CHARGE),
    no_overlap("people_partystatus", "person_id"),
    no_overlap("people_establishment", "person_id"),
]
