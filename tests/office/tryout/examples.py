"""Arguments for the addresses of the try-out."""

EXAMPLES = {"tryout:case": lambda town: {"instrument": "work-errors"}}
