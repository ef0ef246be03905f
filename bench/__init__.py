"""How fast and how exact Guiju is, beside other ways to the same result. `make bench` measures and writes the page.

    people.py, plain.py    made-up people, and their grades by hand      → grading.py    one by one: speed and memory
    book.py                a workbook of 50,000 rows                     → reading.py
    loading.py             law files, and the start of a command
    crowd.py, truth.py     people by the million, and their right grades → store.py      kept on disk for everyone
    peers/                 the other engines, one small file each        → race.py       a process each, in turn
    spellings.py           one rule in floating point, spelled anew      limit.py        what stands before the limit
    whole.py               from file to file                             health.py       the check of all law files
    measured.py            all of that, measured                         → report.py, chart.py, words.py, page.py
    timing.py, process.py  medians of rounds; a command's time and memory

    office/                the office's pages, by a command of their own → docs/benchmarks-office.md

What needs the other engines runs in .venv-bench (bench/requirements.lock). Timing never fails the run; people whom
anything of Guiju's grades differently do.
"""
