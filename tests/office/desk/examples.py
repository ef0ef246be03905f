"""The pages of the desk that say more when they are asked something."""

QUERIES = {"desk:search": lambda _town: ["", "?q=卫", "?q=nowhere"]}
