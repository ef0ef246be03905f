"""Arguments for the addresses of people that need some."""

EXAMPLES = {
    "people:unit": lambda town: {"pk": town.unit("财政所").pk},
    "people:person": lambda town: {"pk": town.person("财政所:会计").pk},
    "people:correct-person": lambda town: {"pk": town.person("财政所:会计").pk},
    "people:row": lambda town: {"pk": town.person("财政所:会计").pk, "what": "post"},
    "people:end-row": lambda town: {"pk": town.person("财政所:会计").holdings.get().pk, "what": "post"},
    "people:correct-row": lambda town: {"pk": town.person("财政所:会计").holdings.get().pk, "what": "post"},
    "people:end-unit": lambda town: {"pk": town.unit("财政所").pk},
    "people:change-unit": lambda town: {"pk": town.unit("财政所").pk},
    "people:add-post": lambda town: {"pk": town.unit("财政所").pk},
    "people:carry-out": lambda town: {"digest": "0" * 64},
}
QUERIES = {
    "people:tree": lambda _town: ["", "?day=2026-02-28", "?day=1990-01-01"],
    "people:unit": lambda _town: ["", "?day=1990-01-01"],
    "people:search": lambda _town: ["", "?q=w", "?q=nobody"],
}
