"""What the database itself holds: nothing entered is ever changed; no effect holds twice on one day."""

from office.ground.guards import append_only, never_when, no_overlap

GUARDS = [
    append_only("register_effect"),
    append_only("register_step"),
    append_only("register_reliance"),
    append_only("register_reliance_effects"),
    no_overlap("register_spell", "effect_id"),
    never_when(
        "register_step_in_sequence",
        "register_step",
        "NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM register_step WHERE effect_id = NEW.effect_id)",
        ("INSERT",),
    ),
]
