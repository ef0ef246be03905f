"""Words declared and never used."""

from __future__ import annotations

from guiju import tree as t
from guiju.findings import Finding
from guiju.law import Law


def unused_measures(law: Law) -> list[Finding]:
    """Measures of the catalogue that no rule imposes."""
    imposed = {m for n in law.of(t.Norm) if isinstance(n, t.Norm) and isinstance(n.action, t.Impose)
               for m in n.action.measures} | {n.action.effect for n in law.of(t.Norm)
               if isinstance(n, t.Norm) and isinstance(n.action, t.Bring)}  # fmt: skip
    return [
        Finding("unused-measure", (law.address(s),), f"措施「{'、'.join(unused)}」列在目录里，却没有一条规则用到它。")
        for s in law.of(t.WordsDecl)
        if isinstance(s, t.WordsDecl) and s.kind == "措施" and s.label
        if (unused := [name for name in s.names if name not in imposed])
    ]


def unused_facts(law: Law) -> list[Finding]:
    """Facts that no statement reads."""
    columns = {f.name for f in law.words.subject.fields} if law.words.subject else set()
    read = {node.text for s in law.statements for node in t.walk(s) if isinstance(node, t.Name)}
    read |= {decl.default for decl in law.words.facts.values()} | columns
    unused = [decl for name, decl in law.words.facts.items() if name not in read]
    return [Finding("unused-fact", (), f"事实「{decl.name}」声明了，却没有一处用到。") for decl in unused]
