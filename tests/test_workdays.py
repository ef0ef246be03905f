"""Working days and deadlines: worked examples, years not settled yet, and files that are wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.dates.periods import Duration, PeriodError, add
from guiju.dates.workdays import DATA_FOLDER, MAX_DEADLINE_COUNT, Calendar, CalendarError, default_calendar

NOTICE_2025 = "国务院办公厅关于2025年部分节假日安排的通知"
NOTICE_2026 = "国务院办公厅关于2026年部分节假日安排的通知"
WORKDAYS_A_YEAR = [249, 250, 250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248]
SETTLED = st.dates(date(2012, 1, 1), date(2025, 6, 30))
ANY = st.dates(date(2005, 1, 1), date(2035, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(start: str, count: int, unit: str) -> date | None:
    return default_calendar().deadline(day(start), Duration(count, unit)).due


@pytest.mark.parametrize(
    ("start", "seven", "ten"),
    [
        ("2025-09-24", "2025-10-10", "2025-10-14"),
        ("2025-09-28", "2025-10-14", "2025-10-17"),
        ("2026-02-09", "2026-02-25", "2026-02-28"),
        ("2026-02-13", "2026-03-02", "2026-03-05"),
        ("2026-04-28", "2026-05-11", "2026-05-14"),
        ("2026-09-23", "2026-10-10", "2026-10-14"),
    ],
)
def test_working_days_follow_the_notices(start: str, seven: str, ten: str) -> None:
    assert due(start, 7, "个工作日") == day(seven)
    assert due(start, 10, "个工作日") == day(ten)


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        ("2025-11-30", 3, "个月", "2026-02-28"),
        ("2025-11-17", 3, "个月", "2026-02-24"),
        ("2025-07-01", 3, "个月", "2025-10-09"),
        ("2025-08-31", 6, "个月", "2026-02-28"),
        ("2024-02-29", 1, "年", "2025-02-28"),
        ("2024-02-29", 2, "年", "2026-02-28"),
        ("2025-12-12", 20, "日", "2026-01-04"),
        ("2015-09-02", 1, "日", "2015-09-06"),
        ("2019-12-31", 1, "个月", "2020-02-03"),
    ],
)
def test_other_deadlines_roll_to_a_working_day(start: str, count: int, unit: str, end: str) -> None:
    assert due(start, count, unit) == day(end)


def test_a_deadline_names_the_notices_of_the_years_it_touches() -> None:
    inside = default_calendar().deadline(day("2025-09-24"), Duration(7, "个工作日"))
    across = default_calendar().deadline(day("2025-12-24"), Duration(10, "个工作日"))
    assert [line.startswith(NOTICE_2025) for line in inside.basis] == [True]
    assert [line[: len(NOTICE_2025)] for line in across.basis] == [NOTICE_2025, NOTICE_2026]
    assert all("（https://www.gov.cn/" in line for line in across.basis)
    twice = default_calendar().deadline(day("2020-01-20"), Duration(1, "个月"))
    assert [line.split("（")[0][-4:] for line in twice.basis] == ["排的通知", "调整通知"]


def test_a_deadline_explains_itself() -> None:
    explanation = default_calendar().deadline(day("2025-11-17"), Duration(3, "个月")).explanation
    assert explanation == (
        "自2025年11月17日（星期一）起3个月（当日不计），至2026年2月17日（星期二）届满，"
        "该日不是工作日，顺延至2026年2月24日（星期二）；其间2月17日至2月23日春节休息。"
    )


def test_an_explanation_lists_the_days_passed_and_stays_short() -> None:
    explanation = default_calendar().deadline(day("2014-04-03"), Duration(2, "日")).explanation
    assert explanation.endswith("；其间4月5日清明节休息，4月7日清明节休息。")
    explanation = default_calendar().deadline(day("2013-01-01"), Duration(2000, "个工作日")).explanation
    assert explanation.endswith("休息等。")


@pytest.mark.parametrize(
    ("when", "works", "basis"),
    [
        ("2026-01-01", False, NOTICE_2026),
        ("2026-01-04", True, NOTICE_2026),
        ("2026-03-07", False, "星期六、星期日休息"),
        ("2026-03-09", True, "工作日"),
        ("2018-12-29", True, "国务院办公厅关于2019年部分节假日安排的通知"),
        ("2011-12-31", True, "国务院办公厅关于2012年部分节假日安排的通知"),
        ("2025-12-31", True, "工作日"),
        ("2026-12-28", True, "工作日"),
    ],
)
def test_a_settled_day_says_why(when: str, works: bool, basis: str) -> None:
    found = default_calendar().day(day(when))
    assert (found.date, found.works, found.certain) == (day(when), works, True)
    assert found.basis.startswith(basis)


@pytest.mark.parametrize(
    ("when", "works", "basis"),
    [
        ("2026-12-29", True, "2027年：待国务院办公厅通知，暂按工作日"),
        ("2027-01-01", False, "2027年：待国务院办公厅通知，暂按法定节日休息"),
        ("2027-01-02", False, "2027年：待国务院办公厅通知，暂按星期六、星期日休息"),
        ("2028-05-02", False, "2028年：待国务院办公厅通知，暂按法定节日休息"),
        ("2011-05-02", True, "2011年：未收录该年放假安排，暂按工作日"),
        ("2011-12-30", True, "2011年：未收录该年放假安排，暂按工作日"),
    ],
)
def test_an_unsettled_day_says_so(when: str, works: bool, basis: str) -> None:
    found = default_calendar().day(day(when))
    assert (found.works, found.certain, found.basis) == (works, False, basis)


@pytest.mark.parametrize(
    ("start", "count", "unit", "provisional", "waiting"),
    [
        ("2026-12-28", 7, "个工作日", "2027-01-07", "2027年：待国务院办公厅通知"),
        ("2026-12-28", 1, "个工作日", "2026-12-29", "2027年：待国务院办公厅通知"),
        ("2027-04-28", 7, "个工作日", "2027-05-07", "2027年：待国务院办公厅通知"),
        ("2026-09-30", 3, "个月", "2026-12-30", "2027年：待国务院办公厅通知"),
        ("2026-10-01", 3, "个月", "2027-01-04", "2027年：待国务院办公厅通知"),
        ("2011-10-01", 1, "日", "2011-10-04", "2011年：未收录该年放假安排"),
    ],
)
def test_an_unsettled_deadline_is_only_provisional(
    start: str, count: int, unit: str, provisional: str, waiting: str
) -> None:
    found = default_calendar().deadline(day(start), Duration(count, unit))
    assert (found.due, found.provisional) == (None, day(provisional))
    assert waiting in found.basis
    assert found.explanation.startswith("暂定：")
    assert waiting in found.explanation


def test_a_deadline_rests_only_on_the_days_it_depends_on() -> None:
    assert due("2010-01-01", 3, "年") == day("2013-01-04")
    assert due("2011-12-30", 1, "个工作日") == day("2011-12-31")
    assert due("2026-12-25", 1, "个工作日") == day("2026-12-28")
    assert due("2026-11-27", 1, "个月") == day("2026-12-28")


@pytest.mark.parametrize("unit", ["个工作日", "日", "个月", "年"])
def test_a_deadline_has_a_greatest_length(unit: str) -> None:
    with pytest.raises(PeriodError, match="最多3660"):
        due("2026-01-01", MAX_DEADLINE_COUNT + 1, unit)


@pytest.mark.parametrize("start", [date(9999, 12, 25), date(9999, 12, 31)])
def test_a_deadline_beyond_the_year_9999_is_refused(start: date) -> None:
    with pytest.raises(PeriodError, match="9999年"):
        default_calendar().deadline(start, Duration(20, "个工作日"))


def test_every_year_has_as_many_working_days_as_counted_elsewhere() -> None:
    counts = dict.fromkeys(range(2012, 2027), 0)
    for offset in range((date(2027, 1, 1) - date(2012, 1, 1)).days):
        found = default_calendar().day(date(2012, 1, 1) + timedelta(days=offset))
        counts[found.date.year] += found.works
    assert list(counts.values()) == WORKDAYS_A_YEAR


@given(SETTLED, st.integers(1, 250))
def test_the_nth_working_day_is_the_nth(start: date, count: int) -> None:
    found = default_calendar().deadline(start, Duration(count, "个工作日"))
    assert found.due is not None
    span = [start + timedelta(days=n) for n in range(1, (found.due - start).days + 1)]
    assert sum(default_calendar().day(d).works for d in span) == count
    assert default_calendar().day(found.due).works


@given(ANY, st.integers(1, 400), st.sampled_from(["年", "个月", "日", "个工作日"]))
def test_a_date_is_due_or_provisional_never_both(start: date, count: int, unit: str) -> None:
    found = default_calendar().deadline(start, Duration(count, unit))
    last = found.due or found.provisional or date.min
    assert (found.due is None) != (found.provisional is None)
    first = start + timedelta(days=1) if unit == "个工作日" else add(start, Duration(count, unit))
    span = [default_calendar().day(first + timedelta(days=n)) for n in range((last - first).days + 1)]
    assert (found.due is not None) == all(d.certain for d in span)
    assert span[-1].works
    assert unit == "个工作日" or not any(d.works for d in span[:-1])


def year_file(year: int) -> dict[str, Any]:
    return dict(json.loads((DATA_FOLDER / f"{year}.json").read_text(encoding="utf-8")))


def write(folder: Path, year: int, content: object) -> None:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / f"{year}.json").write_text(text, encoding="utf-8")


def test_a_missing_year_between_two_others_is_not_settled(tmp_path: Path) -> None:
    for year in (2023, 2025):
        write(tmp_path, year, year_file(year))
    calendar = Calendar.load(tmp_path)
    assert calendar.day(day("2024-03-04")).basis == "2024年：未收录该年放假安排，暂按工作日"
    # Of these files, that of 2023 alone touches a December before: the 31st.
    assert not calendar.day(day("2023-12-31")).certain
    assert calendar.day(day("2023-12-30")).certain


def test_without_history_all_of_december_is_unsettled(tmp_path: Path) -> None:
    write(tmp_path, 2026, year_file(2026))
    calendar = Calendar.load(tmp_path)
    assert calendar.day(day("2026-11-30")).certain
    assert not calendar.day(day("2026-12-01")).certain


def test_adding_the_next_year_settles_the_rest(tmp_path: Path) -> None:
    write(tmp_path, 2018, year_file(2018))
    start, length = day("2018-12-26"), Duration(3, "个工作日")
    assert Calendar.load(tmp_path).deadline(start, length).provisional == day("2018-12-31")
    write(tmp_path, 2019, "\ufeff" + json.dumps(year_file(2019)))  # saved with a byte order mark
    assert Calendar.load(tmp_path).deadline(start, length).due == day("2018-12-29")


SPOILED: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda c: c.update(year=2025), "year 应当是 2026"),
    (lambda c: c.update(year=2026.0), "year 应当是 2026"),
    (lambda c: c.update(notices=[]), "notices 应当是列表，不能为空"),
    (lambda c: c.update(notices=["国办发明电〔2025〕7号"]), "notices 应当是通知的网址"),
    (lambda c: c.update(note=""), "文件应当恰有 year、notices、days 三项"),
    (lambda c: c.pop("days"), "文件应当恰有 year、notices、days 三项"),
    (lambda c: c.update(days={}), "days 应当是列表，不能为空"),
    (lambda c: c["days"].reverse(), "按日期先后排列"),
    (lambda c: c["days"].insert(0, c["days"][0]), "一天只写一次"),
    (lambda c: c["days"].append("2026-12-01"), "days 的每一项应当恰有 date、name、kind 三项"),
    (lambda c: c["days"][0].update(date="20260101"), "「20260101」不是日期"),
    (lambda c: c["days"][0].update(date="2026-02-29"), "「2026-02-29」不是日期"),
    (lambda c: c["days"][0].update(date=20260101), "「20260101」不是日期"),
    (lambda c: c["days"][0].update(date="2025-11-30"), "2025-11-30 不在2026年，也不在上一年12月"),
    (lambda c: c["days"][-1].update(date="2027-01-01"), "2027-01-01 不在2026年"),
    (lambda c: c["days"][0].update(kind="放假"), "2026-01-01 应当写明"),
    (lambda c: c["days"][0].update(kind=["休息"]), "2026-01-01 应当写明"),
    (lambda c: c["days"][0].update(name=" "), "2026-01-01 应当写明"),
    (lambda c: [d.update(kind="上班") for d in c["days"] if d["name"] == "端午节"], "没有写全，缺少端午"),
    (lambda c: c.update(days=c["days"][:20]), "没有写全，缺少.*中秋、国庆"),
]


@pytest.mark.parametrize(("spoil", "problem"), SPOILED)
def test_a_wrong_file_is_refused(tmp_path: Path, spoil: Callable[[dict[str, Any]], object], problem: str) -> None:
    content = year_file(2026)
    spoil(content)
    write(tmp_path, 2025, year_file(2025))
    write(tmp_path, 2026, content)
    with pytest.raises(CalendarError, match=rf"放假安排文件 2026\.json：.*{problem}"):
        Calendar.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{\n"year": 2026,\n}', "第3行不合 JSON 格式"),
        ("", "第1行不合 JSON 格式"),
        pytest.param("[" * 100_000, "不是规范的 JSON 文件", id="deep"),
        ('{"year": 2026, "year": 2027}', "写了两次的名称"),
        ("[]", "文件应当恰有"),
        pytest.param("\udcb5\udca9", "须用 UTF-8 编码", id="GB 18030"),
    ],
)
def test_a_garbled_file_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "2026.json").write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(CalendarError, match=rf"2026\.json：.*{problem}"):
        Calendar.load(tmp_path)


def test_files_are_years(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match=r"没有 YYYY\.json 文件"):
        Calendar.load(tmp_path)
    (tmp_path / "2025.json").mkdir()
    with pytest.raises(CalendarError, match=r"2025\.json：读不出来"):
        Calendar.load(tmp_path)
    (tmp_path / "2025.json").rmdir()
    (tmp_path / "2026年.json").write_text("{}", encoding="utf-8")
    with pytest.raises(CalendarError, match="文件名应当是四位年份"):
        Calendar.load(tmp_path)


def test_a_day_stands_in_one_file_only(tmp_path: Path) -> None:
    content = year_file(2018)
    content["days"].append({"date": "2018-12-31", "name": "元旦", "kind": "休息"})
    write(tmp_path, 2018, content)
    write(tmp_path, 2019, year_file(2019))
    with pytest.raises(CalendarError, match=r"2019\.json：2018-12-31 在别的年份文件里已经写过"):
        Calendar.load(tmp_path)
