"""Files that people fill in. Every name in them is declared by a law.

    law ── layout (what each sheet holds) ── template ──> an empty .xlsx

    .xlsx ── package (is it one, is it safe) ── workbook ──┐
                                                           ├── table (headings) ── cells (values) ── roster ──> cases
    .csv .parquet ───────────────────────────── flat ──────┘

`read` picks the reader by the file's name. `faults` gathers what is wrong, all of it, before anything is computed.
What people get back: guiju.writing.
"""
