"""Arguments for the addresses of the reading room."""

_READING = {"instrument": "work-errors", "key": "A1-45"}

EXAMPLES = {
    "library:law": lambda town: {"instrument": "work-errors"},
    "library:checkup": lambda town: {"instrument": "work-errors"},
    "library:checkup-again": lambda town: {"instrument": "work-errors"},
    "library:checkup-file": lambda town: {"instrument": "work-errors"},
    "library:tests": lambda town: {"instrument": "work-errors"},
    "library:editions": lambda town: {"instrument": "work-errors"},
    "library:edition-effects": lambda town: {"instrument": "work-errors"},
    "library:readings": lambda town: {"instrument": "work-errors"},
    "library:reading": lambda town: _READING,
    "library:trial": lambda town: _READING,
    "library:adopt": lambda town: _READING,
}
QUERIES = {
    "library:law": lambda _town: ["", "?open"],
    "library:search": lambda _town: ["", "?q=报告", "?q=nowhere"],
    "library:trial": lambda _town: ["?choice=并处"],
}
