"""The apps in their one order: each may import those before it, none behind it. A new app is one line here."""

APPS = (
    "ground", "look", "audit", "people", "accounts", "tasks", "reading_room", "register", "tryout", "desk", "api",
    "backup", "demo",
)  # fmt: skip
