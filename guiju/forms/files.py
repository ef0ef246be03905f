"""Writing a file whole or not at all: under another name first, then renamed into place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from guiju.errors import GuijuError, Problem


class WriteError(GuijuError):
    """A result could not be written; what stood there before still stands."""

    title = "没有写成"


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a new file beside `path`, then put it in its place. Raises WriteError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(draft)
        draft.replace(path)
    except OSError as error:
        raise WriteError([Problem("file", f"「{path}」写不进去：{error.strerror or error}。")]) from error
    finally:
        draft.unlink(missing_ok=True)
