"""What is wrong with a file: every cell that does not fit, once, in the order a person would meet it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from guiju.errors import InputError, Problem

MOST_SHOWN = 200


class FormError(InputError):
    """The problems of a file; of very many, the first ones and how many more there are."""

    def __init__(self, problems: list[Problem], total: int) -> None:
        self.total = total
        super().__init__(problems)

    def render(self) -> str:
        """All problems kept, a count first."""
        lines = [f"{self.title}：共{self.total}处问题。"] + [problem.render() for problem in self.problems]
        more = self.total - len(self.problems)
        return "\n".join([*lines, f"……其余{more}处未列出，改正以上各处后再试。"] if more else lines)


class Faults:
    """Gathers problems. Of each column the first few are kept, which is enough to show the first few of all."""

    def __init__(self, sheets: Iterable[str] = ()) -> None:
        self.total = 0
        self._kept: list[tuple[tuple[int, int, int], Problem]] = []
        self._count: Counter[tuple[int, int]] = Counter()
        self._sheets = {sheet: number for number, sheet in enumerate(sheets)}

    def add(self, sheet: str, row: int, heading: str, message: str, column: int = -1) -> None:
        """A problem in a cell: row as Excel numbers it (0: none), heading of the column (or "") and its place."""
        number = self._sheets.setdefault(sheet, len(self._sheets))
        self.total += 1
        self._count[number, column] += 1
        if self._count[number, column] > MOST_SHOWN:
            return
        place = f"{sheet} 第{row}行" if row else sheet
        place += f"「{printable(heading)}」" if heading else ""
        self._kept.append(((number, row, column), Problem("cell", printable(message), place)))

    def refuse(self) -> None:
        """Raise FormError when anything was found."""
        if self.total:
            self._kept.sort(key=lambda item: item[0])
            raise FormError([problem for _, problem in self._kept[:MOST_SHOWN]], self.total)


def printable(text: str) -> str:
    """The text without signs that could steer a terminal."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else "·" for sign in text)


def refusal(path_name: str, message: str) -> InputError:
    """A file that cannot be read at all."""
    return InputError([Problem("file", message, printable(path_name))])
