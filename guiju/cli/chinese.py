"""Makes click speak Chinese, whatever the language of the machine.

Click's messages come from the catalogue beside this file. Three things are not in its reach and are set here: the names
of click's types, the words of the usage line, and the width of a page (click takes a Chinese character for one column).
"""

import gettext
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import click

# Second column of a wide character while click lays out a page; dropped when the page is read.
FILLER = "\0"


def speak_chinese() -> None:
    """Make every word of click Chinese. Call it before commands are declared: some help is read at that moment."""
    # gettext asks LANGUAGE first, so LANG and LC_ALL, whatever they are, have no say.
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", Path(__file__).parent / "locale")
    gettext.textdomain("messages")
    click.Context.formatter_class = ChinesePage
    click.STRING.name = "文字"
    click.INT.name = click.IntRange.name = "整数"
    click.FLOAT.name = click.FloatRange.name = "小数"
    click.BOOL.name = "是否"
    click.DateTime.name = "日期"
    click.File.name = "文件"


class ChinesePage(click.HelpFormatter):
    """Click's help page, with a Chinese usage line and columns that line up under Chinese text."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line; its two standing words are constants in click, not messages."""
        args = args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]...")
        super().write_usage(prog, _widened(args), _widened(prefix or gettext.gettext("Usage:") + " "))

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        super().write_text(_widened(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands in two columns."""
        super().write_dl([(_widened(name), _widened(text)) for name, text in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        """Return the page."""
        return super().getvalue().replace(FILLER, "")


def _widened(text: str) -> str:
    return "".join(sign + FILLER if unicodedata.east_asian_width(sign) in "WF" else sign for sign in text)
