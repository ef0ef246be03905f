"""What is wrong with a 择一: two conclusions demanded, two open with nothing to choose by, none at all, one never."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

import z3  # type: ignore[import-untyped]

from guiju import tree as t
from guiju.evaluate.outcome import CONFLICT, NO_GROUND
from guiju.evaluate.program import Run
from guiju.findings import Finding
from guiju.health.places import cites, told_apart
from guiju.health.solved.exam import Asked, Exam, Pair, Shown, with_unit
from guiju.prove.symbols import Term, conj, disj, neg, number_term
from guiju.prove.theory import Theory
from guiju.prove.thresholds import Threshold, thresholds

_GROUNDS = ("方可", "应", "可", "一般应")
# For one sentence that demands and another that forbids the same.
_BARRED = "写明哪一句优先：例如在写「应」的一句里加上「……的除外」。"
Key = tuple[object, ...]
Told = tuple[Key, Finding]


def outcome_findings(exam: Exam) -> Iterator[Finding]:
    """Conflicts, overlaps, gaps and unreachable options of every 择一, under the default readings and others."""
    for name in exam.law.words.outcomes:
        norms = exam.base.links.graders(name)
        seen: set[Key] = set()
        for at in exam.theories(exam.guards(norms)):
            if at is not exam.base and exam.same(at, at.concluding(name).value, exam.base.concluding(name).value):
                continue
            check = _Outcome(exam, at, name)
            for key, finding in [*check.conflicts(), *check.overlaps(seen), *check.gaps(), *check.closed()]:
                if key not in seen:
                    seen.add(key)
                    yield finding


class _Outcome:
    """One 择一 under one choice of readings."""

    def __init__(self, exam: Exam, at: Theory, name: str) -> None:
        self.exam, self.at, self.name = exam, at, name
        self.found = at.concluding(name)
        self.norms = [n for n in at.links.graders(name) if not z3.is_false(self.found.standing[id(n)])]

    def stands(self, norm: t.Norm) -> Term:
        """That a norm applies and is not put away by another."""
        return self.found.standing[id(norm)]

    def comes_to(self, text: str) -> Term:
        """That the conclusion is this option, 无据 or 冲突."""
        return self.found.value == number_term(self.at.codes.of(text))

    def conflicts(self) -> Iterator[Told]:
        """Two norms demand what cannot both be."""
        grouped: dict[Key, list[tuple[t.Norm, t.Norm]]] = {}
        for a, b in self.exam.some(pair for pair in combinations(self.norms, 2) if _clash(*pair)):
            if not self.exam.never(self.at, self.stands(a), self.stands(b), self.comes_to(CONFLICT)):
                grouped.setdefault(("conflict", *sorted({_option(a), _option(b)})), []).append((a, b))
        for key, pairs in grouped.items():
            yield from self._conflict(key, pairs)
        if not grouped and not self.exam.never(self.at, self.comes_to(CONFLICT)):
            yield from self._unmet()

    def _conflict(self, key: Key, pairs: list[tuple[t.Norm, t.Norm]]) -> Iterator[Told]:
        a, b = pairs[0]
        claims = [self.stands(a), self.stands(b), self.comes_to(CONFLICT)]
        shown = self.exam.show(Asked(self.at, claims, lambda run: self._value(run) == CONFLICT, self._limits((a, b))))
        if shown is None:
            return
        point, where = self._where(claims, (a, b), shown)
        cited = told_apart(self.exam.law, (a, b))
        one, other = (f"{where}「{n.modal}」{_for(n)}" for where, n in zip(cited, (a, b), strict=True))
        message = f"{where}{one}，{other}，两句不能都照办，{self.name}得不出来。"
        statements = [n for pair in pairs for n in pair]
        advice = _BARRED if _option(a) == _option(b) else _advice(point)
        yield (*key, point), self.exam.finding("conflict", statements, message, advice, shown, self.at)

    def _unmet(self) -> Iterator[Told]:
        claims = [self.comes_to(CONFLICT)]
        shown = self.exam.show(
            Asked(self.at, claims, lambda run: self._value(run) == CONFLICT, self._limits(tuple(self.norms)))
        )
        if shown:
            applied = [n for n in self.norms if shown.run.value(n).applies is True]
            message = f"{_opening(shown)}{self.name}必须评定的那一项又不能评，得不出来。"
            advice = "写明哪一句优先：在优先的一句后面写「例外于」。"
            yield ("conflict", "unmet"), self.exam.finding("conflict", applied, message, advice, shown, self.at)

    def overlaps(self, seen: set[Key]) -> Iterator[Told]:
        """Two norms give grounds for different options, and nothing says which; all over a stretch are one finding."""
        stretches: list[tuple[Pair, str, Shown]] = []
        for key, both, where, shown in self._overlapping():
            if key[-1]:
                yield key, self._overlap([(both, where, shown)], str(key[-1]))
            elif key not in seen:
                stretches.append((both, where, shown))
                seen.add(key)
        if stretches:
            yield ("overlaps", *self.at.adopted.items()), self._overlap(stretches, "")

    def _overlapping(self) -> Iterator[tuple[Key, Pair, str, Shown]]:
        """The pairs that overlap: by which options and at which one value (or ""), how a message opens, a case."""
        grounds = [n for n in self.norms if n.modal in _GROUNDS]
        for a, b in self.exam.some(pair for pair in combinations(grounds, 2) if self._beside(*pair)):
            claims = [self.stands(a), self.stands(b), neg(self.comes_to(CONFLICT)),
                      *(self.found.possible[_option(n)] for n in (a, b))]  # fmt: skip
            shown = self.exam.show(Asked(self.at, claims, partial(self._both, both=(a, b)), self._limits((a, b))))
            if shown:
                point, where = self._where(claims, (a, b), shown)
                yield ("overlap", *sorted((_option(a), _option(b))), point), (a, b), where, shown

    def _beside(self, a: t.Norm, b: t.Norm) -> bool:
        """Whether two norms are for different options and none goes before the other; what must be so does."""
        if _option(a) == _option(b) or _yields(a, b) or {a.modal, b.modal} == {"应"}:
            return False
        return "应" not in (a.modal, b.modal) or self._bands(a, b)

    def _bands(self, a: t.Norm, b: t.Norm) -> bool:
        """Whether two norms are bands of one number."""
        one, other = ({limit.name for limit in self._limits((n,))} for n in (a, b))
        return bool(one & other)

    def _both(self, run: Run, both: tuple[t.Norm, t.Norm]) -> bool:
        if not all(_holds(run, n) for n in both):
            return False
        needed = {_option(n) for n in both if n.modal == "应"} or {_option(n) for n in both}
        return needed <= set(run.concluded(self.name).open)

    def _overlap(self, found: list[tuple[Pair, str, Shown]], point: str) -> Finding:
        both, where, shown = found[0]
        open_ = shown.run.concluded(self.name).open
        words = [_option(n) for n in both]
        if set(words) <= set(open_):
            message = f"{where}{words[0]}与{words[1]}均可，条文没有说怎样选。"
        else:
            left = "、".join(open_)
            message = f"{where}既够得上{words[0]}，又够得上{words[1]}，照「应」字只能评{left}；条文没有说归哪一档。"
        if len(found) > 1:
            others = "，".join(f"{_option(a)}与{_option(b)}" for (a, b), _, _ in found[1:])
            message += f"{others}之间也是这样。"
        norms = [norm for pair, _, _ in found for norm in pair]
        return self.exam.finding("overlap", norms, message, _advice(point), shown, self.at)

    def gaps(self) -> Iterator[Told]:
        """No option is left."""
        something = disj(list(self.found.open.values()))
        for left in (neg(something), something):
            none = conj([self.comes_to(NO_GROUND), left])
            if self.exam.never(self.at, none):
                continue
            for low, high, claims in self._stretches(none):
                shown = self.exam.show(Asked(self.at, [none, *claims], self._nothing, (low or high,)))
                if shown:
                    barring = [n for n in self.norms if n.modal in ("不得", "一般不得") and _holds(shown.run, n)]
                    key = ("gap", bool(shown.run.concluded(self.name).open), low and low.value, high and high.value)
                    yield key, self._gap(shown, barring, low, high)

    def _nothing(self, run: Run) -> bool:
        return self._value(run) == NO_GROUND

    def _gap(self, shown: Shown, barring: list[t.Norm], low: Threshold | None, high: Threshold | None) -> Finding:
        where = _stretch(low, high)
        barred = f"，又有{cites(self.exam.law, barring).replace('，', '、')}的限制" if barring else ""
        left = shown.run.concluded(self.name).open
        rest = f"只剩{'、'.join(left)}，却一般不得评" if left else "没有一项可以评"
        message = f"{where}{barred}的人，{self.name}{rest}。" if where or barred else f"有的人，{self.name}{rest}。"
        concerned = [n for n in self.norms if _mentions(self.exam, self.at, n, low, high)] + barring
        advice = "补一句写明这种人评什么；或者给较低一档只写下限，不写上限。"
        return self.exam.finding("gap", concerned or self.norms, message.lstrip("，又"), advice, shown, self.at)

    def closed(self) -> Iterator[Told]:
        """Options that no case can come to."""
        for option, is_open in self.found.open.items():
            grounds = [n for n in self.norms if _option(n) == option and n.modal in _GROUNDS]
            if self.exam.never(self.at, is_open):
                why = "它的条件都不可能满足" if grounds else "没有一句可以评它"
                message = f"{self.name}永远评不到{option}：{why}。"
                advice = f"核对评定{option}的条件与计分办法，看是不是定得达不到；用不着就删去。"
                about: list[t.Statement] = [*grounds] or [self.exam.law.words.outcomes[self.name]]
                yield ("closed", option), self.exam.finding("unreachable", about, message, advice, None, self.at)

    # --- where it happens

    def _value(self, run: Run) -> str:
        return run.concluded(self.name).value

    def _limits(self, norms: tuple[t.Norm, ...]) -> list[Threshold]:
        return thresholds(self.exam.law, self.exam.guards(norms), self.at.readings)

    def _where(self, claims: list[Term], norms: tuple[t.Norm, t.Norm], shown: Shown) -> tuple[str, str]:
        """The one value it happens at (or ""), and how a message opens."""
        for limit in self._limits(norms):
            if limit.name in shown.words and self.exam.never(self.at, *claims, neg(limit.at(self.at))):
                return f"{limit.name} {limit.text}", f"{limit.name}恰为{limit.text}时，"
        return "", _opening(shown)

    def _stretches(self, gap: Term) -> Iterator[tuple[Threshold | None, Threshold | None, list[Term]]]:
        """The stretches of the number most compared with, between its thresholds, in which there is a gap."""
        limits = self._limits(tuple(self.norms))
        names = [limit.name for limit in limits]
        if not names:
            yield None, None, []
            return
        name = max(dict.fromkeys(names), key=names.count)
        marks = {limit.value: limit for limit in limits if limit.name == name}
        ordered = [marks[value] for value in sorted(marks)]
        cells = _cells(self.at, name, ordered)
        run: list[tuple[Threshold | None, Threshold | None, Term]] = []
        for cell in [*cells, None]:
            if cell and not self.exam.never(self.at, gap, cell[2]):
                run.append(cell)
            elif run:
                yield run[0][0], run[-1][1], [disj([c for _, _, c in run])]
                run = []


def _cells(
    at: Theory, name: str, marks: list[Threshold]
) -> list[tuple[Threshold | None, Threshold | None, Term]]:  # fmt: skip
    """(from, to, that the number lies there): below the first mark, at it, between it and the next…"""
    term = at.named(name).term
    cells: list[tuple[Threshold | None, Threshold | None, Term]] = []
    below: Threshold | None = None
    for mark in marks:
        value = number_term(mark.value)
        lower = [term > number_term(below.value)] if below else []
        opened = _at(below, ">") if below else None
        cells.append((opened, _at(mark, "<"), conj([*lower, term < value])))
        cells.append((_at(mark, ">="), _at(mark, "<="), term == value))
        below = mark
    if below:
        cells.append((_at(below, ">"), None, term > number_term(below.value)))
    return cells


def _at(mark: Threshold, operator: str) -> Threshold:
    return Threshold(mark.name, mark.value, mark.text, mark.unit, operator)


def _stretch(low: Threshold | None, high: Threshold | None) -> str:
    if low and high and low.value == high.value:
        return f"{low.name}恰为{low.text}"
    words = []
    if low:
        words.append(f"{low.text}以上" if low.operator == ">=" else f"超过{low.text}")
    if high:
        words.append(f"不满{high.text}" if high.operator == "<" else f"至{high.text}")
    mark = low or high
    return f"{mark.name}{''.join(words)}" if mark else ""


def _mentions(exam: Exam, at: Theory, norm: t.Norm, low: Threshold | None, high: Threshold | None) -> bool:
    wanted = {(m.name, m.value) for m in (low, high) if m}
    found = thresholds(exam.law, exam.guards([norm]), at.readings)
    return any((limit.name, limit.value) in wanted for limit in found)


def _holds(run: Run, norm: t.Norm) -> bool:
    return run.value(norm).applies is True


def _option(norm: t.Norm) -> str:
    return norm.action.option if isinstance(norm.action, t.Grade) else ""


def _clash(a: t.Norm, b: t.Norm) -> bool:
    """Whether two norms, both applied, may make a conflict."""
    modals, same = {a.modal, b.modal}, _option(a) == _option(b)
    if same:
        return modals in ({"应", "不得"}, {"一般应", "一般不得"})
    return modals in ({"应"}, {"一般应"})


def _yields(a: t.Norm, b: t.Norm) -> bool:
    """Whether one of two norms says that it goes before the other."""
    return a.label in b.clauses.overrides or b.label in a.clauses.overrides


def _for(norm: t.Norm) -> str:
    return f"评{_option(norm)}"


def _opening(shown: Shown) -> str:
    return f"{shown.at()}时，" if shown.at() else ""


def _advice(point: str) -> str:
    if point:
        name, _, value = point.partition(" ")
        return f"写明{name}恰为{value}归哪一档：例如一档写「{value}以上」，另一档写「不满{value}」。"
    return "写明两句都够得上时怎样选；或者写明哪一句优先（例外于）。"


__all__ = ["outcome_findings", "with_unit"]
