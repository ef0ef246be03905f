"""Trace -> Chinese sentences that cite the provision and show the arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guiju import tree as t
from guiju.evaluate.program import Run
from guiju.evaluate.steps import StepState
from guiju.render import render
from guiju.trace import Json, Tracer, trace_json, two_places
from guiju.values import Unknown, show

__all__ = ["explain_text", "trace_json"]
_LEAVES = ("literal", "given")


def explain_text(run: Run) -> list[str]:
    """The run explained, line by line, ready for a terminal: facts, arithmetic, conclusions, what is open."""
    tracer = Tracer(run)
    told = [(s, tracer.provision(s)) for s in run.law.statements if tracer.worth_telling(s)]
    lines = [f"《{run.law.title}》" + (f"（行为日期 {run.case.on}）" if run.case.on else "")]
    if run.excluded_by:
        return lines + [_excluded(run, s) for s in run.excluded_by]
    for statement, node in told:
        lines += _provision(run, statement, node)
    readings = tracer.readings_used()
    if readings:
        lines += ["所依的读法："] + [f"  {key}：{choice}——{_question(run, key)}" for key, choice in readings.items()]
    return lines


def _excluded(run: Run, statement: t.Statement) -> str:
    row = run.law.provision(run.law.address(statement))
    return f"本办法不适用：{_cited(row.cite, row.text)}"


def _question(run: Run, reading_id: str) -> str:
    laws = [law for law in (run.law, run.law.baseline) if law]
    return next((r.question for law in laws for r in law.parsed.readings if r.id == reading_id), "")


def _cited(cite: str, text: str) -> str:
    return f"{cite}「{text}」" if text else cite


def _provision(run: Run, statement: t.Statement, node: Json) -> list[str]:
    match statement:
        case t.Definition():
            return list(_definition(run, statement, node))
        case t.EnumDecl():
            return _outcome(run, statement)
        case t.Step():
            return list(_step(run.value(statement), node))
    value = {"是": "成立", "否": "不成立", "未知": "尚待认定"}.get(node["value"], node["value"])
    head = f"{_cited(node['cite'], node['law'])}——{node['text']}：{value}"
    return [head, *(line for child in node["children"] for line in _because(child, 1))]


def _definition(run: Run, statement: t.Definition, node: Json) -> Iterator[str]:
    value = two_places(run.value(statement))
    yield f"{_cited(node['cite'], node['law'])}——{statement.name} ＝ {value}"
    for child in node["children"]:
        if child["kind"] == "given":
            yield "  输入中直接给出"
        elif isinstance(statement.value, t.Quantity | t.Truth):
            continue
        elif child["kind"] in ("arithmetic", "call", "negative"):
            yield f"  ＝ {render(statement.value)}"
            yield f"  ＝ {substituted(run, statement.value)}"
            yield from (line for grand in child["children"] for line in _helpers(grand, 2))
        else:
            yield from _because(child, 1)


def substituted(run: Run, node: t.Expression) -> str:
    """An arithmetic expression with every name replaced by its value: (9/10 × 100% ＋ …) × 20分."""
    match node:
        case t.Arithmetic():
            sign = {"+": "＋", "-": "－", "*": "×", "/": "÷"}[node.operator]
            return f"{_group(run, node.left, node.operator)} {sign} {_group(run, node.right, node.operator)}"
        case t.Negative():
            return f"－{substituted(run, node.operand)}"
        case t.Quantity():
            return node.text
        case t.ByReading():
            return substituted(run, dict(node.branches)[run.program.readings[node.reading]])
        case t.Call():
            return f"{node.function}（{'、'.join(substituted(run, a) for a in node.arguments)}）"
    return show(run.evaluate(node))


def _group(run: Run, node: t.Expression, operator: str) -> str:
    text = substituted(run, node)
    loose = isinstance(node, t.Arithmetic) and node.operator in "+-" and operator in "*/-"
    return f"（{text}）" if loose else text


def _because(node: Json, depth: int) -> Iterator[str]:
    if node["kind"] in _LEAVES:
        return
    indent = "  " * depth
    if node["kind"] == "exception":
        child = node["children"][0]
        tail = {"是": "查实，故不适用", "否": "不成立", "未知": "尚未查明；查实则不然"}.get(
            child["value"], child["value"]
        )
        yield f"{indent}除非 {child['text']}：{tail}"
        yield from (line for grand in child["children"] for line in _because(grand, depth + 1))
        return
    if node["kind"] in ("fact", "name", "attribute"):
        yield f"{indent}{node['text']}＝{node['value']}"
        return
    yield f"{indent}{node['text']}：{node['value']}" + (f"（见{node['address']}）" if node.get("address") else "")
    yield from _rows(node, depth + 1)
    yield from (line for child in node["children"] for line in _because(child, depth + 1))


def _helpers(node: Json, depth: int) -> Iterator[str]:
    """Inside arithmetic only what needs saying: readings, records and helping definitions."""
    if node["kind"] in ("reading", "records", "definition", "conditional", "lookup"):
        yield from _because(node, depth)
    else:
        yield from (line for child in node["children"] for line in _helpers(child, depth))


def _rows(node: Json, depth: int) -> Iterator[str]:
    for row in node.get("rows", []):
        cells = "，".join(f"{key} {value}" for key, value in row["record"].items())
        doubt = "（是否符合尚不清楚）" if row["met"] == "未知" else ""
        value = f" → {row['value']}" if row["value"] not in ("None", "") else ""
        yield f"{'  ' * depth}· {cells}{value}{doubt}"


def _outcome(run: Run, statement: t.EnumDecl) -> list[str]:
    concluded = run.concluded(statement.name)
    row = run.law.provision(run.law.address(statement))
    lines = [f"{_cited(row.cite, row.text)}——{statement.name}：{concluded.value}"]
    lines += [f"  可评：{'、'.join(concluded.open) or '无'}"]
    for address in concluded.presumed:
        lines.append(f"  推定：{_cited(run.law.provision(address).cite, '')}（有理由并记录，可以不照推定）")
    lines += [f"  依据：{'、'.join(run.law.provision(a).cite for a in concluded.grounds) or '无'}"]
    if isinstance(concluded.unknown, Unknown):
        lines.append(f"  待查：{'、'.join(sorted(concluded.unknown.facts))}")
    return lines


def _step(state: Any, node: Json) -> Iterator[str]:
    if not isinstance(state, StepState):
        return
    clauses = state.step.clauses
    actor = f"，由{'、'.join(clauses.actors)}" if clauses.actors else ""
    yield f"{_cited(node['cite'], node['law'])}——步骤「{state.step.name}」{actor}：{node['value']}"
    for instance in state.instances:
        if instance.deadline:
            due = instance.deadline.due or f"暂定{instance.deadline.provisional}（待国务院办公厅通知）"
            yield f"  期限：{due}。{instance.deadline.explanation}"
    if state.blocked_by:
        yield f"  须先办：{'、'.join(state.blocked_by)}"
    if state.lacking:
        yield f"  须记录：{'、'.join(state.lacking)}"
    yield from (f"  不合：{fault}" for fault in state.faults)
