"""Kinds of aggregates over records, and of what looks at other parts of the law."""

from __future__ import annotations

from collections.abc import Callable

from guiju import tree as t
from guiju.check.report import Report
from guiju.kinds import ANY, DATE, TRUTH, Kind, number
from guiju.law import Law, Words
from guiju.notation.hints import nearest


class AggregateTypes:
    """The part of Types that deals with records, circumstances and steps."""

    law: Law
    words: Words
    report: Report

    def infer(self, node: t.Expression) -> Kind:
        """The kind of any expression; Types gives it."""
        raise NotImplementedError

    def expect(self, node: t.Expression, wanted: Kind, what: str) -> None:
        """Report unless the expression has the wanted kind; Types gives it."""
        raise NotImplementedError

    def within(self, record: str, span: t.Span, check: Callable[[], None]) -> None:
        """Check something inside a record; Types gives it."""
        raise NotImplementedError

    def _Exists(self, node: t.Exists) -> Kind:
        if node.condition:
            condition = node.condition
            self.within(node.record, node.span, lambda: self.expect(condition, TRUTH, "「者」前面"))
        else:
            self.within(node.record, node.span, lambda: None)
        return TRUTH

    def _Every(self, node: t.Every) -> Kind:
        def check() -> None:
            if node.condition:
                self.expect(node.condition, TRUTH, "「者」前面")
            self.expect(node.then, TRUTH, "「皆」后面")

        self.within(node.record, node.span, check)
        return TRUTH

    def _Fold(self, node: t.Fold) -> Kind:
        result = [number("个") if node.kind == "之数" else ANY]

        def check() -> None:
            if node.condition:
                self.expect(node.condition, TRUTH, "「者」前面")
            if node.value:
                result[0] = self._folded(node)

        self.within(node.record, node.span, check)
        return result[0]

    def _folded(self, node: t.Fold) -> Kind:
        assert node.value is not None
        found = self.infer(node.value)
        wanted = DATE.name if node.kind in ("之最早", "之最晚") else "数"
        if found.name not in (wanted, "不明"):
            self.report("type", node.span, f"「{node.kind}」要{wanted}，这里是{found}。")
        return found

    def _HasCircumstance(self, node: t.HasCircumstance) -> Kind:
        labels = [c.label for c in self.law.of(t.Circumstance)]
        for first, last in node.ranges:
            for label in dict.fromkeys((first, last)):
                if label not in labels:
                    self.report("reference", node.span, f"没有标号为「{label}」的情形。{nearest(label, labels)}", label)
            if first in labels and last in labels and labels.index(first) > labels.index(last):
                self.report("reference", node.span, f"「{first}至{last}」前后颠倒。")
        return TRUTH

    def _Overdue(self, node: t.Overdue) -> Kind:
        step = self.words.steps.get(node.step)
        if step is None:
            message = f"没有声明步骤「{node.step}」。{nearest(node.step, self.words.steps)}请在程序里写出它。"
            self.report("name", node.span, message, node.step)
        elif step.clauses.due_in is None:
            self.report("type", node.span, f"步骤「{node.step}」没有期限，谈不上逾期。请给它写「期限 自 … 起 …」。")
        return TRUTH
