"""Every provision accounted for: computed, recorded, or not computed with a reason; and its tests counted."""

from __future__ import annotations

from dataclasses import dataclass

from guiju import tree as t
from guiju.drafting.run_cases import Tested, run_cases
from guiju.evaluate.fired import standing
from guiju.law import Law, Provision

EXPECTED = {"yes": "computed", "human": "recorded", "text": "not-computed"}


@dataclass(frozen=True, slots=True)
class Row:
    """One provision: its ledger row, status, and the tests where it bites and where it does not."""

    provision: Provision
    status: str
    bites: int
    silent: int

    @property
    def tests(self) -> int:
        """All tests that assert something of the provision."""
        return self.bites + self.silent

    @property
    def fault(self) -> str:
        """What is wrong with the provision's coverage, or ""."""
        if self.status == "missing":
            return "没有块"
        wanted = EXPECTED.get(self.provision.executable, self.status)
        if self.status != wanted:
            return f"状态应是 {wanted}，现在是 {self.status}"
        if self.status != "not-computed" and not (self.bites and self.silent):
            return f"测试不足：成立{self.bites}个，不成立{self.silent}个，各须至少一个"
        return ""


def coverage(law: Law) -> list[Row]:
    """The coverage rows of one law, in the order of its ledger."""
    tested = run_cases(law)
    return [_row(law, p, tested) for p in law.provisions.values()]


def _row(law: Law, provision: Provision, tested: Tested) -> Row:
    label = provision.address.partition("/")[2]
    found = standing(law, label)
    return Row(provision, status(law, found), tested.bites[label], tested.silent[label])


def status(law: Law, statements: list[t.Statement]) -> str:
    """The status of the statements that stand under one label."""
    if not statements:
        return "missing"
    if any(isinstance(s, t.NotComputed) for s in statements):
        return "not-computed"
    return "recorded" if any(_recorded(law, s) for s in statements) else "computed"


def _recorded(law: Law, statement: t.Statement) -> bool:
    """Whether a person finds it: declared so, or resting directly on a fact that a person finds."""
    match statement:
        case t.Circumstance() | t.FactDecl():
            return bool(statement.found_by)
        case t.Definition():
            return _names_a_finding(law, statement.value)
        case t.Norm() | t.Step():
            if statement.clauses.found_by:
                return True
            return _names_a_finding(law, (*statement.guards.when, *statement.guards.unless))
    return False


def _names_a_finding(law: Law, expression: object) -> bool:
    names = {n.text for n in t.walk(expression) if isinstance(n, t.Name)}
    return any(law.words.facts[n].found_by for n in names & law.words.facts.keys())
