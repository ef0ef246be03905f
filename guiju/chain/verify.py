"""Does the chain hold, and if not, which entries were edited, removed, inserted or put elsewhere?

First one pass in order, which keeps nothing. Only when something is wrong, a second one that keeps a few facts of each
entry and finds out what. A chain cut off at its end, or written anew from some entry on, is sound in itself: that shows
only against a checkpoint.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from guiju.chain.checkpoint import Checkpoint
from guiju.chain.entries import GENESIS, Entry


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which entry. `kind`: edited, removed, inserted, reordered, cut (shorter than a checkpoint)."""

    sequence: int
    kind: str
    message: str


@dataclass(slots=True)
class Verdict:
    """How many entries were read, the head, and everything that does not hold (none: the chain holds)."""

    entries: int = 0
    head: str = GENESIS
    faults: list[Fault] = field(default_factory=list)


def verify(read: Callable[[], Iterable[Entry]], checkpoints: Iterable[Checkpoint] = ()) -> Verdict:
    """Verify the entries that `read` gives, from the first; it is called a second time when something is wrong."""
    marks = {mark.sequence: mark for mark in checkpoints}
    verdict = Verdict()
    unsettled = dict(marks)
    holds = True
    for entry in read():
        verdict.entries += 1
        holds = holds and entry.sound and entry.sequence == verdict.entries and entry.previous == verdict.head
        verdict.head = entry.hash
        mark = unsettled.get(entry.sequence)
        if mark is not None and mark.hash == entry.hash:
            del unsettled[entry.sequence]
    if not holds:
        verdict.faults = diagnose(list(_sharing(read())))
    verdict.faults += _against(unsettled.values(), verdict.entries)
    return verdict


def _sharing(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The same entries; a hash that two neighbours name is in memory once."""
    last = GENESIS
    for entry in entries:
        yield replace(entry, previous=last) if entry.previous == last else entry
        last = entry.hash


def _against(marks: Iterable[Checkpoint], entries: int) -> Iterator[Fault]:
    for mark in marks:
        if mark.sequence > entries:
            message = f"检查点记到第{mark.sequence}条，导出件只有{entries}条：后面的被截去了。"
            yield Fault(mark.sequence, "cut", message)
        else:
            message = f"第{mark.sequence}条与检查点（{mark.at}）所记的哈希不同：这一条或者它以前的被改写过。"
            yield Fault(mark.sequence, "edited", message)


def diagnose(entries: list[Entry]) -> list[Fault]:
    """Every fault, by the number of the entry it is about."""
    kept, inserted = _without_inserted(entries)
    faults = [*inserted, *_reordered(entries, kept), *_removed(kept), *_edited(kept)]
    return sorted(set(faults), key=lambda fault: (fault.sequence, fault.kind))


def _without_inserted(entries: list[Entry]) -> tuple[dict[int, Entry], list[Fault]]:
    """For each number the entry that belongs there; of several with one number the others were put in."""
    kept: dict[int, Entry] = {}
    several: dict[int, list[Entry]] = {}
    for entry in entries:
        first = kept.setdefault(entry.sequence, entry)
        if first is not entry:
            several.setdefault(entry.sequence, [first]).append(entry)
    faults = list(_put_in(entries, several, kept))
    for number in [n for n in kept if n < 1]:
        faults.append(Fault(number, "inserted", f"序号{number}不可能有，是插进来的。"))
        del kept[number]
    return kept, faults


def _put_in(entries: list[Entry], several: dict[int, list[Entry]], kept: dict[int, Entry]) -> Iterator[Fault]:
    if not several:
        return
    hashes, wanted = {e.hash for e in entries}, {e.previous for e in entries}
    for number, found in several.items():
        # The genuine one is linked on both sides: it names a hash that is there, and its own is named.
        found.sort(key=lambda e: (e.sound, e.hash in wanted, e.previous in hashes, -e.line), reverse=True)
        kept[number] = found[0]
        for other in found[1:]:
            message = f"第{number}条之外又插进了一条同号的（导出件第{other.line}行）。"
            yield Fault(number, "inserted", message)


def _reordered(entries: list[Entry], kept: dict[int, Entry]) -> Iterator[Fault]:
    """The fewest entries whose moving puts all in order: those outside a longest ascending run."""
    lines = [e for e in entries if kept.get(e.sequence) is e]
    if all(before.sequence < after.sequence for before, after in pairwise(lines)):
        return
    in_place = _longest_ascending([e.sequence for e in lines])
    for entry in lines:
        if entry.sequence not in in_place:
            yield Fault(
                entry.sequence, "reordered", f"第{entry.sequence}条不在原来的位置（在导出件第{entry.line}行）。"
            )


def _longest_ascending(numbers: list[int]) -> set[int]:
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    run: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        run.add(last)
        last = before[last]
    return run


def _removed(kept: dict[int, Entry]) -> Iterator[Fault]:
    last = 0
    for number in sorted(kept):
        if number > last + 1:
            places = f"第{last + 1}条" if number == last + 2 else f"第{last + 1}条至第{number - 1}条"
            for missing in range(last + 1, min(number, last + 1001)):
                yield Fault(missing, "removed", f"{places}被删去了。")
        last = number


def _edited(kept: dict[int, Entry]) -> Iterator[Fault]:
    """Entries that no longer say what they said, and entries put in another's place with a hash of their own."""
    for number in sorted(kept):
        entry, after = kept[number], kept.get(number + 1)
        if not entry.sound:
            yield Fault(number, "edited", f"第{number}条的内容与它的哈希不符：内容被改过。")
        elif number == 1 and entry.previous != GENESIS:
            yield Fault(number, "edited", "第1条不是链的开头：它被改过，或者不是原来那一条。")
        elif after is not None and after.sound and after.previous != entry.hash and not _is_foreign(after, kept):
            yield Fault(number, "edited", f"第{number}条的哈希与第{number + 1}条所记的不同：它被改过，又重算了哈希。")
        elif _is_foreign(entry, kept):
            yield Fault(number, "edited", f"第{number}条前后都接不上：它被整条换过。")


def _is_foreign(entry: Entry, kept: dict[int, Entry]) -> bool:
    """Whether an entry between two others fits neither of them; of the last one nobody can say."""
    before, after = kept.get(entry.sequence - 1), kept.get(entry.sequence + 1)
    return before is not None and after is not None and entry.previous != before.hash and after.previous != entry.hash
