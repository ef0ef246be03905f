"""Click's own words are Chinese: all of them, on every machine."""

import ast
from pathlib import Path
from string import Formatter

import click
import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from guiju.cli import chinese

CATALOGUE = Path(chinese.__file__).parent / "locale/zh_CN/LC_MESSAGES/messages.po"
# Click translates one value that is not a literal; what it can be is in Option.get_help_extra.
COMPUTED = {"extra['required']": "required"}


def entries(path: Path) -> dict:
    """The catalogue as {message, or its singular and plural: translation}."""
    with path.open("rb") as file:
        catalogue = read_po(file) if path.suffix == ".po" else read_mo(file)
    # One reader gives plurals as lists, the other as tuples.
    return {_plain(message.id): _plain(message.string) for message in catalogue if message.id}


def _plain(text: str | list | tuple) -> str | tuple:
    return text if isinstance(text, str) else tuple(text)


def said_by_click() -> set:
    """Every message that click's source passes through gettext, as the catalogue would name it."""
    found = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name("_"), args=[ast.Constant(text)]):
                    found.add(text)
                case ast.Call(func=ast.Name("_"), args=[computed]):
                    found.add(COMPUTED[ast.unparse(computed)])
                case ast.Call(func=ast.Name("ngettext"), args=[ast.Constant(one), ast.Constant(many), _]):
                    found.add((one, many))
                case ast.Call(func=ast.Name("_" | "ngettext")):
                    pytest.fail(f"{path.name}:{node.lineno}: a call this test cannot read")
    return found


def fields(text: str) -> set:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_message_of_click_is_in_the_catalogue_and_no_other():
    assert set(entries(CATALOGUE)) == said_by_click()


def test_a_translation_is_chinese_and_keeps_the_fields_of_its_message():
    for message, translation in entries(CATALOGUE).items():
        english, chinese_text = (message[1], translation[0]) if isinstance(message, tuple) else (message, translation)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese_text) or "UUID" in english, english
        assert fields(english) == fields(chinese_text), english


def test_the_compiled_catalogue_is_the_written_one():
    assert entries(CATALOGUE.with_suffix(".mo")) == entries(CATALOGUE)


@pytest.fixture(params=["C", "en_US.UTF-8", "ja_JP.UTF-8"])
def run(request, monkeypatch):
    """Runs a small program on a machine of some other language; gives back what it printed."""
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.setenv(name, request.param)
    chinese.speak_chinese()

    @click.group()
    @click.version_option("1.0", prog_name="toy")
    def toy():
        """一个小程序。"""

    @toy.command("grade", help="评定等次。" + "说明文字很长，要折行。" * 6)
    @click.argument("file", type=click.Path(exists=True, dir_okay=False))
    @click.option("--engine", type=click.Choice(["精确", "批量"]), default="精确", show_default=True)
    @click.option("--year", type=int, required=True, help="考核年度")
    def grade(file, engine, year):
        pass

    return lambda *words: CliRunner().invoke(toy, words, prog_name="toy").output


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--version", "toy，版本 1.0"),
        ("", "用法: toy [选项] 命令 [参数]..."),
        ("nosuch", "错误：没有 'nosuch' 这个命令。"),
        ("grade", "错误：缺少参数 'FILE'."),
        ("grade {file}", "错误：缺少选项 '--year'."),
        ("grade {file} --year", "错误：选项 '--year' 后面要有 1 个值。"),
        ("grade {file} --year x", "错误：'--year' 的值不正确：'x' 不是整数。"),
        ("grade {file} --year 1 --engine 快", "'快' 不在可选值之内：'精确', '批量'。"),
        ("grade {file} --year 1 --engin 精确", "错误：没有 '--engin' 这个选项。 是否指 '--engine'？"),
        ("grade {file} extra --year 1", "错误：多出了参数（extra）"),
        ("grade nowhere.xlsx --year 1", "错误：'FILE' 的值不正确：文件 'nowhere.xlsx' 不存在。"),
        ("grade . --year 1", "文件 '.' 是文件夹，不是文件。"),
    ],
)
def test_wrong_usage_is_answered_in_chinese(run, words, expected):
    output = run(*words.format(file=__file__).split())
    assert expected in output
    assert not [word for word in ("Usage", "Error", "Try", "OPTIONS", "COMMAND") if word in output]


def test_the_help_page_is_chinese_and_lines_up(run):
    assert run("grade", "--help").splitlines() == [
        "用法: toy grade [选项] FILE",
        "",
        "  评定等次。说明文字很长，要折行。说明文字很长，要折行。说明文字很长，要折行。说",
        "  明文字很长，要折行。说明文字很长，要折行。说明文字很长，要折行。",
        "",
        "选项:",
        "  --engine [精确|批量]  [默认：精确]",
        "  --year 整数           考核年度  [必填]",
        "  --help                显示本说明后退出。",
    ]
