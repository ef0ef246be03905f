"""Many people under one law: each one's result row, its grounds, and the facts that are still wanting.

The columns are those the law declares as 结果. Values are text: exact numbers in lowest terms, rounded ones with
their decimals, lists joined by 、. A law that does not apply to someone says 不适用 in their row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from guiju import tree as t
from guiju.cases.unknowns import question
from guiju.errors import Problem, UsageError
from guiju.evaluate.case import Case
from guiju.evaluate.outcome import CONFLICT, Concluded
from guiju.evaluate.program import Program, Run
from guiju.law import Law
from guiju.values import Number, Unknown, Value, decimal_text, show

NOT_APPLICABLE = "不适用"
_PRESUMED = ("一般应", "一般不得")
_NO_FACTS: frozenset[str] = frozenset()
Cell = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Ground:
    """A provision that a column of someone's result rests on; a presumption may be departed from with reasons."""

    column: str
    address: str
    presumption: bool


@dataclass(frozen=True, slots=True)
class Wanting:
    """A fact that columns of someone's result wait for."""

    fact: str
    question: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appraised:
    """One person's result: `values` by column, in the order of the law's 结果."""

    identity: str
    values: dict[str, str]
    grounds: tuple[Ground, ...]
    wanting: tuple[Wanting, ...]


@dataclass(slots=True)
class Appraisal:
    """A law ready to appraise people, under fixed readings."""

    law: Law
    chosen: dict[str, str] = field(default_factory=dict)
    program: Program = field(init=False)
    columns: dict[str, Callable[[Run], Cell]] = field(init=False)
    _articles: dict[str, list[tuple[t.Norm, str]]] = field(init=False)
    _outcomes: list[str] = field(init=False)
    _scopes: list[t.Statement] = field(init=False)
    _questions: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.program = Program(self.law, self.chosen)
        declared = self.law.words.result.columns if self.law.words.result else ()
        named = {
            n.text if isinstance(n, t.Name) else n.owner for _, n in declared if isinstance(n, t.Name | t.Attribute)
        }
        self._scopes = self.law.of(t.Scope)
        self._outcomes = [name for name in self.law.words.outcomes if name in named]
        self._articles = {name: norms_of(self.law, n.label) for name, n in declared if isinstance(n, t.Article)}
        self.columns = {name: self._column(name, node) for name, node in declared}

    @property
    def readings(self) -> dict[str, str]:
        """The readings that the rules use, and those that were chosen, with the option in force."""
        used = {*t.readings_of(t.reached(self.law.statements, self.program.readings)), *self.chosen}
        return {key: choice for key, choice in sorted(self.program.readings.items()) if key in used}

    def people(self, cases: Iterable[tuple[Value, Case]]) -> Iterator[Appraised]:
        """Each person's result, from who they are and the case that is theirs, in the order given."""
        for identity, case in cases:
            yield self.appraise(show(identity), case)

    def appraise(self, identity: str, case: Case) -> Appraised:
        """One person's result."""
        run = self.program.run(case)
        cells = {name: find(run) for name, find in self.columns.items()}
        values = {name: text for name, (text, _) in cells.items()}
        return Appraised(identity, values, tuple(self._grounds(run)), self._wanting(run, cells))

    # --- columns

    def _column(self, name: str, node: t.Expression) -> Callable[[Run], Cell]:
        match node:
            case t.Name(text=outcome) if outcome in self.law.words.outcomes:
                return self._outcome(outcome, lambda concluded: concluded.value)
            case t.Name(text=fact) if fact in self.law.words.facts:
                return lambda run: _cell(run.named(fact))
            case t.Attribute(owner=outcome, name=part) if outcome in self.law.words.outcomes:
                return self._outcome(outcome, _PARTS[part])
            case t.Article():
                return lambda run: self._article(run, name)
            case t.ByReading():
                return self._column(name, self.program.compiler.chosen(node))
        return self._expression(node)

    def _outcome(self, outcome: str, part: Callable[[Concluded], str]) -> Callable[[Run], Cell]:
        def conclusion(run: Run) -> Cell:
            if run.excluded_by:
                return NOT_APPLICABLE, _NO_FACTS
            concluded = run.concluded(outcome)
            if run.case.facts.get(outcome) in self.law.words.outcomes[outcome].options and not concluded.chosen:
                # The meeting chose what the law does not leave open.
                concluded = replace(concluded, value=CONFLICT)
            open_ = concluded.unknown or concluded.doubt
            return part(concluded), open_.facts if open_ else _NO_FACTS

        return conclusion

    def _article(self, run: Run, column: str) -> Cell:
        norms = self._articles[column]
        if run.excluded_by:
            return NOT_APPLICABLE, _NO_FACTS
        statuses = [(run.value(norm).applies, address) for norm, address in norms]
        held = dict.fromkeys(address for applies, address in statuses if applies is True)
        return "、".join(held), _NO_FACTS.union(*(a.facts for a, _ in statuses if isinstance(a, Unknown)))

    def _expression(self, node: t.Expression) -> Callable[[Run], Cell]:
        places = rounded_places(node, self.law)
        # A rounded number is written with all its decimals.
        write = show if places is None else partial(decimal_text, places=places)
        return lambda run: (NOT_APPLICABLE, _NO_FACTS) if run.excluded_by else _cell(run.compute(node), write)

    # --- grounds

    def _grounds(self, run: Run) -> Iterator[Ground]:
        if run.excluded_by:
            for address in dict.fromkeys(self.law.address(s) for s in run.excluded_by):
                yield Ground(NOT_APPLICABLE, address, False)
            return
        for outcome in self._outcomes:
            concluded = run.concluded(outcome)
            for address in concluded.grounds:
                yield Ground(outcome, address, address in concluded.presumed)
        for column, norms in self._articles.items():
            held = [(norm, address) for norm, address in norms if run.value(norm).applies is True]
            presumed = {address for norm, address in held if norm.modal in _PRESUMED}
            for address in dict.fromkeys(address for _, address in held):
                yield Ground(column, address, address in presumed)

    def _wanting(self, run: Run, cells: dict[str, Cell]) -> tuple[Wanting, ...]:
        columns: dict[str, list[str]] = {}
        for name, (_, facts) in cells.items():
            for fact in sorted(facts):
                columns.setdefault(fact, []).append(name)
        for scope in () if run.excluded_by else self._scopes:
            value = run.value(scope)
            for fact in sorted(value.facts) if isinstance(value, Unknown) else ():
                columns.setdefault(fact, []).extend(self._outcomes)
        return tuple(Wanting(fact, self._question(fact), tuple(names)) for fact, names in columns.items())

    def _question(self, fact: str) -> str:
        if fact not in self._questions:
            self._questions[fact] = question(self.law, fact)
        return self._questions[fact]


_PARTS: dict[str, Callable[[Concluded], str]] = {
    "可评": lambda concluded: "、".join(concluded.open),
    "推定": lambda concluded: "、".join(concluded.presumed),
    "依据": lambda concluded: "、".join(concluded.grounds),
}


def _cell(value: object, write: Callable[[Number], str] = show) -> Cell:
    if isinstance(value, Unknown):
        return str(value), value.facts
    return write(value) if isinstance(value, Number) and not isinstance(value, bool) else show(value), _NO_FACTS


def rounded_places(node: t.Expression, law: Law) -> int | None:
    """To how many places a column (or what it names) is rounded; None when it is shown exactly."""
    match node:
        case t.Name(text=name) if name in law.words.definitions:
            return rounded_places(law.words.definitions[name].value, law)
        case t.Call(function="四舍五入", arguments=(_, t.Quantity(value=places))):
            return int(places)
    return None


def norms_of(law: Law, label: str) -> list[tuple[t.Norm, str]]:
    """The norms (and their addresses) whose label begins so: of 6, those of 6a and 6.1, not those of 60."""
    norms = [s for s in law.statements if isinstance(s, t.Norm) and s.label.startswith(label)]
    return [(norm, law.address(norm)) for norm in norms if not norm.label[len(label) :][:1].isdigit()]


def year_end(dated: set[int], year: int | None) -> date | None:
    """The day as of which people are appraised: the last one of the year given, or of the year all records are of.

    `dated`: the calendar years of the records. None when no record is dated. Raises UsageError when the records are
    of several years and none was named.
    """
    if year is not None:
        return date(year, 12, 31)
    years = sorted(dated)
    if len(years) > 1:
        listed = "、".join(map(str, years))
        message = f"记录的日期分属{listed}年，不知道考核哪一年；请用 --year 写明，如 --year {years[-1]}。"
        raise UsageError([Problem("year", message)])
    return date(years[0], 12, 31) if years else None
