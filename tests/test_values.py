"""Exact numbers, and how values are written for people."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.values import (
    LONGEST_NUMBER,
    NOTHING,
    Unknown,
    as_date,
    decimal_text,
    exact,
    round_half_up,
    show,
    simplest,
    unknown_of,
)  # fmt: skip

decimals = st.decimals(-(10**6), 10**6, places=4)
fractions = st.fractions(-(10**5), 10**5, max_denominator=10**5)


@given(fractions)
def test_a_fraction_written_is_read_back(value):
    assert exact(show(simplest(value))) == value


@given(decimals)
def test_a_decimal_is_taken_exactly_as_written(value):
    assert exact(str(value)) == Fraction(value)


@given(decimals, st.integers(0, 4))
def test_rounding_is_half_up_as_the_office_does_it(value, places):
    step = Decimal(1).scaleb(-places)
    assert round_half_up(Fraction(value), places) == Fraction(value.quantize(step, ROUND_HALF_UP))


@given(fractions, st.integers(0, 4))
def test_the_decimal_text_is_the_rounded_number(value, places):
    text = decimal_text(value, places)
    assert Fraction(text) == round_half_up(value, places)
    assert len(text.partition(".")[2]) == places


@pytest.mark.parametrize(
    "text",
    ["", " ", "1e3", "1.", ".5", "1/0", "1/2/3", "1,000", "0x10", "一", "NaN", "Infinity", "1_000", "--1"],
)
def test_what_is_not_plainly_a_number_is_none(text):
    assert exact(text) is None


def test_a_number_too_long_to_be_meant_is_none():
    assert exact("9" * LONGEST_NUMBER) == 10**LONGEST_NUMBER - 1
    assert exact("9" * (LONGEST_NUMBER + 1)) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "是"), (False, "否"), (0, "0"), (Fraction(1801, 20), "1801/20"), (NOTHING, "无"), ("优秀", "优秀"),
        (date(2026, 3, 2), "2026-03-02"), (Unknown(frozenset(["次数"])), "未知"), (("甲", "乙"), "甲、乙"), ((), ""),
    ],
)  # fmt: skip
def test_a_value_is_shown_in_chinese(value, text):
    assert show(value) == text


def test_an_unknown_waits_for_everything_its_parts_wait_for():
    parts = [Unknown(frozenset(["甲"])), 3, Unknown(frozenset(["乙"]))]
    assert unknown_of(*parts) == Unknown(frozenset(["甲", "乙"]))


@given(st.dates())
def test_a_date_is_read_back(day):
    assert as_date(day.isoformat()) == day


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "20260302", "2026-3-2", "2026-W01-1", "", "明天"])
def test_what_is_no_day_of_the_calendar_is_none(text):
    assert as_date(text) is None
