"""Two laws or readings over a table too large to walk: both in one query, and only what changed comes back.

    the table ── query of A, handing every column on ── query of B over it ── differences ── counts, the first few

The first few are read again and put to `evaluate`, which tells their sentences in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from guiju import tree as t
from guiju.appraise import NOT_APPLICABLE
from guiju.columns import Form, Translation
from guiju.columns.graph import Cell
from guiju.columns.results import ResultColumn
from guiju.columns.values import Truth
from guiju.whatif.causes import Causes
from guiju.whatif.people import Comparison, PeopleComparer

_BEFORE, _AFTER, _CAUSE, _CHANGED = "前：", "后：", "因：", "不同"
_YES, _NO, _OPEN = "是", "否", "待查"
Rows = Callable[[exp.Expression], Sequence[Sequence[Any]]]


@dataclass(slots=True)
class Bulk:
    """Two translations of the same layout, side by side, and the sentences that may be behind a difference."""

    before: Translation
    after: Translation
    comparer: PeopleComparer
    _people: exp.Select | None = None

    @property
    def causes(self) -> Causes:
        """The causes between the sides."""
        return self.comparer.causes

    @property
    def roots(self) -> list[int]:
        """The numbers of the pairs whose rule differs and that the results rest on."""
        return [n for n in self.comparer.relevant if self.causes.changed[n]]

    @property
    def places(self) -> dict[str, exp.Expression]:
        """The addresses that may be behind a difference, and where one is: any of its statements is."""
        found: dict[str, list[exp.Expression]] = {}
        for number in self.roots:
            found.setdefault(self.address(number), []).append(exp.column(f"{_CAUSE}{number}", quoted=True))
        return {address: _any(columns) for address, columns in found.items()}

    @property
    def columns(self) -> list[str]:
        """The result columns compared: all that both have; addresses only where they mean the same in both laws."""
        alike = self.before.law.id == self.after.law.id and all(a == b for a, b in self.causes.labels.items())
        return [n for n in self.comparer.columns if alike or not self._holds_addresses(n)]

    def _holds_addresses(self, name: str) -> bool:
        column = next(c for c in self.before.results.columns if c.name == name)
        return any("/" in meaning for meaning in column.meanings)

    # --- the query

    def people(self) -> exp.Select:
        """A row a person: who, each column before and after, whether any differs, and each sentence behind it."""
        coupled = exp.Subquery(this=self._coupled(), alias=exp.TableAlias(this=exp.to_identifier("both")))
        differs = _any([_distinct(_BEFORE + n, _AFTER + n) for n in self.columns])
        own = [exp.alias_(exp.column(n, quoted=True), n, quoted=True) for n in [self._who, *self._named()]]
        roots = [exp.alias_(self._behind(n), f"{_CAUSE}{n}", quoted=True) for n in self.roots]
        return _select(*own, exp.alias_(differs, _CHANGED, quoted=True), *roots).from_(coupled, copy=False)

    def _of_people(self, *columns: exp.Expr) -> exp.Select:
        """A query over `people`. That is a large tree: it is made once and never copied."""
        if self._people is None:
            self._people = self.people()
        name = exp.TableAlias(this=exp.to_identifier("people"))
        return _select(*columns).from_(exp.Subquery(this=self._people, alias=name), copy=False)

    @property
    def _who(self) -> str:
        subject = self.before.layout.subject
        return next(c.heading for c in subject.columns if c.name == subject.owner)

    def _named(self) -> list[str]:
        names = dict.fromkeys([*self.columns, *([self.comparer.leading] if self.comparer.leading else [])])
        return [side + name for name in names for side in (_BEFORE, _AFTER)]

    def _coupled(self) -> exp.Select:
        """B's query over A's, which hands on every column that it read."""
        subject = self.before.layout.subject
        first = self._cells(self.before, _BEFORE, lambda pair: pair.before)
        own = {c.heading: _handed_on(self.before, c.heading) for c in subject.columns}
        inner = exp.Subquery(this=self.before.query({**own, **first}))
        second = self._cells(self.after, _AFTER, lambda pair: pair.after)
        kept = {name: _handed_on(self.after, name) for name in (self._who, *first)}
        return self.after.query({**kept, **second}, {**self.after.sources, subject.name: inner})

    def _cells(self, side: Translation, mark: str, which: Callable[[Any], t.Statement | None]) -> dict[str, Cell]:
        written = side.results.cells(Form.CONTRACT)
        cells = {mark + name: written[name] for name in self.comparer.columns}
        for number in self.roots:
            statement = which(self.causes.pairs[number])
            if statement is not None:
                cells[f"{mark}{_CAUSE}{number}"] = _bite(side, statement)
        return cells

    def _behind(self, number: int) -> exp.Expression:
        """Whether a sentence is behind a difference, by the rules of causes.py."""
        pair = self.causes.pairs[number]
        old, new = (exp.column(f"{side}{_CAUSE}{number}", quoted=True) for side in (_BEFORE, _AFTER))
        if pair.before is None or pair.after is None:
            return _bites(old if pair.after is None else new)
        differs: exp.Expression = exp.NullSafeNEQ(this=old, expression=new)
        if self.causes.demands[number]:
            return _any([differs, _bites(old)])
        return differs

    # --- what is asked of it

    def count(self, rows: Rows) -> Comparison:
        """How many people went from which conclusion to which, and by which sentence; nobody by name."""
        changed = exp.column(_CHANGED, quoted=True)
        leading = [exp.column(side + self.comparer.leading, quoted=True) for side in (_BEFORE, _AFTER)]
        leading = leading if self.comparer.leading else []
        causes = [exp.and_(changed, behind) for behind in self.places.values()]
        counts = [exp.Count(this=exp.Star()), *(exp.CountIf(this=c) for c in (changed, *causes))]
        query = self._of_people(*leading, *counts).group_by(*leading, copy=False)
        return self._told(rows(query), len(leading))

    def _told(self, lines: Iterable[Sequence[Any]], width: int) -> Comparison:
        found = Comparison(self.comparer.leading)
        for line in lines:
            people, different, *causes = line[width:]
            found.people += int(people)
            found.different += int(different)
            if width:
                found.moves[str(line[0]), str(line[1])] += int(people)
            for address, count in zip(self.places, causes, strict=True):
                found.sentences[address] += int(count)
        found.sentences = +found.sentences  # without those behind nothing
        return found

    def first(self, rows: Rows, most: int, moved: bool = False) -> list[str]:
        """The first so many who come out differently (`moved`: with another conclusion), by identity."""
        who = exp.column(self._who, quoted=True)
        which: exp.Expression = exp.column(_CHANGED, quoted=True)
        if moved:
            which = _distinct(_BEFORE + self.comparer.leading, _AFTER + self.comparer.leading)
        return [str(row[0]) for row in rows(self._of_people(who).where(which, copy=False).limit(most, copy=False))]

    def changed(self, cites: Mapping[str, str]) -> exp.Select:
        """Everyone who comes out differently: who, each column before and after, and the sentences, as a table."""
        own = [exp.alias_(exp.column(side + n, quoted=True), f"{n}（{said}）", quoted=True)
               for n in self.columns for side, said in ((_BEFORE, "前"), (_AFTER, "后"))]  # fmt: skip
        told = [_when(behind, cites.get(address, address)) for address, behind in self.places.items()]
        places = [_when(behind, address) for address, behind in self.places.items()]
        joined = [exp.alias_(_joined(sign, parts), name, quoted=True)
                  for sign, parts, name in (("；", told, "从哪一句"), ("、", places, "地址"))]  # fmt: skip
        who = exp.alias_(exp.column(self._who, quoted=True), self._who, quoted=True)
        return self._of_people(who, *own, *joined).where(exp.column(_CHANGED, quoted=True), copy=False)

    def address(self, number: int) -> str:
        """The address of a pair: B's, where B has it."""
        pair = self.causes.pairs[number]
        side, statement = (self.after, pair.after) if pair.after else (self.before, pair.before)
        assert statement is not None
        return side.law.place(statement)


def _bite(side: Translation, statement: t.Statement) -> Cell:
    """What a statement gives, as a text that is the same on both sides exactly when `evaluate` gives the same."""
    program, graph = side.program, side.program.graph
    match statement:
        case t.Definition():
            value = program.definition(statement.name)
            return side.results.written(ResultColumn(statement.name, value, value.mask))
        case t.Norm():
            return _truth(side, program.norm(statement).standing.applies, not isinstance(statement.action, t.Exclude))
        case t.Circumstance():
            found = program.value(t.HasCircumstance(((statement.label, statement.label),)))
            assert isinstance(found, Truth)
            return _truth(side, found, True)
        case t.Scope():
            return _truth(side, program.scope(statement), False)
        case t.Commencement():
            taken_out = [cell for exit_, cell in program.exits() if exit_ is statement]
            return graph.choose(graph.either(*taken_out), graph.constant(_NO, "text"), graph.constant(_YES, "text"))
    return graph.constant(_YES, "text")


def _truth(side: Translation, value: Truth, inside: bool) -> Cell:
    """是, 否 or 待查; `inside`: 否 for those whom the law does not apply to."""
    graph = side.program.graph
    yes, no, open_ = (graph.constant(word, "text") for word in (_YES, _NO, _OPEN))
    found = graph.choose(side.program.make.known(value.mask), graph.choose(value.yes, yes, no), open_)
    return graph.choose(side.results.excluded, no, found) if inside else found


def _handed_on(side: Translation, name: str) -> Cell:
    return side.program.graph.column(side.layout.subject.name, name, "text")


def _distinct(one: str, other: str) -> exp.Expression:
    return exp.NullSafeNEQ(this=exp.column(one, quoted=True), expression=exp.column(other, quoted=True))


def _when(behind: exp.Expression, text: str) -> exp.Expression:
    return exp.Case().when(behind.copy(), exp.Literal.string(text))


def _any(conditions: list[exp.Expression]) -> exp.Expression:
    found = exp.or_(*conditions)
    assert isinstance(found, exp.Expression)
    return found


def _bites(status: exp.Expression) -> exp.Expression:
    return exp.Not(this=exp.In(this=status, expressions=[exp.Literal.string(w) for w in (_NO, NOT_APPLICABLE)]))


def _joined(sign: str, parts: list[exp.Expression]) -> exp.Expression:
    return exp.ConcatWs(expressions=[exp.Literal.string(sign), *parts]) if parts else exp.Literal.string("")


def _select(*columns: exp.Expr) -> exp.Select:
    return exp.Select().select(*columns, copy=False)
