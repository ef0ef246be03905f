"""A run -> Chinese sentences that cite the provision and show the arithmetic.

Goal-directed: first what follows, then why, then every number that was used, each once and each under its sentence.
The whole trace, with what did not matter, is trace_json.
"""

from __future__ import annotations

from collections.abc import Iterator

from guiju import tree as t
from guiju.evaluate.effects import FIRST_DAY_COUNTED, lasting
from guiju.evaluate.program import Run
from guiju.evaluate.steps import StepState
from guiju.explain.reasons import Reasons, shown
from guiju.explain.trace import trace_json
from guiju.notation.render import action_text
from guiju.values import Unknown

__all__ = ["explain_text", "trace_json"]
_RESULTS = (t.Impose, t.Bring, t.Hold, t.Refer, t.Exclude)


def explain_text(run: Run) -> list[str]:
    """The run explained, line by line, ready for a terminal."""
    day = "截至" if run.law.words.subject else "行为日期"
    head = f"《{run.law.title}》" + (f"（{day} {run.case.on}）" if run.case.on else "")
    if run.excluded_by:
        return [head, *(f"本办法不适用：{cited(run, s)}" for s in run.excluded_by)]
    reasons = Reasons(run)
    body = [line for name in run.law.words.outcomes for line in _outcome(run, reasons, name)]
    body += [line for norm in run.law.of(t.Norm) for line in _norm(run, reasons, norm)]  # type: ignore[arg-type]
    steps = [] if run.law.words.subject else [line for state in run.steps() for line in _step(run, reasons, state)]
    body += list(reasons.definitions())
    return [head, *body, *(["程序："] if steps else []), *steps, *_readings(run, reasons)]


def cited(run: Run, statement: t.Statement) -> str:
    """`三、3「…」`: where a statement stands, and the words of the law."""
    row = run.law.provision(run.law.address(statement))
    return f"{row.cite}「{row.text}」" if row.text else row.cite


def _outcome(run: Run, reasons: Reasons, name: str) -> Iterator[str]:
    concluded = run.concluded(name)
    yield f"{name}：{concluded.value}（可评：{'、'.join(concluded.open) or '无'}）"
    for norm in run.law.of(t.Norm):
        assert isinstance(norm, t.Norm)
        status = run.value(norm).applies
        if isinstance(norm.action, t.Grade) and norm.action.outcome == name and status is not False:
            yield f"  {cited(run, norm)}"
            yield f"    {_modal(norm)}{'' if status is True else '——尚待查明'}{_force(norm)}"
            for guard in norm.guards.when:
                yield from reasons.of(guard, 3)
    if isinstance(concluded.unknown, Unknown):
        yield f"  待查：{'、'.join(sorted(concluded.unknown.facts))}"
    if isinstance(concluded.doubt, Unknown):
        yield f"  还要看：{'、'.join(sorted(concluded.doubt.facts))}；查实则可能不然"


def _modal(norm: t.Norm) -> str:
    """What a norm says, for people: its modal word, whom, what."""
    match norm.action:
        case t.Impose(parties, measures, choose):
            how = {"all": "", "one": "（择一）", "any": "（可以并用）"}[choose]
            return f"{norm.modal}对{'、'.join(parties)}：{'、'.join(measures)}{how}"
        case t.Bring(parties, effect):
            return f"{norm.modal}对{'、'.join(parties)}：{effect}"
    return f"{'仅当如此，' if norm.modal == '方可' else ''}{norm.modal}{action_text(norm.action)}"


def _force(norm: t.Norm) -> str:
    return "（推定：有理由并记录，可以不照办）" if norm.modal in ("一般应", "一般不得") else ""


def _norm(run: Run, reasons: Reasons, norm: t.Norm) -> Iterator[str]:
    status = run.value(norm)
    if not isinstance(norm.action, _RESULTS) or status.applies is not True:
        return
    yield cited(run, norm)
    yield f"  {_modal(norm)}{_force(norm)}"
    yield from _period(run, reasons, norm)
    for guard in norm.guards.when:
        yield from reasons.of(guard, 2)
    for guard in norm.guards.unless:
        if isinstance(run.evaluate(guard), Unknown):
            waits = "、".join(sorted(run.evaluate(guard).facts))
            yield f"    除非「{reasons.short(guard)}」：尚未查明（{waits}），查实则不然"


def _period(run: Run, reasons: Reasons, norm: t.Norm) -> Iterator[str]:
    period = norm.clauses.period
    if period is None:
        return
    first, last, waits = lasting(run, period)
    if period.length:
        reasons.rest_on(FIRST_DAY_COUNTED)
    counted = "、".join(f"{name}（{shown(run.named(name))}）" for name in reasons.names(period))
    days = f"{first} 至 {last}" if first and last else f"待定（{'、'.join(waits)}）"
    yield f"    期间：{days}{f'，依{counted}' if counted else ''}"


def _step(run: Run, reasons: Reasons, state: StepState) -> Iterator[str]:
    clauses = state.step.clauses
    if not state.instances:  # 每个 …: there is none yet
        return
    if clauses.due_from:
        reasons.names(clauses.due_from)
    actor = f"，由{'、'.join(clauses.actors)}" if clauses.actors else ""
    waiting = "可以办" if state.step.modal == "可" else "待办"
    yield f"  {state.step.name}{actor}：{'已办' if state.done else waiting}——{cited(run, state.step)}"
    for instance in state.instances:
        if instance.deadline:
            due = instance.deadline.due or f"暂定{instance.deadline.provisional}（待国务院办公厅通知）"
            yield f"    期限：{due}。{instance.deadline.explanation}"
    if state.blocked_by:
        yield f"    须先办：{'、'.join(state.blocked_by)}"
    if state.lacking:
        yield f"    须记录：{'、'.join(state.lacking)}"
    yield from (f"    不合：{fault}" for fault in state.faults)


def _readings(run: Run, reasons: Reasons) -> list[str]:
    laws = [law for law in (run.law, run.law.baseline) if law]
    asked = {r.id: r.question for law in laws for r in law.parsed.readings}
    lines = [f"  {key}：{choice}——{asked.get(key, '')}" for key, choice in sorted(reasons.readings.items())]
    return ["所依的读法：", *lines] if lines else []
