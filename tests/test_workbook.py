"""Reading a workbook: what is in it, and everything that is wrong with it, at once and each thing once."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guiju.check import load
from guiju.errors import InputError
from guiju.evaluate.case import Case
from guiju.forms.cells import WORKBOOK, read_cells
from guiju.forms.faults import MOST_SHOWN
from guiju.forms.layout import Column
from guiju.forms.read import read_people
from guiju.kinds import number
from guiju.tree import Quantity, Type
from tests.shops import CHECKS, FEASTS, LAW, SHOPS, VISITS, sheets, write_book

SHOP_LAW = load(LAW)


@pytest.fixture
def people(tmp_path):
    """The roster in a workbook of the given sheets."""

    def read(rows=None, prepare=lambda book, pages: None):
        return read_people(write_book(tmp_path / "商户.xlsx", rows or sheets(), prepare), SHOP_LAW)

    return read


@pytest.fixture
def problems(people):
    """What is said of a workbook, line by line, without the count."""

    def find(rows=None, prepare=lambda book, pages: None):
        with pytest.raises(InputError) as caught:
            people(rows, prepare)
        return caught.value.render().splitlines()[1:]

    return find


def with_cell(rows, row, column, cell):
    """The rows with one cell changed; `row` as Excel counts, `column` by its heading."""
    changed = [list(line) for line in rows]
    changed[row - 1][rows[0].index(column)] = cell
    return changed


# --- what is read


def test_each_person_comes_with_their_own_records(people):
    roster = people()
    cases = dict(roster.cases(date(2025, 12, 31)))
    assert list(cases) == ["A1", "A2", "A3"]
    assert cases["A1"] == Case(
        date(2025, 12, 31),
        {"户号": "A1", "店名": "阿甲面馆", "类型": "餐饮", "开业日期": date(2020, 5, 1), "自评": 90, "党员户": True},
        {
            "检查": [
                {"户号": "A1", "检查日期": date(2025, 3, 1), "扣分": 0, "合格": True, "备注": "很好"},
                {"户号": "A1", "检查日期": date(2025, 2, 1), "扣分": Fraction(1, 2), "合格": True},
            ],
            "联查": [
                {"项目": "防火", "次数": 2, "户号们": ("A1", "A2")},
                {"项目": "防汛", "次数": 1, "户号们": ("A1",)},
            ],
            "节日": [{"名称": "社区节", "日期": date(2025, 10, 1)}],
        },
    )


def test_an_empty_cell_is_unknown_or_what_the_law_says_it_is(people):
    facts = dict(people().cases(None))["A2"].facts
    assert "开业日期" not in facts
    assert facts["党员户"] is False


def test_someone_without_records_has_none_which_is_not_unknown(people):
    assert dict(people().cases(None))["A3"].records["检查"] == []


def test_sheets_and_columns_may_come_in_any_order_and_headings_with_stray_spaces(people):
    turned = {name: [list(reversed(row)) for row in rows] for name, rows in reversed(sheets().items())}
    turned["商户"][0] = [f" {heading}\u3000\n" for heading in turned["商户"][0]]
    assert list(people(turned).cases(None)) == list(people().cases(None))


def test_sheets_that_the_law_does_not_know_are_left_alone(people):
    assert len(people(sheets(说明=[["随便写"]]))) == 3


def test_spaces_and_signs_of_no_width_around_a_text_are_not_part_of_it(people):
    rows = sheets(商户=with_cell(SHOPS, 2, "户号", " A1\u200b"), 联查表=with_cell(VISITS, 2, "户号们", "A1 、 A2、"))
    assert people(rows).identities[0] == "A1"


def test_small_whole_numbers_are_identities_too(people):
    shops = [SHOPS[0], *([n, *row[1:]] for n, row in enumerate(SHOPS[1:], 1))]
    checks = [CHECKS[0], [1, *CHECKS[1][1:]]]
    roster = people(sheets(商户=shops, 检查表=checks, 联查表=[VISITS[0], ["防火", 1, 3], ["防汛", 1, "1、2"]]))
    cases = dict(roster.cases(None))
    assert list(cases) == ["1", "2", "3"]
    assert len(cases["1"].records["检查"]) == 1
    assert [row["项目"] for row in cases["3"].records["联查"]] == ["防火"]


@pytest.mark.parametrize(("cell", "value"), [(70.5, Fraction(141, 2)), (0.1, Fraction(1, 10)), ("1/3", Fraction(1, 3))])
def test_a_decimal_is_the_number_that_was_typed(people, cell, value):
    assert dict(people(sheets(商户=with_cell(SHOPS, 2, "自评", cell))).cases(None))["A1"].facts["自评"] == value


@pytest.mark.parametrize(("cell", "value"), [("是", True), ("否", False), (True, True), (False, False), (1, True)])
def test_truth_is_written_in_words_or_as_excel_does(people, cell, value):
    assert dict(people(sheets(商户=with_cell(SHOPS, 2, "党员户", cell))).cases(None))["A1"].facts["党员户"] is value


def test_a_date_with_a_time_is_that_day(people):
    def with_time(book, pages):
        stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        pages["节日"].write_datetime(1, 1, datetime.combine(date(2025, 10, 1), time(8, 30)), stamp)

    assert people(prepare=with_time).years == {2025}


@pytest.mark.parametrize("form", [14, 31, 58, 'yyyy"年"m"月"d"日"', '[DBNum1][$-804]yyyy"年"m"月"d"日"', "yyyy.mm.dd"])
def test_a_date_is_one_however_it_is_shown(people, form):
    def shown_so(book, pages):
        pages["节日"].write_datetime(1, 1, date(2025, 10, 1), book.add_format({"num_format": form}))

    assert dict(people(prepare=shown_so).cases(None))["A1"].records["节日"][0]["日期"] == date(2025, 10, 1)


def test_ten_thousand_blank_rows_are_no_rows(people):
    def with_blanks(book, pages):
        gray = book.add_format({"bg_color": "gray"})
        for row in range(10, 10_010):
            pages["商户"].write_blank(row, 0, None, gray)
            pages["检查表"].write_string(row, 4, "  ")

    assert list(people(prepare=with_blanks).cases(None)) == list(people().cases(None))


def test_rows_after_blank_ones_keep_their_numbers(problems):
    blanks = [["", "", "", "", ""]] * 5
    checks = [*CHECKS, *blanks, ["A1", date(2025, 3, 1), 11, "是", ""]]
    assert problems(sheets(检查表=checks)) == ["检查表 第10行「扣分」：应在0分至10分之间，这里是「11」。"]


# --- what is wrong with a cell

AN_ERROR = "公式出错（如 #N/A、#DIV/0!），没有值；请改正公式，或者直接填写。"


@pytest.mark.parametrize(
    ("row", "column", "cell", "message"),
    [
        (2, "次数", -1, "应在1次至9次之间，这里是「-1」"),
        (2, "次数", 10, "应在1次至9次之间，这里是「10」"),
        (2, "次数", 2.5, "应是1次至9次之间的整数，这里是「2.5」"),
        (2, "次数", "两次", "应是整数，这里是「两次」"),
        (2, "次数", "2", "「2」是文字，不是数；请把单元格设为数值格式，重新填写"),
        (2, "次数", True, "应是1次至9次之间的整数，这里是「是」"),
        (2, "次数", date(2025, 1, 1), "应是1次至9次之间的整数，这里被存成了日期「2025-01-01」"),
        (2, "次数", "", "空着；这一栏必填"),
        (2, "次数", "   ", "空着；这一栏必填"),
        (2, "次数", "长" * 300, "应是1次至9次之间的整数，这里是一段长文字（300字）"),
        (2, "户号们", "A1、A1", "「A1」写了不止一次"),
        (2, "户号们", "A1、B7", "「商户」表里没有「B7」"),
        (2, "户号们", "A1，A2", "「商户」表里没有「A1，A2」；几个编号之间用「、」分开"),
        (2, "项目", date(2025, 3, 1), "应是文字，这里被存成了日期「2025-03-01」；请把这一列设为「文本」格式，重新填写"),
        (2, "项目", True, "应是文字，这里是「是」"),
        (2, "项目", 1.5, "应是文字，这里是「1.5」"),
    ],
)
def test_a_cell_that_does_not_fit_a_visit(problems, row, column, cell, message):
    found = problems(sheets(联查表=with_cell(VISITS, row, column, cell)))
    assert found == [f"联查表 第{row}行「{column}」：{message}。"]


@pytest.mark.parametrize(
    ("row", "column", "cell", "message"),
    [
        (2, "日期", "2025-03-01", "「2025-03-01」是文字，不是日期；请把单元格设为日期格式，重新填写"),
        (2, "日期", 45717, "「45717」是数，不是日期；如果本是日期，请把单元格设为日期格式"),
        (2, "日期", "", "空着；这一栏必填"),
        (2, "扣分", 1 / 3, "「0.3333333333333333」是算出来的近似数；请填准确的小数，或者以文字填分数（如 1/3）"),
        (2, "扣分", 10.5, "应在0分至10分之间，这里是「21/2」"),
        (2, "合格", "对", "应填「是」或「否」，这里是「对」"),
        (3, "户号", "B1", "「商户」表里没有「B1」"),
    ],
)
def test_a_cell_that_does_not_fit_a_check(problems, row, column, cell, message):
    found = problems(sheets(检查表=with_cell(CHECKS, row, column, cell)))
    assert found == [f"检查表 第{row}行「{column}」：{message}。"]


@pytest.mark.parametrize(
    ("row", "column", "cell", "message"),
    [
        (3, "户号", "A1", "「A1」与第2行重复；一人只能有一行"),
        (3, "类型", "餐饮店", "只能填餐饮、零售之一，这里是「餐饮店」"),
        (3, "类型", "无", "只能填餐饮、零售之一，这里是「无」"),
        (3, "类型", 3, "只能填餐饮、零售之一，这里是「3」"),
    ],
)
def test_a_cell_that_does_not_fit_a_shop(problems, row, column, cell, message):
    rows = sheets(商户=with_cell(SHOPS, row, column, cell), 检查表=CHECKS[:2], 联查表=VISITS[:1])
    assert problems(rows) == [f"商户 第{row}行「{column}」：{message}。"]


def test_a_long_number_in_a_text_column_has_lost_its_end(problems):
    found = problems(sheets(商户=with_cell(SHOPS, 4, "户号", 110105194912310021)))
    assert found == [
        "商户 第4行「户号」：长数字被存成了近似的数（1.1010519491231e+17），15位以后的数字已经丢失；"
        "请把这一列设为「文本」格式，重新填写。"
    ]


def test_a_time_of_day_is_no_date(problems):
    def with_time(book, pages):
        pages["节日"].write_datetime(1, 1, time(8, 30), book.add_format({"num_format": "hh:mm"}))

    assert problems(prepare=with_time) == ["节日 第2行「日期」：应是日期，这里是时间「08:30:00」。"]


def test_a_formula_that_failed_is_not_an_empty_cell(problems):
    def with_errors(book, pages):
        pages["商户"].write_formula("F2", "=1/0", None, "#DIV/0!")
        pages["检查表"].write_formula("E3", "=NA()", None, "#N/A")

    assert problems(prepare=with_errors) == [f"商户 第2行「党员户」：{AN_ERROR}", f"检查表 第3行「备注」：{AN_ERROR}"]


def test_a_formula_never_computed_is_not_an_empty_cell(tmp_path):
    from openpyxl import load_workbook

    path = write_book(tmp_path / "商户.xlsx", sheets())
    book = load_workbook(path)
    book["商户"]["F2"] = '=IF(1>0,"是","否")'
    book.save(path)
    with pytest.raises(InputError, match="商户 第2行「党员户」：公式还没有算出值；请用 Excel 或 WPS 打开，保存一次。"):
        read_people(path, SHOP_LAW)


def test_merged_cells_are_named_once(problems):
    def merged(book, pages):
        pages["检查表"].merge_range("A3:A4", "A1")

    found = problems(prepare=merged)
    assert found == ["检查表 第3行：A3:A4 是合并单元格；请取消合并，逐格填写。"]


def test_merged_cells_beside_the_table_are_no_rows(problems):
    found = problems(prepare=lambda book, pages: pages["节日"].merge_range("D9:E12", ""))
    assert found == ["节日 第9行：D9:E12 是合并单元格；请取消合并，逐格填写。"]


# --- what is wrong with a sheet


def test_a_missing_sheet(problems):
    assert problems(sheets(联查表=None, 联检表=VISITS)) == [
        "联查表：工作簿里没有「联查表」这张表。是否指「联检表」？现有：商户、检查表、节日、联检表。"
    ]


@pytest.mark.parametrize("heading", ["次 数", "次数合计", "查次数"])
def test_a_renamed_column_is_one_problem(problems, heading):
    found = problems(sheets(联查表=[["项目", heading, "户号们"], *VISITS[1:]]))
    assert found == [f"联查表 第1行「{heading}」：不认识这一栏；本表应有「次数」一栏，请把栏目名改为「次数」。"]


def test_missing_doubled_unknown_and_nameless_columns_are_all_told(problems):
    rows = [["项目", "户号们", "户号们", "序号甲", ""], ["防火", "A1", "A2", "1", "x"]]
    assert problems(sheets(联查表=rows)) == [
        "联查表 第1行「户号们」：这一栏出现了不止一次；只能有一栏。",
        "联查表 第1行：缺少「次数」一栏。",
        "联查表 第1行「序号甲」：不认识这一栏。多余的栏目请删去；本表的栏目是项目、次数、户号们。",
        "联查表 第1行：E列有内容，却没有栏目名。",
    ]


def test_an_empty_sheet(problems):
    assert problems(sheets(节日=[])) == ["节日 第1行：是空的；第1行应是栏目名。"]


def test_nobody_at_all(problems):
    rows = sheets(商户=SHOPS[:1], 检查表=CHECKS[:1], 联查表=VISITS[:1])
    assert problems(rows) == ["商户：一行数据也没有。"]


def test_records_may_be_none(people):
    assert len(people(sheets(检查表=CHECKS[:1], 联查表=VISITS[:1], 节日=FEASTS[:1]))) == 3


def test_all_problems_of_all_sheets_in_the_order_one_meets_them(problems):
    rows = sheets(
        商户=with_cell(with_cell(SHOPS, 3, "户号", "A1"), 2, "类型", "批发"),
        检查表=with_cell(with_cell(CHECKS, 3, "扣分", -1), 2, "日期", "三月一日"),
        节日=[["名称"], ["社区节"]],
    )
    found = problems(rows)
    assert [line.partition("：")[0] for line in found] == [
        "商户 第2行「类型」", "商户 第3行「户号」", "检查表 第2行「日期」", "检查表 第3行「户号」",
        "检查表 第3行「扣分」", "联查表 第2行「户号们」", "节日 第1行",
    ]  # fmt: skip


def test_of_very_many_problems_the_first_are_shown_and_the_rest_counted(people):
    checks = [CHECKS[0], *(["B9", date(2025, 1, 1), -1, "是", ""] for _ in range(500))]
    with pytest.raises(InputError) as caught:
        people(sheets(检查表=checks))
    lines = caught.value.render().splitlines()
    assert lines[0] == "输入有误，未作任何计算或写入：共1000处问题。"
    assert lines[1].startswith("检查表 第2行「户号」")
    assert lines[MOST_SHOWN].startswith("检查表 第101行「扣分」")
    assert lines[-1] == "……其余800处未列出，改正以上各处后再试。"


def test_signs_that_could_steer_a_terminal_are_not_repeated(problems):
    found = problems(sheets(联查表=with_cell(VISITS, 2, "户号们", "\x1b[31mA1")))
    assert found == ["联查表 第2行「户号们」：「商户」表里没有「·[31mA1」。"]


def test_a_sheet_of_too_many_rows(problems, monkeypatch):
    monkeypatch.setattr("guiju.forms.workbook.MOST_ROWS", 2)
    assert problems() == [
        "商户：有3行，超过一次能处理的2行；请分开处理。",
        "检查表：有3行，超过一次能处理的2行；请分开处理。",
    ]


# --- the fast way and the slow way read alike

COUNT = Column("甲", "甲", Type("整数", low=Quantity(0, "票", "0票"), high=Quantity(50, "票", "50票")), number("票"))
AMOUNT = Column("乙", "乙", Type("数"), number("分"), required=False)
MORNING = datetime.combine(date(2025, 1, 1), time(8))
CELLS = st.one_of(
    st.integers(-5, 60).map(lambda whole: whole * 1.0),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", " ", "3", "1/3", "-1.5", "甲", True, False, None, date(2025, 1, 1), MORNING]),
)


@settings(deadline=None)
@given(st.lists(CELLS, max_size=12), st.sampled_from([COUNT, AMOUNT]))
def test_a_column_is_read_as_its_cells_are_one_by_one(cells, column):
    values, bad = read_cells(cells, column, SHOP_LAW.words, WORKBOOK)
    alone = [read_cells([cell], column, SHOP_LAW.words, WORKBOOK) for cell in cells]
    assert values == [one[0] for one, _ in alone]
    assert [index for index, _ in bad] == [n for n, (_, faults) in enumerate(alone) if faults]
    assert all(value is None or value == Fraction(value) for value in values)
