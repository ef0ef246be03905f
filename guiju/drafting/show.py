"""A provision to read: its text as issued, the lines of the notation under it, its doubts and readings."""

from __future__ import annotations

from guiju import tree as t
from guiju.law import Law, Provision
from guiju.notation.reader import Block


def show_place(law: Law, label: str) -> list[str]:
    """The provisions whose label begins with `label` ("" for all), each with what stands under it."""
    wanted = [p for a, p in law.provisions.items() if _under(a.partition("/")[2], label)]
    lines: list[str] = []
    for provision in wanted:
        lines += _provision(law, provision)
    return lines


def _under(found: str, wanted: str) -> bool:
    """5.2a and 5.2.1 stand under 5.2; 5.20 does not."""
    rest = found.removeprefix(wanted)
    return found.startswith(wanted) and (not wanted or not rest[:1].isdigit())


def _provision(law: Law, provision: Provision) -> list[str]:
    label = provision.address.partition("/")[2]
    found = [s for s in law.statements if s.label == label]
    lines = [f"{provision.address}  {provision.cite}", f"  {provision.text}"]
    for statement in found:
        lines += [f"    | {line}" for line in source_of(law, statement)]
    lines += [line for key in _readings(found) for line in _reading(law, key)]
    return [*lines, ""]


def source_of(law: Law, statement: t.Statement) -> list[str]:
    """The lines of the law file that a statement was read from, with the header that governs it."""
    if isinstance(statement, t.NotComputed):
        return [f"不计算：{statement.reason}"]
    block = next((b for b in law.source.blocks if _holds(b, statement.span.line)), None)
    if block is None:
        return []
    start = statement.span.line - block.first_line
    end = start + 1
    while end < len(block.lines) and block.lines[end][:1].isspace():
        end += 1
    headers = [n for n in range(start) if block.lines[n].startswith(("当", "除非", "仅当")) and _is_header(block, n)]
    head = _statement_lines(block, headers[-1]) if headers else []
    return head + [line.rstrip() for line in block.lines[start:end]]


def _holds(block: Block, line: int) -> bool:
    return block.first_line <= line < block.first_line + len(block.lines)


def _statement_lines(block: Block, start: int) -> list[str]:
    end = start + 1
    while end < len(block.lines) and block.lines[end][:1].isspace():
        end += 1
    return [line.rstrip() for line in block.lines[start:end]]


def _is_header(block: Block, start: int) -> bool:
    return _statement_lines(block, start)[-1].partition("#")[0].rstrip().endswith(("：", ":"))


def _readings(statements: list[t.Statement]) -> list[str]:
    used = [n.reading for s in statements for n in t.walk(s) if isinstance(n, t.ByReading)]
    return list(dict.fromkeys(used))


def _reading(law: Law, key: str) -> list[str]:
    laws = [source for source in (law, law.baseline) if source]
    reading = next((r for source in laws for r in source.parsed.readings if r.id == key), None)
    if reading is None:
        return []
    options = [
        f"      {'●' if name == reading.default else '○'} {name}：{meaning}" for name, meaning in reading.options
    ]
    return [
        f"    读法 {key}：{reading.question}",
        *options,
        f"      理由：{reading.reason}；由{reading.confirmed_by}确认",
    ]
