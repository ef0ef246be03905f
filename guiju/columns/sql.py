"""The graph as a query: what is used more than once becomes a column, a level of columns becomes a CTE.

    1  count how often each cell is used              _count
    2  give every shared cell a name and a level      _stage
    3  write each level from the one below            select

Widths are chosen here: each sum and product is computed in the narrowest type that holds everything on the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from sqlglot import exp

from guiju.columns.functions import GREATEST_DIVISOR, WHOLE_QUOTIENT, number, text, wrapped, written
from guiju.columns.graph import LISTED, Cell, Graph
from guiju.columns.widths import data_type, rung, widest

Written = exp.Expr
_NEVER_SHARED = ("column", "constant", "not")
_OPERATORS = {"=": exp.EQ, ">": exp.GT, ">=": exp.GTE, "<": exp.LT, "<=": exp.LTE}


@dataclass(frozen=True, slots=True)
class _Step:
    """A question of a CASE: rows for which the condition is as wanted come to the value."""

    condition: Cell
    wanted: bool
    value: Cell


@dataclass(slots=True)
class Query:
    """Writes the columns of one query. `names` are names for cells that people will read in the text."""

    dialect: str
    names: Mapping[Cell, str] = field(default_factory=dict)
    prefix: str = "s"
    _uses: dict[Cell, int] = field(default_factory=dict)
    # Conditions that stand within a branch: there an engine would find them for a few rows at a time.
    _inner: set[Cell] = field(default_factory=set)
    _levels: dict[Cell, int] = field(default_factory=dict)
    _columns: dict[Cell, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _at: int = 0

    def select(self, outputs: Mapping[str, Cell], source: exp.Select) -> exp.Select:
        """The query that gives these columns; `source` has the FROM and the joins, and no columns yet."""
        self._count(outputs.values())
        shared = self._stage()
        levels = max((level for cell, level in self._levels.items() if cell in shared), default=0)
        chain = source
        ctes: list[tuple[str, exp.Select]] = []
        for level in range(1, levels + 1):
            made = [cell for cell in shared if self._levels[cell] == level]
            kept = self._kept(level, shared, outputs)
            self._at = level
            ctes.append((f"{self.prefix}{level}", chain.select(*self._projected(made, kept), copy=False)))
            chain = exp.select().from_(exp.to_identifier(f"{self.prefix}{level}"))
        self._at = levels + 1
        found = chain.select(*(exp.alias_(self._output(c), n, quoted=True) for n, c in outputs.items()), copy=False)
        for name, query in ctes:
            # PostgreSQL would put each level's formulas into the next one, as often as they are used there.
            found = found.with_(name, as_=query, materialized=True if self.dialect == "postgres" else None)
        return found

    # --- 1

    def _count(self, cells: Iterable[Cell]) -> None:
        queue = list(cells)
        for cell in queue:
            self._uses[cell] = self._uses.get(cell, 0) + 1
            if self._uses[cell] == 1:
                queue += cell.parts
                if cell.op == "choose":
                    self._inner.update(branch.args[0] for branch in cell.args[1:] if branch.op == "choose")

    # --- 2

    def _stage(self) -> list[Cell]:
        """The shared cells, each after those it is made of."""
        shared = [c for c in self._in_order() if self._is_staged(c)]
        for cell in [c for c in self._uses if c.op == "column"]:
            self._columns[cell] = self._name(cell, cell.args[1])
        for cell in shared:
            self._columns[cell] = self._name(cell, self.names.get(cell, f"c{cell.number}"))
        return shared

    def _in_order(self) -> list[Cell]:
        """All cells, each after its parts; their levels are found on the way."""
        done: dict[Cell, None] = {}
        stack = list(reversed(self._uses))
        while stack:
            cell = stack[-1]
            waiting = [part for part in cell.parts if part not in done]
            if cell in done or not waiting:
                stack.pop()
                if cell not in done:
                    done[cell] = None
                    self._levels[cell] = self._level(cell)
            else:
                stack += waiting
        return list(done)

    def _level(self, cell: Cell) -> int:
        below = max((self._levels[part] for part in cell.parts), default=0)
        return below + 1 if self._is_staged(cell) else below

    def _is_staged(self, cell: Cell) -> bool:
        if cell.op in ("closed", "bounded") and self._is_staged(cell.args[0]):
            return False  # the same column by another name
        return cell.op not in _NEVER_SHARED and (self._uses[cell] > 1 or cell in self._inner)

    def _name(self, cell: Cell, wanted: str) -> str:
        name = wanted if wanted not in self._taken else f"{wanted}_{cell.number}"
        self._taken.add(name)
        return name

    # --- 3

    def _kept(self, level: int, shared: list[Cell], outputs: Mapping[str, Cell]) -> list[Cell]:
        """The columns from below that a later level still needs."""
        later = [c for c in shared if self._levels[c] > level]
        queue = [part for c in later for part in c.parts] + list(outputs.values())
        seen: dict[Cell, None] = {}
        for cell in queue:
            if cell in seen:
                continue
            seen[cell] = None
            if not (cell in self._columns and self._levels[cell] < level):
                queue += cell.parts
        return [c for c in seen if c in self._columns and self._levels[c] < level]

    def _projected(self, made: list[Cell], kept: list[Cell]) -> list[Written]:
        found = [exp.alias_(self._reference(c), self._columns[c], quoted=True) for c in kept]
        return found + [exp.alias_(self._compute(c)[0], self._columns[c], quoted=True) for c in made]

    def _reference(self, cell: Cell) -> Written:
        if self._at == 1 and cell.op == "column":
            return exp.column(cell.args[1], table=cell.args[0], quoted=True)
        return exp.column(self._columns[cell], quoted=True)

    def _output(self, cell: Cell) -> Written:
        return self._write(cell)[0]

    def _write(self, cell: Cell) -> tuple[Written, int]:
        """The cell where it is used, and the rung of its type (-1: a stored column of any width, or a constant)."""
        if cell.op == "column":
            return self._reference(cell), -1
        if cell in self._columns and self._levels[cell] < self._at:
            return self._reference(cell), self._rung(cell)
        return self._compute(cell)

    def _rung(self, cell: Cell) -> int:
        return rung(self.dialect, cell.reach) if cell.sort == "whole" else -1

    def _compute(self, cell: Cell) -> tuple[Written, int]:
        found: Written = getattr(self, "_" + cell.op)(cell)
        return found, -1 if cell.op == "constant" else self._rung(cell)

    def _wide(self, cell: Cell, wanted: int) -> Written:
        """A whole number in a type of that width."""
        found, has = self._write(cell)
        if cell.op == "constant" or has == wanted:
            return found
        return exp.cast(found, data_type(self.dialect, wanted))

    # --- whole numbers

    def _constant(self, cell: Cell) -> Written:
        value = cell.args[0]
        match cell.sort:
            case "truth":
                return exp.Boolean(this=value)
            case "whole":
                return number(value)
            case "date":
                return exp.cast(text(value), "DATE")
        return text(value)

    def _add(self, cell: Cell) -> Written:
        width, (constant, *terms) = self._rung(cell), cell.args
        found: Written | None = None
        for coefficient, part in sorted(terms, key=lambda term: term[0] < 0):
            one = self._wide(part, width)
            if abs(coefficient) != 1:
                one = exp.Mul(this=number(abs(coefficient)), expression=wrapped(one))
            elif coefficient < 0 or isinstance(one, exp.Add | exp.Sub):
                one = wrapped(one)
            if found is None:
                found = one if coefficient > 0 else exp.Neg(this=wrapped(one))
            else:
                found = (exp.Add if coefficient > 0 else exp.Sub)(this=found, expression=one)
        if constant and found is not None:
            found = (exp.Add if constant > 0 else exp.Sub)(this=found, expression=number(abs(constant)))
        assert found is not None
        return found

    def _closed(self, cell: Cell) -> Written:
        return self._wide(cell.args[0], self._rung(cell))

    _bounded = _closed

    def _times(self, cell: Cell) -> Written:
        width = self._rung(cell)
        left, right = (wrapped(self._wide(part, width)) for part in cell.args)
        return exp.Mul(this=left, expression=right)

    def _quotient(self, cell: Cell) -> Written:
        width = self._rung(cell)
        left, right = (wrapped(self._wide(part, width)) for part in cell.args)
        found = WHOLE_QUOTIENT(self.dialect, left, right, is_widest=width == widest(self.dialect))
        return found if self.dialect == "duckdb" else exp.cast(found, data_type(self.dialect, width))

    def _gcd(self, cell: Cell) -> Written:
        width = self._rung(cell)
        left, right = (exp.cast(self._wide(part, width), data_type(self.dialect, width)) for part in cell.args)
        return exp.cast(
            GREATEST_DIVISOR(self.dialect, left, right, width == widest(self.dialect)), data_type(self.dialect, width)
        )

    def _absolute(self, cell: Cell) -> Written:
        return exp.Abs(this=self._wide(cell.args[0], self._rung(cell)))

    def _bits(self, cell: Cell) -> Written:
        width, (known, *parts) = self._rung(cell), cell.args
        found = wrapped(self._wide(parts[0], width))
        for part in parts[1:]:
            found = exp.BitwiseOr(this=found, expression=wrapped(self._wide(part, width)))
        return (
            exp.BitwiseOr(this=found, expression=exp.cast(number(known), data_type(self.dialect, width)))
            if known
            else found
        )

    # --- truths, choices, functions

    def _compare(self, cell: Cell) -> Written:
        operator, left, right = cell.args
        sides = [wrapped(self._write(side)[0]) for side in (left, right)]
        return _OPERATORS[operator](this=sides[0], expression=sides[1])

    def _and(self, cell: Cell) -> Written:
        return exp.and_(*(self._write(part)[0] for part in cell.args), copy=False)

    def _or(self, cell: Cell) -> Written:
        return exp.or_(*(self._write(part)[0] for part in cell.args), copy=False)

    def _not(self, cell: Cell) -> Written:
        return exp.Not(this=wrapped(self._write(cell.args[0])[0]))

    def _choose(self, cell: Cell) -> Written:
        """A tree of choices is one CASE, flat as far as nothing is asked twice.

        An engine goes through the branches one after another with the rows still left: a branch within a branch costs
        as much again, and one that nearly all rows take the most. So what more branches come to is the ELSE.
        """
        width = self._rung(cell)
        steps, last = self._chain(cell, width)
        values = [step.value for step in steps]
        branches = [list(same) for _, same in groupby(steps, key=lambda step: step.value)]
        *firsts, end = branches
        case = exp.Case()
        for same in firsts:
            case.when(self._any(same), self._branch(same[0].value, width), copy=False)
        if values.count(values[-1]) <= values.count(last) + 1:
            return case.when(self._any(end), self._branch(values[-1], width), copy=False).else_(
                self._branch(last, width), copy=False
            )
        none = [replace(step, wanted=not step.wanted) for step in end]
        case.when(exp.and_(*map(self._asked, none), copy=False), self._branch(last, width), copy=False)
        return case.else_(self._branch(values[-1], width), copy=False)

    def _chain(self, cell: Cell, width: int) -> tuple[list[_Step], Cell]:
        """The questions of a tree one after another, each with what a row comes to, and what the rows left come to."""
        steps: list[_Step] = []
        while self._goes_on(cell, width):
            condition, yes, no = cell.args
            is_first = self._goes_on(no, width) or not self._goes_on(yes, width)
            steps.append(_Step(condition, is_first, yes if is_first else no))
            cell = no if is_first else yes
        return steps, cell

    def _goes_on(self, cell: Cell, width: int) -> bool:
        is_column = cell in self._columns and self._levels[cell] < self._at
        return cell.op == "choose" and not is_column and self._rung(cell) == width

    def _any(self, steps: Sequence[_Step]) -> Written:
        return exp.or_(*map(self._asked, steps), copy=False)

    def _asked(self, step: _Step) -> Written:
        found = self._write(step.condition)[0]
        return found if step.wanted else exp.Not(this=wrapped(found))

    def _branch(self, cell: Cell, width: int) -> Written:
        return self._wide(cell, width) if cell.sort == "whole" else self._write(cell)[0]

    def _pick(self, cell: Cell) -> Written:
        place, values = cell.args
        first = exp.Add(this=wrapped(self._write(place)[0]), expression=number(1))
        found = exp.Array(expressions=[text(value) for value in values])
        if self.dialect == "spark":
            return exp.Anonymous(this="ELEMENT_AT", expressions=[found, exp.cast(first, "INT")])
        # `offset` is where sqlglot takes the places to count from; both count from 1.
        return exp.Bracket(this=found, expressions=[exp.cast(first, "INT")], offset=1)

    def _listed(self, cell: Cell) -> Written:
        """A list made once, in a query of its own, and looked up by place (a join would lose the order of the rows)."""
        place, listing = cell.args
        numbers = listed_numbers([(c.args[1], c.low, c.high) for c in listing.numbers])
        texts = {"place": listing.place(Graph(), listing.numbers), "text": listing.text}
        inner = exp.Subquery(this=Query(self.dialect, prefix="n").select(texts, numbers), alias="texts")
        ordered = exp.Order(this=exp.column("text"), expressions=[exp.Ordered(this=exp.column("place"))])
        listed = exp.select(exp.ArrayAgg(this=ordered)).from_(inner)
        first = exp.Add(this=wrapped(self._write(place)[0]), expression=number(1))
        return exp.Bracket(this=exp.Subquery(this=listed), expressions=[first], offset=1)

    def _coded(self, cell: Cell) -> Written:
        inner, values = cell.args
        found = self._write(inner)[0]
        if self.dialect != "duckdb":
            return found
        of = exp.DataType(this=exp.DataType.Type.ENUM, expressions=[text(value) for value in values])
        if isinstance(found, exp.Bracket) and isinstance(found.this, exp.Array):
            # The list is a constant: cast once, where the text would be looked up again in every row.
            of = exp.DataType(this=exp.DataType.Type.ARRAY, expressions=[of], nested=True)
            found.set("this", exp.cast(found.this, of))
            return found
        return exp.cast(found, of)

    def _call(self, cell: Cell) -> Written:
        name, *arguments = cell.args
        found = written(self.dialect, name, [self._argument(a) for a in arguments])
        # What a function gives has the width it pleases; from here on it has its own.
        is_own = cell.sort == "whole" and name != "only where"
        return exp.cast(found, data_type(self.dialect, self._rung(cell))) if is_own else found

    def _argument(self, argument: Any) -> Any:
        return self._write(argument)[0] if isinstance(argument, Cell) else argument


def listed_numbers(ranges: list[tuple[str, int, int]]) -> exp.Select:
    """FROM all combinations of numbers in these ranges."""
    sides = [f'(SELECT UNNEST(RANGE({low}, {high + 1})) AS "{name}")' for name, low, high in ranges]
    joined = " CROSS JOIN ".join(f"{side} AS side{n}" for n, side in enumerate(sides))
    return exp.select().from_(exp.Subquery(this=exp.maybe_parse(f"SELECT * FROM {joined}"), alias=LISTED))
