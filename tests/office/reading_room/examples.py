"""Arguments for the addresses of the reading room."""

_READING = {"instrument": "work-errors", "key": "A1-45"}

EXAMPLES = {
    "reading_room:law": lambda town: {"instrument": "work-errors"},
    "reading_room:checkup": lambda town: {"instrument": "work-errors"},
    "reading_room:checkup-again": lambda town: {"instrument": "work-errors"},
    "reading_room:checkup-file": lambda town: {"instrument": "work-errors"},
    "reading_room:tests": lambda town: {"instrument": "work-errors"},
    "reading_room:editions": lambda town: {"instrument": "work-errors"},
    "reading_room:edition-effects": lambda town: {"instrument": "work-errors"},
    "reading_room:readings": lambda town: {"instrument": "work-errors"},
    "reading_room:reading": lambda town: _READING,
    "reading_room:trial": lambda town: _READING,
    "reading_room:adopt": lambda town: _READING,
}
QUERIES = {
    "reading_room:law": lambda _town: ["", "?open"],
    "reading_room:search": lambda _town: ["", "?q=报告", "?q=nowhere"],
    "reading_room:trial": lambda _town: ["?choice=并处"],
}
