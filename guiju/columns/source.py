"""Columns as they are stored -> values of the graph, as forms/cells.py reads them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from guiju.columns.expressions import Expressions
from guiju.columns.graph import Cell
from guiju.columns.profile import FIRST_DAY, ColumnProfile
from guiju.columns.values import Day, Names, Number, Truth, Value, Word
from guiju.forms.layout import Column, Sheet
from guiju.values import NOTHING
from guiju.values import Value as Read

TRUE_WORDS, FALSE_WORDS = ("是", "true", "True", "TRUE", "1"), ("否", "false", "False", "FALSE", "0")


def column_value(among: Expressions, sheet: Sheet, column: Column, profile: ColumnProfile, fact: str) -> Value:
    """The value of a column in each row; `fact` is what an empty cell leaves unknown."""
    return _Column(among, sheet, column, profile, fact).value()


class _Column:
    def __init__(self, among: Expressions, sheet: Sheet, column: Column, profile: ColumnProfile, fact: str) -> None:
        self.among, self.graph, self.make = among, among.graph, among.make
        self.relation, self.column, self.profile, self.fact = sheet.name, column, profile, fact
        is_text = profile.stored in ("text", "truth-text", "date-text", "names", "decimal-text")
        self.raw = self.graph.column(self.relation, column.heading, "text" if is_text else "truth")
        if profile.stored == "text-number":
            self.raw = self.graph.call("as text", [self.graph.call("as whole", [self.raw], "text")], "text")
        if profile.untidy:
            self.raw = self.graph.call("trimmed", [self.raw], "text")
        self.is_text = is_text

    def value(self) -> Value:
        """By the kind of the column."""
        match self.column.kind.name:
            case "是否":
                return self._truth()
            case "数":
                return self._number()
            case "日期":
                return self._day()
            case "名单":
                return self._names()
        return self._word()

    # --- empty cells

    def _empty(self) -> Cell:
        if not self.profile.missing:
            return self.graph.false
        return self.graph.call("is empty" if self.is_text else "is null", [self.raw], "truth")

    def _mask(self) -> Cell:
        """Unknown where the cell is empty and the law does not say what that means."""
        if self.column.empty is not None:
            return self.graph.zero
        return self.graph.choose(self._empty(), self.make.unknown(self.fact), self.graph.zero)

    def _nothing(self) -> Cell:
        return self._empty() if self.column.empty is NOTHING else self.graph.false

    def _filled(self, found: Cell, stand_in: Cell) -> Cell:
        """The cell, with the stand-in where it is empty, and unusual spellings by what they were read as."""
        for written, read in reversed(self.profile.odd):
            is_so = self.graph.compare("=", self.raw, self.graph.constant(written, "text"))
            found = self.graph.choose(is_so, self._constant(read, found), found)
        return self.graph.choose(self._empty(), stand_in, found)

    def _constant(self, read: Read, like: Cell) -> Cell:
        match read:
            case bool():
                return self.graph.truth(read)
            case int() | Fraction():
                scaled = Fraction(read) * 10**self.profile.scale
                return self.graph.whole(scaled.numerator)
            case date():
                return self.graph.constant(read.isoformat(), "date")
            case tuple():
                return self.graph.whole(len(read))
        return self.graph.constant(str(read), "text")

    # --- kinds

    def _truth(self) -> Value:
        match self.profile.stored:
            case "truth-text":
                words = [self.graph.constant(word, "text") for word in TRUE_WORDS]
                yes = self.graph.call("in", [self.raw, *words], "truth")
            case "truth-number":
                number = self.graph.column(self.relation, self.column.heading, "whole", 0, 1)
                yes = self.graph.compare("=", number, self.graph.one)
            case _:
                yes = self.raw
        blank = self.graph.truth(self.column.empty is True)
        return Truth(self._filled(yes, blank), self._mask())

    def _number(self) -> Value:
        profile, graph = self.profile, self.graph
        if profile.stored == "whole":
            found = graph.column(self.relation, self.column.heading, "whole", profile.low, profile.high)
        elif profile.stored == "float":
            found = graph.call("as whole", [self.raw], "whole", profile.low, profile.high)
        else:
            is_filled = not (self.is_text and profile.missing)
            raw = self.raw if is_filled else graph.call("filled", [self.raw], "text")
            found = graph.call("unscaled", [raw, profile.scale, self._digits()], "whole", profile.low, profile.high)
        empty = self.column.empty
        blank = empty if isinstance(empty, int | Fraction) else Fraction(profile.low, 10**profile.scale)
        cell = self._filled(found, self._constant(blank, found))
        value: Number = self.among.numbers.of(cell, profile.scale, self._nothing(), self._mask())
        return value

    def _digits(self) -> int:
        """How many digits hold every number of the column; 0 where nobody has looked."""
        profile = self.profile
        if not profile.measured:
            return 0
        return max(len(str(max(abs(profile.low), abs(profile.high)))), profile.scale) + 1

    def _day(self) -> Value:
        found = self.raw if self.profile.stored == "date" else self.graph.call("filled", [self.raw], "text")
        found = self.graph.call("as date", [found], "date")
        empty = self.column.empty
        blank = empty.isoformat() if isinstance(empty, date) else FIRST_DAY
        return Day(self._filled(found, self.graph.constant(blank, "date")), self._nothing(), self._mask())

    def _names(self) -> Value:
        count = self.graph.call("parts", [self.raw], "whole", 0, 10**6)
        return Names(self._filled(count, self.graph.zero), self._nothing(), self._mask())

    def _word(self) -> Value:
        empty = self.column.empty
        blank = "无" if empty is NOTHING else empty if isinstance(empty, str) else ""
        found = self._filled(self.raw, self.graph.constant(blank, "text"))
        if self.column.kind.name == "选项" and self.profile.nothing:
            says_so = self.graph.compare("=", found, self.graph.constant("无", "text"))
            return Word(found, self.graph.both(says_so, self.make.known(self._mask())), self._mask())
        return Word(found, self._nothing(), self._mask())
