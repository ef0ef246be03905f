"""Words declared and never used."""

from __future__ import annotations

from guiju import tree as t
from guiju.findings import Finding
from guiju.health.places import addresses, quoted
from guiju.law import CHECK_DATE, Law

# The day as of which lateness is judged is read by the program itself: guiju/evaluate/steps.py.
_JUDGED_BY = (CHECK_DATE, "决定日期")


def unused_facts(law: Law) -> list[Finding]:
    """Facts that no statement reads, and helping definitions that nothing rests on."""
    if law.baseline is law:
        return []  # the baseline is a store that others draw on
    words = law.words
    columns = {f.name for f in words.subject.fields} if words.subject else set()
    shown = {name for name, _ in words.result.columns} if words.result else set()
    read = {node.text for s in law.statements for node in t.walk(s) if isinstance(node, t.Name)} | columns | shown
    read |= {decl.default for decl in words.facts.values()} | set(words.flat.names if words.flat else ())
    read |= set(_JUDGED_BY) if any(isinstance(s, t.Step) and s.clauses.due_in for s in law.statements) else set()
    facts = [decl for name, decl in words.facts.items() if name not in read]
    helping = [d for d in words.definitions.values() if not d.label and not d.fillable and d.name not in read]
    return [_unused(law, decl, "事实") for decl in facts] + [_unused(law, decl, "定义") for decl in helping]


def _unused(law: Law, decl: t.FactDecl | t.Definition, kind: str) -> Finding:
    message = f"{kind}{quoted([decl.name])}写了，却没有一处用到。"
    advice = "该用的地方用上它；确实不用的，删去这一行。"
    return Finding("unused-fact", addresses(law, [decl]), message, suggestion=advice)
