"""One tiny law a form of the notation (tests/good), with the cases that say what the form means."""

from pathlib import Path

import pytest

from guiju.cases.decide import decision, run_case
from guiju.check import load
from guiju.drafting.run_cases import run_cases
from guiju.notation import grammar
from guiju.notation.lexer import statements
from guiju.notation.reader import read_law

FOLDER = Path(__file__).parent / "good"
GOOD = sorted(path.parent for path in FOLDER.glob("*/law.md"))
each_good_law = pytest.mark.parametrize("folder", GOOD, ids=lambda folder: folder.name)


@each_good_law
def test_its_cases_come_out_as_written(folder):
    tested = run_cases(load(folder))
    assert tested.cases > 0
    assert [problem.render() for problem in tested.failures] == []


def forms_used(folder: Path) -> set[str]:
    """The names of the grammar's rules that a law is parsed by."""
    parsed = [
        grammar._parser().parse(text.tokens, start=grammar.START[block.kind])
        for block in read_law(folder / "law.md").blocks
        if block.kind in grammar.START
        for text in statements(block)
    ]
    return {subtree.data for tree in parsed for subtree in tree.iter_subtrees()}


def test_every_form_of_the_grammar_is_shown_by_a_law():
    forms = {rule.alias or rule.origin.name for rule in grammar._parser().rules}
    kept = {name for name in forms if not name.startswith(("_", "?"))}
    inlined = {rule.origin.name for rule in grammar._parser().rules if rule.options.expand1 and not rule.alias}
    elsewhere = {"parameter_value"}  # only national-baseline has parameters
    assert kept - inlined - elsewhere - set().union(*map(forms_used, GOOD)) == set()


def steps_of(**steps) -> dict:
    law = load(FOLDER / "程序的先后")
    data = {"on": "2026-03-02", "facts": {"要听证": False}, "steps": steps}
    return {step["step"]: step for step in decision(run_case(law, data, "case", {}))["steps"]}


def test_a_step_is_blocked_until_those_before_it_are_recorded():
    blocked = {name: step["blocked_by"] for name, step in steps_of().items()}
    assert blocked["提出意见"] == ["调查核实"]  # 听证 is not called for in this case
    assert blocked["作出决定"] == ["提出意见"]
    assert blocked["调查核实"] == []


def test_a_step_done_without_its_records_is_not_done():
    assert steps_of(调查核实={"on": "2026-03-03"})["调查核实"]["lacking"] == ["情况", "原因"]
    recorded = steps_of(调查核实={"on": "2026-03-03", "records": {"情况": "属实", "原因": "疏忽"}})
    assert recorded["调查核实"]["lacking"] == []


def test_a_decision_by_another_organ_is_a_fault():
    faults = steps_of(作出决定={"on": "2026-03-20", "by": "办公室"})["作出决定"]["faults"]
    assert "应由党委会议办理，记录的是办公室" in faults


def test_a_step_out_of_order_is_a_fault():
    early = steps_of(调查核实={"on": "2026-03-10"}, 作出决定={"on": "2026-03-09"})
    assert any("早于「调查核实」" in fault for fault in early["作出决定"]["faults"])
    late = steps_of(备案={"on": "2026-03-21"}, 送达={"on": "2026-03-20"})
    assert any("晚于「送达」" in fault for fault in late["备案"]["faults"])


# --- the cases themselves are checked: an expectation that is wrong, or misspelt, fails


LAW = """---
文书: sample
---

```词表
事实 次数：整数 0次 至 9次
当事方 责任人
措施 书面检查
```

```规则
1 当 次数 在 三次以上，应 对 责任人 采取 书面检查
```
"""


@pytest.mark.parametrize(
    ("expectation", "complaint"),
    [
        ('expect.fires = ["1"]', "1 应当成立，结果是否"),
        ('expect.fires = ["2"]', "没有标号「2」"),
        ('expect.fires = "1"', "期望「fires」应是一列"),
        ('expect.fired = ["1"]', "不认识的期望「fired」。是否指「fires」？"),
        ("expect.values = { 次数 = 3 }", "次数 应是3，算得2"),
        ('expect.unknown = ["次数"]', "待查的应是次数，结果是无"),
        ('expect.conflicts = [["1", "2"]]', "冲突应是1与2，结果是无"),
        ('expect.periods = { 1 = "2026-01-01至2026-12-31" }', "1 的期间应是2026-01-01至2026-12-31，算得待定至待定"),
        ('expect.due = { 备案 = "2026-01-01" }', "「备案」的期限应是2026-01-01，算得无"),
        ("expect = 3", "expect 应是一组"),
        ('unknown = ["次数"]', "不认识的项目"),
        ('readings = { X = "甲" }', "没有读法「X」"),
    ],
)
def test_a_wrong_expectation_is_told(tmp_path, expectation, complaint):
    (tmp_path / "cases").mkdir()
    (tmp_path / "law.md").write_text(LAW, encoding="utf-8")
    case = f'[[case]]\ntitle = "两次"\nfacts = {{ 次数 = 2 }}\n{expectation}\n'
    (tmp_path / "cases/a.toml").write_text(case, encoding="utf-8")
    failures = [problem.render() for problem in run_cases(load(tmp_path)).failures]
    assert any(complaint in failure for failure in failures)


def test_wrong_expectations_are_told_in_the_order_of_the_file(tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "law.md").write_text(LAW, encoding="utf-8")
    names = ["unknown", "fires", "due", "conflicts", "values", "silent", "periods"]
    case = f'[[case]]\ntitle = "写错了"\nexpect = {{ {", ".join(f"{name} = 3" for name in names)} }}\n'
    (tmp_path / "cases/a.toml").write_text(case, encoding="utf-8")
    messages = [problem.message for problem in run_cases(load(tmp_path)).failures]
    assert [message.partition("」")[0] for message in messages] == [f"期望「{name}" for name in names]


def test_a_silence_that_is_broken_is_told(tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "law.md").write_text(LAW, encoding="utf-8")
    case = '[[case]]\ntitle = "三次"\nfacts = { 次数 = 3 }\nexpect.silent = ["1"]\n'
    (tmp_path / "cases/a.toml").write_text(case, encoding="utf-8")
    assert [p.message for p in run_cases(load(tmp_path)).failures] == ["1 不应成立，却成立了。"]


def test_a_file_of_cases_without_cases_is_told(tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "law.md").write_text(LAW, encoding="utf-8")
    (tmp_path / "cases/a.toml").write_text("[[cases]]\nfacts = {}\n", encoding="utf-8")
    assert "只写 [[case]] 各节" in run_cases(load(tmp_path)).failures[0].message
