"""The report on the office's pages names every page that misses an aim, and fails where more is asked."""

import pytest

from bench.office.__main__ import _told
from bench.office.asking import Look, Looked, Pages
from bench.office.report import more_queries, parts, slower
from bench.office.served import Target
from bench.page import page


def look(queries, seconds, whole=0.01):
    return Look(200, 1000, ["SELECT 1"] * queries, whole, 0.001, 0.004, [seconds] * 20)


def pages(*looked):
    year = Looked("desk:year", "lichaihu", "desk:year", look(9, 0.02), look(9, 0.02, whole=0.1))
    return Pages([*looked, year], (0.5, 40.0))


QUICK = Looked("desk:home", "lichaihu", "desk:home", look(5, 0.010), look(5, 0.011))
SLOW = Looked("people:tree", "weiniuxi", "people:tree", look(5, 0.010), look(5, 0.016))
ASKING = Looked("tasks:given", "weiniuxi", "tasks:given", look(5, 0.010), look(6, 0.010))
TARGETS = [
    Target("光秃秃的一页", "", 1, "/", rates=[5000.0, 6000.0, 7000.0]),
    Target("工作台", "小（200 人）", 2, "/", "sessionid=x", rates=[60.0]),
    Target("工作台", "大（200,000 人）", 3, "/", "sessionid=x", rates=[30.0]),
]


@pytest.mark.parametrize(("found", "code"), [(pages(QUICK, SLOW), 0), (pages(QUICK, ASKING), 1)])
def test_only_more_queries_fail_the_run(found, code, capsys):
    assert _told(found) == code
    assert bool(capsys.readouterr().out) == bool(code)


def test_what_misses_an_aim_is_named():
    found = pages(QUICK, SLOW, ASKING)
    assert slower(found) == [SLOW]
    assert more_queries(found) == [ASKING]
    text = page("", parts(found, TARGETS, 1_000_000))
    assert "没有达到的页面：`people:tree`（weiniuxi，1.60）" in text
    assert "4 页里 1 页 | **未达到**" in text
    assert "| `people:tree` | weiniuxi | 5/5 | 10.0/16.0 | 10.0/16.0 | **1.60** |" in text


def test_rates_are_told_beside_the_limit():
    text = page("", parts(pages(QUICK), TARGETS, 1_000_000))
    assert "| 工作台 | 大（200,000 人） | 30 | 0.5% | 33.33 | 1.0 | 4.0 | 5.0 |" in text
    assert "合每条 40 微秒" in text
