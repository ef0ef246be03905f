"""Where in the text something stands, in words for a finding."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guiju import tree as t
from guiju.law import Law, Provision
from guiju.notation.render import render

# More than this nobody reads in one sentence.
MOST_CITED, MOST_NAMED, MOST_SIGNS = 3, 6, 20
# The number that a sentence begins with: 2、 (一) 第四条
_COUNT = r"[\d一二三四五六七八九十]+"
_NUMBERED = re.compile(rf"^(?:[(（]{_COUNT}[)）]|{_COUNT}[、.．]|第{_COUNT}条)\s*")


def article(label: str) -> str:
    """The article of a label: `4` for 4.3b, 10a and 4; the whole label where it does not begin with a number."""
    found = re.match(r"\d+", label)
    return found[0] if found else label


def addresses(law: Law, statements: Iterable[t.Statement]) -> tuple[str, ...]:
    """The provisions of some statements, each once, in the order of the text."""
    wanted = {id(s) for s in statements}
    return tuple(dict.fromkeys(found for s in law.statements if id(s) in wanted if (found := law.place(s))))


def cite(law: Law, statement: t.Statement) -> str:
    """`四、4`: how the law itself would be cited for a statement."""
    where = law.place(statement)
    return named(law.provision(where)) if where else "正文"


def named(provision: Provision) -> str:
    """A provision as it would be cited; a bare numeral such as 四、 is a part of the text."""
    bare = provision.cite.removesuffix("、")
    return provision.cite if bare == provision.cite else f"第{bare}部分"


def cites(law: Law, statements: Iterable[t.Statement]) -> str:
    """The citations of some statements, each once: `四、1，四、2`; of many, the first and the last."""
    found = list(dict.fromkeys(cite(law, s) for s in statements))
    return "，".join(found) if len(found) <= MOST_CITED else f"{found[0]}至{found[-1]}"


def told_apart(law: Law, statements: Iterable[t.Statement]) -> list[str]:
    """How each of some statements is cited; sentences that one citation stands for, also by their first words."""
    found = [(cite(law, s), law.place(s)) for s in statements]
    places = {where: {p for c, p in found if c == where} for where, _ in found}
    return [f"{where}{_first_words(law, address)}" if len(places[where]) > 1 else where for where, address in found]


def _first_words(law: Law, address: str) -> str:
    """`（「考核得分在50至65分的…」）`; the label for a law without a ledger."""
    text = _NUMBERED.sub("", law.provision(address).text.strip())
    text = re.split(r"[,，;；。:：]", text)[0]
    if not text:
        return f"（{address.partition('/')[2]}）"
    return f"（「{text if len(text) <= MOST_SIGNS else text[: MOST_SIGNS - 1] + '…'}」）"


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
