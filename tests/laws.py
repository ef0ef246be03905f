"""Tiny laws made on the spot."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

from guiju import tree as t
from guiju.check import load
from guiju.evaluate.case import Case
from guiju.evaluate.program import Program, Run
from guiju.findings import Finding
from guiju.health import findings
from guiju.law import Law, builtin
from guiju.notation.grammar import parse_statement
from guiju.notation.lexer import statements
from guiju.notation.reader import Block

FRONT = "---\n文书: sample\n名称: 样例办法\n---\n"


def block(kind: str, *lines: str) -> str:
    return "\n".join([f"```{kind}", *lines, "```", ""])


def write_law(folder: Path, *blocks: str, front: str = FRONT) -> Path:
    """A law folder with these blocks."""
    folder.mkdir(exist_ok=True)
    (folder / "law.md").write_text(front + "\n" + "\n".join(blocks), encoding="utf-8")
    return folder


def make_law(folder: Path, *blocks: str) -> Law:
    """A checked law of these blocks."""
    return load(write_law(folder, *blocks))


def run(law: Law, readings: dict | None = None, **case) -> Run:
    """One run over facts and records given as values."""
    return Program(law, readings).run(Case(**case))


def parse(start: str, text: str):
    """One sentence as a node."""
    return parse_statement(start, next(statements(Block("", (), tuple(text.split("\n")), 1))))


def expression(text: str) -> t.Expression:
    """One expression as a node."""
    return parse("definition", f"甲 ＝ {text}").value


# --- the built-in laws


@cache
def examined(name: str) -> tuple[Law, list[Finding]]:
    """A built-in law and all that its health check finds; the solver is asked once for all tests."""
    law = load(builtin().find(name))
    return law, findings(law)


# --- cases made up at random, of values the law's declarations allow


def random_value(law: Law, type_: t.Type, dice: Random) -> object:
    """A value of the type as a data file would write it."""
    kind = law.words.kind(type_)
    if kind.name == "选项":
        return dice.choice([*kind.options, "无"])
    if kind.name == "是否":
        return dice.random() < 0.5
    if kind.name == "日期":
        return (date(2024, 1, 1) + timedelta(days=dice.randrange(1500))).isoformat()
    if kind.name == "名单":
        return dice.sample(["甲", "乙", "丙"], dice.randrange(4))
    if kind.name == "数":
        low, high = (int(b.value) if b else d for b, d in ((type_.low, 0), (type_.high, 100)))
        step = 1 if type_.name == "整数" else 4
        return str(Fraction(dice.randint(low * step, min(high, low + 120) * step), step))
    return dice.choice(["甲", "乙", "丙"])


def random_row(law: Law, fields: Iterable[t.FieldDecl], dice: Random, missing: float) -> dict:
    return {f.name: random_value(law, f.type, dice) for f in fields if dice.random() >= missing}


def random_case(law: Law, dice: Random) -> dict:
    """A case for the law in the form of a case file: any of its facts, records, parties, circumstances and steps."""
    missing = dice.choice([0, 0.1, 0.5])
    words = law.words
    circumstances = [c.label for c in law.of(t.Circumstance)]
    case = {
        "facts": {n: random_value(law, f.type, dice) for n, f in words.facts.items() if dice.random() >= missing},
        "records": {n: [random_row(law, r.fields, dice, missing) for _ in range(dice.randrange(4))]
                    for n, r in words.records.items() if dice.random() >= missing},
        "parties": {n: random_row(law, f.values(), dice, missing) for n, f in words.parties.items()},
        "steps": {n: {"on": random_value(law, t.Type("日期"), dice)} for n in words.steps if dice.random() < 0.4},
    }  # fmt: skip
    if dice.random() >= missing:
        case["on"] = random_value(law, t.Type("日期"), dice)
    if dice.random() >= missing:
        case["circumstances"] = dice.sample(circumstances, min(len(circumstances), dice.randrange(4)))
    return case
