"""The same law over the same people gives the same rows on every engine, and what `evaluate` says of each.

Laws at random say what the five texts do not; the appraisal and a street of shops are laws as people write them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from click.testing import CliRunner

from guiju.check import load
from guiju.cli.law_commands import law as law_group
from guiju.columns import Refused, sql
from guiju.forms.layout import flat_layout, workbook_layout
from guiju.law import builtin
from guiju.values import decimal_text
from tests.conftest import SWEEP
from tests.engines.crowds import FLAT, Crowd, compared
from tests.laws import block, make_law
from tests.random_laws import ROWS, loadable_law, random_cell, random_people, random_rows
from tests.shops import LAW, sheets

ENGINES = [
    "duckdb",
    pytest.param("postgres", marks=pytest.mark.postgresql),
    pytest.param("spark", marks=pytest.mark.spark),
]
LAWS = range(60) if SWEEP else range(3)
YEAR_END = date(2025, 12, 31)


@pytest.fixture(params=ENGINES)
def loaded(request):
    """Loads a crowd into an engine."""
    return request.getfixturevalue(f"on_{request.param}")


# --- laws at random


def random_crowd(folder, number, people=40):
    """People with records under a law."""
    law, tried = loadable_law(folder, number, records=True)
    dice = Random(tried)
    rows = {"人员": random_people(dice, people)} | {name: random_rows(name, dice, people) for name in ROWS}
    return Crowd(law, workbook_layout(law), rows, date(2024, 12, 31))


@pytest.mark.parametrize("number", LAWS)
def test_laws_at_random(loaded, number, tmp_path):
    crowd = random_crowd(tmp_path, number)
    assert compared(crowd, loaded(crowd), tmp_path) == 40


# --- the appraisal, a row a person

VOTES = ("优秀", "称职", "基本称职", "不称职")
LINES = ("90", "65", "50")


def voted(dice, kind):
    """Votes of one kind; often a share is exactly a tenth, or three, or nine."""
    counts = dice.choice([[9, 1, 0, 0], [7, 0, 0, 3], [0, 0, 0, 0], [10, 0, 0, 0], [dice.randrange(30) for _ in VOTES]])
    return {f"{kind}{vote}": str(count) for vote, count in zip(VOTES, counts, strict=True)}


def appraised_people(law, folder, count=150):
    """People of whom a third stand exactly on a line, or a hundredth of a point off it."""
    dice, layout = Random(count), flat_layout(law)
    rows = []
    for number in range(count):
        row = {"编号": f"p{number}", "加减分": "0", "上年等次": dice.choice(["", "无", *VOTES]), **voted(dice, "测评")}
        row |= voted(dice, "领导")
        rows.append({c.heading: row.get(c.heading, dice.choice("是否否")) for c in layout.subject.columns})
    found = Crowd(law, layout, {FLAT: rows}, YEAR_END).evaluated(folder, {})
    for row in rows:
        score = found[row["编号"]][0]["考核得分"]
        if score != "未知" and (Fraction(score) * 100).denominator == 1:
            off = Fraction(dice.choice(LINES)) + Fraction(dice.choice([-1, 0, 0, 1]), 100) - Fraction(score)
            row["加减分"] = decimal_text(off, 2)
    return Crowd(law, layout, {FLAT: rows}, YEAR_END)


@pytest.fixture(scope="module")
def appraisal():
    return load(builtin().find("appraisal"))


@pytest.mark.parametrize("readings", [{}, {"A3-57": "含两端"}, {"A3-60": "取两位", "A3-03": "封顶保底"}], ids=str)
def test_the_appraisal_with_many_people_on_a_line(loaded, appraisal, readings, tmp_path):
    crowd = appraised_people(appraisal, tmp_path)
    engine = loaded(crowd)
    assert compared(crowd, engine, tmp_path, readings) == 150
    scores = [values["考核得分"] for values, _ in crowd.evaluated(tmp_path, {}).values()]
    assert sum(scores.count(line) for line in LINES) > 25


# --- the appraisal from its sheets: votes, rankings, commendations, sanctions


def sheet_rows(law, people):
    """Rows of every sheet of the law's workbook, for so many people."""
    dice, layout = Random(people), workbook_layout(law)
    found = {}
    for sheet in layout.sheets:
        lines, seen = [], set()
        for number in range(people if sheet is layout.subject else people * 2):
            line = {c.heading: cell(c, dice, people, number, sheet.owner) for c in sheet.columns}
            key = tuple(line[c] for c in sheet.unique)
            if not key or key not in seen:
                lines.append(line)
            seen.add(key)
        found[sheet.heading] = lines
    return found


def cell(column, dice, people, number, owner):
    if column.name == owner and column.kind.name != "名单":
        return f"p{number % people}"
    if column.kind.name == "名单":
        return random_cell("名单", dice, people)
    if column.kind.name == "选项":
        return dice.choice([*column.kind.options, "无"] if not column.required else column.kind.options)
    if column.kind.name == "日期":
        return date(2025, dice.randint(1, 12), dice.randint(1, 28)).isoformat()
    if column.kind.name == "数":
        low, high = int(column.type.low.value), int(column.type.high.value)
        return str(dice.randint(low, min(high, low + 40)))
    return f"{column.name}{dice.randrange(9)}"


def test_the_appraisal_from_its_sheets(loaded, appraisal, tmp_path):
    crowd = Crowd(appraisal, workbook_layout(appraisal), sheet_rows(appraisal, 60), YEAR_END)
    assert compared(crowd, loaded(crowd), tmp_path) == 60


def test_shops_with_sheets_of_other_names(loaded, tmp_path):
    law = load(LAW)
    rows = {}
    for name, (headings, *lines) in sheets().items():
        rows[name] = [dict(zip(headings, map(str, line), strict=True)) for line in lines]
    crowd = Crowd(law, workbook_layout(law), rows, YEAR_END)
    assert compared(crowd, loaded(crowd), tmp_path) == 3


# --- the query as it is printed


def printed(*words):
    """The two queries that `guiju law sql` prints: for the result, and for cells that do not fit."""
    done = CliRunner().invoke(law_group, ["sql", *words])
    assert done.exit_code == 0, done.output
    return [query.strip() for query in done.output.split(";\n") if query.strip()]


def test_the_printed_query_runs_as_it_is(loaded, appraisal, tmp_path):
    crowd = appraised_people(appraisal, tmp_path, 60)
    engine = loaded(crowd)
    query, misfits = printed("appraisal", "--dialect", engine.dialect, "--year", "2025")
    found = {row["编号"]: row for row in engine.run(query)}
    assert found == {who: values for who, (values, _) in crowd.evaluated(tmp_path, {}).items()}
    assert list(engine.run(misfits)) == []


def test_the_other_printed_query_finds_what_does_not_fit(loaded, appraisal, tmp_path):
    crowd = appraised_people(appraisal, tmp_path, 6)
    first, second, *rest = crowd.sheets[FLAT]
    rows = [first | {"测评优秀": "-1"}, second | {"加减分": "2000000"}, *rest]
    engine = loaded(replace(crowd, sheets={FLAT: rows}))
    _, misfits = printed("appraisal", "--dialect", engine.dialect)
    found = "".join(str(row) for row in engine.run(misfits))
    assert "测评优秀" in found
    assert "加减分" in found
    assert "领导优秀" not in found


# --- widths

WIDE = [
    block(
        "词表",
        "对象 人员，以 编号 识别：编号 文字，甲 整数 -1000000000 至 1000000000，乙 整数 -1000000000 至 1000000000",
        "平表 甲、乙",
        "结果 编号、积、立方积、比：甲 ÷ 乙、大：积 ≥ 立方积",
    ),
    block("定义", "积 ＝ 甲 × 乙", "立方积 ＝ 甲 × 甲 × 乙"),
]
ENDS = [str(sign * 10**9 + by) for sign in (-1, 1) for by in (0, -sign)] + ["0", "1", "-1"]


def wide_crowd(folder):
    law = make_law(folder / "wide", *WIDE)
    rows = [{"编号": f"{a}/{b}", "甲": a, "乙": b} for a in ENDS for b in ENDS]
    return Crowd(law, flat_layout(law), {FLAT: rows})


def test_numbers_at_the_ends_of_their_range(loaded, tmp_path):
    crowd = wide_crowd(tmp_path)
    assert compared(crowd, loaded(crowd), tmp_path) == len(ENDS) ** 2


def test_too_narrow_a_type_raises_and_never_wraps(loaded, tmp_path, monkeypatch):
    """Widths taken wrongly, on purpose: the engine must refuse to go on."""
    crowd = wide_crowd(tmp_path)
    engine = loaded(crowd)
    monkeypatch.setattr(sql, "rung", lambda dialect, reach: 0)
    with pytest.raises(Exception, match=r"(?i)overflow|out of range"):
        list(engine.run(crowd.translated(engine.dialect, {}).sql()))


def test_what_no_type_holds_is_refused(tmp_path):
    law = make_law(tmp_path / "wider", *(part.replace("甲 × 甲 × 乙", "甲 × 甲 × 甲 × 乙 × 乙") for part in WIDE))
    crowd = replace(wide_crowd(tmp_path), law=law, layout=flat_layout(law))
    for dialect in ("duckdb", "spark"):
        with pytest.raises(Refused):
            crowd.translated(dialect, {}).sql()
