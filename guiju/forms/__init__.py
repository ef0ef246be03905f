"""Files that people fill in, and the files they get back. Every name in them is declared by a law.

    .xlsx ── package (is it one, is it safe) ── workbook ──┐
                                                           ├── table (headings) ── cells (values) ── roster ──> cases
    .csv .parquet ───────────────────────────── flat ──────┘

    law ── layout (what each sheet holds) ── template ──> an empty .xlsx
    guiju.appraise ── result ──> .xlsx .csv .parquet

`faults` gathers what is wrong, all of it, before anything is computed. `files` writes whole files or none.
"""
