"""Raw values from files -> values of the kinds a law declares. Bounded, exact, and never guessed."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from guiju import tree as t
from guiju.errors import InputError, Problem
from guiju.kinds import Kind, canonical_unit
from guiju.law import Words
from guiju.notation.lexer import parse_quantity
from guiju.values import LONGEST_NUMBER, NOTHING, Number, Value, as_date, exact

LARGEST_CASE_FILE = 32_000_000
# A case or a dossier; masses of people come as workbooks and tables.
MOST_RECORDS = 5_000
MOST_NAMES = 10_000
_TRUE, _FALSE = ("是", "true", "True", "TRUE", "1"), ("否", "false", "False", "FALSE", "0")
# No measure reaches further, and every period from a day between these ends on a day that there is.
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_QUOTED = 40
LONGEST_TOML_LINE = 20_000


class BadValue(Exception):
    """A raw value that does not fit; the text says what was expected, in Chinese."""


class Raw(str):
    """A number as written in a JSON or TOML file, so that no float ever touches it."""

    __slots__ = ()


def read_data(path: Path) -> dict[str, Any]:
    """A JSON or TOML file as a dict, numbers with a point kept as text. Raises InputError."""
    if not path.is_file():
        raise InputError([Problem("file", f"没有文件「{path}」。")])
    if path.stat().st_size > LARGEST_CASE_FILE:
        raise InputError([Problem("file", f"文件超过{LARGEST_CASE_FILE}字节，未读取。", str(path))])
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = _toml(text, path) if path.suffix == ".toml" else _json(text)
    except UnicodeDecodeError as error:
        raise InputError([Problem("file", "不是 UTF-8 文本文件。", path.name)]) from error
    except ValueError as error:
        raise InputError([_unreadable(error, text, path)]) from error
    except RecursionError as error:
        raise InputError([Problem("file", "套得太深，未读取。", path.name)]) from error
    if not isinstance(data, dict):
        raise InputError([Problem("file", "最外层应是一组「名: 值」。", path.name)])
    return data


class _Repeated(ValueError):
    """A name that an object has twice; which one holds, nobody could say."""


def _unreadable(error: ValueError, text: str, path: Path) -> Problem:
    """Where a JSON or TOML text goes wrong."""
    if isinstance(error, _Repeated):
        return Problem("file", f"{error}；一个名只能写一次。", path.name)
    form = "TOML" if path.suffix == ".toml" else "JSON"
    found = re.search(r"line (\d+),? column (\d+)", str(error))
    if not found:
        return Problem("file", f"写法不合 {form}，例如有太长的数，或者引号、括号没有配成对。", path.name)
    line, column = int(found[1]), int(found[2])
    source = [*text.split("\n"), ""][line - 1]
    if form == "TOML":  # its columns count the quotes put around Chinese keys
        return Problem("file", "这一行写法不合 TOML。", path.name, line, 1, max(len(source), 1), source)
    return Problem("file", "从这里起写法不合 JSON。", path.name, line, column, 1, source)


# Strings (also unclosed ones, so that no text is looked at twice), comments and bare words.
_TOML = re.compile(
    r'"""(?s:.*?)(?:"""|\Z)|\'\'\'(?s:.*?)(?:\'\'\'|\Z)|"(?:\\.|[^"\\\n])*+"?|\'[^\'\n]*+\'?|#[^\n]*+|(?P<word>[\w-]++)'
)


def _quote_keys(text: str) -> str:
    """Bare Chinese keys quoted, as TOML 1.0 wants them; strings and comments stay as they are."""
    return _TOML.sub(lambda m: m[0] if m["word"] is None or m[0].isascii() else f'"{m[0]}"', text)


def _toml(text: str, path: Path) -> Any:
    # tomllib takes time with the square of a line's length.
    if any(len(line) > LONGEST_TOML_LINE for line in text.split("\n")):
        raise InputError([Problem("file", f"有一行超过{LONGEST_TOML_LINE}字，未读取。", path.name)])
    return tomllib.loads(_quote_keys(text), parse_float=Raw)


def _json(text: str) -> Any:
    def no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: set[str] = set()
            twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
            raise _Repeated(f"「{twice}」写了两次")
        return found

    data = json.loads(text, parse_float=Raw, parse_int=Raw, parse_constant=Raw, object_pairs_hook=no_duplicates)
    json.dumps(data, ensure_ascii=False).encode("utf-8")  # half a character could not be written out again
    return data


def convert(raw: Any, type_: t.Type, words: Words) -> Value:
    """The raw value as the declared type. Raises BadValue."""
    kind = words.kind(type_)
    if isinstance(raw, str) and not isinstance(raw, Raw) and len(raw) > 10_000:
        raise BadValue("文字太长")
    match kind.name:
        case "是否":
            return _truth(raw)
        case "日期":
            return _date(raw)
        case "名单":
            return _names(raw)
        case "数":
            return _number(raw, type_)
        case "选项":
            return _option(raw, kind)
    return _text(raw)


def blank_value(text: str, type_: t.Type, words: Words) -> Value:
    """What an empty cell or an absent fact stands for (空白为): 无, an option, 否, or a number."""
    if text == "无":
        return NOTHING
    if text in ("成立", "不成立") and type_.name == "是否":
        return text == "成立"
    if words.kind(type_).name != "数":
        return convert(text, type_, words)
    try:
        value, unit = parse_quantity(text)
    except ValueError:
        raise BadValue(f"应是数，这里是{_shown(text)}") from None
    if unit and canonical_unit(unit) != words.kind(type_).unit:
        raise BadValue(f"单位不同，这里是{_shown(text)}")
    return _number(value, type_)


def _truth(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if str(raw) in _TRUE:
        return True
    if str(raw) in _FALSE:
        return False
    raise BadValue(f"应填「是」或「否」，这里是{_shown(raw)}")


def _date(raw: Any) -> date:
    day = raw.date() if isinstance(raw, datetime) else as_date(raw) if isinstance(raw, str) else raw
    if not isinstance(day, date):
        raise BadValue(f"应是日期，写作 2026-03-02，这里是{_shown(raw)}")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadValue(f"日期应在{FIRST_YEAR}年至{LAST_YEAR}年之间，这里是{_shown(raw)}")
    return day


def _shown(raw: Any) -> str:
    """A raw value as a message quotes it: a long one cut short."""
    try:
        text = str(raw)
    except RecursionError:
        return "层层相套的内容"
    return f"「{text}」" if len(text) <= LONGEST_QUOTED else f"「{text[:LONGEST_QUOTED]}…」"


def _names(raw: Any) -> tuple[str, ...]:
    count = _exact(raw) if isinstance(raw, Raw | int) else None
    if count is not None:
        if count.denominator != 1 or not 0 <= count <= MOST_NAMES:
            raise BadValue("应是名单，或者人数（不小于0的整数）")
        return tuple(f"第{number}人" for number in range(1, int(count) + 1))
    if isinstance(raw, str):
        raw = [part.strip() for part in raw.split("、") if part.strip()]
    if not isinstance(raw, list) or not all(isinstance(x, str) for x in raw):
        raise BadValue("应是名单：几个名字，以「、」分开")
    return tuple(str(x) for x in raw)


def _number(raw: Any, type_: t.Type) -> Number:
    value = _exact(raw)
    what = "整数" if type_.name == "整数" else "数"
    if value is None or (what == "整数" and value.denominator != 1):
        raise BadValue(f"应是{what}，这里是{_shown(raw)}")
    low, high = type_.low, type_.high
    if low and high and not low.value <= value <= high.value:
        raise BadValue(f"应在{low.text}至{high.text}之间，这里是{_shown(raw)}")
    return value


def _exact(raw: Any) -> Number | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | Fraction):
        return raw if abs(raw) < 10**LONGEST_NUMBER else None
    return exact(raw) if isinstance(raw, str) else None


def _option(raw: Any, kind: Kind) -> Value:
    if str(raw) == "无":
        return NOTHING
    if isinstance(raw, str) and raw in kind.options:
        return str(raw)
    raise BadValue(f"只能填{'、'.join(kind.options)}之一，这里是{_shown(raw)}")


def _text(raw: Any) -> str:
    if isinstance(raw, str | int) and not isinstance(raw, bool):
        return str(raw)
    raise BadValue(f"应是文字，这里是{_shown(raw)}")
