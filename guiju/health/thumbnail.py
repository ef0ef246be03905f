"""The text of a law in small, as SVG: its lines as they run, those with findings marked, each mark a link."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from html import escape

from guiju.findings import KINDS, Finding
from guiju.health.places import named
from guiju.health.report import FAMILIES, family
from guiju.law import Law
from guiju.notation.reader import strip_heading

# In units of the picture: signs on a line, width of one, height from line to line, thickness of a line; the tabs beside
# the text stand in a column for each family.
SIGNS, SIGN, PITCH, THICK, GAP, TAB = 24, 4, 7, 3, 5, 6
TEXT = SIGNS * SIGN
Row = tuple[int, bool]


def thumbnail(law: Law, numbered: list[tuple[str, Finding]], name: str) -> str:
    """The picture; `numbered` are the findings with the anchors they are linked to, `name` says what it shows."""
    rows, starts = _lines(law)
    marks = list(_marks(law, numbered, starts, rows))
    width, height = TEXT + GAP + TAB * len(FAMILIES), max(len(rows), 1) * PITCH
    lines = "".join(_line(n, row, "th" if row[1] else "tl") for n, row in enumerate(rows))
    return (
        f'<svg class="thumbnail" viewBox="0 0 {width} {height}" preserveAspectRatio="none" role="group"'
        f' aria-label="{escape(name)}">'
        f"{lines}{''.join(marks)}</svg>"
    )


def _lines(law: Law) -> tuple[list[Row], dict[int, int]]:
    """The lines of the picture as (signs, heading), and for each line of the file the first of them it became."""
    rows: list[Row] = []
    starts: dict[int, int] = {}
    for number, line in law.source.prose:
        text = strip_heading(line).strip()
        if text:
            starts[number] = len(rows)
            full, rest = divmod(len(text), SIGNS)
            rows += [(SIGNS, text != line.strip())] * full + ([(rest, text != line.strip())] if rest else [])
    return rows, starts


def _marks(law: Law, numbered: list[tuple[str, Finding]], starts: dict[int, int], rows: list[Row]) -> Iterator[str]:
    """One mark a sentence and family: a tab in the family's column; the first one also colours the sentence's lines."""
    numbers = sorted(starts)
    where = {law.address(s): bisect_right(numbers, s.span.line) - 1 for s in reversed(law.statements) if s.label}
    taken: set[tuple[int, int]] = set()
    for anchor, finding in numbered:
        column = list(FAMILIES).index(family(finding.kind))
        for address in finding.addresses:
            index = where.get(address, -1)
            if index < 0 or (index, column) in taken:
                continue
            first = starts[numbers[index]]
            last = starts[numbers[index + 1]] if index + 1 < len(numbers) else len(rows)
            coloured = range(first, last) if index not in {i for i, _ in taken} else range(0)
            taken.add((index, column))
            lines = "".join(_line(n, rows[n], "over") for n in coloured)
            title = escape(f"{named(law.provision(address))}：{KINDS[finding.kind]}")
            yield (
                f'<a href="#{escape(anchor)}" class="m{column}" aria-label="{title}"><title>{title}</title>'
                f"{lines}{_tab(column, first, last)}</a>"
            )


def _line(number: int, row: Row, kind: str) -> str:
    return f'<rect class="{kind}" x="0" y="{number * PITCH}" width="{row[0] * SIGN}" height="{THICK}"/>'


def _tab(column: int, first: int, last: int) -> str:
    y, height = first * PITCH - 1, max(last - first, 1) * PITCH - (PITCH - THICK) + 2
    return f'<rect x="{TEXT + GAP + TAB * column}" y="{y}" width="{TAB - 1}" height="{height}"/>'
