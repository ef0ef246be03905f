"""Where in the text something stands, in words for a finding."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from guiju import tree as t
from guiju.explain.render import render
from guiju.law import Law, Provision

# More than this nobody reads in one sentence.
MOST_CITED, MOST_NAMED = 3, 6


def article(label: str) -> str:
    """The article of a label: `4` for 4.3b, 10a and 4; the whole label where it does not begin with a number."""
    found = re.match(r"\d+", label)
    return found[0] if found else label


def addresses(law: Law, statements: Iterable[t.Statement]) -> tuple[str, ...]:
    """The provisions of some statements, each once, in the order of the text."""
    wanted = {id(s) for s in statements}
    return tuple(dict.fromkeys(found for s in law.statements if id(s) in wanted if (found := place(law, s))))


def place(law: Law, statement: t.Statement) -> str:
    """The provision a statement belongs to: its own, or of the sentence that its block stands under."""
    own = law.address(statement)
    if own in law.provisions or statement.label:
        return own
    sentences = [line for line, text in law.source.prose if text.strip()]
    labelled = [s for s in law.statements if s.label]
    mine = bisect_right(sentences, statement.span.line)
    same = [s for s in labelled if bisect_right(sentences, s.span.line) == mine]
    before = [s for s in labelled if s.span.line < statement.span.line]
    nearest = same[:1] or before[-1:] or labelled[:1]
    return law.address(nearest[0]) if nearest else ""


def cite(law: Law, statement: t.Statement) -> str:
    """`四、4`: how the law itself would be cited for a statement."""
    where = place(law, statement)
    return named(law.provision(where)) if where else "正文"


def named(provision: Provision) -> str:
    """A provision as it would be cited; a bare numeral such as 四、 is a part of the text."""
    bare = provision.cite.removesuffix("、")
    return provision.cite if bare == provision.cite else f"第{bare}部分"


def cites(law: Law, statements: Iterable[t.Statement]) -> str:
    """The citations of some statements, each once: `四、1，四、2`; of many, the first and the last."""
    found = list(dict.fromkeys(cite(law, s) for s in statements))
    return "，".join(found) if len(found) <= MOST_CITED else f"{found[0]}至{found[-1]}"


def quoted(names: Iterable[str]) -> str:
    """`「甲」「乙」`; of many, the first ones and how many there are."""
    found = list(dict.fromkeys(names))
    shown = "".join(f"「{name}」" for name in found[:MOST_NAMED])
    return shown if len(found) <= MOST_NAMED else f"{shown}等{len(found)}项"


def guards_text(guards: t.Guards) -> str:
    """The guards of a statement as the law file has them."""
    when = " 且 ".join(render(g) for g in guards.when)
    unless = " 或 ".join(render(g) for g in guards.unless)
    return "，".join(part for part in (f"当 {when}" if when else "", f"除非 {unless}" if unless else "") if part)
