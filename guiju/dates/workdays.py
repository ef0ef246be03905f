"""Working days and deadlines, by the State Council's yearly holiday notices.

A deadline on somebody's act (办事期限) does not count the start day (民法典 第二百零一条), and
a last day that is no working day moves to the next working day (第二百零三条). Which days those
are, the notices in ``guiju/dates/data/holidays`` say, make-up working days (调休上班) included. Days
no notice has settled yet give a provisional date only, never a due date.
Local holidays (全国年节及纪念日放假办法 第四条, minority areas) are not covered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

from guiju.dates.periods import WORKDAY, Duration, PeriodError, add

DATA_FOLDER = Path(__file__).parent / "data" / "holidays"
# Ten years of days. Longer counts are mistakes, and every day is looked at one by one.
MAX_DEADLINE_COUNT = 3660
_ONE_DAY = Duration(1, "日")
_REST, _WORK = "休息", "上班"
# A year's file that lacks one of these is unfinished, and would pass rest days off as working days.
_FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
# 全国年节及纪念日放假办法 第二条: the festivals whose solar date is fixed by law.
_FIXED_REST = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})
_PROVISIONAL = "未收录的日子暂按星期和元旦、劳动节、国庆节的固定日期推算，未计其他节日与调休，放假安排收录后须重算。"
_MAX_NOTES = 8


class CalendarError(ValueError):
    """A holiday file that cannot be used; the Chinese message names the file and the problem."""


class _FileError(Exception):
    """What is wrong inside one file, before the file's name is put to it."""


@dataclass(frozen=True, slots=True)
class WorkDay:
    """One day: does it work, is that settled, and by what (a notice, or the plain week)."""

    date: date
    works: bool
    certain: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a deadline.

    due: the last day, None while any day it depends on is not settled by a notice.
    provisional: the best present guess when ``due`` is None, else None.
    basis: the notices the date rests on, and the ones still missing.
    explanation: one Chinese paragraph that a reader can check the date by.
    """

    due: date | None
    provisional: date | None
    basis: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class _Listed:
    year: int  # of the notice; the day itself may lie in the December before
    name: str
    kind: str


# One file: its year, the notices it rests on, the days it lists.
_Plan = tuple[int, tuple[str, ...], dict[date, _Listed]]


class Calendar:
    """The days the published notices settle. Made by ``Calendar.load``; never changes."""

    def __init__(self, plans: Iterable[_Plan]) -> None:
        self._listed: dict[date, _Listed] = {}
        self._notices: dict[int, tuple[str, ...]] = {}
        for year, notices, days in plans:
            if twice := sorted(self._listed.keys() & days.keys()):
                raise CalendarError(f"放假安排文件 {year}.json：{twice[0]} 在别的年份文件里已经写过")
            self._listed |= days
            self._notices[year] = notices
        touched = ((day.month, day.day) for day, entry in self._listed.items() if day.year < entry.year)
        # With no history to go by, any day of December may still be moved.
        self._tail = min(touched, default=(12, 1))

    @classmethod
    def load(cls, folder: Path = DATA_FOLDER) -> Calendar:
        """Read every YYYY.json of ``folder`` and return the calendar.

        Raises CalendarError, and returns nothing, when a file is malformed or there is none.
        """
        paths = sorted(folder.glob("*.json"))
        if not paths:
            raise CalendarError(f"放假安排文件夹 {folder.name}：没有 YYYY.json 文件")
        return cls([_read(path) for path in paths])

    def day(self, day: date) -> WorkDay:
        """Return whether ``day`` is a working day, whether that is settled, and on what basis.

        Not settled (certain=False): days of a year that has no file; and, while the next year has
        none, the last days of December, from the earliest that any year's notice has touched.
        """
        listed = self._listed.get(day)
        if listed is not None:
            cites = "、".join(self._cite(listed.year))
            return WorkDay(day, listed.kind == _WORK, True, f"{cites}：{listed.name}{listed.kind}")
        works = day.weekday() < 5
        basis = "工作日" if works else "星期六、星期日休息"
        missing = [year for year in self._years(day) if year not in self._notices]
        if not missing:
            return WorkDay(day, works, True, basis)
        if _fixed_rest(day):
            works, basis = False, "法定节日休息"
        return WorkDay(day, works, False, f"{self._cite(missing[0])[0]}，暂按{basis}")

    def deadline(self, start: date, duration: Duration) -> Deadline:
        """Return the last day for an act due within ``duration`` of ``start``.

        The start day is not counted. 个工作日 are counted one by one; for 年, 个月 and 日 the end
        moves on to the next working day when it is none (民法典 第二百零一条至第二百零三条).
        Raises PeriodError for counts over MAX_DEADLINE_COUNT and ends beyond the year 9999.
        """
        if duration.count > MAX_DEADLINE_COUNT:
            raise PeriodError(f"办事期限「{duration}」过长，数目最多{MAX_DEADLINE_COUNT}")
        if duration.unit == WORKDAY:
            days = self._until(add(start, _ONE_DAY), duration.count)
            text = f"自{_full(start)}的次日起算{duration}，至{_full(days[-1].date)}届满"
        else:
            days = self._until(add(start, duration), 1)
            text = f"自{_full(start)}起{duration}（当日不计），至{_full(days[0].date)}届满"
            if len(days) > 1:
                text += f"，该日不是工作日，顺延至{_full(days[-1].date)}"
        return self._conclude(days, text + self._notes(days))

    def _until(self, first: date, count: int) -> list[WorkDay]:
        """Return every day from ``first`` to the ``count``-th working day, both included."""
        days: list[WorkDay] = []
        try:
            while count:
                days.append(self.day(first + timedelta(days=len(days))))
                count -= days[-1].works
        except OverflowError as error:
            raise PeriodError("推算办事期限，超出公元9999年") from error
        return days

    def _conclude(self, days: Sequence[WorkDay], text: str) -> Deadline:
        years = sorted({year for day in days for year in self._years(day.date)})
        basis = tuple(line for year in years for line in self._cite(year))
        last = days[-1].date
        if all(day.certain for day in days):
            return Deadline(last, None, basis, text + "。")
        pending = "；".join(self._cite(year)[0] for year in years if year not in self._notices)
        return Deadline(None, last, basis, f"暂定：{text}。{pending}。{_PROVISIONAL}")

    def _years(self, day: date) -> tuple[int, ...]:
        """Return the years whose notices settle ``day``."""
        listed = self._listed.get(day)
        if listed is not None:
            return (listed.year,)
        return (day.year, day.year + 1) if (day.month, day.day) >= self._tail else (day.year,)

    def _cite(self, year: int) -> tuple[str, ...]:
        """Return one line for each notice of ``year``, or the line that says it is missing."""
        if year in self._notices:
            first, *later = self._notices[year]
            more = tuple(f"{year}年放假安排的补充、调整通知（{url}）" for url in later)
            return (f"国务院办公厅关于{year}年部分节假日安排的通知（{first}）", *more)
        missing = "待国务院办公厅通知" if year > max(self._notices) else "未收录该年放假安排"
        return (f"{year}年：{missing}",)

    def _notes(self, days: Sequence[WorkDay]) -> str:
        """Return the listed days a count passed, so that a reader can check it by hand."""
        found = [(day, self._listed[day]) for day in (d.date for d in days) if day in self._listed]
        runs = groupby(enumerate(found), lambda item: (item[1][1], item[1][0].toordinal() - item[0]))
        notes = [_run_text([pair for _, pair in run]) for _, run in runs]
        more = "等" if len(notes) > _MAX_NOTES else ""
        return f"；其间{'，'.join(notes[:_MAX_NOTES])}{more}" if notes else ""


@cache
def default_calendar() -> Calendar:
    """Return the calendar of the data shipped with the program, read once.

    Raises CalendarError as ``Calendar.load`` does.
    """
    return Calendar.load()


def _fixed_rest(day: date) -> bool:
    if (day.month, day.day) == (5, 2):
        return day.year >= 2025  # added by the revision in force from 1 January 2025
    return (day.month, day.day) in _FIXED_REST


def _full(day: date) -> str:
    return f"{day.year}年{_short(day)}（星期{'一二三四五六日'[day.weekday()]}）"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _run_text(run: Sequence[tuple[date, _Listed]]) -> str:
    (first, entry), (last, _) = run[0], run[-1]
    span = _short(first) if first == last else f"{_short(first)}至{_short(last)}"
    return f"{span}{entry.name}{entry.kind}"


def _read(path: Path) -> _Plan:
    try:
        if not re.fullmatch(r"[0-9]{4}\.json", path.name):
            raise _FileError("文件名应当是四位年份加 .json")
        return _plan(int(path.stem), _parse(path))
    except _FileError as error:
        raise CalendarError(f"放假安排文件 {path.name}：{error}") from error


def _parse(path: Path) -> object:
    try:
        # utf-8-sig: editors on office machines put a byte order mark in front.
        return json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_unique)
    except OSError as error:
        raise _FileError("读不出来") from error
    except json.JSONDecodeError as error:
        raise _FileError(f"第{error.lineno}行不合 JSON 格式") from error
    except (ValueError, RecursionError) as error:
        raise _FileError("不是规范的 JSON 文件（须用 UTF-8 编码）") from error


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise _FileError(f"同一项里有写了两次的名称（{'、'.join(names)}）")
    return dict(pairs)


def _plan(year: int, raw: object) -> _Plan:
    fields = _fields(raw, ("year", "notices", "days"), "文件")
    if type(fields["year"]) is not int or fields["year"] != year:
        raise _FileError(f"year 应当是 {year}，与文件名一致")
    urls = [str(item) for item in _items(fields["notices"], "notices")]
    if not all(re.fullmatch(r"https?://\S+", url) for url in urls):
        raise _FileError("notices 应当是通知的网址")
    return year, tuple(urls), _days(year, _items(fields["days"], "days"))


def _days(year: int, items: list[object]) -> dict[date, _Listed]:
    days = dict(_day(year, item) for item in items)
    if len(days) != len(items) or list(days) != sorted(days):
        raise _FileError("days 应当按日期先后排列，一天只写一次")
    resting = "、".join(entry.name for entry in days.values() if entry.kind == _REST)
    if missing := [name for name in _FESTIVALS if name not in resting]:
        raise _FileError(f"没有写全，缺少{'、'.join(missing)}的休息日")
    return days


def _day(year: int, raw: object) -> tuple[date, _Listed]:
    fields = _fields(raw, ("date", "name", "kind"), "days 的每一项")
    day, name, kind = _date(fields["date"]), fields["name"], fields["kind"]
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise _FileError(f"{day} 不在{year}年，也不在上一年12月")
    if not isinstance(name, str) or not name.strip() or kind not in (_REST, _WORK):
        raise _FileError(f"{day} 应当写明节日名称 name，kind 写「休息」或者「上班」")
    return day, _Listed(year, name, str(kind))


def _date(raw: object) -> date:
    # fromisoformat() alone would also take 20260101 and 2026-W01-4.
    if isinstance(raw, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        with suppress(ValueError):
            return date.fromisoformat(raw)
    raise _FileError(f"「{raw}」不是日期，应当写成 2026-01-01 的样子")


def _items(raw: object, name: str) -> list[object]:
    if not isinstance(raw, list) or not raw:
        raise _FileError(f"{name} 应当是列表，不能为空")
    return raw


def _fields(raw: object, names: tuple[str, ...], where: str) -> dict[str, object]:
    if not isinstance(raw, dict) or set(raw) != set(names):
        raise _FileError(f"{where}应当恰有 {'、'.join(names)} 三项")
    return raw
