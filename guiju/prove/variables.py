"""The free variables of a case under one law: facts, attributes, circumstances, rows, dates of steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import z3  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.inputs import FIRST_YEAR, LAST_YEAR, blank_value
from guiju.law import CONDUCT_DATE, Law
from guiju.prove.ranges import Ranges
from guiju.prove.spans import Range, declared
from guiju.prove.symbols import NONE_CODE, Codes, Sym, Term, Variable, day_code, number_term
from guiju.values import NOTHING, Number

# The day a witness is of, unless the law turns on dates: the year after the law says it starts, or this one.
ANY_DAY = date(2020, 3, 2)
# So many rows of a record a witness may have.
MOST_ROWS = 3
# Row numbers and columns after the statement's place: what is declared later is made small first.
_PER_LINE = 100_000


@dataclass(frozen=True, slots=True)
class _Declared:
    """How a value is declared: its type, whether it may be 无, and what an empty one stands for."""

    type: t.Type
    may_lack: bool
    blank: Any
    rank: int


class Variables:
    """Makes each variable once, and knows all of them by their z3 name."""

    def __init__(self, law: Law, readings: dict[str, str], codes: Codes) -> None:
        self.law, self.codes = law, codes
        self.ranges = Ranges(law, readings)
        self.known: dict[str, Variable] = {}
        self._syms: dict[tuple[Any, ...], Sym] = {}
        self.day = self._base_day()

    def _base_day(self) -> date:
        starts = [s.start for s in self.law.statements if isinstance(s, t.Commencement)]
        dated = [date.fromisoformat(n.text) for n in starts if isinstance(n, t.DateLiteral)]
        return date(max(dated).year + 1, ANY_DAY.month, ANY_DAY.day) if dated else ANY_DAY

    def on(self) -> Sym:
        """The date of the conduct."""
        return self._date(("on",), -1)

    def fact(self, name: str) -> Sym:
        """A declared fact, without its default."""
        decl = self.law.words.facts[name]
        blank = None if decl.blank is None else blank_value(decl.blank, decl.type, self.law.words)
        rank = decl.span.line * _PER_LINE + decl.span.column
        return self._typed(("fact", name), _Declared(decl.type, blank is NOTHING, blank, rank))

    def party(self, owner: str, name: str) -> Sym:
        """An attribute of a party."""
        field = self.law.words.parties[owner][name]
        blank = None if field.blank is None else blank_value(field.blank, field.type, self.law.words)
        rank = field.span.line * _PER_LINE + field.span.column
        return self._typed(("party", owner, name), _Declared(field.type, blank is NOTHING, blank, rank))

    def cell(self, record: str, number: int, column: str) -> Sym:
        """A column of one of the rows a record may have."""
        field = self.law.words.columns[record][column]
        blank = None if field.blank is None else blank_value(field.blank, field.type, self.law.words)
        rank = self.law.words.records[record].span.line * _PER_LINE + number * 1000 + field.span.column
        return self._typed(("row", record, number, column), _Declared(field.type, blank is NOTHING, blank, rank))

    def present(self, record: str, number: int) -> Term:
        """Whether the record has so many rows."""
        return self._truth(("present", record, number), 0)

    def circumstance(self, label: str) -> Term:
        """Whether a circumstance is established."""
        return self._truth(("circumstance", label), self._rank_of(label))

    def step_date(self, name: str) -> Sym:
        """The day a step was carried out."""
        return self._date(("step", name), self.law.words.steps[name].span.line * _PER_LINE)

    def choice(self, outcome: str) -> Sym:
        """What a meeting chose among the options open; 无 when it said nothing."""
        decl = self.law.words.enums[outcome]
        type_ = t.Type("选项", decl.options)
        return self._typed(("choice", outcome), _Declared(type_, True, NOTHING, decl.span.line * _PER_LINE))

    def filled(self, definition: t.Definition, kind: str) -> Sym:
        """A definition that may be given as a fact, with the range its formula implies."""
        place, rank = ("fact", definition.name), definition.span.line * _PER_LINE
        if kind == "是否":
            constant = isinstance(definition.value, t.Truth) and definition.value.value
            return Sym(kind, self._truth(place, rank, constant))
        if kind == "日期":
            return self._date(place, rank)
        return self._number(place, self.ranges.named(definition.name), rank, None)

    def _rank_of(self, label: str) -> int:
        found = (s.span.line for s in self.law.statements if isinstance(s, t.Circumstance) and s.label == label)
        return next(found, 0) * _PER_LINE

    # --- by kind

    def _typed(self, place: tuple[Any, ...], how: _Declared) -> Sym:
        if place in self._syms:
            return self._syms[place]
        kind = self.law.words.kind(how.type).name
        match kind:
            case "是否":
                sym = Sym(kind, self._truth(place, how.rank, how.blank is True))
            case "数":
                blank = how.blank if isinstance(how.blank, int | Fraction) else None
                sym = self._number(place, declared(how.type), how.rank, blank)
            case "日期":
                sym = self._date(place, how.rank)
            case "名单":
                sym = replace(self._number(place, Range(Fraction(0), None, True), how.rank, None), kind="名单")
            case _:
                sym = self._option(place, how)
        if how.may_lack and kind in ("数", "日期"):
            lacking = self._truth(("blank", *place), how.rank)
            sym = replace(sym, absent=lacking)
        self._syms[place] = sym
        return sym

    def _truth(self, place: tuple[Any, ...], rank: int, preferred: bool = False) -> Term:
        term = z3.Bool(_name(place))
        return self._keep(Variable(place, "是否", term, preferred=z3.BoolVal(preferred), rank=rank))

    def _number(self, place: tuple[Any, ...], lies: Range, rank: int, blank: Number | None) -> Sym:
        term = z3.Int(_name(place)) if lies.whole else z3.Real(_name(place))
        domain = [term >= number_term(lies.low)] if lies.low is not None else []
        domain += [term <= number_term(lies.high)] if lies.high is not None else []
        wanted = Fraction(blank or 0)
        if lies.low is not None and lies.low > wanted:
            wanted = lies.low
        elif lies.high is not None and lies.high < wanted:
            wanted = lies.high
        kept = Variable(
            place, "数", term, tuple(domain), whole=lies.whole, preferred=number_term(wanted), rank=rank
        )  # fmt: skip
        return Sym("数", self._keep(kept))

    def _date(self, place: tuple[Any, ...], rank: int) -> Sym:
        term = z3.Int(_name(place))
        first, last = day_code(date(FIRST_YEAR, 1, 1)), day_code(date(LAST_YEAR, 12, 31))
        domain = (term >= first, term <= last)
        preferred = z3.IntVal(day_code(self.day))
        return Sym("日期", self._keep(Variable(place, "日期", term, domain, (), True, preferred, rank)))

    def _option(self, place: tuple[Any, ...], how: _Declared) -> Sym:
        term, declared_options = z3.Int(_name(place)), self.law.words.kind(how.type).options
        options = [self.codes.of(o) for o in declared_options]
        if how.may_lack:
            options = [NONE_CODE, *options]
        elif isinstance(how.blank, str):
            first = self.codes.of(how.blank)
            options = [first, *(o for o in options if o != first)]
        if options:
            domain: tuple[Term, ...] = (z3.Or(*(term == o for o in options)),)
        else:  # a text: any that the law names, or another
            options, domain = [3], (term >= 3,)
        kept = Variable(place, "选项", term, domain, tuple(options), True, z3.IntVal(options[0]), how.rank)
        return Sym("选项", self._keep(kept), term == NONE_CODE if how.may_lack else None)

    def _keep(self, variable: Variable) -> Term:
        return self.known.setdefault(str(variable.term), variable).term


def _name(place: tuple[Any, ...]) -> str:
    return "·".join(map(str, place))


__all__ = ["ANY_DAY", "CONDUCT_DATE", "MOST_ROWS", "Variables"]
