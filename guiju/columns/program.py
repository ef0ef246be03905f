"""The statements of a law as values of the graph, by the rules of evaluate/program.py.

Each is found when something asks for it, once. Steps have no place here: what rests on one is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from guiju import tree as t
from guiju.cases.case_files import fact_type
from guiju.columns.codes import Ask, Codes, Standing
from guiju.columns.graph import Cell
from guiju.columns.numbers import Numbers
from guiju.columns.profile import Profile
from guiju.columns.records import Records
from guiju.columns.refusals import Untranslatable, refused
from guiju.columns.source import column_value
from guiju.columns.values import Absence, Day, Number, Truth, Value, Word
from guiju.evaluate.outcome import Concluded, conclude, grade_norms, with_open_exceptions
from guiju.evaluate.program import CIRCUMSTANCES, readings_in_force
from guiju.forms.layout import Layout
from guiju.inputs import blank_value
from guiju.law import CONDUCT_DATE, Law
from guiju.order import Links, within
from guiju.values import NOTHING, Unknown
from guiju.values import Value as Read

_STATUS: dict[str, Callable[[int], bool | Unknown]] = {
    "yes": lambda _: True, "no": lambda _: False, "open": lambda n: Unknown(frozenset([str(n)])),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """A 择一: its codes, what evaluate concludes under each, and which facts it waits for."""

    codes: Codes
    concluded: list[Concluded]
    waits: Cell
    doubts: Cell


@dataclass(frozen=True, slots=True)
class Status:
    """A norm: its 当 part, its 除非 part, and what follows."""

    condition: Truth
    exception: Truth
    standing: Standing


class Program(Records):
    """A law under fixed readings, for people of one layout, as a graph."""

    def __init__(  # noqa: PLR0913 - what a query rests on
        self, law: Law, readings: dict[str, str], on: date | None, layout: Layout, profile: Profile, ask: Ask | None,
        beside: Program | None = None,
    ) -> None:  # fmt: skip
        super().__init__(law, readings_in_force(law, readings), profile.divisors)
        self.on, self.layout, self.profile, self.ask = on, layout, profile, ask
        # What people will read in the query: names of definitions for the cells that hold them.
        self.names: dict[Cell, str] = {}
        if beside:
            self._share(beside)
        self._links = Links(law)
        self._found: dict[object, Any] = {}
        self._circumstances = {s.label: s for s in law.statements if isinstance(s, t.Circumstance)}

    def _share(self, other: Program) -> None:
        """Build on another's graph: what both find is one cell, and one query can give the cells of both."""
        self.graph, self.facts, self.make, self.names = other.graph, other.facts, other.make, other.names
        self.numbers = Numbers(self.make, self.profile.divisors)
        self._aggregates = other.aggregates

    def _once(self, key: object, find: Callable[[], Any], statement: t.Statement | None = None) -> Any:
        if key not in self._found:
            inside, self.inside = self.inside, ""
            try:
                self._found[key] = find()
            except Untranslatable as error:
                raise refused(self.law, statement, str(error)) if statement else error from error
            finally:
                self.inside = inside
        return self._found[key]

    # --- names

    def named(self, name: str) -> Value:
        """A column of the record now walked, a definition, a conclusion, a fact or an option."""
        words = self.law.words
        if self.inside and name in words.columns[self.inside]:
            return self.cell(name)
        if name in words.definitions:
            return self.definition(name)
        if name in words.outcomes:
            return self._outcome_word(name)
        if name == CONDUCT_DATE:
            return self._once(name, lambda: self.day(self.on) if self.on else self.unknown("日期", CONDUCT_DATE))  # type: ignore[no-any-return]
        if name in words.facts:
            return self._once(("fact", name), lambda: self._fact(name))  # type: ignore[no-any-return]
        return self.word(name)

    def _column(self, name: str) -> Value | None:
        """The subject's column of that name."""
        sheet = self.layout.subject
        column = sheet.column(name)
        if column is None:
            return None
        return column_value(self, sheet, column, self.profile.columns[sheet.name, name], name)

    def _fact(self, name: str) -> Value:
        decl = self.law.words.facts[name]
        found = self._column(name)
        if found is not None and (found.mask is self.graph.zero or decl.blank is not None or not decl.default):
            return found
        if found is None and decl.blank is not None:
            return self._constant(blank_value(decl.blank, decl.type, self.law.words))
        if not decl.default or decl.default == name:
            return found or self.unknown(self.law.words.kind(decl.type).name, name)
        default = self.named(decl.default)
        default = replace(default, mask=self._asked_as(name, default.mask))
        if found is None:
            return default
        # The column stands where it is filled; where it is empty the default does.
        is_given = self.make.known(found.mask)
        return self._picked(Truth(is_given, self.graph.zero), replace(found, mask=self.graph.zero), default)

    def _constant(self, value: Read) -> Value:
        match value:
            case bool():
                return self.make.truth(value)
            case str():
                return self.word(value)
            case date():
                return self.day(value)
            case int():
                return self.numbers.exact(value)
        if value is NOTHING:
            return Word(self.graph.constant("无", "text"), self.graph.true, self.graph.zero)
        raise Untranslatable("的缺省值")

    def _asked_as(self, name: str, mask: Cell) -> Cell:
        """What is unknown is asked for by this name, not through what stands behind it."""
        return self.graph.choose(self.make.known(mask), self.graph.zero, self.make.unknown(name))

    def definition(self, name: str) -> Value:
        """The value of a definition."""
        statement = self.law.words.definitions[name]
        return self._once(("definition", name), lambda: self._definition(statement), statement)  # type: ignore[no-any-return]

    def _definition(self, statement: t.Definition) -> Value:
        if statement.fillable and (given := self._column(statement.name)) is not None:
            return given
        found = self.value(statement.value)
        if statement.fillable:
            found = replace(found, mask=self._asked_as(statement.name, found.mask))
        if isinstance(found, Number):
            found = self.numbers.sealed(found)
        self._name(statement.name, found)
        return found

    def _name(self, name: str, found: Value) -> None:
        match found:
            case Number():
                cells = [piece for _, cell in found.parts for piece in cell.parts or [cell]]
            case Truth():
                cells = [found.yes]
            case _:
                cells = []
        for cell in cells:
            if cell.op not in ("column", "constant"):
                self.names.setdefault(cell, name)

    def changed_readings(self) -> dict[str, str]:
        """The readings that are not the default ones, with the option in force."""
        laws = [law for law in (self.law.baseline, self.law) if law]
        default = {r.id: r.default for law in laws for r in law.parsed.readings}
        return {r: option for r, option in self.readings.items() if default.get(r) != option}

    # --- circumstances and norms

    def _HasCircumstance(self, node: t.HasCircumstance) -> Value:
        wanted = within(node.ranges, list(self._circumstances))
        return self.make.either(self._circumstance(s) for label, s in self._circumstances.items() if label in wanted)

    def _circumstance(self, statement: t.Circumstance) -> Truth:
        return self._once(id(statement), lambda: self._established(statement), statement)  # type: ignore[no-any-return]

    def _established(self, statement: t.Circumstance) -> Truth:
        if statement.condition is None:
            return Truth(self.graph.false, self.make.unknown(CIRCUMSTANCES))
        exception = self.truth(statement.exception) if statement.exception else self.make.truth(False)
        return self._standing(self.truth(statement.condition), exception).certain

    def norm(self, statement: t.Norm) -> Status:
        """Whether a norm applies."""
        return self._once(id(statement), lambda: self._norm(statement), statement)  # type: ignore[no-any-return]

    def _norm(self, statement: t.Norm) -> Status:
        guards = statement.guards
        condition = self.make.both(self._settling(guards.when))
        set_back = [self.norm(n).standing.applies for n in self._links.overriding(statement)]
        never = condition.yes is self.graph.false and condition.mask is self.graph.zero
        exception = self.make.truth(False)
        if not never:
            exception = self.make.either([*map(self.truth, guards.unless), *set_back])
        return Status(condition, exception, self._standing(condition, exception))

    def _settling(self, parts: Sequence[t.Expression]) -> list[Truth]:
        """The conditions; where 不成立 is written among them, under these readings, nothing else is looked at."""
        if any(map(self._never_holds, parts)):
            return [self.make.truth(False)]
        return [self.truth(part) for part in parts]

    def _never_holds(self, node: t.Expression) -> bool:
        if isinstance(node, t.ByReading):
            return self._never_holds(self.chosen(node))
        return isinstance(node, t.Truth) and not node.value

    def _standing(self, condition: Truth, exception: Truth) -> Standing:
        """An unknown exception leaves the norm standing, but not for certain."""
        graph, make = self.graph, self.make
        applies = Truth(
            graph.both(condition.yes, graph.invert(exception.yes)),
            graph.choose(exception.yes, graph.zero, condition.mask),
        )
        settled = graph.either(exception.yes, make.no(condition))
        certain = Truth(
            graph.both(condition.yes, make.no(exception)),
            graph.choose(settled, graph.zero, graph.bits(condition.mask, exception.mask)),
        )
        return Standing(applies, certain if exception.mask is not graph.zero else applies)

    # --- conclusions

    def outcome(self, name: str) -> Outcome:
        """What is concluded on a 择一."""
        statement = self.law.words.outcomes[name]
        return self._once(("outcome", name), lambda: self._outcome(statement), statement)  # type: ignore[no-any-return]

    def _outcome(self, statement: t.EnumDecl) -> Outcome:
        if self.layout.subject.column(statement.name):
            raise Untranslatable("由表格直接给出")
        norms = self._links.graders(statement.name)
        ready = grade_norms([(n, self.law.address(n)) for n in norms])
        standings = [self.norm(n).standing for n in norms]
        codes = Codes(self.make, standings).settle(self.ask)
        concluded = [_concluded(statement.options, ready, codes.states(bits)) for bits in codes.known]
        graph = self.graph
        waits = graph.bits(*(s.applies.mask for s in standings)) if standings else graph.zero
        doubts = graph.bits(*(s.certain.mask for s in standings)) if standings else graph.zero
        return Outcome(
            codes,
            concluded,
            graph.choose(codes.truth([c.unknown is not None for c in concluded]), waits, graph.zero),
            graph.choose(
                codes.truth([c.doubt is not None and c.unknown is None for c in concluded]), doubts, graph.zero
            ),
        )

    def _outcome_word(self, name: str) -> Word:
        found = self.outcome(name)
        values = [c.value for c in found.concluded]

        def test(is_meant: Callable[[str], bool]) -> Cell:
            return found.codes.truth([is_meant(value) for value in values])

        return Word(found.codes.text(values), self.graph.false, found.waits, test)

    # --- where the law does not apply

    def exits(self) -> list[tuple[t.Statement, Cell]]:
        """The statements that take somebody out of the law, and where they do."""
        found: list[tuple[t.Statement, Cell]] = []
        for statement in self.law.statements:
            match statement:
                case t.Scope():
                    found.append((statement, self.make.no(self.scope(statement))))
                case t.Commencement():
                    found.append((statement, self._too_early(statement)))
                case t.Norm() if isinstance(statement.action, t.Exclude):
                    found.append((statement, self.norm(statement).standing.certain.yes))
        return [(statement, cell) for statement, cell in found if cell is not self.graph.false]

    def scope(self, statement: t.Scope) -> Truth:
        """Whether somebody is within the law."""
        return self._once(id(statement), lambda: self.truth(statement.condition), statement)  # type: ignore[no-any-return]

    def _too_early(self, statement: t.Commencement) -> Cell:
        if self.on is None:
            return self.graph.false
        start = self._once(id(statement), lambda: self.value(statement.start), statement)
        if isinstance(start, Absence) or not isinstance(start, Day):
            return self.graph.false
        before = self.graph.compare(">", start.day, self.graph.constant(self.on.isoformat(), "date"))
        return self.graph.both(before, self.graph.invert(start.nothing), self.make.known(start.mask))


def _concluded(options: tuple[str, ...], ready: Any, states: list[tuple[str, str]]) -> Concluded:
    """What evaluate concludes from the norms' states."""
    applies = [_STATUS[state](n) for n, (state, _) in enumerate(states)]
    if not any(pair == ("yes", "open") for pair in states):
        return conclude(options, ready, applies)
    certain = [_STATUS[state](n) for n, (_, state) in enumerate(states)]
    return with_open_exceptions(options, ready, applies, certain)


__all__ = ["Outcome", "Program", "fact_type"]
