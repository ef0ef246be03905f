"""Words declared and never used: facts, helping definitions, organs and parties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

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


def unused_names(law: Law) -> list[Finding]:
    """Organs and parties of whom no sentence says anything, and that no reading leaves to decide."""
    if law.baseline is law:
        return []
    silent = (t.WordsDecl, t.PartyDecl)
    said = {text for s in law.statements if not isinstance(s, silent) for n in t.walk(s) for text in _texts(n)}
    said |= {reading.confirmed_by for reading in law.parsed.readings}
    found = []
    for decl in law.of(*silent):
        organs = isinstance(decl, t.WordsDecl) and decl.kind == "机构"
        if isinstance(decl, t.WordsDecl | t.PartyDecl) and (organs or isinstance(decl, t.PartyDecl)):
            idle = [name for name in decl.names if name not in said]
            found += [_idle(law, decl, idle, "机构" if organs else "当事方")] if idle else []
    return found


def _texts(node: t.Node) -> Iterator[str]:
    """Every word that a node holds itself."""
    for field in fields(node):
        value = getattr(node, field.name)
        yield from (part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, str))


def _idle(law: Law, decl: t.WordsDecl | t.PartyDecl, names: list[str], kind: str) -> Finding:
    message = f"{kind}{quoted(names)}声明了，却没有一句话说到。"
    does = "由它办理、认定或者决定的，" if kind == "机构" else "对它追究、采取措施或者由它办理的，"
    return Finding("unused-fact", addresses(law, [decl]), message, suggestion=f"{does}写上；没有的，删去这个名称。")
