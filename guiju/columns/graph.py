"""The graph of values behind a query: every value is one cell, and every whole number carries its range.

Equal cells are the same object, so what the law uses several times is found once. Nothing here knows the law or SQL.
Cells are never NULL; a range that is wrong would be a wrong result, so every operation here keeps it sound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Sort = Literal["whole", "truth", "text", "date"]
Term = tuple[int, "Cell"]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One value: `op` on `args` (cells or constants). `low` and `high` bound a whole number.

    `reach` bounds everything met on the way to a whole number (partial sums), as an absolute value.
    """

    op: str
    args: tuple[Any, ...]
    sort: Sort
    low: int = 0
    high: int = 0
    reach: int = 0
    # In which order cells were made, so that the same law always gives the same text.
    number: int = 0

    @property
    def constant(self) -> Any:
        """The constant it is; None when it is none."""
        return self.args[0] if self.op == "constant" else None

    @property
    def parts(self) -> list[Cell]:
        """The cells it is made of."""
        return [cell for arg in self.args for cell in (arg if isinstance(arg, tuple) else (arg,))
                if isinstance(cell, Cell)]  # fmt: skip


class Graph:
    """Makes cells, each only once, and folds what is constant."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], Cell] = {}
        self.true, self.false = self.constant(True, "truth"), self.constant(False, "truth")
        self.zero, self.one = self.whole(0), self.whole(1)

    def _make(self, op: str, args: tuple[Any, ...], sort: Sort, bounds: tuple[int, int, int] = (0, 0, 0)) -> Cell:
        key = (op, sort, *args)
        if key not in self._made:
            self._made[key] = Cell(op, args, sort, *bounds, number=len(self._made))
        return self._made[key]

    # --- leaves

    def constant(self, value: Any, sort: Sort) -> Cell:
        """A constant."""
        bounds = (value, value, abs(value)) if sort == "whole" else (0, 0, 0)
        return self._make("constant", (value,), sort, bounds)

    def whole(self, value: int) -> Cell:
        """A whole number."""
        return self.constant(value, "whole")

    def column(self, relation: str, name: str, sort: Sort, low: int = 0, high: int = 0) -> Cell:
        """A column of a relation; of a whole number the range is known."""
        return self._make("column", (relation, name), sort, (low, high, max(abs(low), abs(high))))

    def call(self, name: str, args: Sequence[Any], sort: Sort, low: int = 0, high: int = 0) -> Cell:
        """A function that sql.py knows, on cells and constants."""
        return self._make("call", (name, *args), sort, (low, high, max(abs(low), abs(high))))

    # --- whole numbers

    def add(self, terms: Iterable[Term], constant: int = 0) -> Cell:
        """Σ coefficient × cell + constant; sums in it are opened, equal terms put together."""
        found: dict[Cell, int] = {}
        for coefficient, cell in terms:
            if cell.op == "constant":
                constant += coefficient * cell.args[0]
            elif cell.op == "add":
                constant += coefficient * cell.args[0]
                for inner, part in cell.args[1:]:
                    found[part] = found.get(part, 0) + coefficient * inner
            else:
                found[cell] = found.get(cell, 0) + coefficient
        kept = tuple((coefficient, cell) for cell, coefficient in found.items() if coefficient)
        if not kept:
            return self.whole(constant)
        if not constant and len(kept) == 1 and kept[0][0] == 1:
            return kept[0][1]
        ends = [sorted((c * cell.low, c * cell.high)) for c, cell in kept]
        low, high = constant + sum(low for low, _ in ends), constant + sum(high for _, high in ends)
        reach = max(abs(constant) + sum(abs(c) * max(abs(p.low), abs(p.high)) for c, p in kept),
                    *(p.reach for _, p in kept))  # fmt: skip
        return self._make("add", (constant, *kept), "whole", (low, high, reach))

    def closed(self, cell: Cell) -> Cell:
        """A sum that stays one piece when it is added to others."""
        return self._make("closed", (cell,), "whole", (cell.low, cell.high, cell.reach)) if cell.op == "add" else cell

    def bounded(self, cell: Cell, low: int, high: int) -> Cell:
        """The same number, of which more is known."""
        low, high = max(low, cell.low), min(high, cell.high)
        if (low, high) == (cell.low, cell.high):
            return cell
        return self._make("bounded", (cell, low, high), "whole", (low, high, cell.reach))

    def times(self, left: Cell, right: Cell) -> Cell:
        """A product of two whole numbers."""
        for one, other in ((left, right), (right, left)):
            if one.op == "constant":
                return self.add([(one.args[0], other)])
        left, right = self.closed(left), self.closed(right)
        ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        reach = max(left.reach, right.reach, *map(abs, ends))
        first, second = sorted((left, right), key=lambda cell: cell.number)
        return self._make("times", (first, second), "whole", (min(ends), max(ends), reach))

    def quotient(self, left: Cell, right: Cell) -> Cell:
        """left ÷ right without the rest; left is not negative, right is positive."""
        if left.op == right.op == "constant":
            return self.whole(left.args[0] // right.args[0])
        high = left.high // max(right.low, 1)
        return self._make("quotient", (left, right), "whole", (0, high, max(left.reach, right.reach)))

    def gcd(self, left: Cell, right: Cell) -> Cell:
        """The greatest common divisor of left (of any sign) and right (positive)."""
        return self._make("gcd", (left, right), "whole", (1, right.high, max(left.reach, right.reach)))

    def absolute(self, cell: Cell) -> Cell:
        """The number without its sign."""
        if cell.low >= 0:
            return cell
        low = 0 if cell.high >= 0 else -cell.high
        return self._make("absolute", (cell,), "whole", (low, max(abs(cell.low), abs(cell.high)), cell.reach))

    def bits(self, *cells: Cell) -> Cell:
        """The union of bit sets."""
        known = 0
        found: dict[Cell, None] = {}
        for cell in cells:
            for part in cell.args[1:] if cell.op == "bits" else (cell,):
                if part.op == "constant":
                    known |= part.args[0]
                else:
                    found[part] = None
            known |= cell.args[0] if cell.op == "bits" else 0
        if not found or (len(found) == 1 and not known):
            return next(iter(found), self.whole(known))
        high = (1 << max(known, *(c.high for c in found)).bit_length()) - 1
        return self._make("bits", (known, *found), "whole", (0, high, max(high, *(c.reach for c in found))))

    # --- truths

    def compare(self, operator: str, left: Cell, right: Cell) -> Cell:
        """left = != > >= < <= right; decided here where the ranges tell."""
        if left is right:
            return self.truth(operator in ("=", ">=", "<="))
        if left.op == right.op == "constant":
            return self.truth(OPERATORS[operator](left.args[0], right.args[0]))
        if left.sort == "whole":
            settled = _settled(operator, left, right)
            if settled is not None:
                return self.truth(settled)
        if operator == "!=":
            return self.invert(self.compare("=", left, right))
        return self._make("compare", (operator, left, right), "truth")

    def truth(self, value: bool) -> Cell:
        """是 or 否."""
        return self.true if value else self.false

    def both(self, *cells: Cell) -> Cell:
        """All of them."""
        return self._joined("and", cells, self.true, self.false)

    def either(self, *cells: Cell) -> Cell:
        """Any of them."""
        return self._joined("or", cells, self.false, self.true)

    def _joined(self, op: str, cells: tuple[Cell, ...], neutral: Cell, settling: Cell) -> Cell:
        found: dict[Cell, None] = {}
        for cell in cells:
            for part in cell.args if cell.op == op else (cell,):
                found[part] = None
        found.pop(neutral, None)
        if settling in found or any(self.invert(cell) in found for cell in found):
            return settling
        kept = tuple(found)
        if len(kept) < 2:
            return kept[0] if kept else neutral
        return self._make(op, kept, "truth")

    def invert(self, cell: Cell) -> Cell:
        """Not."""
        if cell.op == "constant":
            return self.truth(not cell.args[0])
        return cell.args[0] if cell.op == "not" else self._make("not", (cell,), "truth")

    # --- choices

    def choose(self, condition: Cell, yes: Cell, no: Cell) -> Cell:
        """yes where the condition holds, else no."""
        if condition.op == "constant":
            return yes if condition.args[0] else no
        if yes is no:
            return yes
        if condition.op == "not":
            return self.choose(condition.args[0], no, yes)
        if yes.sort == "truth":
            return self._chosen_truth(condition, yes, no)
        if no.op == "choose" and no.args[1] is yes:
            return self.choose(self.either(condition, no.args[0]), yes, no.args[2])
        if yes.op == "choose" and yes.args[2] is no:
            return self.choose(self.both(condition, yes.args[0]), yes.args[1], no)
        reach = max(yes.reach, no.reach)
        bounds = (min(yes.low, no.low), max(yes.high, no.high), reach)
        return self._make("choose", (condition, yes, no), yes.sort, bounds)

    def _chosen_truth(self, condition: Cell, yes: Cell, no: Cell) -> Cell:
        if yes.op == "constant":
            return self.either(condition, no) if yes.args[0] else self.both(self.invert(condition), no)
        if no.op == "constant":
            return self.either(self.invert(condition), yes) if no.args[0] else self.both(condition, yes)
        return self._make("choose", (condition, yes, no), "truth")

    def pick(self, place: Cell, values: tuple[str, ...]) -> Cell:
        """The text at that place (from 0) of a list of texts."""
        return self._make("pick", (place, values), "text")

    def coded(self, cell: Cell, values: tuple[str, ...]) -> Cell:
        """A text that is one of these, stored as its number among them where the engine can."""
        if cell.op == "choose":
            condition, yes, no = cell.args
            return self.choose(condition, self.coded(yes, values), self.coded(no, values))
        return self._make("coded", (cell, values), "text")


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
}  # fmt: skip


def _settled(operator: str, left: Cell, right: Cell) -> bool | None:
    """What the ranges alone say of a comparison."""
    match operator:
        case ">=":
            return True if left.low >= right.high else False if left.high < right.low else None
        case ">":
            return True if left.low > right.high else False if left.high <= right.low else None
        case "<=" | "<":
            return _settled(">=" if operator == "<=" else ">", right, left)
    apart = left.high < right.low or left.low > right.high
    return (operator == "!=") if apart else None
