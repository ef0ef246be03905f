"""Procedures: steps without actor or deadline, deadlines without a start, steps that can never be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from guiju import tree as t
from guiju.findings import Finding, Item
from guiju.health.conditions import All, Reader, negated, possible
from guiju.health.places import addresses, cite, cites, quoted
from guiju.health.readings import choices, expanded
from guiju.health.standards import deciding, needed_before, norms, rights, steps, wording
from guiju.law import Law

VAGUE, STANDING = "没有日数的期限", "不定期的职责"


def no_actor(law: Law) -> list[Finding]:
    """Steps nobody is to take, and measures nobody is to decide."""
    found = [
        Finding(
            "no-actor", addresses(law, [s]), f"{cite(law, s)}的步骤{quoted([s.name])}没有写由谁办。",
            suggestion=f"写明由哪个机构或者哪个人办，例如「由党政办公室{s.name}」。",
        )
        for s in steps(law) if not s.clauses.actors
    ]  # fmt: skip
    if any(step.clauses.actors for step in deciding(law)):
        return found  # what is imposed is decided in that step
    undecided = [n for n in norms(law) if isinstance(n.action, t.Impose) and n.modal in ("应", "可", "一般应")]
    return found + [_undecided(law, n) for n in undecided if not n.clauses.actors and not n.clauses.found_by]


def _undecided(law: Law, norm: t.Norm) -> Finding:
    assert isinstance(norm.action, t.Impose)
    message = f"{cite(law, norm)}的{quoted(norm.action.measures)}没有写由谁决定，全文也没有作出决定的步骤。"
    return Finding(
        "no-actor", addresses(law, [norm]), message, suggestion="写明由哪个机构决定，例如「由党委会议决定」。"
    )


def no_deadline(law: Law) -> list[Finding]:
    """Duties to act that no term bounds, as one finding. A term of a later step bounds those before it."""
    duties = [step for step in steps(law) if step.modal == "应" and not _standing(law, step)]
    open_ended = [step for step in duties if not _bounded(law, step)]
    return [_unbounded(law, open_ended)] if open_ended else []


def _standing(law: Law, step: t.Step) -> bool:
    """A duty that no single day ends: by its name, or because it is in no order with others and somebody judges it."""
    if wording(law, STANDING).fits(step.name):
        return True
    linked = step.clauses.after or step.clauses.not_before or any(step.name in _linked(law, s) for s in steps(law))
    for_somebody = step in deciding(law) or any(word in step.name for r in rights(law) for word in r.words.known)
    return bool(step.clauses.found_by) and not linked and not for_somebody


def _linked(law: Law, step: t.Step) -> set[str]:
    """The names of the steps that a step comes before or after, or whose day its term begins on."""
    clauses = step.clauses
    return {*clauses.after, *clauses.not_before, *clauses.before, *(s.name for s in _start_steps(law, step))}


def _bounded(law: Law, step: t.Step) -> bool:
    if any(s.clauses.due_in for s in steps(law) if s.name == step.name) or step.clauses.before:
        return True
    later = [s for s in steps(law) if s.clauses.due_in and step.name in needed_before(law, s)]
    return any(not _starts_after(law, s, step) for s in later)


def _starts_after(law: Law, later: t.Step, step: t.Step) -> bool:
    """Whether the later step's term only begins once this step, or one that needs it, is done."""
    begun = _start_steps(law, later)
    return any(s.name == step.name or step.name in needed_before(law, s) for s in begun)


def _start_steps(law: Law, step: t.Step) -> list[t.Step]:
    """The steps whose day the term of a step begins on."""
    nodes = expanded(law, [step.clauses.due_from] if step.clauses.due_from else [])
    owners = {n.owner for n in nodes if isinstance(n, t.Attribute)}
    return [s for s in steps(law) if s.name in owners]


def _unbounded(law: Law, found: list[t.Step]) -> Finding:
    """The steps without a term by their places, and what would bound the most of them."""
    by_place: dict[str, list[t.Step]] = {}
    for step in found:
        by_place.setdefault(cite(law, step), []).append(step)
    items = tuple(Item(name, addresses(law, group), _open_ended(law, group)) for name, group in by_place.items())
    duties = sum(step.modal == "应" for step in steps(law))
    some = f"应办的{duties}步里，{len(found)}步" if duties > len(found) else f"应办的{duties}步都"
    message = f"{some if len(items) > 1 else items[0].name + '的' + items[0].message}没有写期限，拖多久都不算迟。"
    return Finding("no-deadline", addresses(law, found), message, suggestion=_bounding(law, found), items=items)


def _open_ended(law: Law, group: list[t.Step]) -> str:
    """The steps of one place, each with the words of its sentence that sound like a term and count no days."""
    told: dict[str, None] = {}
    for step in group:
        text = law.provision(law.address(step)).text
        vague = "".join(f"「{word}」" for word in wording(law, VAGUE).known if word in text)
        told[f"「{step.name}」{f'（只写{vague}，没有日数）' if vague else ''}"] = None
    return "".join(told)


def _bounding(law: Law, found: list[t.Step]) -> str:
    """Which steps to give a term: the last ones, which bound those before them."""
    last = [s for s in found if not any(s.name in needed_before(law, other) for other in found)]
    example = "例如「自……之日起……个工作日内」"
    if len(last) == len(found):
        return f"给{'其中要紧的几步' if len(found) > 1 else '这一步'}写上期限，{example}。"
    return f"先给{quoted(s.name for s in last)}写上期限，{example}：前面的{len(found) - len(last)}步也就跟着有了限度。"


def no_start(law: Law) -> list[Finding]:
    """Terms and periods that the text does not say the first day of, or whose first day may never come."""
    found = [f for step in steps(law) if step.clauses.due_in for f in _start_of_term(law, step)]
    lasting = [(n, n.clauses.period.start) for n in norms(law) if n.clauses.period]
    found += [f for n, start in lasting for f in _nobody_knows(law, n, start, getattr(n.action, "effect", "期间"))]
    chosen: dict[tuple[str, ...], list[t.Norm]] = {}
    for norm in norms(law):
        readings = _dates_chosen(law, norm.clauses.period.start) if norm.clauses.period else ()
        if readings:
            chosen.setdefault(readings, []).append(norm)
    return found + [_by_choice(law, readings, group, "期间") for readings, group in chosen.items()]


def _start_of_term(law: Law, step: t.Step) -> Iterator[Finding]:
    assert step.clauses.due_from is not None
    if readings := _dates_chosen(law, step.clauses.due_from):
        yield _by_choice(law, readings, [step], "期限")
    yield from _nobody_knows(law, step, step.clauses.due_from, step.name)
    for other in _start_steps(law, step):
        if other.name == step.name:
            message = (
                f"{quoted([step.name])}（{cite(law, step)}）的期限自它自己办完那天起算：到了起算日，事情已经办完，"
                "期限管不住它。"
            )
            yield _no_start(law, [step], message)
        elif step.name in needed_before(law, other):
            message = (
                f"{quoted([step.name])}（{cite(law, step)}）的期限自{quoted([other.name])}（{cite(law, other)}）起算，"
                f"{quoted([other.name])}却要先办完{quoted([step.name])}：起算日到了，这一步已经办完，期限管不住它。"
            )
            yield _no_start(law, [step, other], message)
        elif other.modal == "应" and other.name not in needed_before(law, step) and _may_fail(law, step, other):
            message = (
                f"{quoted([step.name])}（{cite(law, step)}）的期限自{quoted([other.name])}（{cite(law, other)}）起算，"
                "这一步却不是每个案子都办：不办的案子没有起算日。"
            )
            yield _no_start(law, [step, other], message)


def _nobody_knows(law: Law, about: t.Step | t.Norm, start: t.Expression, name: str) -> Iterator[Finding]:
    """The first day is a date that nobody is asked for, nobody finds, and that has no other to stand in for it."""
    facts = (law.words.facts.get(n.text) for n in expanded(law, [start]) if isinstance(n, t.Name))
    asked = {f.name for f in law.words.subject.fields} if law.words.subject else set()
    for fact in dict.fromkeys(f.name for f in facts if f and not (f.question or f.default or f.found_by or f.blank)):
        if fact not in asked:
            message = (
                f"{quoted([name])}（{cite(law, about)}）自「{fact}」起算，这个日期却没有人问、没有人认定，"
                "也没有别的日期顶替：等于没有起算日。"
            )
            yield _no_start(law, [about], message)


def _may_fail(law: Law, step: t.Step, other: t.Step) -> bool:
    """Whether the step may apply, under the default readings, where the other does not."""
    choice, _ = next(choices(law, ()))
    reader = Reader(law, choice)
    return bool(possible(All((reader.guards(step.guards), negated(reader.guards(other.guards))))))


def _dates_chosen(law: Law, start: t.Expression) -> tuple[str, ...]:
    """The readings that choose between first days: the text names none, and an office had to say which it is."""
    found = []
    for node in expanded(law, [start]):
        if isinstance(node, t.ByReading) and len({branch for _, branch in node.branches}) > 1:
            found.append(node.reading)
    return tuple(dict.fromkeys(found))


def _by_choice(law: Law, readings: tuple[str, ...], group: list[t.Step] | list[t.Norm], what: str) -> Finding:
    stated = {r.id: r for r in law.parsed.readings}
    ways = [
        f"{r}（{'、'.join(name for name, _ in stated[r].options)}，默认「{stated[r].default}」）"
        for r in readings if r in stated
    ]  # fmt: skip
    names = quoted(s.name if isinstance(s, t.Step) else getattr(s.action, "effect", what) for s in group)
    message = f"{cites(law, group)}给{names}写了{what}，没有写从哪一天算起；现在靠读法{'、'.join(ways)}决定。"
    return _no_start(law, list(group), message)


def _no_start(law: Law, about: Sequence[t.Statement], message: str) -> Finding:
    advice = "写明从哪一天算起，例如「自决定作出之日起」「自发现之日起」。"
    return Finding("deadline-without-start", addresses(law, about), message, suggestion=advice)


def never_taken(law: Law) -> list[Finding]:
    """Steps whose order contradicts itself: before another that has to come first."""
    found = []
    for step in steps(law):
        for other in (s for s in steps(law) if s.name in step.clauses.before and s.name in needed_before(law, step)):
            message = (
                f"{quoted([step.name])}（{cite(law, step)}）要早于{quoted([other.name])}（{cite(law, other)}），"
                f"又要在{quoted([other.name])}办完以后才能办：先后颠倒，永远办不成。"
            )
            advice = "两处先后只留一处，或者改成一致。"
            found.append(Finding("unreachable", addresses(law, [step, other]), message, suggestion=advice))
    return found
