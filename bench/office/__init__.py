"""How the office's pages grow, and how many it serves a second. `make bench-office` measures and writes the page.

    filling.py, entries.py   an office of so many people, with a chain of so many entries, in a folder of its own
    cases.py                 every page of the permission table that can be looked at, as somebody it is open to
    answering.py             a process that answers those pages from one office → asking.py  both offices in turn
    bare.py, served.py       requests a second through the same server: a bare Django page, and the office's
    report.py, words.py      docs/benchmarks-office.md

Figures of time never fail the run. Other queries in the larger office than in the smaller one do.
"""
