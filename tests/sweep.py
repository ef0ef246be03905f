"""Whether the property and fuzz tests try many more inputs, new ones every time: GUIJU_SWEEP=1."""

import os

SWEEP = os.environ.get("GUIJU_SWEEP") == "1"
