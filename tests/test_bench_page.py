"""The page of the benchmark: tables on the terminal and in Markdown."""

from bench.page import Part, lined, page, table
from bench.timing import Line

PART = Part("引擎", ("引擎", "人/秒"), [("甲", "1,000"), ("乙乙乙", "20")], before="前言。", after="后语。")


def test_columns_are_aligned_by_the_width_of_chinese():
    assert table([PART]).splitlines() == ["", "引擎", "  引擎    人/秒", "  甲      1,000", "  乙乙乙  20"]


def test_a_page_has_the_words_around_the_table_and_figures_to_the_right():
    text = page("# 快慢\n", [PART])
    assert text.splitlines()[2:] == [
        "## 引擎", "", "前言。", "", "| 引擎 | 人/秒 |", "| --- | ---: |", "| 甲 | 1,000 |", "| 乙乙乙 | 20 |", "",
        "后语。",
        "",
    ]  # fmt: skip


def test_words_alone_make_no_table_on_the_terminal():
    assert table([Part("说明", before="只有话。")]) == ""
    assert "只有话。" in page("", [Part("说明", before="只有话。")])


def test_lines_of_two_sides_are_a_part_too():
    part = lined("快慢", [Line("评一个人", "10 人/秒", "20 人/秒", "2.00", "≤ 5")])
    assert part.rows == [("评一个人", "10 人/秒", "20 人/秒", "2.00", "≤ 5")]
