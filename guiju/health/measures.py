"""Measures: outside the catalogue, never used, not tied to any kind of fault, restrictions without a period."""

from __future__ import annotations

from collections.abc import Iterator

from guiju import tree as t
from guiju.findings import Finding
from guiju.health.conditions import Choice, Reader, possible, things
from guiju.health.places import addresses, article, cite, cites, quoted
from guiju.health.readings import choices, defaults
from guiju.health.standards import brought, imposing, norms, wording
from guiju.law import Law

# As few measures as are still a matter of choosing without any guidance.
FEW_MEASURES = 3
TIMED = "有期限的限制"


def catalogue(law: Law) -> dict[str, list[t.WordsDecl]]:
    """The articles that enumerate measures, with the declarations under them: at least two items of one article."""
    found: dict[str, list[t.WordsDecl]] = {}
    for statement in law.of(t.WordsDecl):
        if isinstance(statement, t.WordsDecl) and statement.kind in ("措施", "效果") and statement.label:
            found.setdefault(article(statement.label), []).append(statement)
    return {key: decls for key, decls in found.items() if len({d.label for d in decls if d.kind == "措施"}) > 1}


def outside_catalogue(law: Law) -> list[Finding]:
    """Measures that are imposed, though the article that enumerates the measures does not have them."""
    articles = catalogue(law)
    listed = [d for decls in articles.values() for d in decls]
    uses: dict[str, list[t.Norm]] = {}
    for norm, name in imposing(law):
        decl = law.words.words["措施"].get(name)
        if listed and isinstance(norm.action, t.Impose) and decl and not decl.label:
            uses.setdefault(name, []).append(norm)
    uses = {m: ns for m, ns in uses.items() if not _opened(law, articles, m, ns)}
    return [_outside(law, listed, name, using) for name, using in uses.items()]


def _opened(law: Law, articles: dict[str, list[t.WordsDecl]], name: str, using: list[t.Norm]) -> bool:
    """Whether an item of the list opens it: "and other measures provided by law", declared and allowed in one place."""
    declared = law.place(law.words.words["措施"][name])
    return any(article(n.label) in articles and law.address(n) == declared for n in using)


def _outside(law: Law, listed: list[t.WordsDecl], name: str, using: list[t.Norm]) -> Finding:
    first, last = cite(law, listed[0]), cite(law, listed[-1])
    message = f"{cites(law, using)}用到「{name}」，{first}至{last}列举的方式里没有它。"
    advice = f"在{first}至{last}里增列「{name}」；或者{cites(law, using)}改用已经列出的方式。"
    return Finding("outside-catalogue", addresses(law, [*listed[:1], *using]), message, suggestion=advice)


def unused_measures(law: Law) -> list[Finding]:
    """Items of the catalogue that no rule imposes, or only under one reading of a doubt; and words declared in vain.

    An item is used when any of the measures or effects under its label is: one item may name several.
    """
    items: dict[str, list[t.WordsDecl]] = {}
    for decl in law.of(t.WordsDecl):
        if isinstance(decl, t.WordsDecl) and decl.kind in ("措施", "效果"):
            items.setdefault(decl.label or f"第{decl.span.line}行", []).append(decl)
    using: dict[str, list[t.Norm]] = {}
    for norm in norms(law):
        for name in brought(norm):
            using.setdefault(name, []).append(norm)
    found = [finding for decls in items.values() for finding in _unused(law, decls, using)]
    return found + [_only_forbidden(law, name, rules) for name, rules in using.items() if _all_forbid(rules)]


def _all_forbid(rules: list[t.Norm]) -> bool:
    return all(norm.modal == "不得" for norm in rules)


def _only_forbidden(law: Law, name: str, rules: list[t.Norm]) -> Finding:
    decl = law.words.words["措施"].get(name) or law.words.words["效果"].get(name)
    message = f"「{name}」只见于{cites(law, rules)}的「不得」，没有一条写什么时候用它：禁止的是本来就没有的事。"
    advice = f"写明什么情形下用「{name}」；本来不用的，这句「不得」可以删去。"
    return Finding("unused-measure", addresses(law, [*([decl] if decl else []), *rules]), message, suggestion=advice)


def _unused(law: Law, decls: list[t.WordsDecl], using: dict[str, list[t.Norm]]) -> Iterator[Finding]:
    names = [name for decl in decls for name in decl.names]
    listed = bool(decls[0].label)
    idle = names if listed and not any(name in using for name in names) else []
    idle = idle or ([] if listed else [name for name in names if name not in using])
    if idle:
        what = f"{cite(law, decls[0])}所列的{quoted(idle)}" if listed else f"声明的{quoted(idle)}"
        message = f"{what}，没有一条规则用到它：列了等于没列。"
        advice = f"写明什么情形下用{quoted(idle)}；不用的，从列举中删去。"
        yield Finding("unused-measure", addresses(law, decls), message, suggestion=advice)
    elif listed:
        yield from _used_by_reading(law, decls, [norm for name in names for norm in using.get(name, [])])


def _used_by_reading(law: Law, decls: list[t.WordsDecl], using: list[t.Norm]) -> Iterator[Finding]:
    """The item is used only if a doubt is read one way; read the other way, nothing uses it."""
    names = [name for decl in decls for name in decl.names]
    if _written(law, names, article(decls[0].label)):
        return
    for choice, changed in choices(law, [norm.guards for norm in using]):
        if changed and not any(possible(Reader(law, choice).guards(norm.guards)) for norm in using):
            reading, option = next(iter(changed.items()))
            message = (
                f"{cite(law, decls[0])}列了{quoted(names)}，写处理办法的各条却没有一条明文用到它；只有读法{reading}取"
                f"「{defaults(law)[reading]}」时，{cites(law, using)}才用得上；取「{option}」就用不上。"
            )
            advice = f"在相应的条文里写明什么情形下用{quoted(names)}；不用的，从列举中删去。"
            where = addresses(law, [*decls, *using])
            yield Finding("unused-measure", where, message, suggestion=advice, readings=changed)
            return


def _written(law: Law, names: list[str], listing: str) -> bool:
    """Whether the text itself names one of these anywhere outside the article that lists them."""
    texts = [p.text for a, p in law.provisions.items() if article(a.partition("/")[2]) != listing]
    return any(name in text for name in names for text in texts)


def unmapped(law: Law) -> list[Finding]:
    """Kinds of fault are listed, measures are listed, and whoever decides may give any measure for any fault."""
    faults = [c for c in law.of(t.Circumstance) if isinstance(c, t.Circumstance)]
    free: dict[str, t.Norm] = {}
    for norm, name in imposing(law):
        if isinstance(norm.action, t.Impose) and _at_will(norm) and _indiscriminate(law, norm, len(faults)):
            free.setdefault(name, norm)
    other = {m for norm, m in imposing(law) if norm not in free.values()}
    everything = {m for norm, m in imposing(law) if isinstance(norm.action, t.Impose)}
    if len(faults) < 2 or len(free) < FEW_MEASURES or 2 * len(free) < len(everything) or other & free.keys():
        return []
    rules = [n for n in norms(law) if n in free.values()]
    message = (
        f"列了{len(faults)}种情形、{len(free)}种方式，没有一条写明哪种情形用哪种方式：{cites(law, rules)}让作决定的人"
        "对任何一种情形用任何一种方式，最轻的过错也可以用最重的。"
    )
    advice = "写明哪类情形或者哪种情节用哪几种方式，例如「情节较轻的，……；情节较重的，……；情节严重的，……」。"
    return [Finding("unmapped", addresses(law, [*_listing(law), *rules]), message, suggestion=advice)]


def _listing(law: Law) -> list[t.Statement]:
    """The first of the faults and the first of the measures in the text."""
    declared = [d for decls in catalogue(law).values() for d in decls]
    return [*law.of(t.Circumstance)[:1], *declared[:1]]


def _at_will(norm: t.Norm) -> bool:
    assert isinstance(norm.action, t.Impose)
    return norm.modal == "可" or norm.action.choose != "all"


def _indiscriminate(law: Law, norm: t.Norm, faults: int) -> bool:
    """Whether, under the default readings, the norm asks for nothing but that there be some fault or other."""
    asked = {one.name for one in things(Reader(law, defaults(law)).guards(norm.guards))}
    circumstances = {f"情形 {c.label}" for c in law.of(t.Circumstance)}
    return len(asked) == faults and asked == circumstances


def no_period(law: Law) -> list[Finding]:
    """Effects without a period, and measures that by their name restrict somebody for a time nobody states."""
    timed = wording(law, TIMED)
    endless: dict[int, list[str]] = {}
    for norm, name in imposing(law):
        # A name such as 下一年度… says for how long by itself.
        lasting = isinstance(norm.action, t.Bring) and not any(word in name for word in timed.but)
        if norm.clauses.period is None and (lasting or timed.fits(name)):
            endless.setdefault(id(norm), []).append(name)
    return [_endless(law, n, tuple(endless[id(n)])) for n in norms(law) if id(n) in endless]


def _endless(law: Law, norm: t.Norm, names: tuple[str, ...]) -> Finding:
    declared = [d for d in law.of(t.WordsDecl) if isinstance(d, t.WordsDecl) and set(d.names) & set(names) and d.label]
    message = f"{cite(law, norm)}的{quoted(names)}没有写期间：从哪天起、到哪天止，受限制的一方和执行的人都无从知道。"
    advice = "写明期间，例如「自决定之日起六个月」「决定的当年」。"
    return Finding("no-period", addresses(law, [*declared, norm]), message, suggestion=advice)


__all__ = ["Choice", "catalogue", "no_period", "outside_catalogue", "unmapped", "unused_measures"]
