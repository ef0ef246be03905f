"""Cutting blocks into statements and words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.notation.lexer import KEYWORDS, parse_quantity, statements
from guiju.notation.reader import Block


def cut(*lines: str) -> list[list[tuple[str, str]]]:
    """Each statement as (kind, text) of its words."""
    found = statements(Block("规则", (), lines, 10))
    return [[(token.type, str(token)) for token in statement.tokens] for statement in found]


def kinds(line: str) -> list[str]:
    return [kind for statement in cut(line) for kind, _ in statement]


def test_a_statement_starts_at_the_margin_and_goes_on_indented():
    assert [len(s) for s in cut("1a 应 甲，", "  应 乙", "1b 应 丙")] == [6, 3]


def test_comments_and_empty_lines_say_nothing():
    assert cut("# 说明", "", "1a 应 甲 # 注", "   ") == [[("LABEL", "1a"), ("MODAL", "应"), ("NAME", "甲")]]


def test_a_word_knows_its_line_and_column():
    token = next(statements(Block("规则", (), ("", "1a 当 甲"), 10))).tokens[2]
    assert (str(token), token.line, token.column, token.end_column) == ("甲", 11, 6, 7)


def test_a_keyword_inside_a_longer_word_is_part_of_it():
    assert kinds("当事人 应得分 可评等次 不得力") == ["NAME"] * 4


def test_a_keyword_of_its_own_is_a_keyword():
    assert kinds("x 当 甲 且 乙") == ["ID", "WHEN", "NAME", "AND", "NAME"]


@pytest.mark.parametrize(
    ("full", "half"),
    [("：", ":"), ("，", ","), ("；", ";"), ("（", "("), ("）", ")"), ("｜", "|"), ("＝", "="), ("≥", ">=")],
)
def test_full_and_half_width_marks_are_one(full, half):
    assert kinds(f"甲{full}乙") == kinds(f"甲{half}乙")


@pytest.mark.parametrize("label", ["3", "3.2", "3.2a", "12.1", "6.2.3", "1.0b", "3.1.1", "5.2ab"])
def test_a_label_at_the_head_is_a_label(label):
    assert kinds(f"{label} 应 甲")[0] == "LABEL"


@pytest.mark.parametrize("identifier", ["A3-57", "work-errors/2.4", "N-02", "preamble", "title.1"])
def test_an_identifier_is_one_word(identifier):
    assert cut(f"甲 {identifier}")[0][1] == ("ID", identifier)


def test_record_and_date_words_are_keywords_only_where_they_can_be():
    assert kinds("记录 票数：记录 文字") == ["RECORD", "NAME", "COLON", "RECORDS", "NAME"]
    assert kinds("甲 的 期间")[-1] == "NAME"
    assert kinds("1 步骤 甲，期间 乙 当年")[-3:] == ["PERIOD", "NAME", "THATYEAR"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("75分", 75, "分"), ("0.5分", Fraction(1, 2), "分"), ("30%", 30, "%"), ("30％", 30, "%"), ("三次", 3, "次"),
        ("两年", 2, "年"), ("十二个月", 12, "个月"), ("二十人", 20, "人"), ("一百零五票", 105, "票"),
        ("7个工作日", 7, "个工作日"), ("90日", 90, "日"), ("75", 75, ""), ("一千二百次", 1200, "次"), ("２分", 2, "分"),
    ],
)  # fmt: skip
def test_a_quantity_is_read_as_written(text, value, unit):
    assert parse_quantity(text) == (value, unit)


@pytest.mark.parametrize("text", ["三三次", "十百次", "次", "分75", "百分", "一十百", "零零次", "1.次", ".5分", "-3分"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r"^(?!invalid)"):
        parse_quantity(text)


CHINESE = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """The number as a text of law writes it, below ten thousand."""
    text, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap else "") + CHINESE[digit] + sign
        gap = bool(text) and not digit and number > 0
    return text or "零"


@given(st.integers(0, 9999))
def test_every_chinese_numeral_is_read_back(number):
    assert parse_quantity(chinese_numeral(number) + "次") == (number, "次")


@given(st.fractions(0, 10**6, max_denominator=1000).filter(lambda f: 1000 % f.denominator == 0))
def test_every_decimal_is_read_exactly(value):
    digits = f"{value.numerator * 1000 // value.denominator:04d}"
    assert parse_quantity(f"{digits[:-3]}.{digits[-3:]}分")[0] == value


def test_bounds_and_ranges_come_apart():
    assert [kind for kind, _ in cut("甲 在 65分至90分")[0]] == ["NAME", "LIES", "QUANTITY", "TO", "QUANTITY"]
    assert [kind for kind, _ in cut("甲 在 90分以上")[0]] == ["NAME", "LIES", "QUANTITY", "ORMORE"]
    assert [kind for kind, _ in cut("甲 前 12个月内")[0]] == ["NAME", "SIDE", "QUANTITY", "INSIDE"]


@given(st.lists(st.sampled_from([*KEYWORDS, *"甲乙1 .%、，：（）「」#-至内"]), max_size=30).map("".join))
def test_any_line_is_cut_without_complaint(line):
    for statement in statements(Block("规则", (), (line,), 1)):
        assert all(token.column >= 1 and token.end_column > token.column for token in statement.tokens)


@pytest.mark.parametrize("line", ["1至" * 1500, "「" * 3000, "一" * 3000, "a-" * 1500, "1." * 1500, "甲" * 1_000_000])
def test_no_line_takes_long(line):
    assert len(list(statements(Block("规则", (), (line,) * 20, 1)))) == 20
