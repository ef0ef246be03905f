"""Which truths can hold together: 90分以上 never without 65分以上, and nothing both holds and is unknown.

The truths are taken apart down to what is free (a column of 是 or 否) and to numbers compared with fixed multiples of
one base, of which only the order of the lines matters. Every combination of these is tried, so that what is left out
cannot be.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import Any

from guiju.columns.graph import OPERATORS, Cell

# More combinations than this are not tried.
MOST_TRIED = 5_000
Bits = tuple[bool, ...]
_FOLDED = ("constant", "choose", "bits", "add", "bounded", "closed")


def feasible(cells: list[Cell]) -> list[Bits] | None:
    """The combinations of these truths that can occur, perhaps some more; None when there are too many to try."""
    lines, free = _atoms(cells)
    choices: list[list[dict[Cell, bool]]] = [[{cell: True}, {cell: False}] for cell in free]
    choices += [_positions(group) for group in lines.values()]
    if prod(map(len, choices)) > MOST_TRIED:
        return None
    found: dict[Bits, None] = {}
    for chosen in product(*choices):
        known: dict[Cell, Any] = {cell: value for part in chosen for cell, value in part.items()}
        found[tuple(bool(_value(cell, known)) for cell in cells)] = None
    return sorted(found)


def _atoms(cells: list[Cell]) -> tuple[dict[tuple[Cell, Cell | None], list[Cell]], list[Cell]]:
    """The comparisons, by what is compared with multiples of which base, and the rest."""
    lines: dict[tuple[Cell, Cell | None], list[Cell]] = {}
    free: dict[Cell, None] = {}
    seen: set[Cell] = set()
    queue = list(cells)
    for cell in queue:
        if cell in seen or cell.op == "constant":
            continue
        seen.add(cell)
        if _is_folded(cell):
            queue += cell.parts
        elif cell.op == "compare" and (line := _line(cell)) is not None:
            lines.setdefault((cell.args[1], line[0]), []).append(cell)
        else:
            free[cell] = None
    return lines, list(free)


def _is_folded(cell: Cell) -> bool:
    """Whether the cell follows from truths alone."""
    if cell.sort == "truth":
        return cell.op in ("and", "or", "not", "choose") or (
            cell.op == "compare" and all(part.sort == "whole" and _is_folded(part) for part in cell.parts)
        )
    return cell.op in _FOLDED and all(part.sort == "truth" or _is_folded(part) for part in cell.parts)


def _line(cell: Cell) -> tuple[Cell | None, int] | None:
    """The base and the multiple a comparison is with; the base is positive, and None for a plain number."""
    right = cell.args[2]
    if right.sort != "whole":
        return None
    if right.op == "constant":
        return None, right.args[0]
    if right.op == "add" and not right.args[0] and len(right.args) == 2 and right.args[1][1].low > 0:
        return right.args[1][1], right.args[1][0]
    return (right, 1) if right.low > 0 else None


def _positions(group: list[Cell]) -> list[dict[Cell, bool]]:
    """What the comparisons of one thing say, on each line and between two."""
    marks = {cell: _line(cell)[1] for cell in group}  # type: ignore[index]
    ordered = sorted(set(marks.values()))
    # Twice the place of each line, so that the odd numbers stand between two.
    place = {mark: 2 * n + 1 for n, mark in enumerate(ordered)}
    ways = range(2 * len(ordered) + 1)
    said = [{cell: OPERATORS[cell.args[0]](way, place[mark]) for cell, mark in marks.items()} for way in ways]
    return list({tuple(one.values()): one for one in said}.values())


def _value(cell: Cell, known: dict[Cell, Any]) -> Any:
    """The value of a cell, once the free ones are chosen."""
    if cell not in known:
        known[cell] = _computed(cell, known)
    return known[cell]


def _computed(cell: Cell, known: dict[Cell, Any]) -> Any:
    args = cell.args
    match cell.op:
        case "constant":
            return args[0]
        case "not":
            return not _value(args[0], known)
        case "and":
            return all(_value(part, known) for part in args)
        case "or":
            return any(_value(part, known) for part in args)
        case "choose":
            return _value(args[1] if _value(args[0], known) else args[2], known)
        case "compare":
            return OPERATORS[args[0]](_value(args[1], known), _value(args[2], known))
        case "bits":
            found = args[0]
            for part in args[1:]:
                found |= _value(part, known)
            return found
        case "add":
            return args[0] + sum(by * _value(part, known) for by, part in args[1:])
    return _value(args[0], known)
