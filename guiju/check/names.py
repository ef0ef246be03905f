"""Declared words and references: duplicates, unknown parties, measures, organs, labels and steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from guiju import tree as t
from guiju.check.report import Report
from guiju.check.types import Types
from guiju.inputs import BadValue, blank_value
from guiju.kinds import DATE, TRUTH, canonical_unit, comparable
from guiju.law import CONDUCT_DATE, Law, Words
from guiju.notation.hints import nearest

LONGEST_DEFAULTS = 10


def check_names(law: Law, types: Types, report: Report) -> None:
    """Report every reference of a statement that leads nowhere, and every ill-kinded expression."""
    _duplicates(law, report)
    for statement in law.statements:
        _declaration(law, statement, types, report)
        _statement(law, statement, types, report)


def _duplicates(law: Law, report: Report) -> None:
    first: dict[str, int] = {}
    for statement in law.statements:
        for name in _declared(statement):
            line = first.setdefault(name, statement.span.line)
            word = name.split(" ")[-1]
            if line != statement.span.line or _declared(statement).count(name) > 1:
                message = f"「{name}」在第{line}行已经声明过；一个名字只能有一个意思。"
                report("duplicate", statement.span, message, word)
    keys: dict[str, str] = {}
    for record in law.words.records.values():
        other = keys.setdefault(record.key, record.name)
        if other != record.name:
            message = f"「{record.name}」与「{other}」在数据文件里都叫「{record.key}」；请换一个。"
            report("duplicate", record.span, message, record.name)
    readings: dict[str, int] = {}
    for reading in law.parsed.readings:
        line = readings.setdefault(reading.id, reading.span.line)
        if line != reading.span.line:
            message = f"读法「{reading.id}」在第{line}行已经写过；请换一个编号。"
            report("duplicate", reading.span, message, reading.id)
    _duplicate_labels(law, report)


def _duplicate_labels(law: Law, report: Report) -> None:
    """A circumstance is one provision, and text that is not computed has nothing else under its label."""
    first: dict[str, t.Statement] = {}
    for statement in law.of(t.Circumstance, t.NotComputed):
        before = first.setdefault(statement.label, statement)
        if before is not statement:
            message = f"标号「{statement.label}」在第{before.span.line}行已经用过；情形和不计算的标号只能用一次。"
            report("duplicate", statement.span, message, statement.label)


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
            unique = statement.unique if isinstance(statement, t.RecordDecl) else ()
            _known(unique, [f.name for f in statement.fields], f"「{statement.name}」的栏目", statement.span, report)
            if key and key not in [f.name for f in statement.fields]:
                report("name", statement.span, f"「{statement.name}」没有「{key}」一栏。", key)
        case t.EnumDecl():
            for option in _repeated(statement.options):
                report("duplicate", statement.span, f"选项「{option}」写了不止一次。", option)
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
    _default(words, fact, report)
    _blank(words, fact, report)


def _columns(words: Words, statement: t.RecordDecl | t.SubjectDecl | t.PartyDecl, report: Report) -> None:
    for column in statement.fields:
        _type(words, column.type, report)
        _blank(words, column, report)
    for name in _repeated([column.name for column in statement.fields]):
        report("duplicate", statement.span, f"「{name}」一栏写了不止一次。", name)


def _result(law: Law, result: t.ResultDecl, types: Types) -> None:
    for _, how in result.columns:
        is_conclusion = isinstance(how, t.Name) and how.text in law.words.outcomes
        if not isinstance(how, t.Article) and not is_conclusion:
            types.infer(how)


def _type(words: Words, type_: t.Type, report: Report) -> None:
    if not words.is_type(type_):
        known = [*words.enums, "是否", "日期", "文字", "名单", "整数", "数"]
        hint = nearest(type_.name, known)
        message = f"不认识的类型「{type_.name}」。{hint}类型可写{'、'.join(known)}，或者列出选项：甲｜乙。"
        report("type", type_.span, message)
    for option in _repeated(type_.options):
        report("duplicate", type_.span, f"选项「{option}」写了不止一次。", option)
    low, high = type_.low, type_.high
    if low and high and low.value > high.value:
        report("type", type_.span, f"范围前大后小：应写 {high.text} 至 {low.text}。")
    if low and high and canonical_unit(low.unit) != canonical_unit(high.unit):
        report("unit", type_.span, f"范围两端的单位不同：{low.text}与{high.text}。")


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _blank(words: Words, declared: t.FactDecl | t.FieldDecl, report: Report) -> None:
    """空白为 gives a value that the type has; 无 stands for none, which a condition cannot be."""
    if declared.blank is None or not words.is_type(declared.type):
        return
    if declared.blank == "无":
        if declared.type.name == "是否":
            report("type", declared.span, f"「{declared.name}」只有是与否，不能「空白为 无」。", "无")
        return
    try:
        blank_value(declared.blank, declared.type, words)
    except BadValue as error:
        message = f"「{declared.name}」的「空白为 {declared.blank}」不合它的类型：{error}。"
        report("type", declared.span, message, declared.blank)


def _default(words: Words, fact: t.FactDecl, report: Report) -> None:
    """缺省 names another fact of the same kind, and following it comes to an end."""
    if not fact.default:
        return
    decl = words.facts.get(fact.default)
    if decl is None and fact.default != CONDUCT_DATE:
        message = f"缺省后面要写另一个事实，没有声明事实「{fact.default}」。{nearest(fact.default, words.facts)}"
        report("name", fact.span, message, fact.default)
        return
    wanted, found = words.kind(fact.type), words.kind(decl.type) if decl else DATE
    if not comparable(wanted, found):
        message = f"「{fact.name}」是{wanted}，不能以「{fact.default}」（{found}）为缺省。"
        report("type", fact.span, message, fact.default)
    passed = [fact.name]
    while decl and decl.name not in passed and len(passed) <= LONGEST_DEFAULTS:
        passed.append(decl.name)
        decl = words.facts.get(decl.default)
    chain = "→".join([*passed, decl.name if decl else ""])
    if decl and decl.name == fact.name:
        report("cycle", fact.span, f"互相缺省，永远得不出日期：{chain}。请打断其中一环。", fact.name)
    elif decl and len(passed) > LONGEST_DEFAULTS:
        report("cycle", fact.span, f"缺省一环套一环，超过{LONGEST_DEFAULTS}环，程序不认：{chain}。", fact.name)


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
            _addressed(statement, report)
            _guards(statement.guards, types)
            _action(law, statement, report)
            _clauses(law, statement.clauses, types, report, False)
        case t.Step():
            _step(law, statement, types, report)
        case t.Scope():
            types.expect(statement.condition, TRUTH, "「适用于」后面")
        case t.Commencement():
            types.expect(statement.start, DATE, "「自」后面")


def _addressed(statement: t.Norm | t.Step, report: Report) -> None:
    """Every conclusion cites something: its own label, or the provision it rests on."""
    if not statement.label and not statement.clauses.rests_on:
        message = "这一句没有标号。请在句首写标号，例如 3.2a；出自别的文书的，在句末写「，据 文书/标号」。"
        report("label", statement.span, message)


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
                if action.option not in options:
                    hint = nearest(action.option, options)
                    message = f"「{action.outcome}」没有「{action.option}」这一项。{hint}可选{'、'.join(options)}。"
                    report("option", action.span, message, action.option)


def _clauses(law: Law, clauses: t.Clauses, types: Types, report: Report, is_step: bool) -> None:
    words = law.words
    _known((*clauses.actors, *clauses.found_by), _organs(words), "机构或当事方", clauses.span, report)
    labels = {s.label for s in law.of(t.Norm)} if clauses.overrides else set()
    for label in clauses.overrides:
        if label not in labels:
            message = f"例外于后面的「{label}」不是本文书里规则的标号。{nearest(label, labels)}"
            report("reference", clauses.span, message, label)
    _period_or_deadline(clauses, is_step, report)
    for period in filter(None, [clauses.period]):
        types.expect(period.start, DATE, "期间的起算日")
        if period.end:
            types.expect(period.end, DATE, "期间的终点")
        if period.length:
            types.duration(period.length)


def _period_or_deadline(clauses: t.Clauses, is_step: bool, report: Report) -> None:
    """期间 is how long an effect lasts, 期限 by when a step must be done; neither stands for the other."""
    if clauses.due_in and not is_step:
        report("syntax", clauses.span, "「期限」只用于步骤；措施、效果管多久，写「期间 自 日期 起 …」。", "期限")
    if clauses.period and is_step:
        report("syntax", clauses.span, "「期间」只用于措施、效果；步骤几时办完，写「期限 自 日期 起 …」。", "期间")


def _step(law: Law, step: t.Step, types: Types, report: Report) -> None:
    words, clauses = law.words, step.clauses
    _addressed(step, report)
    _guards(step.guards, types)
    _clauses(law, clauses, types, report, True)
    for names in (clauses.after, clauses.not_before, clauses.before):
        _known(names, words.steps, "步骤", clauses.span, report)
    _known(clauses.seen_in, words.records, "记录", clauses.span, report)

    def period() -> None:
        if clauses.due_from:
            types.expect(clauses.due_from, DATE, "期限的起算日")
        if clauses.due_in:
            types.duration(clauses.due_in, workdays=True)

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
            where = "请在程序里写出它。" if what == "步骤" else "请在词表里声明它。"
            report("name", span, f"没有声明{what}「{name}」。{nearest(name, declared)}{where}", name)
