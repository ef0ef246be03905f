"""Declared words and references: duplicates, unknown parties, measures, organs, labels and steps."""

from __future__ import annotations

from collections import Counter

from guiju import tree as t
from guiju.check.types import Report, Types, nearest
from guiju.kinds import DATE, TRUTH
from guiju.law import CONDUCT_DATE, Law, Words


def check_names(law: Law, types: Types, report: Report) -> None:
    """Report every reference of a statement that leads nowhere, and every ill-kinded expression."""
    _duplicates(law, report)
    for statement in law.statements:
        _declaration(law, statement, types, report)
        _statement(law, statement, types, report)


def _duplicates(law: Law, report: Report) -> None:
    seen: Counter[str] = Counter()
    for statement in law.statements:
        for name in _declared(statement):
            seen[name] += 1
            if seen[name] == 2:
                report("duplicate", statement.span, f"「{name}」声明了不止一次；一个名字只能有一个意思。")
    ids = Counter(reading.id for reading in law.parsed.readings)
    for reading in law.parsed.readings:
        if ids.pop(reading.id, 0) > 1:
            report("duplicate", reading.span, f"读法「{reading.id}」写了不止一次。")
    labels = Counter(s.label for s in law.of(t.Circumstance, t.NotComputed))
    for statement in law.of(t.Circumstance, t.NotComputed):
        if labels.pop(statement.label, 0) > 1:
            report("duplicate", statement.span, f"标号「{statement.label}」写了不止一次。")


def _declared(statement: t.Statement) -> list[str]:
    match statement:
        case t.FactDecl() | t.Definition() | t.EnumDecl() | t.RecordDecl() | t.SubjectDecl():
            return [statement.name]
        case t.PartyDecl():
            return ["当事方 " + name for name in statement.names]
        case t.WordsDecl() if statement.kind != "不并用":
            return [f"{statement.kind} {name}" for name in statement.names]
    return []


def _declaration(law: Law, statement: t.Statement, types: Types, report: Report) -> None:
    match statement:
        case t.FactDecl():
            _fact(law, statement, report)
        case t.RecordDecl() | t.SubjectDecl():
            key = statement.owner if isinstance(statement, t.RecordDecl) else statement.identifier
            _columns(law.words, statement, report)
            if key and key not in [f.name for f in statement.fields]:
                report("name", statement.span, f"「{statement.name}」没有「{key}」一栏。")
        case t.PartyDecl():
            _columns(law.words, statement, report)
        case t.FlatDecl():
            known = [*law.words.facts, *law.words.definitions]
            _known(statement.names, known, "事实或可填的定义", statement.span, report)
        case t.ResultDecl():
            _result(law, statement, types)
        case t.WordsDecl() if statement.kind == "不并用":
            known = [*law.words.words["措施"], *law.words.words["效果"]]
            _known(statement.names, known, "措施或效果", statement.span, report)


def _fact(law: Law, fact: t.FactDecl, report: Report) -> None:
    words = law.words
    _type(words, fact.type, report)
    _known(fact.found_by, _organs(words), "机构或当事方", fact.span, report)
    if fact.default and fact.default not in (*words.facts, *words.definitions, CONDUCT_DATE):
        message = f"缺省的「{fact.default}」没有声明。{nearest(fact.default, words.facts)}"
        report("name", fact.span, message)


def _columns(words: Words, statement: t.RecordDecl | t.SubjectDecl | t.PartyDecl, report: Report) -> None:
    for column in statement.fields:
        _type(words, column.type, report)


def _result(law: Law, result: t.ResultDecl, types: Types) -> None:
    for _, how in result.columns:
        is_conclusion = isinstance(how, t.Name) and how.text in law.words.outcomes
        if not isinstance(how, t.Article) and not is_conclusion:
            types.infer(how)


def _type(words: Words, type_: t.Type, report: Report) -> None:
    if not words.is_type(type_):
        known = [*words.enums, "是否", "日期", "文字", "名单", "整数", "数"]
        report(
            "type", type_.span, f"不认识的类型「{type_.name}」。{nearest(type_.name, known)}可写{'、'.join(known)}。"
        )
    if type_.low and type_.high and type_.low.value > type_.high.value:
        report("type", type_.span, "范围前大后小。")


def _statement(law: Law, statement: t.Statement, types: Types, report: Report) -> None:
    match statement:
        case t.Definition():
            types.named(statement.name)
        case t.Circumstance():
            _known(statement.found_by, _organs(law.words), "机构或当事方", statement.span, report)
            for condition in (statement.condition, statement.exception, statement.signal):
                if condition:
                    types.expect(condition, TRUTH, "「当」后面")
        case t.Norm():
            _guards(statement.guards, types)
            _action(law, statement, report)
            _clauses(law, statement.clauses, types, report)
        case t.Step():
            _step(law, statement, types, report)
        case t.Scope():
            types.expect(statement.condition, TRUTH, "「适用于」后面")
        case t.Commencement():
            types.expect(statement.start, DATE, "「自」后面")


def _guards(guards: t.Guards, types: Types) -> None:
    for condition in guards.when:
        types.expect(condition, TRUTH, "「当」后面")
    for condition in guards.unless:
        types.expect(condition, TRUTH, "「除非」后面")


def _action(law: Law, norm: t.Norm, report: Report) -> None:
    words, action = law.words, norm.action
    match action:
        case t.Impose():
            _known(action.parties, words.parties, "当事方", action.span, report)
            _known(action.measures, words.words["措施"], "措施", action.span, report)
        case t.Bring():
            _known(action.parties, words.parties, "当事方", action.span, report)
            _known((action.effect,), words.words["效果"], "效果", action.span, report)
        case t.Hold():
            _known(action.parties, words.parties, "当事方", action.span, report)
        case t.Grade():
            _known((action.outcome,), words.outcomes, "择一", action.span, report)
            if action.outcome in words.outcomes:
                options = words.outcomes[action.outcome].options
                _known((action.option,), options, f"「{action.outcome}」的选项", action.span, report)


def _clauses(law: Law, clauses: t.Clauses, types: Types, report: Report) -> None:
    words = law.words
    _known((*clauses.actors, *clauses.found_by), _organs(words), "机构或当事方", clauses.span, report)
    labels = {s.label for s in law.of(t.Norm)}
    for label in clauses.overrides:
        if label not in labels:
            report("reference", clauses.span, f"例外于的「{label}」不是本文书的规则。{nearest(label, labels)}")
    for period in filter(None, [clauses.period]):
        types.expect(period.start, DATE, "期间的起算日")
        if period.end:
            types.expect(period.end, DATE, "期间的终点")
        if period.length:
            types.duration(period.length)


def _step(law: Law, step: t.Step, types: Types, report: Report) -> None:
    words, clauses = law.words, step.clauses
    _guards(step.guards, types)
    _clauses(law, clauses, types, report)
    for names in (clauses.after, clauses.not_before, clauses.before):
        _known(names, words.steps, "步骤", clauses.span, report)
    _known(clauses.seen_in, words.records, "记录", clauses.span, report)

    def period() -> None:
        if clauses.due_from:
            types.expect(clauses.due_from, DATE, "期限的起算日")
        if clauses.due_in:
            types.duration(clauses.due_in)

    if clauses.each:
        types.within(clauses.each, clauses.span, period)
    else:
        period()


def _organs(words: Words) -> list[str]:
    return [*words.words["机构"], *words.parties]


def _known(names: tuple[str, ...], known: object, what: str, span: t.Span, report: Report) -> None:
    declared = list(known)  # type: ignore[call-overload]
    for name in names:
        if name not in declared:
            report("name", span, f"没有声明{what}「{name}」。{nearest(name, declared)}")
