"""Entries reckoned by hand from the text of the laws, day by day, beside what the register says of them.

Each case gives the sentence it comes from, the days worked out without the program, and asks the register for the
day before, the first, the last and the day after.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from office.ground.refusals import Refused
from office.ground.shelf import find
from office.reading_room import actions as reading_room
from office.register import actions
from office.register.actions import Wanted
from office.register.gradings import gradings
from office.register.overlaps import overlaps
from office.register.questions import bars_on, effects_of, may

YEAR_BAR, NO_POST, NO_COLLECTIVE, NOT_LISTED = (
    "取消评先评优资格", "不得重新担任相当领导职务", "不得评为先进集体", "不得列为发展对象",
)  # fmt: skip
PAPER = {"document": "青党发〔2026〕40号", "organ": "青桥驿镇党委会议"}
APPEAL = {"document": "县纪申〔2026〕9号", "organ": "县纪委", "reason": "申诉查明"}
ONE_DAY = timedelta(days=1)


@pytest.fixture
def keeper(town):
    return town.actor("maibaizhi")


@pytest.fixture
def person(town):
    return town.person("便民服务大厅:窗口员")


@pytest.fixture
def enter(keeper, person):
    def entered(kind, address, decided, subject=None, **more):
        return actions.enter_effect(keeper, subject or person, Wanted(kind, address, decided, **(PAPER | more)))

    return entered


@dataclass(frozen=True)
class Reckoned:
    """A decision of a day, and the first and last day on which it bars, by hand."""

    kind: str
    address: str
    decided: date
    first: date
    last: date
    why: str

    def __str__(self):
        return f"{self.address} {self.decided}"


REACHING_ON = [
    Reckoned(
        YEAR_BAR, "work-errors/3.3d", date(2026, 11, 20), date(2026, 1, 1), date(2026, 12, 31),
        "「取消当年评先评优资格」：当年是作出决定的那一年（A1-27），一整年，连同决定以前的日子",
    ),
    Reckoned(
        YEAR_BAR, "work-errors/3.3d", date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31),
        "元旦作出的决定，管的是新的一年，上一年不受影响",
    ),
    Reckoned(
        NO_POST, "clean-government/18d", date(2023, 2, 28), date(2023, 2, 28), date(2024, 2, 27),
        "「一年内」自决定之日起，当天算一天：对应日是2024年2月28日，前一天满；闰年的2月29日不在里面",
    ),
    Reckoned(
        NO_POST, "clean-government/18d", date(2024, 2, 29), date(2024, 2, 29), date(2025, 2, 28),
        "2025年没有2月29日，没有对应日，以月末那天为满（民法典第二百零二条）",
    ),
    Reckoned(
        NOT_LISTED, "admission/4.0b", date(2023, 3, 1), date(2023, 3, 1), date(2028, 2, 29),
        "「五年内不能列为发展对象」：对应日是2028年3月1日，前一天正是2月29日",
    ),
    Reckoned(
        NOT_LISTED, "admission/4.0b", date(2024, 2, 29), date(2024, 2, 29), date(2029, 2, 28),
        "2029年没有2月29日，月末满",
    ),
    Reckoned(
        NO_COLLECTIVE, "admission/2.0a", date(2026, 3, 2), date(2026, 3, 2), date(2028, 3, 1),
        "「两年内不能评为先进集体」，自处理决定之日起二十四个月（A2-04）；经过闰日也是二十四个月",
    ),
    Reckoned(
        "党纪处分", "national-baseline/严重警告影响期", date(2024, 8, 31), date(2024, 8, 31), date(2026, 2, 28),
        "一年半是十八个月：2026年2月没有31日，月末满；2026年2月28日是星期六，影响期不顺延",
    ),
    Reckoned(
        "政务处分", "national-baseline/政务警告影响期", date(2026, 3, 10), date(2026, 3, 10), date(2026, 9, 9),
        "domain.md 的例子：3月10日作出的六个月警告，届满于9月9日",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", REACHING_ON, ids=str)
def test_it_bars_from_the_first_day_to_the_last_and_not_a_day_more(enter, town, person, case):
    subject = town.unit("财政所") if case.kind == NO_COLLECTIVE else person
    enter(case.kind, case.address, case.decided, subject)
    held = {day: bool(bars_on(subject, day, [case.kind])) for day in (
        case.first - ONE_DAY, case.first, case.last, case.last + ONE_DAY,
    )}  # fmt: skip
    assert list(held.values()) == [False, True, True, False], (case.why, held)


def test_by_years_of_rating_it_is_the_year_of_the_decision_and_the_next(town, keeper, enter):
    """「两年内」read as 两个评选年度 (A2-04): decided on New Year's Day 2026 it is 2026 and 2027, whole years."""
    decided, unit = date(2026, 1, 1), town.unit("财政所")
    edition = find("admission", decided)
    reading_room.adopt(keeper, edition, "A2-04", "按评选年度", date(2025, 1, 1), "制定机关", "青组〔2025〕1号")
    enter(NO_COLLECTIVE, "admission/2.0a", decided, unit)
    first, last = date(2026, 1, 1), date(2027, 12, 31)
    days = (first - ONE_DAY, first, date(2026, 12, 31), date(2027, 1, 1), last, last + ONE_DAY)
    assert [bool(bars_on(unit, day)) for day in days] == [False, True, True, True, True, False]


def test_of_a_severe_warning_and_a_removal_the_one_that_ends_later_governs(enter, person):
    """「按影响期较长的执行」: eighteen months from 2026-03-10 end on 2027-09-09, a year from 2026-06-01 before that."""
    warning = enter("党纪处分", "national-baseline/严重警告影响期", date(2026, 3, 10))
    removal = enter("免职", "clean-government/15b", date(2026, 6, 1), since=date(2026, 6, 1), until=date(2027, 5, 31))
    [found] = [one for one in overlaps(effects_of(person), date(2026, 11, 23)) if one.basis]
    assert (found.basis.address, found.governing, found.until) == ("clean-government/18e", (warning,), date(2027, 9, 9))
    assert set(found.entries) == {warning, removal}


def test_a_second_bar_of_the_same_kind_goes_on_where_the_first_ends(enter, person):
    """Two decisions under 十八条, 2026-01-15 and 2026-11-20, a year each: barred without a gap to 2027-11-19."""
    enter(NO_POST, "clean-government/18d", date(2026, 1, 15))
    later = enter(NO_POST, "clean-government/18d", date(2026, 11, 20))
    first_ends, later_ends = date(2027, 1, 14), date(2027, 11, 19)
    days = (date(2026, 1, 14), date(2026, 11, 20), first_ends, first_ends + ONE_DAY, later_ends, later_ends + ONE_DAY)
    answers = {day: may(person, day, NO_POST) for day in days}
    assert [len(answer.bars) for answer in answers.values()] == [0, 2, 2, 1, 1, 0]
    assert answers[first_ends].bars[0].effect == later, "the one that ends last comes first"


def test_a_suspension_is_not_made_up_for_unless_the_document_says_so(keeper, enter, person):
    """Barred 2026-01-15 to 2027-01-14; suspended from 06-01, resumed on 09-01: held to 05-31 and again from 09-01."""
    bar = enter(NO_POST, "clean-government/18d", date(2026, 1, 15))
    actions.suspend(keeper, bar, date(2026, 6, 1), **APPEAL)
    actions.resume(keeper, bar, date(2026, 9, 1), **APPEAL)
    before, after = (date(2026, 5, 31), date(2026, 6, 1)), (date(2026, 8, 31), date(2026, 9, 1))
    at_the_end = (date(2027, 1, 14), date(2027, 1, 15))
    held = [bool(bars_on(person, day)) for day in (*before, *after, *at_the_end)]
    assert held == [True, False, False, True, True, False]


def test_a_sanction_closes_the_grade_of_the_year_it_was_decided_in_though_its_period_reaches_on(enter, person):
    """「受党纪政纪处分的当年」: a warning of 2026-11-20 lasts to 2027-11-19, and 优秀 is closed for 2026 alone."""
    enter("党纪处分", "national-baseline/党内警告影响期", date(2026, 11, 20))
    assert bars_on(person, date(2027, 11, 19))
    allowed = {year: gradings(person, date(year, 12, 31))[0].allowed for year in (2025, 2026, 2027)}
    assert allowed == {2025: True, 2026: False, 2027: True}


@pytest.mark.parametrize("ending", ["lift", "revoke_on_appeal"])
def test_what_has_ended_for_good_is_not_resumed(keeper, enter, ending):
    """Suspended, then lifted or revoked: there is nothing left to resume."""
    bar = enter(NO_POST, "clean-government/18d", date(2026, 1, 15))
    actions.suspend(keeper, bar, date(2026, 6, 1), **APPEAL)
    getattr(actions, ending)(keeper, bar, date(2026, 7, 1), **APPEAL)
    with pytest.raises(Refused, match="已经解除或者撤销"):
        actions.resume(keeper, bar, date(2026, 9, 1), **APPEAL)
