"""Writing a file whole or not at all: under another name first, then renamed into place."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from guiju.errors import GuijuError, Problem, why


class WriteError(GuijuError):
    """A result could not be written; what stood there before still stands."""

    title = "没有写成"


def unwritable(path: Path) -> str:
    """Why no file can be written there, as far as a look tells; "" when nothing speaks against it."""
    folder = path.absolute().parent
    if path.is_dir() or not folder.is_dir():
        return f"「{path}」写不进去：没有这个文件夹，或者它本身是文件夹。"
    return "" if os.access(folder, os.W_OK) else f"「{path}」写不进去：对这个文件夹没有写的权限。"


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a new file beside `path`, then put it in its place. Raises WriteError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.touch()  # so that the system says why not, before a library says it in its own words
        write(draft)
        draft.replace(path)
    except OSError as error:
        raise WriteError([Problem("file", f"「{path}」写不进去：{why(error)}。")]) from error
    finally:
        draft.unlink(missing_ok=True)
