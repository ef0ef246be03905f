"""Why an expression has its value, in sentences; and the definitions that were used, each told once."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from guiju import tree as t
from guiju.evaluate.case import Row
from guiju.evaluate.program import Run
from guiju.notation.render import operand, render
from guiju.order import within
from guiju.values import decimal_text, show

_SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
MOST_ROWS = 50


class Reasons:
    """Tells the reasons of one run and remembers which definitions and readings they rest on."""

    def __init__(self, run: Run) -> None:
        self.run, self.words = run, run.law.words
        self.readings: dict[str, str] = {}
        self._wanted: list[str] = []
        self._rows_told: set[int] = set()

    def of(self, node: t.Expression, depth: int) -> Iterator[str]:
        """The lines that tell why an expression came out as it did."""
        node = self.in_force(node)
        if isinstance(node, t.Both | t.Either):
            for part in node.parts:
                yield from self.of(part, depth)
            return
        if isinstance(node, t.Truth):
            return
        yield f"{'  ' * depth}{self.short(node)}：{shown(self.run.evaluate(node))}"
        yield from self._rows(node, depth + 1)

    def in_force(self, node: t.Expression) -> t.Expression:
        """The expression itself, or the branch of the reading in force, which is noted."""
        while isinstance(node, t.ByReading):
            self.readings[node.reading] = self.run.program.readings[node.reading]
            node = node.under(self.readings)
        return node

    def rest_on(self, reading: str) -> None:
        """Note a reading that the program itself rests on, such as how a first day counts."""
        if reading in self.run.program.readings:
            self.readings[reading] = self.run.program.readings[reading]

    def names(self, node: t.Node) -> list[str]:
        """The names under a node that is no expression, such as a period; their definitions are noted."""
        self._note(node)
        return [inner.text for inner in self.reached(node) if isinstance(inner, t.Name)]

    def short(self, node: t.Expression) -> str:
        """The expression on one line, every number it reads beside its name."""
        node = self.in_force(node)
        self._note(node)
        match node:
            case t.Name() if node.text in self.words.definitions:
                return node.text
            case t.Compare() if node.text in ("以上", "以下", "以内"):
                return f"{self._valued(node.left)} 在 {render(node.right)}{node.text}"
            case t.Compare():
                return f"{self._valued(node.left)} {node.text} {self._valued(node.right)}"
            case t.Between():
                return f"{self._valued(node.subject)} 在 {render(node.low)}至{render(node.high)}"
            case t.Member():
                word = "不属于" if node.negated else "属于"
                return f"{self._valued(node.subject)} {word} {'、'.join(render(o) for o in node.options)}"
            case t.Not():
                return f"非 {self.short(node.operand)}"
            case t.Both() | t.Either():
                return (" 且 " if isinstance(node, t.Both) else " 或 ").join(self.short(p) for p in node.parts)
        return render(node)

    def _valued(self, node: t.Expression) -> str:
        node = self.in_force(node)
        value = self.run.evaluate(node)
        if isinstance(node, t.Name | t.Attribute) and value is not None and show(value) != render(node):
            return f"{render(node)}（{_short_number(value)}）"
        return render(node)

    def _note(self, node: t.Node) -> None:
        """Remember the definitions an expression rests on, and its readings."""
        for inner in self.reached(node):
            if isinstance(inner, t.Name) and inner.text in self.words.definitions and inner.text not in self._wanted:
                self._wanted.append(inner.text)

    def reached(self, node: t.Node) -> Iterator[t.Node]:
        """The nodes under an expression, leaving out branches of readings not in force; the readings are noted."""
        for inner in t.reached([node], self.run.program.readings):
            if isinstance(inner, t.ByReading):
                self.readings[inner.reading] = self.run.program.readings[inner.reading]
            yield inner

    def _rows(self, node: t.Expression, depth: int) -> Iterator[str]:
        if isinstance(node, t.HasCircumstance):
            yield from self._established(node, depth)
        if not isinstance(node, t.Exists | t.Every | t.Fold):
            return
        met = [entry for entry in self.run.frame.seen.get(id(node), []) if entry[1] is not False]
        for row, held, value in met[:MOST_ROWS]:
            cells = "，".join(f"{key} {show(cell)}" for key, cell in self._cells(node, row).items())
            doubt = "" if held is True else "（是否符合尚不清楚）"
            gives = f" → {shown(value)}" if value is not None else ""
            yield f"{'  ' * depth}· {cells}{gives}{doubt}"

    def _cells(self, node: t.Expression, row: Row) -> Row:
        """A row as it stands; of one told before and summed up again, only the columns that are read here."""
        if id(row) not in self._rows_told or not isinstance(node, t.Fold):
            self._rows_told.add(id(row))
            return row
        read = {inner.text for inner in self.reached(node) if isinstance(inner, t.Name)}
        return {key: cell for key, cell in row.items() if key in read} or row

    def _established(self, node: t.HasCircumstance, depth: int) -> Iterator[str]:
        """The circumstances of a range that hold, each with its sentence."""
        law = self.run.law
        found = [s for s in law.of(t.Circumstance) if isinstance(s, t.Circumstance) and self.run.value(s) is True]
        named = within(node.ranges, [s.label for s in law.of(t.Circumstance)])
        for statement in found:
            if statement.label in named:
                row = law.provision(law.address(statement))
                by = f"（由{'、'.join(statement.found_by)}认定）" if statement.found_by else ""
                yield f"{'  ' * depth}· {row.cite}「{row.text}」{by}"

    def definitions(self) -> Iterator[str]:
        """Every definition that was used, each followed by what it needs, with its sentence and its arithmetic."""
        waiting = list(self._wanted)
        while waiting:
            known = len(self._wanted)
            yield from self._definition(self.words.definitions[waiting.pop(0)])
            waiting = self._wanted[known:] + waiting

    def _definition(self, definition: t.Definition) -> Iterator[str]:
        yield f"{definition.name} ＝ {shown(self.run.value(definition))}"
        row = self.run.law.provision(self.run.law.address(definition)) if definition.label else None
        if row:
            yield f"  {row.cite}「{row.text}」"
        if definition.fillable and definition.name in self.run.case.facts:
            yield "  输入中直接给出"
            return
        node = self.in_force(definition.value)
        if node is not definition.value:
            choice = definition.value
            assert isinstance(choice, t.ByReading)
            yield f"  读法 {choice.reading}：{self.readings[choice.reading]}"
        yield from self._how(node)

    def _how(self, node: t.Expression) -> Iterator[str]:
        self._note(node)
        match node:
            case t.Quantity() | t.Truth():
                return
            case t.Arithmetic() | t.Negative() | t.Call():
                words, numbers = self.words_of(node), self.substituted(node)
                yield f"  ＝ {words}"
                if numbers != words:
                    yield f"  ＝ {numbers}"
            case t.Name():
                yield f"  即 {node.text}"
            case t.Conditional():
                held = self.run.evaluate(node.condition)
                yield f"  {self.short(node.condition)}：{shown(held)}"
                yield f"  取 {self.words_of(node.then if held is True else node.otherwise)}"
            case t.Exists() | t.Every() | t.Fold():
                yield f"  {self.words_of(node)}"
                yield from self._rows(node, 2)
            case _:
                yield from self.of(node, 1)

    def words_of(self, node: t.Expression) -> str:
        """The expression in the law's words, readings already chosen."""
        node = self.in_force(node)
        if isinstance(node, t.Arithmetic):
            sign = _SIGNS[node.operator]
            return f"{operand(node, node.left, self.words_of)} {sign} {operand(node, node.right, self.words_of)}"
        return render(t.in_force(node, self.run.program.readings))

    def substituted(self, node: t.Expression) -> str:
        """An arithmetic expression with every name replaced by its value."""
        node = self.in_force(node)
        match node:
            case t.Arithmetic():
                sign, write = _SIGNS[node.operator], self.substituted
                return f"{operand(node, node.left, write)} {sign} {operand(node, node.right, write)}"
            case t.Negative():
                return f"－{self.substituted(node.operand)}"
            case t.Quantity():
                return node.text
            case t.Call():
                return f"{node.function}（{'、'.join(self.substituted(a) for a in node.arguments)}）"
        value = show(self.run.evaluate(node))
        return f"（{value}）" if value.startswith("-") else value


def shown(value: object) -> str:
    """A value for people: `1971/20（98.55）`, a percentage-like fraction with its decimals, 是, 未知."""
    text = show(value)
    if not isinstance(value, Fraction) or value.denominator == 1:
        return text
    exact = 10_000 % value.denominator == 0
    decimals = decimal_text(value, 4).rstrip("0") if exact else decimal_text(value, 4)
    return f"{text}（{'' if exact else '约'}{decimals}）"


def _short_number(value: object) -> str:
    """A value inside a sentence: 98.55 where the decimals say it exactly, else 3491/35，约99.7429."""
    text = shown(value)
    if not text.endswith("）") or not isinstance(value, Fraction):
        return text
    fraction, _, decimals = text.rstrip("）").partition("（")
    return f"{fraction}，{decimals}" if decimals.startswith("约") else decimals
