"""The columns of a result, as the contract writes them or in the compact form; and which facts each waits for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

from guiju import tree as t
from guiju.appraise import NOT_APPLICABLE, norms_of, rounded_places
from guiju.columns.codes import Codes, joined
from guiju.columns.graph import Cell
from guiju.columns.program import Outcome, Program
from guiju.columns.refusals import Untranslatable, refused
from guiju.columns.values import Absence, Day, Names, Number, Truth, Value, Word
from guiju.evaluate.outcome import Concluded


class Form(Enum):
    """How a result is written: `CONTRACT` all text; `COMPACT` numbers as whole numerators and denominators;
    `AUDIT` the contract with a mask of unknown facts for each column that may wait for any."""

    CONTRACT = "contract"
    COMPACT = "compact"
    AUDIT = "audit"


# Names of the further columns of the compact form and of the audit.
NUMERATOR, DENOMINATOR, WAITS, SCOPE = "_分子", "_分母", "待查：", "待查范围"
# A text of more meanings than this is stored as it is.
MOST_CODED = 2_000
_UNKNOWN, _NOTHING, _YES, _NO = "未知", "无", "是", "否"


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """One column: its text, or its value; `mask` of the facts it waits for. `places` where it is a rounded number.

    `meanings` are all texts it can hold, where these are few. A column that stands for a fact says so even where the
    law does not apply (`always`).
    """

    name: str
    value: Value
    mask: Cell
    places: int | None = None
    always: bool = False
    meanings: tuple[str, ...] = ()


@dataclass(slots=True)
class Results:
    """All result columns of a law."""

    program: Program
    columns: list[ResultColumn] = field(default_factory=list)
    excluded: Cell = field(init=False)
    # Facts that decide whether the law applies at all, and the columns that wait for them.
    scopes: list[Cell] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    articles: dict[str, Codes] = field(default_factory=dict)
    # Of the compact form: the denominators that have no column, being the same for everybody.
    denominators: dict[str, int] = field(default_factory=dict)
    is_coded: bool = False

    def __post_init__(self) -> None:
        program = self.program
        self.excluded = program.graph.either(*(cell for _, cell in program.exits()))
        declared = program.law.words.result
        assert declared is not None
        for name, node in declared.columns:
            try:
                self.columns.append(self._column(name, node))
            except Untranslatable as error:
                raise refused(program.law, declared, f"的结果栏「{name}」{error}") from error
        graph = program.graph
        for scope in program.law.of(t.Scope):
            assert isinstance(scope, t.Scope)
            self.scopes.append(graph.choose(self.excluded, graph.zero, program.scope(scope).mask))

    # --- which column

    def _column(self, name: str, node: t.Expression) -> ResultColumn:
        words, program = self.program.law.words, self.program
        match node:
            case t.Name(text=outcome) if outcome in words.outcomes:
                return self._conclusion(name, outcome, "")
            case t.Name(text=fact) if fact in words.facts:
                value = program.named(fact)
                return ResultColumn(name, value, value.mask, always=True)
            case t.Attribute(owner=outcome, name=part) if outcome in words.outcomes:
                return self._conclusion(name, outcome, part)
            case t.Article(label=label):
                return self._article(name, label)
            case t.ByReading():
                return self._column(name, program.chosen(node))
        value = program.value(node)
        return ResultColumn(name, value, value.mask, rounded_places(node, program.law))

    def _conclusion(self, name: str, outcome: str, part: str) -> ResultColumn:
        found = self.outcomes[outcome] = self.program.outcome(outcome)
        meanings = [_PARTS[part](concluded) for concluded in found.concluded]
        text = found.codes.text(meanings)
        graph = self.program.graph
        mask = graph.bits(found.waits, found.doubts)
        # What is unknown is said in words of its own (未定), so the text stands even while facts are missing.
        return ResultColumn(name, Word(text, graph.false, graph.zero), mask, meanings=tuple(dict.fromkeys(meanings)))

    def _article(self, name: str, label: str) -> ResultColumn:
        norms = norms_of(self.program.law, label)
        standings = [self.program.norm(norm).standing for norm, _ in norms]
        codes = Codes(self.program.make, [type(s)(s.applies, s.applies) for s in standings]).settle(self.program.ask)
        self.articles[name] = codes
        meanings = []
        for bits in codes.known:
            states = zip(codes.states(bits), norms, strict=True)
            meanings.append(joined(dict.fromkeys(address for (applies, _), (_, address) in states if applies == "yes")))
        graph = self.program.graph
        mask = graph.bits(*(s.applies.mask for s in standings)) if standings else graph.zero
        word = Word(codes.text(meanings) if norms else graph.constant("", "text"), graph.false, graph.zero)
        return ResultColumn(name, word, mask, meanings=tuple(dict.fromkeys(meanings)))

    # --- how it is written

    def cells(self, form: Form, is_coded: bool = False) -> dict[str, Cell]:
        """The columns of the query; `is_coded` stores a text of few meanings as its number among them."""
        self.is_coded = is_coded
        found: dict[str, Cell] = {}
        for column in self.columns:
            if form is Form.COMPACT and isinstance(column.value, Number) and not column.always:
                found |= self.compact(column)
            elif is_coded and 0 < len(column.meanings) <= MOST_CODED:
                found[column.name] = self._coded(column)
            else:
                found[column.name] = self.written(column)
        if form is Form.AUDIT:
            found |= self.masks()
        return found

    def masks(self) -> dict[str, Cell]:
        """A column of bits for each result column that may wait for facts."""
        graph = self.program.graph
        found = {WAITS + c.name: self._mask(c) for c in self.columns} | {SCOPE: graph.bits(*self.scopes)}
        return {name: cell for name, cell in found.items() if cell is not graph.zero}

    def _mask(self, column: ResultColumn) -> Cell:
        graph = self.program.graph
        return column.mask if column.always else graph.choose(self.excluded, graph.zero, column.mask)

    def written(self, column: ResultColumn) -> Cell:
        """A column as the contract writes it."""
        graph, value = self.program.graph, column.value
        text = self._text(value, column.places)
        if not isinstance(value, Truth):
            text = graph.choose(value.nothing, graph.constant(_NOTHING, "text"), text)
        known = self.program.make.known(value.mask)
        text = graph.choose(known, text, graph.constant(_UNKNOWN, "text"))
        if column.always:
            return text
        return graph.choose(self.excluded, graph.constant(NOT_APPLICABLE, "text"), text)

    def _coded(self, column: ResultColumn) -> Cell:
        outside = () if self.excluded is self.program.graph.false else (NOT_APPLICABLE,)
        values = tuple(dict.fromkeys((*column.meanings, *outside)))
        return self.program.graph.coded(self.written(column), values)

    def _text(self, value: Value, places: int | None) -> Cell:
        graph = self.program.graph
        match value:
            case Number() if places is not None:
                return self._decimal(value, places)
            case Number():
                return self._fraction(value)
            case Truth():
                return graph.choose(value.yes, graph.constant(_YES, "text"), graph.constant(_NO, "text"))
            case Day():
                return graph.call("day text", [value.day], "text")
            case Word():
                return value.text
            case Absence():
                return graph.constant(_NOTHING, "text")
            case Names():
                raise Untranslatable("是名单")

    def _fraction(self, value: Number) -> Cell:
        """In lowest terms: `1801/20`, or a whole number."""
        graph = self.program.graph
        top, whole, factors = self.program.numbers.single(value)
        below = self.program.numbers.denominator(whole, factors)
        if below is graph.one:
            return graph.call("as text", [top], "text")
        return self._listed(self._reduced, top, below)

    def _listed(self, text: Callable[..., Cell], *numbers: Cell) -> Cell:
        return self.program.graph.listed(text, *numbers) if self.is_coded else text(*numbers)

    def _reduced(self, top: Cell, below: Cell) -> Cell:
        graph = self.program.graph
        size = graph.absolute(top)
        common = graph.gcd(size, below)
        over, under = graph.quotient(size, common), graph.quotient(below, common)
        fraction = graph.call("joined", [graph.constant("/", "text"), graph.call("as text", [under], "text")], "text")
        denominator = graph.choose(graph.compare("=", under, graph.one), graph.constant("", "text"), fraction)
        return self._signed(top, [graph.call("as text", [over], "text"), denominator])

    def _signed(self, of: Cell, parts: list[Cell]) -> Cell:
        graph = self.program.graph
        if of.low < 0:
            sign = graph.choose(
                graph.compare("<", of, graph.zero), graph.constant("-", "text"), graph.constant("", "text")
            )
            parts = [sign, *parts]
        return graph.call("joined", parts, "text") if len(parts) > 1 else parts[0]

    def _decimal(self, value: Number, places: int) -> Cell:
        """With all its decimals."""
        units = self._units(value, places)
        if not places:
            return self.program.graph.call("as text", [units], "text")
        return self._listed(partial(self._pointed, places), units)

    def _pointed(self, places: int, units: Cell) -> Cell:
        graph = self.program.graph
        size, power = graph.absolute(units), graph.whole(10**places)
        above = graph.quotient(size, power)
        rest = graph.bounded(graph.add([(1, size), (-(10**places), above)]), 0, 10**places - 1)
        digits = graph.call("padded", [graph.call("as text", [rest], "text"), places], "text")
        return self._signed(units, [graph.call("as text", [above], "text"), graph.constant(".", "text"), digits])

    def _units(self, value: Number, places: int) -> Cell:
        """A rounded number in units of 10**-places."""
        top, whole, factors = self.program.numbers.single(value)
        if factors or 10**places % whole:
            return self._units(self.program.numbers.rounded(value, places), places)
        return self.program.graph.add([(10**places // whole, top)])

    def compact(self, column: ResultColumn) -> dict[str, Cell]:
        """Numerator and denominator, not reduced; both 0 where there is no number. Of a rounded number its units.

        A denominator that is the same in every row is left out: `denominators` has it.
        """
        graph, value = self.program.graph, column.value
        assert isinstance(value, Number)
        given = graph.both(self.program.make.known(self._mask(column)), graph.invert(value.nothing))
        given = graph.both(given, graph.invert(self.excluded))
        if column.places is not None:
            top, below = self._units(value, column.places), graph.whole(10**column.places)
        else:
            top, whole, factors = self.program.numbers.single(value)
            below = self.program.numbers.denominator(whole, factors)
        shown = {end: graph.choose(given, cell, graph.zero) for end, cell in ((NUMERATOR, top), (DENOMINATOR, below))}
        if shown[DENOMINATOR].op == "constant":
            self.denominators[column.name] = shown.pop(DENOMINATOR).args[0]
        return {column.name + end: cell for end, cell in shown.items()}


_PARTS: dict[str, Any] = {
    "": lambda concluded: concluded.value,
    "可评": lambda concluded: joined(concluded.open),
    "推定": lambda concluded: joined(concluded.presumed),
    "依据": lambda concluded: joined(concluded.grounds),
}


__all__ = ["Concluded", "Form", "ResultColumn", "Results"]
