"""How much the property and fuzz tests try: every run the same few inputs; a sweep many, new ones every time.

GUIJU_SWEEP=1 is the whole sweep, GUIJU_SWEEP=small a short one. `python -m tests.sweep` (make sweep) runs the tests
that know of it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

SIZE = os.environ.get("GUIJU_SWEEP", "")
SWEEP, SMALL = SIZE == "1", SIZE == "small"

# What a small sweep runs: when a process dies, every form filled in wrongly, which byte is changed, the order of acts.
IN_A_SMALL_ONE = (
    "tests/office/faults/test_faults.py",
    "tests/office/faults/test_every_form.py",
    "tests/test_chain.py",
    "tests/office/register/test_register.py",
)


def main() -> int:
    """Run them; the exit code is pytest's."""
    root = Path(__file__).parent.parent
    knows = re.compile(r"tests\.sweep|from hypothesis")
    found = sorted(path for path in (root / "tests").rglob("test_*.py") if knows.search(path.read_text("utf-8")))
    chosen = IN_A_SMALL_ONE if SMALL else [str(path.relative_to(root)) for path in found]
    surroundings = {**os.environ, "GUIJU_SWEEP": SIZE or "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *chosen]
    return subprocess.run(command, cwd=root, env=surroundings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
