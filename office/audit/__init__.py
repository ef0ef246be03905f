"""Every act in an append-only chain; `@action` is the only way to write anything, and writes it here too."""
