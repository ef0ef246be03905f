"""Thresholds that a reading moves: exactly on the line, taking the bound in or not gives different results."""

from __future__ import annotations

from collections.abc import Iterator

from guiju import tree as t
from guiju.evaluate.program import Run
from guiju.findings import Finding
from guiju.health.solved.exam import Confirm, Exam, Shown
from guiju.prove.readings import behind, used, variations
from guiju.prove.symbols import Term, disj, neg
from guiju.prove.theory import Theory, theory
from guiju.prove.thresholds import Threshold, named_limits
from guiju.prove.witness import witness_of

_STRICT = {"<": "<=", ">": ">="}
Sides = tuple[str, str]


def boundaries(exam: Exam) -> Iterator[Finding]:
    """For each reading that decides whether a bound counts: a case on the bound that comes out differently."""
    guards = exam.guards(exam.base.norms)
    found = [n for s in exam.law.statements for n in t.walk(s) if isinstance(n, t.ByReading)]
    for reading in exam.law.parsed.readings:
        others = [name for name, _ in reading.options if name != reading.default and _moves(found, reading, name)]
        for context in variations(exam.law, guards, exam.base.readings) if others else ():
            if reading.id in context or reading.id not in used(exam.law, guards, exam.base.readings | context):
                continue
            told = [f for other in others for f in _between(exam, context, reading, other)]
            yield from told[:1]
            if told:
                break


def _moves(found: list[t.ByReading], reading: t.Reading, other: str) -> bool:
    """Whether the options of a reading differ, somewhere in the law, in taking in a bound."""
    pairs = [(dict(n.branches)[reading.default], dict(n.branches)[other]) for n in found if n.reading == reading.id]
    return any(_taken_in(*(named_limits(t.walk(branch)) for branch in pair)) for pair in pairs)


def _taken_in(first: list[Threshold], second: list[Threshold]) -> list[Threshold]:
    """The thresholds that one takes in and the other leaves out."""
    return [a for a in first if any(a.name == b.name and a.value == b.value and _opposite(a, b) for b in second)]


def _between(exam: Exam, context: dict[str, str], reading: t.Reading, other: str) -> Iterator[Finding]:
    """What differs between the default of a reading and another option, on a bound that they treat differently."""
    one, two = theory(exam.law, context), theory(exam.law, {**context, reading.id: other})
    statements = [n for n in exam.base.norms if reading.id in used(exam.law, exam.guards([n]), one.readings)]
    for limit in _moved(exam, statements, one, reading.id, (reading.default, other)):
        shown = _differs(exam, (one, two), limit, statements)
        if shown:
            ways = [_told(exam.search.program(at.adopted).run(shown.run.case), statements) for at in (one, two)]
            message = (
                f"{limit.name}恰为{limit.text}时，按读法 {reading.id}「{reading.default}」{ways[0]}，"
                f"按「{other}」{ways[1]}。"
            )
            advice = f"写明含不含本数（{limit.text}）：含的写「以上」「以下」，不含的写「超过」「不满」。"
            yield exam.finding("boundary", statements, message, advice, shown, one)


def _moved(
    exam: Exam, statements: list[t.Norm], at: Theory, reading: str, options: Sides
) -> list[Threshold]:  # fmt: skip
    """The thresholds that one option takes in and the other leaves out."""
    found: dict[Threshold, None] = {}
    for node in behind(exam.law, exam.guards(statements), at.readings):
        if isinstance(node, t.ByReading) and node.reading == reading:
            branches = dict(node.branches)
            first, second = (named_limits(behind(exam.law, [branches[o]], at.readings)) for o in options)
            found |= dict.fromkeys(_taken_in(first, second))
    return list(found)


def _opposite(one: Threshold, other: Threshold) -> bool:
    return _STRICT.get(one.operator) == other.operator or _STRICT.get(other.operator) == one.operator


def _differs(exam: Exam, both: tuple[Theory, Theory], limit: Threshold, norms: list[t.Norm]) -> Shown | None:
    one, two = both
    outcomes = dict.fromkeys(n.action.outcome for n in norms if isinstance(n.action, t.Grade))
    differ: list[Term] = [neg(one.applies(n) == two.applies(n)) for n in norms if not isinstance(n.action, t.Grade)]
    for name in outcomes:
        a, b = one.concluding(name), two.concluding(name)
        differ += [a.value != b.value, *(neg(a.open[o] == b.open[o]) for o in a.open)]
    claims = [one.in_force, two.in_force, limit.at(one), disj(differ)]
    if exam.search.refuted(both, claims):
        return None
    confirm = _confirm(exam, two, norms)
    found = exam.search.case(both, claims, confirm)
    return Shown(found.run, witness_of(exam.search, one, found, confirm, [limit]), [limit]) if found else None


def _confirm(exam: Exam, other: Theory, norms: list[t.Norm]) -> Confirm:
    def confirm(run: Run) -> bool:
        beside = exam.search.program(other.adopted).run(run.case)
        return not run.excluded_by and _results(run, norms) != _results(beside, norms)

    return confirm


def _results(run: Run, norms: list[t.Norm]) -> list[object]:
    outcomes = dict.fromkeys(n.action.outcome for n in norms if isinstance(n.action, t.Grade))
    concluded = [(found.value, found.open) for found in map(run.concluded, outcomes)]
    return [*concluded, *(run.value(n).applies for n in norms if not isinstance(n.action, t.Grade))]


def _told(run: Run, norms: list[t.Norm]) -> str:
    """What comes of the norms in a run, in a few words."""
    words = []
    for name in dict.fromkeys(n.action.outcome for n in norms if isinstance(n.action, t.Grade)):
        found = run.concluded(name)
        beside = [o for o in found.open if o != found.value]
        if not found.settled:
            words.append(f"{name}得不出来（{found.value}）")
            continue
        words.append(f"{name}为{found.value}" + (f"（另可评{'、'.join(beside)}）" if beside else ""))
    others = [n for n in norms if not isinstance(n.action, t.Grade)]
    labels = "、".join(dict.fromkeys(n.label for n in others if run.value(n).applies is True))
    if others:
        words.append(f"{labels}成立" if labels else "不成立")
    return "，".join(words)
