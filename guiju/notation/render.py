"""Expressions back to the words of the notation, for explanations."""

from __future__ import annotations

from collections.abc import Callable

from guiju import tree as t

_SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷", "=": "是", "!=": "不是", ">": "＞", ">=": "≥", "<": "＜", "<=": "≤"}


def render(node: t.Expression) -> str:
    """One expression as the law file would write it, on one line."""
    match node:
        case t.Quantity() | t.DateLiteral() | t.Name():
            return node.text
        case t.Truth():
            return "成立" if node.value else "不成立"
        case t.Absent():
            return "无"
        case t.Attribute():
            return f"{node.owner}的{node.name}"
        case t.Article():
            return f"第{node.label}的{node.name}"
    return _computed(node)


def _computed(node: t.Expression) -> str:
    match node:
        case t.Arithmetic():
            return f"{operand(node, node.left, render)} {_SIGNS[node.operator]} {operand(node, node.right, render)}"
        case t.Negative():
            return f"－{_inner(node.operand)}"
        case t.Lookup():
            return _lookup(node)
        case t.ByReading():
            return f"按{node.reading}（{'；'.join(f'{n}：{render(b)}' for n, b in node.branches)}）"
        case t.Call():
            return f"{node.function}（{'、'.join(render(a) for a in node.arguments)}）"
        case t.Parameter():
            return f"参数 {node.name} 于 {render(node.on)}"
        case t.Conditional():
            return f"若 {render(node.condition)} 则 {render(node.then)} 否则 {render(node.otherwise)}"
    return _truth(node)


def _truth(node: t.Expression) -> str:
    match node:
        case t.Compare():
            return _compare(node)
        case t.Between():
            joined = "至" if isinstance(node.low, t.Quantity) and isinstance(node.high, t.Quantity) else " 至 "
            return f"{render(node.subject)} 在 {render(node.low)}{joined}{render(node.high)}"
        case t.Member():
            word = "不属于" if node.negated else "属于"
            return f"{render(node.subject)} {word} {'、'.join(render(o) for o in node.options)}"
        case t.Window():
            side = "前" if node.backwards else "后"
            return f"{render(node.subject)} 在 {render(node.anchor)} {side}{render(node.length)}内"
        case t.SameYear():
            return f"{render(node.left)} 与 {render(node.right)} 同年"
        case t.Both():
            return " 且 ".join(_inner(p) for p in node.parts)
        case t.Either():
            return " 或 ".join(_inner(p) for p in node.parts)
        case t.Not():
            return f"非 {_inner(node.operand)}"
    return _records(node)


def _records(node: t.Expression) -> str:
    match node:
        case t.Exists():
            word = "无" if node.negated else "有"
            return f"{node.record} 中 {word} {render(node.condition)} 者" if node.condition else f"{word} {node.record}"
        case t.Every():
            which = f"{node.record} 中 凡 {render(node.condition)} 者" if node.condition else f"凡 {node.record}"
            return f"{which} 皆 {render(node.then)}"
        case t.Fold():
            which = f"{node.record} 中 {render(node.condition)} 者" if node.condition else node.record
            value = f" 的 {render(node.value)} {node.kind}" if node.value else f" {node.kind}"
            return which + value
        case t.HasCircumstance():
            ranges = "、".join(a if a == b else f"{a}至{b}" for a, b in node.ranges)
            return f"有情形 {ranges}" + (
                " 之一" if len(node.ranges) > 1 or node.ranges[0][0] != node.ranges[0][1] else ""
            )
        case t.Overdue():
            return f"逾期 {node.step}"
    raise TypeError(node)


def _compare(node: t.Compare) -> str:
    if node.text in ("以上", "以下", "以内"):
        return f"{render(node.left)} 在 {render(node.right)}{node.text}"
    return f"{render(node.left)} {node.text} {render(node.right)}"


def _lookup(node: t.Lookup) -> str:
    rows = [f"{render(k)}：{render(v)}" for k, v in node.rows]
    rows += [f"其余：{render(node.otherwise)}"] if node.otherwise else []
    return f"对照 {render(node.subject)}（{'；'.join(rows)}）"


def operand(whole: t.Arithmetic, part: t.Expression, write: Callable[[t.Expression], str]) -> str:
    """One side of an arithmetic expression, in brackets only where leaving them out would change the sense."""
    if not isinstance(part, t.Arithmetic):
        return f"（{write(part)}）" if isinstance(part, t.Conditional | t.Negative) else write(part)
    sums, whole_is_sum = part.operator in "+-", whole.operator in "+-"
    right = part is whole.right
    looser = sums and not whole_is_sum
    needed = looser or (right and (whole.operator in "-/" or sums == whole_is_sum))
    return f"（{write(part)}）" if needed else write(part)


def _inner(node: t.Expression) -> str:
    compound = isinstance(node, t.Both | t.Either | t.Conditional | t.Arithmetic)
    return f"（{render(node)}）" if compound else render(node)


def action_text(action: t.Action) -> str:
    """What a norm does, as a phrase in the order of the notation."""
    match action:
        case t.Impose():
            choose = {"all": "", "one": "（择一）", "any": "（可并用）"}[action.choose]
            return f"对{'、'.join(action.parties)}采取{'、'.join(action.measures)}{choose}"
        case t.Bring():
            return f"对{'、'.join(action.parties)}施加{action.effect}"
        case t.Hold():
            return f"{'问责' if action.linked else '追究'}{'、'.join(action.parties)}"
        case t.Grade():
            return f"评定{action.outcome}为{action.option}"
        case t.Refer():
            return f"转「{action.to}」办理"
    return "不适用本办法"
