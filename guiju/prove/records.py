"""Aggregates over records: exact over a few rows a witness may have; relaxed, no more than their range is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import z3  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.law import Law
from guiju.prove.symbols import Side, Sym, Term, conj, disj, neg, number_term
from guiju.prove.variables import MOST_ROWS, Variables


class Aggregates:
    """The part of the formulas that deals with records; `rows` is the stack of (record, row number) being walked."""

    law: Law
    free: Variables
    rows: list[tuple[str, int]]

    def value(self, node: t.Expression) -> Sym:
        """The value of an expression; the formulas proper give it."""
        raise NotImplementedError

    def fresh(self, key: Any, kind: str, side: Callable[[Sym], Side], may_lack: bool = False) -> Sym:
        """A constant of its own; the formulas proper give it."""
        raise NotImplementedError

    def _Exists(self, node: t.Exists) -> Sym:
        return self._aggregate(node, "是否", lambda: self._some(node), False)

    def _Every(self, node: t.Every) -> Sym:
        return self._aggregate(node, "是否", lambda: self._all(node), False)

    def _Fold(self, node: t.Fold) -> Sym:
        kind = "日期" if node.kind in ("之最早", "之最晚") else "数"
        if kind == "数" and self.free.ranges.of(node).whole:
            kind = "个数"
        if node.kind in ("之数", "之和"):
            return self._aggregate(node, kind, lambda: self._total(node), False)
        return self._aggregate(node, kind, lambda: self._best(node), True)

    def _aggregate(self, node: t.Exists | t.Every | t.Fold, kind: str, found: Callable[[], Sym], lacks: bool) -> Sym:
        """A constant for the aggregate. What its rows give is only worked out when a case is looked for."""
        stack = list(self.rows)
        known: list[Term] = []

        def side(sym: Sym) -> Any:
            def exact(_totals: tuple[int, ...]) -> Term:
                if not known:
                    kept, self.rows = self.rows, stack
                    value = found()
                    self.rows = kept
                    lacking = [sym.absent == value.absent] if value.absent is not None else []
                    known.append(z3.And(sym.term == value.term, *lacking, self._orderly(node.record)))
                return known[0]

            return Side(exact, lambda: self._range(node, sym))

        return self.fresh(node, kind, side, lacks)

    def _range(self, node: t.Exists | t.Every | t.Fold, sym: Sym) -> Term:
        if not isinstance(node, t.Fold) or sym.kind != "数":
            return z3.BoolVal(True)
        lies = self.free.ranges.of(node)
        bounds = [sym.term >= number_term(lies.low)] if lies.low is not None else []
        return conj(bounds + ([sym.term <= number_term(lies.high)] if lies.high is not None else []))

    def _orderly(self, record: str) -> Term:
        """Rows stand one after the other, and those that may stand once only (每 … 一行) do."""
        there = [self.free.present(record, n) for n in range(MOST_ROWS)]
        parts = [z3.Implies(there[n + 1], there[n]) for n in range(MOST_ROWS - 1)]
        decl = self.law.words.records[record]
        columns = [c for c in decl.unique if c != decl.owner]
        for a in range(MOST_ROWS if columns else 0):
            for b in range(a):
                differ = [self.free.cell(record, a, c).term != self.free.cell(record, b, c).term for c in columns]
                parts.append(z3.Implies(there[a], disj(differ)))
        return conj(parts)

    def _met(self, record: str, condition: t.Expression | None) -> list[Term]:
        """For each row: whether it is there and meets the condition."""
        met = []
        for number in range(MOST_ROWS):
            self.rows.append((record, number))
            held = self.value(condition).term if condition else z3.BoolVal(True)
            met.append(conj([self.free.present(record, number), held]))
            self.rows.pop()
        return met

    def _each(self, record: str, value: t.Expression) -> list[Sym]:
        found = []
        for number in range(MOST_ROWS):
            self.rows.append((record, number))
            found.append(self.value(value))
            self.rows.pop()
        return found

    def _some(self, node: t.Exists) -> Sym:
        found = disj(self._met(node.record, node.condition))
        return Sym("是否", neg(found) if node.negated else found)

    def _all(self, node: t.Every) -> Sym:
        held = zip(self._met(node.record, node.condition), self._each(node.record, node.then), strict=True)
        return Sym("是否", conj([z3.Implies(met, then.term) for met, then in held]))

    def _total(self, node: t.Fold) -> Sym:
        met, zero = self._met(node.record, node.condition), z3.IntVal(0)
        if node.kind == "之数" or node.value is None:
            return Sym("数", z3.Sum(*(z3.If(m, z3.IntVal(1), zero) for m in met)))
        values = self._each(node.record, node.value)
        counted = [m if v.absent is None else conj([m, neg(v.absent)]) for m, v in zip(met, values, strict=True)]
        return Sym("数", z3.Sum(*(z3.If(m, v.term, zero) for m, v in zip(counted, values, strict=True))))

    def _best(self, node: t.Fold) -> Sym:
        assert node.value is not None
        met, values = self._met(node.record, node.condition), self._each(node.record, node.value)
        counted = [m if v.absent is None else conj([m, neg(v.absent)]) for m, v in zip(met, values, strict=True)]
        best, found = values[0].term, counted[0]
        for held, value in zip(counted[1:], values[1:], strict=True):
            better = value.term > best if node.kind in ("之最大", "之最晚") else value.term < best
            best = z3.If(conj([held, disj([neg(found), better])]), value.term, best)
            found = disj([found, held])
        return Sym(values[0].kind, best, neg(found))
