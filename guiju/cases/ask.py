"""Asking at the terminal: only what could still change the result, most decisive first."""

from __future__ import annotations

from typing import Any

import click

from guiju import tree as t
from guiju.cases.case_files import fact_type
from guiju.cases.decide import run_case
from guiju.cases.unknowns import unknowns
from guiju.evaluate.program import CIRCUMSTANCES
from guiju.inputs import BadValue, convert
from guiju.law import Law

DONT_KNOW = "?"


def ask(law: Law, data: dict[str, Any], place: str, readings: dict[str, str]) -> dict[str, Any]:
    """The case data with the answers added. Stops as soon as nothing open could change the result."""
    data = {**data, "facts": dict(data.get("facts") or {}), "parties": dict(data.get("parties") or {})}
    passed: set[str] = set()
    while True:
        open_ = [u for u in unknowns(run_case(law, data, place, readings)) if u["fact"] not in passed]
        asked = next((u for u in open_ if _askable(law, u["fact"])), None)
        if asked is None:
            _close(open_, passed)
            return data
        if not _put(law, data, asked):
            passed.add(asked["fact"])


def _close(open_: list[dict[str, Any]], passed: set[str]) -> None:
    """Say why the questions end: nothing open matters any more, or what is left cannot be asked here."""
    left = [u["fact"] for u in open_]
    if left:
        click.echo(f"这里问不了的，请写进案件文件：{'、'.join(left)}。", err=True)
    elif passed:
        click.echo(f"问完了；还不知道的：{'、'.join(sorted(passed))}。", err=True)
    else:
        click.echo("没有别的事实会影响结果了。", err=True)


def _askable(law: Law, fact: str) -> bool:
    return fact == CIRCUMSTANCES or fact_type(law, fact) is not None or _attribute(law, fact) is not None


def _attribute(law: Law, fact: str) -> tuple[str, t.FieldDecl] | None:
    """(party, attribute) when the fact is 责任人的身份."""
    party, _, name = fact.partition("的")
    field = law.words.parties.get(party, {}).get(name)
    return (party, field) if field else None


def _put(law: Law, data: dict[str, Any], unknown: dict[str, Any]) -> bool:
    """Ask one question and enter the answer; False when the person does not know."""
    fact = unknown["fact"]
    if fact == CIRCUMSTANCES:
        return _circumstances(law, data)
    attribute = _attribute(law, fact)
    type_ = attribute[1].type if attribute else fact_type(law, fact)
    assert type_ is not None
    answer = _answer(law, unknown["question"], type_)
    if answer is None:
        return False
    if attribute:
        party = data["parties"].setdefault(attribute[0], {})
        party[attribute[1].name] = answer
    else:
        data["facts"][fact] = answer
    return True


def _answer(law: Law, question: str, type_: t.Type) -> str | None:
    kind = law.words.kind(type_)
    hint = {"是否": "是/否", "日期": "如 2026-03-02", "选项": "/".join(kind.options)}.get(kind.name, "")
    while True:
        words = f"{question}（{hint + '；' if hint else ''}不知道就回车）"
        text = str(click.prompt(words, default=DONT_KNOW, show_default=False, err=True)).strip()
        if text == DONT_KNOW:
            return None
        try:
            convert(text, type_, law.words)
            return text
        except BadValue as error:
            click.echo(f"{error}。", err=True)


def _circumstances(law: Law, data: dict[str, Any]) -> bool:
    for found in law.of(t.Circumstance):
        row = law.provision(law.address(found))
        click.echo(f"  {found.label}  {row.text}", err=True)
    labels = [c.label for c in law.of(t.Circumstance)]
    while True:
        text = str(click.prompt("查明了哪些情形？（编号以「、」分开；没有写 无）", err=True)).strip()
        chosen = [] if text == "无" else [part.strip() for part in text.replace(",", "、").split("、")]
        if all(label in labels for label in chosen):
            data["circumstances"] = chosen
            return True
        click.echo("有的编号不在上面。", err=True)
