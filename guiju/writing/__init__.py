"""The files that people get back.

    cases ── guiju.appraise ── result ──> .xlsx .csv .parquet        (who gets what, and why)
    any tables of text ─────── pages ───> .xlsx .csv .parquet

`files` writes a file whole or not at all.
"""
