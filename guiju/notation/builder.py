"""Lark's parse tree -> statement nodes of guiju/tree.py, one method a grammar rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lark import Token, v_args
from lark.tree import Meta

from guiju import tree as t
from guiju.notation.claims import Claims
from guiju.notation.expressions import NotationError, require_date, span_of, span_of_token, token, values

__all__ = ["Builder", "NotationError", "join_guards"]

_CHOOSE = {"择一": "one", "可并用": "any", "全部": "all"}
ONLY_ALONE = (
    "「仅当」不与「当」「除非」并用。分情况的门槛写作「仅当 若 甲 则 乙 否则 丙，方可 …」；"
    "另有不许的，另写一句「当 …，不得 …」。"
)
ONLY_THEN = "前面是「仅当」，这里要写「方可」；条件满足就必须的，前面写「当」。"
THEN_ONLY = "「方可」前面要有「仅当 条件」；条件满足就许可的，这里写「可」。"
_REFS = {"LABEL", "NUMBER", "ID"}
# A clause as (what it fills in, its value), gathered into one node by the statement it belongs to.
Part = tuple[str, Any]


def join_guards(header: t.Guards, own: t.Guards) -> t.Guards:
    """The guards of a line under a header: both must hold."""
    return t.Guards(header.when + own.when, header.unless + own.unless, header.only or own.only, span=own.span)


def _label(children: list[Any]) -> str:
    first = children[0]
    return str(first) if isinstance(first, Token) and first.type in _REFS else ""


def _names(children: list[Any]) -> tuple[str, ...]:
    return tuple(str(c) for c in children if isinstance(c, Token) and c.type in ("NAME", "STRING"))


def _parts(children: list[Any]) -> dict[str, Any]:
    return dict(c for c in children if isinstance(c, tuple) and len(c) == 2 and isinstance(c[0], str))


@v_args(meta=True)
class Builder(Claims):
    """Statement rules; expressions come from the parent."""

    # --- words

    def names(self, meta: Meta, c: list[Any]) -> list[str]:
        return [str(x) for x in values(c)]

    items = names

    def declaration(self, meta: Meta, c: list[Any]) -> t.Statement:
        found: t.Statement = replace(c[-1], label=_label(c), span=span_of(meta))
        return found

    def fact(self, meta: Meta, c: list[Any]) -> t.FactDecl:
        name, type_, *_ = values(c)
        parts = _parts(c)
        return t.FactDecl(
            str(name), type_, parts.get("ask", ""), parts.get("found_by", ()), parts.get("records", ()),
            parts.get("default", ""), parts.get("blank"),
        )  # fmt: skip

    def ask(self, meta: Meta, c: list[Any]) -> Part:
        return "ask", token(c, "STRING")

    def found_by(self, meta: Meta, c: list[Any]) -> Part:
        names, verb = values(c)
        _require(str(verb) == "认定", "这里应写「由 … 认定」。", span_of(meta))
        return "found_by", tuple(names)

    def records(self, meta: Meta, c: list[Any]) -> Part:
        return "records", tuple(values(c)[0])

    def default(self, meta: Meta, c: list[Any]) -> Part:
        return "default", token(c, "NAME")

    def blank(self, meta: Meta, c: list[Any]) -> Part:
        return "blank", str(c[-1])

    def type(self, meta: Meta, c: list[Any]) -> t.Type:
        name, *bounds = values(c)
        low, high = bounds or (None, None)
        return t.Type(str(name), (), low, high, span=span_of(meta))

    def options_type(self, meta: Meta, c: list[Any]) -> t.Type:
        return t.Type("选项", tuple(str(x) for x in values(c)), span=span_of(meta))

    def bound(self, meta: Meta, c: list[Any]) -> t.Quantity:
        found = self.quantity(meta, [c[-1]])
        sign = -1 if len(c) == 2 else 1
        return t.Quantity(sign * found.value, found.unit, ("-" if sign < 0 else "") + found.text, span=found.span)

    def option(self, meta: Meta, c: list[Any]) -> Token:
        return c[0]  # type: ignore[no-any-return]

    def enum(self, meta: Meta, c: list[Any]) -> t.EnumDecl:
        name, options = values(c)
        return t.EnumDecl(str(name), tuple(options), token(c, "ENUM") == "择一")

    def party(self, meta: Meta, c: list[Any]) -> t.PartyDecl:
        names, *fields = values(c)
        return t.PartyDecl(tuple(names), tuple(fields[0]) if fields else ())

    def words(self, meta: Meta, c: list[Any]) -> t.WordsDecl:
        return t.WordsDecl(token(c, "WORDS"), tuple(values(c)[0]))  # type: ignore[arg-type]

    def record(self, meta: Meta, c: list[Any]) -> t.RecordDecl:
        name, *rest = values(c)
        owners = [str(x) for x in rest if isinstance(x, Token) and x.type == "NAME"]
        if owners:
            _require(owners[-1] == "归属", "这里应写「按 栏目 归属」。", span_of(meta))
        key, owner = token(c, "STRING") or str(name), owners[0] if owners else ""
        return t.RecordDecl(str(name), key, owner, tuple(rest[-1]), _parts(c).get("unique", ()))

    def unique(self, meta: Meta, c: list[Any]) -> Part:
        names, word = values(c)
        _require(str(word) == "一行", "这里应写「每 栏目、栏目 一行」。", span_of(meta))
        return "unique", tuple(names)

    def subject(self, meta: Meta, c: list[Any]) -> t.SubjectDecl:
        name, identifier, verb, fields = values(c)
        _require(str(verb) == "识别", "这里应写「以 栏目 识别」。", span_of(meta))
        return t.SubjectDecl(str(name), str(identifier), tuple(fields))

    def fields(self, meta: Meta, c: list[Any]) -> list[t.FieldDecl]:
        return values(c)

    def field(self, meta: Meta, c: list[Any]) -> t.FieldDecl:
        kept = values(c)
        type_ = next(x for x in kept if isinstance(x, t.Type))
        after = c[c.index(type_) + 1 :]
        blank = next((str(after[n + 1]) for n, x in enumerate(after) if getattr(x, "type", "") == "BLANKAS"), None)
        name = str(kept[0])
        optional = bool(token(c, "OPTIONAL")) or blank is not None
        return t.FieldDecl(name, token(c, "STRING") or name, type_, blank, optional, span=span_of(meta))

    def flat(self, meta: Meta, c: list[Any]) -> t.FlatDecl:
        return t.FlatDecl(tuple(values(c)[0]))

    def result(self, meta: Meta, c: list[Any]) -> t.ResultDecl:
        return t.ResultDecl(tuple(values(c)))

    def column(self, meta: Meta, c: list[Any]) -> tuple[str, t.Expression]:
        name, *how = values(c)
        return str(name), how[0] if how else t.Name(str(name), span=span_of(meta))

    # --- law

    def computed_circumstance(self, meta: Meta, c: list[Any]) -> t.Circumstance:
        guards = next(x for x in c if isinstance(x, t.Guards))
        return t.Circumstance(
            _all(guards.when), _any(guards.unless), (), (), _parts(c).get("signal"), label=_label(c), span=span_of(meta)
        )

    def found_circumstance(self, meta: Meta, c: list[Any]) -> t.Circumstance:
        _, names, verb, *_ = values(c)
        _require(str(verb) == "认定", "这里应写「由 … 认定」。", span_of(meta))
        parts = _parts(c)
        return t.Circumstance(
            None, None, tuple(names), parts.get("records", ()), parts.get("signal"), label=_label(c), span=span_of(meta)
        )

    def signal(self, meta: Meta, c: list[Any]) -> Part:
        return "signal", c[-1]

    def guards(self, meta: Meta, c: list[Any]) -> t.Guards:
        return _guards(values(c), meta)

    def guard(self, meta: Meta, c: list[Any]) -> t.Guards:
        word, condition = c
        if word.type == "UNLESS":
            return t.Guards((), (condition,), False, span=span_of(meta))
        return t.Guards((condition,), (), word.type == "ONLYWHEN", span=span_of(meta))

    def definition(self, meta: Meta, c: list[Any]) -> t.Definition:
        label = _label(c)
        kept = values(c)[1 if label else 0 :]
        marks = [str(x) for x in kept[1:-1]]
        _require(marks in ([], ["可填"]), "名字后的括号里只能写「可填」。", span_of(meta))
        return t.Definition(str(kept[0]), kept[-1], bool(marks), label=label, span=span_of(meta))

    def scope(self, meta: Meta, c: list[Any]) -> t.Scope:
        return t.Scope(c[-1], label=_label(c), span=span_of(meta))

    def commencement(self, meta: Meta, c: list[Any]) -> t.Commencement:
        start, verb = values(c)[-2:]
        _require(str(verb) == "施行", "这里应写「自 日期 施行」。", span_of(meta))
        return t.Commencement(start, label=_label(c), span=span_of(meta))

    def header(self, meta: Meta, c: list[Any]) -> t.Guards:
        found: t.Guards = next(x for x in c if isinstance(x, t.Guards))
        _require(not found.only, "「仅当」写在它管的那一句里，不能统管下面各句。", found.span)
        return found

    def norm(self, meta: Meta, c: list[Any]) -> t.Norm:
        guards = _guards([x for x in c if isinstance(x, t.Guards)], meta)
        modal = token(c, "MODAL")
        place = span_of_token(next(x for x in c if isinstance(x, Token) and x.type == "MODAL"))
        _require(modal == "方可" or not guards.only, ONLY_THEN, place)
        _require(modal != "方可" or guards.only, THEN_ONLY, place)
        action = next(x for x in c if isinstance(x, t.Action))
        return t.Norm(guards, modal, action, _clauses(c, meta), label=_label(c), span=span_of(meta))  # type: ignore[arg-type]

    def impose(self, meta: Meta, c: list[Any]) -> t.Impose:
        parties, measures, *choose = values(c)
        word = str(choose[0]) if choose else "全部"
        _require(word in _CHOOSE, f"括号里只能写{'、'.join(_CHOOSE)}。", span_of(meta))
        return t.Impose(tuple(parties), tuple(measures), _CHOOSE[word], span=span_of(meta))  # type: ignore[arg-type]

    def bring(self, meta: Meta, c: list[Any]) -> t.Bring:
        parties, effect = values(c)
        return t.Bring(tuple(parties), str(effect), span=span_of(meta))

    def hold(self, meta: Meta, c: list[Any]) -> t.Hold:
        return t.Hold(tuple(values(c)[0]), token(c, "HOLD") == "问责", span=span_of(meta))

    def grade(self, meta: Meta, c: list[Any]) -> t.Grade:
        outcome, option = values(c)
        return t.Grade(str(outcome), str(option), span=span_of(meta))

    def refer(self, meta: Meta, c: list[Any]) -> t.Refer:
        return t.Refer(token(c, "STRING"), span=span_of(meta))

    def exclude(self, meta: Meta, c: list[Any]) -> t.Exclude:
        return t.Exclude(span=span_of(meta))

    def step(self, meta: Meta, c: list[Any]) -> t.Step:
        guards = _guards([x for x in c if isinstance(x, t.Guards)], meta)
        name = str(next(x for x in c if isinstance(x, Token) and x.type == "NAME"))
        modal = token(c, "MODAL") or "应"
        _require(modal in ("应", "可"), "步骤前只能写「应」或「可」；不写就是「应」。", span_of(meta))
        return t.Step(guards, name, _clauses(c, meta), modal, label=_label(c), span=span_of(meta))  # type: ignore[arg-type]

    # --- clauses

    def clause(self, meta: Meta, c: list[Any]) -> Part:
        return c[-1]  # type: ignore[no-any-return]

    def by(self, meta: Meta, c: list[Any]) -> Part:
        names, *verb = values(c)
        if verb and str(verb[0]) == "认定":
            return "found_by", tuple(names)
        return "by", (tuple(names), str(verb[0]) if verb else "")

    def whole_year(self, meta: Meta, c: list[Any]) -> Part:
        return "period", t.Period(values(c)[0], True, span=span_of(meta))

    def lasting(self, meta: Meta, c: list[Any]) -> Part:
        start, length = values(c)
        return "period", t.Period(start, False, length, span=span_of(meta))

    def until(self, meta: Meta, c: list[Any]) -> Part:
        start, end = values(c)
        return "period", t.Period(start, False, None, end, span=span_of(meta))

    def overrides(self, meta: Meta, c: list[Any]) -> Part:
        return "overrides", tuple(str(x) for x in values(c))

    def rests_on(self, meta: Meta, c: list[Any]) -> Part:
        return "rests_on", tuple(str(x) for x in values(c))

    def due(self, meta: Meta, c: list[Any]) -> Part:
        return "due", tuple(values(c))

    def after(self, meta: Meta, c: list[Any]) -> Part:
        return "after", tuple(values(c)[0])

    def not_before(self, meta: Meta, c: list[Any]) -> Part:
        return "not_before", tuple(values(c)[0])

    def before(self, meta: Meta, c: list[Any]) -> Part:
        return "before", tuple(values(c)[0])

    def each(self, meta: Meta, c: list[Any]) -> Part:
        return "each", token(c, "NAME")

    def seen_in(self, meta: Meta, c: list[Any]) -> Part:
        return "seen_in", tuple(values(c)[0])

    def parameter_value(self, meta: Meta, c: list[Any]) -> t.ParameterValue:
        days = [x for x in c if isinstance(x, Token) and x.type == "DATE"]
        for day in days:
            require_date(day)
        dates = [str(x) for x in days]
        _require(len(dates) < 2 or dates[0] <= dates[1], "起止日期前后颠倒。", span_of(meta))
        value = next(x for x in c if isinstance(x, t.Expression))
        certainty = token(c, "NAME") or "待核"
        until = dates[1] if len(dates) == 2 else ""
        return t.ParameterValue("", dates[0], until, value, token(c, "STRING"), certainty, span=span_of(meta))


def _guards(found: list[t.Guards], meta: Meta) -> t.Guards:
    joined = t.Guards(span=span_of(meta))
    for guard in found:
        joined = join_guards(joined, guard)
    _require(not joined.only or len(found) == 1, ONLY_ALONE, joined.span)
    return joined


def _clauses(children: list[Any], meta: Meta) -> t.Clauses:
    parts = _parts(children)
    actors, verb = parts.get("by", ((), ""))
    due_from, due_in = parts.get("due", (None, None))
    same = ("found_by", "records", "overrides", "rests_on", "after", "not_before", "before", "seen_in")
    return t.Clauses(
        actors=actors, verb=verb, due_from=due_from, due_in=due_in, each=parts.get("each", ""),
        period=parts.get("period"), span=span_of(meta), **{name: parts.get(name, ()) for name in same},
    )  # fmt: skip


def _all(parts: tuple[t.Expression, ...]) -> t.Expression | None:
    return None if not parts else parts[0] if len(parts) == 1 else t.Both(parts, span=parts[0].span)


def _any(parts: tuple[t.Expression, ...]) -> t.Expression | None:
    return None if not parts else parts[0] if len(parts) == 1 else t.Either(parts, span=parts[0].span)


def _require(holds: bool, message: str, span: t.Span) -> None:
    if not holds:
        raise NotationError(message, span)
