"""What the health check holds a law against. Stated in law files, chiefly in the national baseline."""

from __future__ import annotations

from dataclasses import dataclass

from guiju.tree.nodes import Node


@dataclass(frozen=True, slots=True)
class Authority(Node):
    """Where a standard comes from: 「《…》第四十三条」 and how certain that is; `words` names the class it covers."""

    source: str
    certainty: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Wording(Node):
    """用语: a class of words, recognised by what a name contains (`known`) and does not contain (`but`)."""

    name: str
    known: tuple[str, ...]
    but: tuple[str, ...] = ()

    def fits(self, text: str) -> bool:
        """Whether a name or sentence is of the class."""
        return any(word in text for word in self.known) and not any(word in text for word in self.but)


@dataclass(frozen=True, slots=True)
class Phrase(Node):
    """意思 or 建议: how a right is put; `words` names the class of conclusions it is put so for, "" for all others."""

    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Right(Node):
    """保障: a right of the person concerned, and how a step that grants it is recognised.

    `order` is 先于, 随同, 后于 or 不论先后, and `of` the class of steps it stands in that order to. `by` is 当事方 when
    the person exercises it. `needs` lists what makes it real (期限, 答复). `waived`: words of the conditions that
    rightly leave it out: the person forgoes it, nothing calls for it. `spared`: classes of measures that need none.
    `meaning` says what the right is, `advice` what a drafter could write, each as it suits what is decided.
    """

    name: str
    meaning: tuple[Phrase, ...]
    words: Wording
    order: str
    of: str
    by: str
    needs: tuple[str, ...]
    waived: tuple[str, ...]
    spared: tuple[str, ...]
    authorities: tuple[Authority, ...]
    advice: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Floor(Node):
    """底线: a number of a town's law that a parameter bounds.

    `of` is 步骤期限, 期间 or 数; `bound` is 不少于, 不多于 or 等于. It counts only when some step fits
    (`if_any`), or none does (`if_none`), where these are given.
    """

    name: str
    meaning: str
    words: Wording
    of: str
    by: str
    bound: str
    parameter: str
    if_any: tuple[str, ...]
    if_none: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Competence(Node):
    """权限: measures that only certain organs may decide, each recognised by words in its name."""

    name: str
    meaning: str
    words: Wording
    organs: tuple[str, ...]
    authorities: tuple[Authority, ...]


Standard = Wording | Right | Floor | Competence
