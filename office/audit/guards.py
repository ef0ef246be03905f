"""The chain is only ever appended to, one after the other; its checkpoints and keys stay."""

from office.ground.guards import append_only, never_when

GUARDS = [
    append_only("audit_entry"),
    append_only("audit_checkpoint"),
    append_only("audit_signingkey"),
    never_when(
        "audit_entry_in_sequence",
        "audit_entry",
        "NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM audit_entry) OR NEW.previous <> "
        f"COALESCE((SELECT hash FROM audit_entry ORDER BY sequence DESC LIMIT 1), '{'0' * 64}')",
        ("INSERT",),
    ),
]
