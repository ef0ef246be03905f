"""Calendar arithmetic: worked examples, leap days, the ends of time, and general properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.dates.periods import (
    MAX_COUNT,
    Duration,
    PeriodError,
    add,
    calendar_year,
    in_window_after,
    in_window_before,
    lapse,
    window_after,
    window_before,
)

STARTS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
LENGTHS = st.builds(Duration, st.integers(1, 600), st.sampled_from(["年", "个月", "日"]))
MONTHS = st.builds(Duration, st.integers(1, 600), st.just("个月"))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        ("2025-11-30", Duration(3, "个月"), "2026-02-28"),
        ("2025-11-17", Duration(3, "个月"), "2026-02-17"),
        ("2025-07-01", Duration(3, "个月"), "2025-10-01"),
        ("2025-08-31", Duration(6, "个月"), "2026-02-28"),
        ("2024-02-29", Duration(1, "年"), "2025-02-28"),
        ("2024-02-29", Duration(2, "年"), "2026-02-28"),
        ("2024-02-29", Duration(4, "年"), "2028-02-29"),
        ("2024-01-31", Duration(1, "个月"), "2024-02-29"),
        ("2023-12-31", Duration(2, "个月"), "2024-02-29"),
        ("2025-12-31", Duration(1, "日"), "2026-01-01"),
        ("2024-02-28", Duration(1, "日"), "2024-02-29"),
        ("2026-01-15", Duration(90, "日"), "2026-04-15"),
        ("1899-02-28", Duration(1, "年"), "1900-02-28"),
    ],
)
def test_a_period_ends_on_the_corresponding_day(start: str, duration: Duration, end: str) -> None:
    assert add(day(start), duration) == day(end)


@pytest.mark.parametrize(
    ("start", "duration", "counted", "not_counted"),
    [
        ("2024-03-10", Duration(6, "个月"), "2024-09-09", "2024-09-10"),
        ("2024-02-29", Duration(1, "年"), "2025-02-28", "2025-02-28"),
        ("2024-02-29", Duration(2, "年"), "2026-02-28", "2026-02-28"),
        ("2024-02-29", Duration(4, "年"), "2028-02-28", "2028-02-29"),
        ("2024-02-28", Duration(1, "年"), "2025-02-27", "2025-02-28"),
        ("2025-08-31", Duration(6, "个月"), "2026-02-28", "2026-02-28"),
        ("2026-01-01", Duration(1, "年"), "2026-12-31", "2027-01-01"),
        ("2026-03-01", Duration(1, "个月"), "2026-03-31", "2026-04-01"),
        ("2026-01-01", Duration(1, "日"), "2026-01-01", "2026-01-02"),
        # 2026-02-17 is 春节: an influence period ends there all the same.
        ("2025-11-18", Duration(3, "个月"), "2026-02-17", "2026-02-18"),
    ],
)
def test_an_influence_period_never_rolls(start: str, duration: Duration, counted: str, not_counted: str) -> None:
    assert lapse(day(start), duration) == day(counted)
    assert lapse(day(start), duration, first_day_counted=False) == day(not_counted)


def test_a_calendar_year_is_january_to_december() -> None:
    assert calendar_year(day("2024-02-29")) == (day("2024-01-01"), day("2024-12-31"))
    assert calendar_year(day("2026-01-01")) == calendar_year(day("2026-12-31"))
    assert calendar_year(date.max) == (date(9999, 1, 1), date.max)


@pytest.mark.parametrize(
    ("when", "inside"),
    [("2025-03-01", False), ("2025-03-02", True), ("2026-03-02", True), ("2026-03-03", False)],
)
def test_a_window_back_includes_both_ends(when: str, inside: bool) -> None:
    assert in_window_before(day(when), day("2026-03-02"), Duration(12, "个月")) is inside


@pytest.mark.parametrize(
    ("when", "inside"),
    [("2026-03-01", False), ("2026-03-02", True), ("2026-06-02", True), ("2026-06-03", False)],
)
def test_a_window_forward_includes_both_ends(when: str, inside: bool) -> None:
    assert in_window_after(day(when), day("2026-03-02"), Duration(3, "个月")) is inside


def test_a_window_opens_on_the_month_end_where_no_day_corresponds() -> None:
    assert window_before(day("2026-03-31"), Duration(1, "个月")) == (day("2026-02-28"), day("2026-03-31"))
    assert window_before(day("2024-02-29"), Duration(1, "年")) == (day("2023-02-28"), day("2024-02-29"))
    assert window_after(day("2026-01-31"), Duration(1, "个月")) == (day("2026-01-31"), day("2026-02-28"))


@pytest.mark.parametrize("unit", ["年", "个月", "日", "个工作日"])
def test_a_duration_reads_as_it_is_written(unit: str) -> None:
    assert str(Duration(7, unit)) == f"7{unit}"


@pytest.mark.parametrize("count", [0, -1, True, 1.0, "7", None, MAX_COUNT + 1, 10**50])
def test_a_count_is_a_whole_positive_number(count: int) -> None:
    with pytest.raises(PeriodError, match="1至9999999的整数"):
        Duration(count, "日")


@pytest.mark.parametrize("unit", ["", "天", "月", "工作日", "小时", "day"])
def test_other_units_are_refused(unit: str) -> None:
    with pytest.raises(PeriodError, match=f"现为「{unit}」"):
        Duration(1, unit)


@pytest.mark.parametrize(
    ("start", "duration"),
    [
        (date.max, Duration(1, "日")),
        (date.max, Duration(1, "个月")),
        (date(2026, 1, 1), Duration(7974, "年")),
        (date(2026, 1, 1), Duration(MAX_COUNT, "日")),
        (date(2026, 1, 1), Duration(MAX_COUNT, "年")),
    ],
)
def test_periods_beyond_the_year_9999_are_refused(start: date, duration: Duration) -> None:
    for compute in (add, lapse, window_after):
        with pytest.raises(PeriodError, match="超出公元1年至9999年"):
            compute(start, duration)


@pytest.mark.parametrize("duration", [Duration(1, "日"), Duration(1, "个月"), Duration(MAX_COUNT, "年")])
def test_windows_before_the_year_1_are_refused(duration: Duration) -> None:
    with pytest.raises(PeriodError, match=r"往前.*超出公元1年至9999年"):
        in_window_before(date.min, date.min, duration)


def test_the_ends_of_time_themselves_are_reached() -> None:
    assert add(date(9998, 12, 31), Duration(1, "年")) == date.max
    assert window_before(date(2, 1, 1), Duration(12, "个月")) == (date.min, date(2, 1, 1))


def test_working_days_need_a_calendar() -> None:
    for compute in (add, lapse, window_before, window_after):
        with pytest.raises(PeriodError, match=r"7个工作日.*放假安排"):
            compute(day("2026-01-05"), Duration(7, "个工作日"))


@given(STARTS, st.integers(1, 600))
def test_days_add_as_days(start: date, count: int) -> None:
    assert add(start, Duration(count, "日")) == start + timedelta(days=count)
    assert lapse(start, Duration(count, "日")) == start + timedelta(days=count - 1)


@given(STARTS, st.integers(1, 50))
def test_a_year_is_twelve_months(start: date, count: int) -> None:
    assert add(start, Duration(count, "年")) == add(start, Duration(12 * count, "个月"))


@given(STARTS, MONTHS)
def test_months_land_in_the_right_month_on_the_right_day(start: date, duration: Duration) -> None:
    end = add(start, duration)
    assert (end.year - start.year) * 12 + end.month - start.month == duration.count
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(STARTS, STARTS, LENGTHS)
def test_a_later_start_never_ends_earlier(one: date, other: date, duration: Duration) -> None:
    first, second = sorted((one, other))
    assert add(first, duration) <= add(second, duration)
    assert lapse(first, duration) <= lapse(second, duration)


@given(STARTS, LENGTHS)
def test_an_influence_period_covers_its_start_and_no_more_than_the_period(start: date, duration: Duration) -> None:
    end = add(start, duration)
    assert lapse(start, duration, first_day_counted=False) == end
    assert start <= lapse(start, duration) <= end
    # Influence periods that follow each other on corresponding days leave no gap.
    assert end - lapse(start, duration) <= timedelta(days=1)


@given(STARTS, LENGTHS)
def test_windows_are_closed_intervals(anchor: date, duration: Duration) -> None:
    one = timedelta(days=1)
    first, last = window_before(anchor, duration)
    edges = [in_window_before(d, anchor, duration) for d in (first - one, first, last, last + one)]
    assert edges == [False, True, True, False]
    first, last = window_after(anchor, duration)
    edges = [in_window_after(d, anchor, duration) for d in (first - one, first, last, last + one)]
    assert edges == [False, True, True, False]
