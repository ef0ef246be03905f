"""`guiju verify-audit`: does an exported audit chain hold?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from guiju.chain import ChainError, Entry, Verdict, read_entry, verify
from guiju.chain.checkpoint import read_signed
from guiju.cli.page import say
from guiju.errors import Problem, UsageError

FILE = click.Path(path_type=Path)


@click.command("verify-audit", help="核对导出的审计记录：改过、删去、插进、换了位置的，逐条指出。有问题时退出码为 1。")
@click.argument("export", type=FILE)
@click.option("--checkpoint", type=FILE, help="一份检查点；它的签名（….minisig）放在旁边。")
@click.option("--key", type=FILE, help="签检查点的公钥（minisign）。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def verify_audit(export: Path, checkpoint: Path | None, key: Path | None, as_json: bool) -> None:
    """Recompute the chain in an export."""
    if (checkpoint is None) != (key is None):
        raise UsageError([Problem("option", "--checkpoint 和 --key 要一起给。")])
    marks = [read_signed(checkpoint, key)] if checkpoint and key else []
    verdict = verify(lambda: _entries(export), marks)
    if as_json:
        click.echo(json.dumps(_document(verdict), ensure_ascii=False, indent=2))
    else:
        _tell(verdict, checkpoint)
    sys.exit(1 if verdict.faults else 0)


def _entries(export: Path) -> Iterator[Entry]:
    # Read as bytes: a line that is no text is then told by its number like any other that cannot be read.
    try:
        with export.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield read_entry(number, _text(line, number))
    except OSError as error:
        raise ChainError([Problem("file", f"「{export}」读不出来：{error.strerror or error}。")]) from error


def _text(line: bytes, number: int) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise ChainError([Problem("line", "这一行不是 UTF-8 文本。", "导出件", number, error.start + 1)]) from error


def _document(verdict: Verdict) -> dict[str, object]:
    faults = [{"sequence": f.sequence, "kind": f.kind, "message": f.message} for f in verdict.faults]
    return {"schema": "guiju-audit-verdict/1", "entries": verdict.entries, "head": verdict.head, "faults": faults}


def _tell(verdict: Verdict, checkpoint: Path | None) -> None:
    if not verdict.faults:
        against = "，与检查点相符" if checkpoint else ""
        say(f"审计链完好：{verdict.entries}条，逐条相扣{against}。链头哈希 {verdict.head}。")
        if not checkpoint:
            say("没有给检查点：从末尾截去的、从某一条起整段重做的，只有与检查点比对才看得出来。")
        return
    say(f"审计链不成立：读了{verdict.entries}条，有{len(verdict.faults)}处不对。", bold=True)
    for fault in verdict.faults:
        say(f"  {fault.message}")
