"""Arguments for the addresses of the reading room."""

_READING = {"instrument": "work-errors", "key": "A1-45"}

EXAMPLES = {
    "library:law": lambda town: {"instrument": "work-errors"},
    "library:checkup": lambda town: {"instrument": "work-errors"},
    "library:reading": lambda town: _READING,
    "library:trial": lambda town: _READING,
    "library:adopt": lambda town: _READING,
}
