"""`guiju`: the commands, each a few lines that call the core and print what it found."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from types import ModuleType

import click

from guiju.cli.stopping import stopped_once
from guiju.dates.periods import PeriodError
from guiju.dates.workdays import CalendarError
from guiju.errors import GuijuError, Problem, UsageError, why

# Each command: where it stands (in this package, unless it says otherwise), and its line on the first page of help.
COMMANDS = {
    "template": ("appraise_commands:template", "生成一份空白工作簿，各表各栏照文书的声明。"),
    "appraise": ("appraise_commands:appraise", "按办法考核一批人，写出每人的等次和依据。"),
    "decide": ("case_commands:decide", "按办法处理一个案件，写出措施、效果、程序和依据。"),
    "check-dossier": ("case_commands:check_dossier_command", "检查一份发展党员档案：违反了哪一条，哪些期限将到。"),
    "serve": ("office.serving:serve", "打开办公系统的网页（--demo 用虚构的青桥驿镇）。"),
    "backup": ("office.commands:backup", "备份办公系统的全部记录，开着也可以。"),
    "restore": ("office.commands:restore", "从备份恢复办公系统，逐表比对、核对审计链。"),
    "renew": ("office.commands:renew", "管理员进不来时，在本机给他重发一次性密码。"),
    "verify-audit": ("chain_commands:verify_audit", "核对导出的审计记录，指出改过、删去、插进、换了位置的。"),
    "demo": ("demo_commands:demo", "用虚构的青桥驿镇走一遍，看看能做什么。"),
    "law": ("law_commands:law", "法条文件：查看、检查、覆盖情况、比较读法。"),
}

_LOOKED_THROUGH = 50_000


class Commands(click.Group):
    """Imports a command only when it is called: each brings libraries that the others do without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A line for each command."""
        with formatter.section("命令"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _module(name: str) -> ModuleType:
    if "." not in name:
        return import_module(f"guiju.cli.{name}")
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        missing = f"缺少「{error.name}」。办公系统要另装：pip install 'guiju[office]'。"
        raise UsageError([Problem("install", missing)]) from error


@click.command(cls=Commands, help="规矩：照法条原文执行办法，每个结论都说出依据。")
@click.version_option(package_name="guiju", message="规矩 %(version)s")
def cli() -> None:
    """Root of the commands."""


def main() -> None:
    """Entry point: every refusal is a Chinese text and exit code 1 (2: wrong usage), never a traceback."""
    # A command makes many objects that last as long as it does; looking through them 700 at a time took a tenth of it.
    gc.set_threshold(_LOOKED_THROUGH)
    try:
        with stopped_once():
            cli(prog_name="guiju")
    except KeyboardInterrupt:
        click.echo("\n已中止！", err=True)
        sys.exit(1)
    except GuijuError as error:
        click.echo(error.render(), err=True)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except (PeriodError, CalendarError) as error:
        click.echo(f"日期算不下去，没有得出结果：{error}。", err=True)
        sys.exit(1)
    except OSError as error:
        if os.environ.get("GUIJU_DEBUG"):
            raise
        place = f"「{error.filename}」" if error.filename else "文件"
        click.echo(f"没有得出结果：{place}读写不成：{why(error)}。", err=True)
        sys.exit(1)
    except Exception as error:
        if os.environ.get("GUIJU_DEBUG"):
            raise
        click.echo(
            f"程序出错，没有得出结果：{type(error).__name__}：{error}。这是程序的毛病，请告诉维护的人。", err=True
        )
        sys.exit(1)
