"""How fast Guiju is, beside the plainest other way to the same result. `python -m bench` prints a table.

    people.py, plain.py    made-up people, and their grades by hand      → grading.py   speed and memory
    book.py                a workbook of 50,000 rows                     → reading.py
    loading.py             law files, and the start of a command
    timing.py              both sides in one process, in turn; medians   → page.py      docs/benchmarks.md

Every figure is a ratio of one run. Timing never fails the run; people graded differently do.
"""
