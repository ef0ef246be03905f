"""`python -m mutants [--size small|full] [--write]`: plant defects, print what the check finds of them.

`--write` also writes docs/mutants.md. `--misses FILE` appends the misses to a file. Exit code 1 when less than the aim
is found or the clean regulations raise an alarm.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mutants.page import AIM, miss, page, share, table
from mutants.run import FULL, SIZES, Result, run

PAGE = Path(__file__).parent.parent / "docs/mutants.md"


def main() -> int:
    """Run the mutants."""
    parser = argparse.ArgumentParser(prog="python -m mutants", description="在法条副本里种下毛病，看体检找出多少")
    parser.add_argument("--size", choices=sorted(SIZES), default=FULL.name)
    parser.add_argument("--write", action="store_true", help="写 docs/mutants.md")
    parser.add_argument("--misses", type=Path, help="没有找出的，连同改动，写到这个文件")
    asked = parser.parse_args()
    for found in run(SIZES[asked.size]):
        if isinstance(found, Result):
            return _report(found, asked)
        print("." if found.verdict.found else "=" if found.same else "x", end="", flush=True)
    return 1


def _report(result: Result, asked: argparse.Namespace) -> int:
    print("\n" + table(result))
    misses = [miss(t) for t in result.counted if not t.verdict.found]
    if asked.misses:
        asked.misses.write_text("\n\n".join(misses) + "\n", encoding="utf-8")
    for name, alarms in result.alarms.items():
        for alarm in alarms:
            print(f"误报 {name}：{alarm.kind} {'、'.join(alarm.addresses)} {alarm.message}")
    if asked.write:
        PAGE.write_text(page(result), encoding="utf-8")
    return 0 if share(result.counted) >= AIM and not any(result.alarms.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
