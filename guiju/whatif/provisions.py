"""Two law folders, provision by provision: added, removed, moved, changed in text or in rule."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.drafting.show import source_of
from guiju.law import Law, Provision
from guiju.whatif.pairs import Labels, Pair, Texts, pairs, relabelled, same_labels

ADDED, REMOVED, TEXT, RULE, MOVED = "新增", "删去", "改文字", "改规则", "移位"


@dataclass(frozen=True, slots=True)
class Version:
    """A provision as one of the laws has it: the row of its ledger, and the lines of the notation under it."""

    provision: Provision
    rule: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProvisionChange:
    """What became of one provision. `kinds` are 新增, 删去, 改文字, 改规则, 移位; a side without it is None."""

    kinds: tuple[str, ...]
    before: Version | None
    after: Version | None


@dataclass(frozen=True, slots=True)
class LawChange:
    """Two laws side by side: which statement answers to which, and every provision that differs."""

    labels: Labels
    pairs: list[Pair]
    provisions: list[ProvisionChange]
    readings: list[str]


def compare_laws(before: Law, after: Law) -> LawChange:
    """The difference of two checked laws, in the order of B; what only A has comes last."""
    texts = Texts(before), Texts(after)
    labels = same_labels(*texts)
    paired = pairs(before, after, labels)
    changed = _changed_labels(paired, labels)
    back = {new: old for old, new in labels.items()}
    found = [_change(texts, back.get(new, ""), new, changed) for new in texts[1].under]
    found += [_change(texts, old, "", changed) for old in texts[0].under if old not in labels]
    return LawChange(labels, paired, [f for f in found if f], _readings(before, after))


def _changed_labels(paired: list[Pair], labels: Labels) -> tuple[set[str], set[str]]:
    """The labels of A and of B under which a statement differs."""
    old: set[str] = set()
    new: set[str] = set()
    for pair in paired:
        if pair.before is None or pair.after is None or relabelled(pair.before, labels) != pair.after:
            old |= {pair.before.label} if pair.before else set()
            new |= {pair.after.label} if pair.after else set()
    return old, new


def _change(
    texts: tuple[Texts, Texts], old: str, new: str, changed: tuple[set[str], set[str]]
) -> ProvisionChange | None:
    before = _version(texts[0], old) if old else None
    after = _version(texts[1], new) if new else None
    if before and after:
        after = _cited_alike(texts, old, new, before, after)
        kinds = [TEXT] if texts[0].sentence(old) != texts[1].sentence(new) else []
        kinds += [RULE] if old in changed[0] or new in changed[1] else []
        kinds += [MOVED] if old != new else []
    else:
        kinds = [ADDED] if after else [REMOVED]
    return ProvisionChange(tuple(kinds), before, after) if kinds else None


def _cited_alike(texts: tuple[Texts, Texts], old: str, new: str, before: Version, after: Version) -> Version:
    """B's provision; where only A has a ledger (a copied folder), cited as A cites the same sentence."""
    if not texts[0].has_ledger or texts[1].has_ledger or old != new:
        return after
    same = texts[0].sentence(old) == texts[1].sentence(new)
    row, own = before.provision, after.provision
    return Version(Provision(own.address, row.cite, row.text if same else own.text), after.rule)


def _version(texts: Texts, label: str) -> Version:
    statements = [s for s in texts.law.statements if s.label == label]
    lines = dict.fromkeys(line for s in statements for line in source_of(texts.law, s))
    return Version(texts.provision(label), tuple(lines))


def _readings(before: Law, after: Law) -> list[str]:
    """What became of the readings, one sentence each."""
    old, new = ({r.id: r for r in law.parsed.readings} for law in (before, after))
    said = [f"新增读法 {key}（默认{new[key].default}）" for key in new if key not in old]
    said += [f"删去读法 {key}" for key in old if key not in new]
    for key in (key for key in new if key in old):
        if old[key].default != new[key].default:
            said.append(f"读法 {key} 的默认由「{old[key].default}」改为「{new[key].default}」")
        elif dict(old[key].options) != dict(new[key].options):
            said.append(f"读法 {key} 的选项改了")
    return said
