"""The trace: what one run found, as a tree. Web pages, documents and the terminal are views of it.

A trace is {"schema": "guiju-trace/1", "instrument", "on", "readings", "provisions": [node…]}. A node has `kind`,
`text` (the words of the notation), `value` (text) and `children`; a provision also `address`, `cite` and `law`
(its text, verbatim).
A definition that several places use is written out once; elsewhere its node has `"see": name`.
"""

from __future__ import annotations

from typing import Any

from guiju import tree as t
from guiju.evaluate.effects import FIRST_DAY_COUNTED, lasting
from guiju.evaluate.fired import statement_fired
from guiju.evaluate.program import NormStatus, Run
from guiju.evaluate.steps import StepState
from guiju.notation.render import action_text, render
from guiju.values import Unknown, show

Json = dict[str, Any]
SCHEMA = "guiju-trace/1"
MOST_ROWS = 200


def trace_json(run: Run) -> Json:
    """The whole trace of a run, as plain data ready for JSON."""
    writer = Tracer(run)
    provisions = [writer.provision(s) for s in run.law.statements if writer.worth_telling(s)]
    return {
        "schema": SCHEMA,
        "instrument": run.law.id,
        "on": run.case.on.isoformat() if run.case.on else None,
        "readings": writer.readings_used(),
        "excluded_by": [run.law.address(s) for s in run.excluded_by],
        "provisions": provisions,
    }


class Tracer:
    """Writes the nodes of one run."""

    def __init__(self, run: Run) -> None:
        self.run, self.law, self.words = run, run.law, run.law.words
        self.told: set[str] = set()
        self.readings: dict[str, str] = {}

    def worth_telling(self, statement: t.Statement) -> bool:
        """Provisions that bite or may yet bite; definitions come in where they are used, or when labelled."""
        if self.run.excluded_by:
            return self.run.stays(statement)
        if isinstance(statement, t.Definition):
            return bool(statement.label)
        if isinstance(statement, t.EnumDecl):
            return statement.outcome
        if not isinstance(statement, t.Norm | t.Step | t.Circumstance | t.Scope):
            return False
        if isinstance(statement, t.Norm):
            return self.run.value(statement).condition is not False
        if isinstance(statement, t.Circumstance) and not self._concerned(statement):
            return False
        return statement_fired(self.run, statement) is not False

    def _concerned(self, circumstance: t.Circumstance) -> bool:
        value = self.run.value(circumstance)
        return value is True or circumstance.label in (self.run.case.circumstances or ())

    def readings_used(self) -> dict[str, str]:
        """The readings that the told provisions rest on, with the option in force."""
        return dict(sorted(self.readings.items()))

    def provision(self, statement: t.Statement) -> Json:
        """One statement with its law text, value and grounds."""
        address = self.law.address(statement)
        row = self.law.provision(address)
        node = {"kind": _kind(statement), "address": address, "cite": row.cite, "law": row.text}
        if isinstance(statement, t.Definition):
            self.told.add(statement.name)
        return node | {
            "text": _statement_text(statement),
            "value": self._value(statement),
            "children": self._grounds(statement),
        }

    def _value(self, statement: t.Statement) -> str:
        value = self.run.value(statement)
        match value:
            case NormStatus():
                return _norm_value(value)
            case StepState():
                return "须办" if not value.done else "已办"
        if isinstance(statement, t.EnumDecl):
            return self.run.concluded(statement.name).value
        return show(value)

    def _grounds(self, statement: t.Statement) -> list[Json]:
        match statement:
            case t.Definition():
                return self._definition(statement)
            case t.Norm():
                return self._guards(statement.guards) + self._lasting(statement)
            case t.Step():
                return self._guards(statement.guards) + self._dated(statement.clauses.due_from)
            case t.Circumstance():
                conditions = [c for c in (statement.condition, statement.exception) if c]
                return [self.node(c) for c in conditions]
            case t.Scope():
                return [self.node(statement.condition)]
        return []

    def _guards(self, guards: t.Guards) -> list[Json]:
        return [self.node(g) for g in guards.when] + [
            {"kind": "exception", "text": "除非", "value": "", "children": [self.node(g)]} for g in guards.unless
        ]

    def _lasting(self, norm: t.Norm) -> list[Json]:
        """The period of an effect: its days, and what they are counted from."""
        period = norm.clauses.period
        if period is None or self.run.value(norm).applies is not True:
            return []
        first, last, _ = lasting(self.run, period)
        if period.length and FIRST_DAY_COUNTED in self.run.program.readings:
            self.readings[FIRST_DAY_COUNTED] = self.run.program.readings[FIRST_DAY_COUNTED]
        days = f"{first}至{last}" if first and last else "未知"
        return [{"kind": "period", "text": "期间", "value": days, "children": self._dated(period)}]

    def _dated(self, node: t.Node | None) -> list[Json]:
        """The names a date is counted from."""
        names = [inner for inner in t.walk(node) if isinstance(inner, t.Name)] if node else []
        return [self._name(name) for name in names]

    def _definition(self, statement: t.Definition) -> list[Json]:
        if statement.fillable and statement.name in self.run.case.facts:
            return [_leaf("given", "输入中直接给出", show(self.run.value(statement)))]
        return [self.node(statement.value)]

    def node(self, node: t.Expression) -> Json:
        """One expression with its value and what it was found from."""
        match node:
            case t.Quantity() | t.DateLiteral() | t.Truth() | t.Absent():
                return _leaf("literal", render(node), render(node))
            case t.Name():
                return self._name(node)
            case t.ByReading():
                return self._reading(node)
            case t.Exists() | t.Every() | t.Fold():
                return self._records(node)
        value = show(self.run.evaluate(node))
        return {
            "kind": type(node).__name__.lower(),
            "text": render(node),
            "value": value,
            "children": self._parts(node),
        }

    def _parts(self, node: t.Expression) -> list[Json]:
        if isinstance(node, t.Lookup):
            return [self.node(node.subject)]
        found: list[Json] = []
        for name in node.__dataclass_fields__:
            part = getattr(node, name)
            for child in part if isinstance(part, tuple) else (part,):
                if isinstance(child, t.Node) and not isinstance(child, t.Quantity):
                    found.append(self.node(child))  # type: ignore[arg-type]
        return found

    def _name(self, node: t.Name) -> Json:
        name, value = node.text, show(self._found(node))
        definition = self.words.definitions.get(name)
        if definition is None:
            return _leaf("fact" if name in self.words.facts else "name", name, value)
        if name in self.told:
            return _leaf("definition", name, value) | {"see": name}
        self.told.add(name)
        if definition.label:
            return _leaf("definition", name, value) | {"see": name, "address": self.law.address(definition)}
        return {"kind": "definition", "text": f"{name} ＝ {render(definition.value)}", "value": value,
                "children": self._definition(definition)}  # fmt: skip

    def _found(self, node: t.Name) -> Any:
        """A name's value; the dates of a period stand outside the pass and are looked up."""
        inside = id(node) in self.run.program.compiler.numbers
        return self.run.evaluate(node) if inside else self.run.named(node.text)

    def _reading(self, node: t.ByReading) -> Json:
        chosen = self.run.program.readings[node.reading]
        self.readings[node.reading] = chosen
        branch = self.node(node.under(self.run.program.readings))
        return {"kind": "reading", "text": f"按读法 {node.reading}（{chosen}）", "value": branch["value"],
                "reading": node.reading, "choice": chosen, "children": [branch]}  # fmt: skip

    def _records(self, node: t.Exists | t.Every | t.Fold) -> Json:
        chosen = self.run.program.readings
        self.readings |= {reading: chosen[reading] for reading in t.readings_of(t.reached([node], chosen))}
        rows = [
            {"record": {k: show(v) for k, v in row.items()}, "met": show(met)}
            | ({} if value is None else {"value": show(value)})
            for row, met, value in self.run.frame.seen.get(id(node), [])[:MOST_ROWS]
            if met is not False
        ]
        return {
            "kind": "records",
            "text": render(node),
            "value": show(self.run.evaluate(node)),
            "rows": rows,
            "children": [],
        }


def _leaf(kind: str, text: str, value: str) -> Json:
    return {"kind": kind, "text": text, "value": value, "children": []}


def _kind(statement: t.Statement) -> str:
    return {"EnumDecl": "outcome"}.get(type(statement).__name__, type(statement).__name__.lower())


def _statement_text(statement: t.Statement) -> str:
    match statement:
        case t.Definition():
            return f"{statement.name} ＝ {render(statement.value)}"
        case t.Norm():
            return f"{statement.modal} {action_text(statement.action)}"
        case t.Step():
            return f"步骤 {statement.name}"
        case t.Circumstance():
            return (
                f"当 {render(statement.condition)}" if statement.condition else f"由{'、'.join(statement.found_by)}认定"
            )
        case t.EnumDecl():
            return f"择一 {statement.name}"
        case t.Scope():
            return f"适用于 {render(statement.condition)}"
    return ""


def _norm_value(status: NormStatus) -> str:
    if isinstance(status.applies, Unknown):
        return "待查"
    if status.applies and isinstance(status.exception, Unknown):
        return "成立（例外尚待查明）"
    return "成立" if status.applies else "不成立"
