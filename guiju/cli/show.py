"""Decisions and dossiers on a terminal, in the order a clerk asks: what follows, for whom, from which sentence."""

from __future__ import annotations

from collections.abc import Iterable

from guiju.cli.page import tell
from guiju.evaluate.program import Run
from guiju.explain.trace import Json

CHOOSE = {"all": "", "one": "（择一）", "any": "（可以并用）"}


def show_decision(run: Run, result: Json) -> None:
    """Print a decision."""
    tell(f"《{run.law.title}》  行为日期：{run.case.on or '未给出'}")
    _section("本办法不适用", (f"{x['cite']}「{x['text']}」" for x in result["not_applicable"]))
    _section("转别的规定", (f"{x['to']}  ——{x['cite']}" for x in result["elsewhere"]))
    _section("承担责任", (f"{x['modal']}追究{x['party']}  ——{_source(x)}" for x in result["accountable"]))
    _section("措施", (_duty(x) for x in result["duties"]))
    _section("效果", (_effect(x) for x in result["effects"]))
    _section("连带", (f"{x['modal']}问责{x['party']}  ——{_source(x)}" for x in result["also_accountable"]))
    _section("结论", (_conclusion(x) for x in result["outcomes"]))
    _section("算得", (f"{x['name']} ＝ {x['value']}  ——{x['cite']}" for x in result["values"]))
    _section("程序", (_step(x) for x in result["steps"]))
    _section(
        "冲突，须由人权衡",
        (f"{x['message']}（{'、'.join(x.get('cites', x['addresses']))}）" for x in result["conflicts"]),
    )
    _section("认定须留的记录", (_lacking(x) for x in result["findings"] if x["lacking"]))
    _section("线索，须由人认定", (f"{_source(x)}" for x in result["signals"]))
    _section(
        "还会影响结果的事实",
        (f"{x['fact']}：{x['question']}（影响{_cites(run, x['needed_by'])}）" for x in result["unknown"]),
    )
    _section("所依的读法", (f"{key}：{choice}" for key, choice in result["readings"].items()))


def _section(title: str, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        tell(title, bold=True)
        for line in found:
            tell(f"  {line}")


def _cites(run: Run, addresses: list[str]) -> str:
    """The places of provisions as the text names them, each once."""
    return "；".join(dict.fromkeys(run.law.provision(address).cite for address in addresses))


def _source(entry: Json) -> str:
    return f"{entry['cite']}「{entry['text']}」"


def _doubt(entry: Json) -> str:
    """What could still change an entry: open exceptions, or a conclusion the meeting may choose otherwise."""
    parts = [f"还要看：{'、'.join(entry['unless'])}"] if entry.get("unless") else []
    parts += [f"以{name}定为{value}为准" for name, value in entry.get("if_chosen", {}).items()]
    return f"【{'；'.join(parts)}】" if parts else ""


def _duty(entry: Json) -> str:
    by = f"，由{'、'.join(entry['decided_by'])}决定" if entry.get("decided_by") else ""
    what = f"{'、'.join(entry['measures'])}{CHOOSE[entry['choose']]}{by}"
    return f"{entry['modal']}对{entry['party']}：{what}  ——{_source(entry)}{_doubt(entry)}"


def _lacking(entry: Json) -> str:
    what = entry.get("fact") or f"{entry['cite']}「{entry['text']}」"
    by = f"，由{'、'.join(entry['found_by'])}认定" if entry["found_by"] else ""
    return f"{what}{by}：{'、'.join(entry['lacking'])}"


def _conclusion(entry: Json) -> str:
    how = "会议所定" if entry["chosen"] else "拟定" if entry["value"] in entry["open"] else ""
    return f"{entry['outcome']}：{how}{entry['value']}（可评：{'、'.join(entry['open']) or '无'}）{_doubt(entry)}"


def _effect(entry: Json) -> str:
    until = (
        f"{entry['from']}至{entry['to']}"
        if entry["from"]
        else f"期间待定（{'、'.join(entry.get('period_unknown', []))}）"
    )
    who = entry["role"] if entry["party"] == entry["role"] else f"{entry['role']}（{entry['party']}）"
    return f"{who}：{entry['effect']}，{until}  ——{_source(entry)}{_doubt(entry)}"


def _step(entry: Json) -> str:
    due = entry["due"] or (
        f"暂定{entry['due_provisional']}，{entry['due_status']}" if entry.get("due_provisional") else ""
    )
    parts = [f"由{entry['actor']}" if entry["actor"] else "", f"期限{due}" if due else ""]
    parts += [f"须先办{'、'.join(entry['blocked_by'])}" if entry["blocked_by"] else ""]
    parts += [f"须记录{'、'.join(entry['lacking'])}" if entry["lacking"] else ""]
    parts += [f"不合：{'；'.join(entry['faults'])}" if entry["faults"] else ""]
    waiting = "可以办" if entry["modal"] == "可" else "待办"
    state = ("已办" if entry["done"] else waiting) + ("，逾期" if entry["overdue"] else "")
    return f"[{state}] {entry['step']}：{'；'.join(p for p in parts if p)}  ——{entry['cite']}"


def show_dossier(result: Json) -> None:
    """Print the check of a dossier."""
    tell(f"档案：{result['person'] or '（未写姓名）'}")
    _section("违反的条款", (f"[{x['finding']}] {x['message']}" for x in result["breaches"]))
    _section("将到的期限", (f"{x['due'] or '待定'}  {x['message']}" for x in result["upcoming"]))
    _section("还不清楚的", (f"{x['fact']}：{x['question']}" for x in result["unknown"]))
    if not result["breaches"]:
        tell("没有发现违反本制度的情形。")
