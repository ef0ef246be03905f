"""What if: the same facts under two laws or two readings, and from which sentence they part.

    two laws ── pairs (which statement answers to which, what changed in it) ──┐
    one file ── fit (the same people or cases, as each of the two can read them) ──┤
                                                                                  ├── people, cases: who differs
    two runs of one person or case ── causes (from which sentence) ───────────────┘
    one law  ── sensitivity (every option of every reading, one at a time)
             ── thresholds (the lines a law draws, and who stands exactly on one)

Nothing here decides anything: every result is a run of `evaluate` (or of `columns`, which must agree with it).
"""
