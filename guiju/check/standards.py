"""保障, 用语, 底线 and 权限: what they refer to exists, and each name stands once."""

from __future__ import annotations

from collections.abc import Iterator

from guiju import tree as t
from guiju.check.report import Report
from guiju.law import Law
from guiju.notation.hints import nearest


def check_standards(law: Law, report: Report) -> None:
    """Report every class of words, and every parameter, that a standard names and nobody states."""
    wordings = {s.name for s in law.standards if isinstance(s, t.Wording)}
    parameters = {v.name for v in law.baseline.parsed.parameters} if law.baseline else set()
    first: dict[tuple[str, str], int] = {}
    for standard in law.parsed.standards:
        key = (type(standard).__name__, standard.name)
        if first.setdefault(key, standard.span.line) != standard.span.line:
            message = f"「{standard.name}」在第{first[key]}行已经写过；请换一个名字。"
            report("duplicate", standard.span, message, standard.name)
        for name in _classes(standard):
            if name not in wordings:
                message = f"没有用语「{name}」。{nearest(name, wordings)}请写一个 ```用语 {name} 块。"
                report("standard", standard.span, message, name)
        if isinstance(standard, t.Floor) and standard.parameter not in parameters:
            message = f"上位规则里没有参数「{standard.parameter}」。{nearest(standard.parameter, parameters)}"
            report("standard", standard.span, message, standard.parameter)


def _classes(standard: t.Standard) -> Iterator[str]:
    """The classes of words a standard refers to."""
    if isinstance(standard, t.Right):
        yield from [*([standard.of] if standard.of else []), *standard.spared]
        yield from [a.words for a in standard.authorities if a.words]
        yield from [p.words for p in (*standard.meaning, *standard.advice) if p.words]
