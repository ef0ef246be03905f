"""Hostile input is refused in Chinese or works: never a traceback, never a hang, never half a result.

GUIJU_SWEEP=1 tries many more mutations.
"""

import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guiju.cases.case_files import read_case
from guiju.cases.decide import decision, run_case
from guiju.cases.dossier import check_dossier
from guiju.check import load
from guiju.cli import main as command
from guiju.errors import GuijuError, InputError, LawError
from guiju.evaluate.program import Program
from guiju.explain.sentences import explain_text
from guiju.inputs import MOST_RECORDS, read_data
from guiju.law import builtin
from guiju.notation.lexer import KEYWORDS
from guiju.notation.reader import LARGEST_FILE
from tests.laws import FRONT, block, random_case, write_law
from tests.sweep import SWEEP

ROOT = Path(__file__).parent.parent
TINY = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/good").glob("*/law.md"))]
BUILTIN = [folder.name for folder in builtin().folders]
# Far more than any of this takes; a machine that is busy may be slow, a hang is not.
PATIENCE = 20


@pytest.fixture
def guiju(capsys, monkeypatch):
    """Run one command in this process; anything but an orderly end goes through and fails the test."""

    def run(*args: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["guiju", *map(str, args)])
        monkeypatch.setenv("GUIJU_DEBUG", "1")  # what nobody foresaw shows itself
        start = time.process_time()
        try:
            command.main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        assert time.process_time() - start < PATIENCE
        out, err = capsys.readouterr()
        return code, out + err

    return run


def is_chinese(text: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in text)


# --- law files


def rules(*lines: str) -> str:
    return FRONT + "\n" + block("规则", *lines)


def definitions(*lines: str) -> str:
    return FRONT + "\n" + block("词表", "事实 次数：整数 0次 至 9次") + block("定义", *lines)


EXTREME = {
    "空文件": "",
    "只有空白": "\n \n\t\n",
    "控制字符": FRONT + "\x00\x1b[31m\n```规则\n1\x00a 应 \x1b追究 甲\n```\n",
    "一行四百万字": rules("甲 " * (LARGEST_FILE // 8)),
    "四百万字节的句子": rules(*["1a 应 追究 甲"] * 170_000),
    "四百万字节的乱句": rules(*["啊"] * 900_000),
    "十万个没有收尾的块": FRONT + "```规则\n" * 100_000,
    "十万个不认识的块": FRONT + "```规測\n```\n" * 100_000,
    "五十万行正文": FRONT + "正文\n" * 500_000,
    "十万层括号": definitions("甲 ＝ " + "（" * 100_000),
    "换行写的十万层括号": definitions("甲 ＝", *["  " + "（" * 100] * 1000),
    "换行写的一万个非": definitions("甲 ＝", *["  " + "非 " * 100] * 100),
    "换行写的一万次相加": definitions("甲 ＝ 次数", *["  ＋ 次数"] * 10_000),
    "很长的且": definitions("甲 ＝ 次数 ＞ 1次", *["  且 次数 ＞ 1次"] * 5_000),
    "一千九百个定义一环套一环": definitions("甲0 ＝ 次数", *[f"甲{n} ＝ 甲{n - 1} ＋ 1次" for n in range(1, 1900)]),
    "互相依赖的一千九百个定义": definitions(*[f"甲{n} ＝ 甲{(n + 1) % 1900} ＋ 1次" for n in range(1900)]),
    "连乘四十次": definitions("甲0 ＝ 999999999999999999", *[f"甲{n} ＝ 甲{n - 1} × 甲{n - 1}" for n in range(1, 40)]),
    "一环套一环的缺省": FRONT
    + block("词表", "事实 日0：日期", *[f"事实 日{n}：日期，缺省 日{n - 1}" for n in range(1, 1900)]),
    "一千九百个没有声明的名字": FRONT
    + block("词表", *[f"事实 甲乙丙丁戊{n}：是否" for n in range(950)])
    + block("规则", *[f"{n} 当 甲乙丁戊{n}，应 追究 甲" for n in range(950)]),
    "两千条规则对一个人": FRONT
    + block("词表", "当事方 甲", "措施 乙")
    + block("规则", *[f"{n} 应 对 甲 采取 乙" for n in range(1, 1900)]),
    "很大的数": definitions("甲 ＝ " + "9" * 3000, "乙 ＝ 四舍五入（次数、999999999位）", "丙 ＝ 1/0"),
    "很长的期间": definitions("甲 ＝ 届满（行为日期、999999999999年）", "乙 ＝ 期限（行为日期、99999999个工作日）"),
    "说明里十万层": "---\n文书: x\na: " + "[" * 100_000 + "\n---\n",
    "说明里的炸弹": "---\n文书: x\na0: &a0 [x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    + "---\n",
    "说明里的合并": "---\n文书: x\na0: &a0 {x: 1}\n"
    + "".join(f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 25))
    + "---\n",
    "说明里的代码": "---\n文书: !!python/object/apply:os.system [true]\n---\n",
    "编号是路径": "---\n文书: ../../x\n---\n",
    "表达式像代码": definitions("甲 ＝ __import__（「os」）", "乙 ＝ 次数.__class__", "丙 ＝ ${次数} ＋ `次数`"),
}


@pytest.mark.parametrize("text", EXTREME.values(), ids=EXTREME.keys())
def test_an_extreme_law_file_is_refused_or_works(tmp_path, guiju, text):
    (tmp_path / "law.md").write_text(text, encoding="utf-8")
    (tmp_path / "case.json").write_text('{"on": "2026-03-02"}', encoding="utf-8")
    code, said = guiju("law", "check", tmp_path)
    assert code in (0, 1)
    assert is_chinese(said)
    code, said = guiju("decide", tmp_path / "case.json", "--law", tmp_path, "--explain")
    assert code in (0, 1)
    assert is_chinese(said)


NO_TEXT = {
    "gb18030": "中文".encode("gb18030"), "utf-16": "---\n文书: x\n---".encode("utf-16"),
    "binary": bytes(range(256)) * 99, "too large": b"x" * (LARGEST_FILE + 1), "surrogate": b"\xed\xa0\x80",
}  # fmt: skip


@pytest.mark.parametrize("content", NO_TEXT.values(), ids=NO_TEXT.keys())
def test_a_file_that_is_no_text_is_refused(tmp_path, guiju, content):
    (tmp_path / "law.md").write_bytes(content)
    code, said = guiju("law", "check", tmp_path)
    assert code == 1
    assert "law.md" in said


@pytest.mark.parametrize("place", ["没有这个文件夹", "law.md"])
def test_a_law_that_is_not_there_is_refused(tmp_path, guiju, place):
    (tmp_path / "law.md").mkdir()
    code, said = guiju("law", "check", tmp_path / place)
    assert code in (1, 2)
    assert is_chinese(said)


VOCABULARY = [
    *KEYWORDS, *"，：；、（）｜＝＋－×÷「」#", "1", "3次", "90分", "30%", "2026-03-02", "甲", "次数", "得分", "是否",
    "文字", "事实", "记录", "步骤", "期间", "期限", "每个", "见于", "A-1", "1.1", "\n", "\n  ", "```", "```规则\n",
    "```定义\n", " ",
]  # fmt: skip


def mutated(text: str, seed: int) -> str:
    """The text with a few random slips: words lost, doubled, replaced, put elsewhere; lines cut."""
    dice = random.Random(seed)
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        if dice.random() < 0.7:  # a word of the text for another: what comes out is often nearly right
            words = [match.span() for match in re.finditer(r"[^\s：，；、（）「」]+", text)] or [(0, 0)]
            (start, end), (other, stop) = dice.choice(words), dice.choice(words)
            text = text[:start] + text[other:stop] + text[end:]
            continue
        start = dice.randrange(len(text) + 1)
        end = min(start + dice.choice([0, 1, 1, 2, 3, 8, 40]), len(text))
        piece = dice.choice([*VOCABULARY[:40], *dice.sample(VOCABULARY, 5), "", "", text[start:end] * 2])
        text = text[:start] + dice.choice(["", " "]) + piece + dice.choice(["", " "]) + text[end:]
    return text


def refusal(attempt: Callable[[], object], kind: type[GuijuError] = GuijuError) -> str:
    """What the attempt was refused with, "" when it went through; any other exception fails the test."""
    try:
        attempt()
    except kind as error:
        return str(error)
    return ""


def use(folder: Path, seed: int) -> None:
    """Load a law and run it over nothing and over whatever it allows; only a refusal may come of it."""
    refused = refusal(lambda: load(folder), LawError)
    assert not refused or is_chinese(refused)
    if refused:
        return
    law = load(folder)
    for data in ({}, *(random_case(law, random.Random(seed + n)) for n in range(3))):
        if refusal(lambda data=data: read_case(law, data, "case"), InputError):
            continue
        run = Program(law).run(read_case(law, data, "case"))
        json.dumps(decision(run), ensure_ascii=False)
        explain_text(run)


@settings(max_examples=20_000 if SWEEP else 400)
@given(st.integers(0, len(TINY) - 1), st.integers(0, 2**32))
def test_a_mutated_tiny_law_loads_or_is_refused(tmp_path_factory, chosen, seed):
    folder = tmp_path_factory.getbasetemp() / "mutated"
    folder.mkdir(exist_ok=True)
    (folder / "law.md").write_text(mutated(TINY[chosen], seed), encoding="utf-8")
    use(folder, seed)


@settings(max_examples=1000 if SWEEP else 12)
@given(st.sampled_from(BUILTIN), st.integers(0, 2**32))
def test_a_mutated_law_of_the_town_loads_or_is_refused(tmp_path_factory, name, seed):
    folder = tmp_path_factory.getbasetemp() / name
    folder.mkdir(exist_ok=True)
    text = (builtin().root / name / "law.md").read_text(encoding="utf-8")
    (folder / "law.md").write_text(mutated(text, seed), encoding="utf-8")
    use(folder, seed)


# --- case files and dossiers

WORDS = block(
    "词表", "事实 次数：整数 0次 至 9次", "事实 得分：数", "事实 日子：日期", "事实 名：名单", "事实 真：是否",
    "事实 谁：甲｜乙", "事实 话：文字", "记录 票数：票 整数 0票 至 9票，日期 日期", "当事方 责任人：身份 文字",
    "措施 书面检查",
)  # fmt: skip
RULES = block("规则", "1 当 次数 在 3次以上，应 对 责任人 采取 书面检查") + block("程序", "2 步骤 备案：由 责任人")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return write_law(tmp_path_factory.mktemp("small"), WORDS, RULES)


TEXTS = {
    "空": "", "不是JSON": "你好", "数组": "[1]", "数": "3", "NUL": "\x00", "半个": '{"on": "2026',
    "NaN": '{"facts": {"次数": NaN}}', "Infinity": '{"facts": {"得分": -Infinity}}',
    "指数": '{"facts": {"得分": 1e999999999}}', "十万位": '{"facts": {"次数": ' + "9" * 100_000 + "}}",
    "两个on": '{"on": "2026-03-02", "on": "2026-03-03"}', "里面重名": '{"facts": {"次数": 1, "次数": 2}}',
    "十万层": '{"facts":' * 100_000 + "1" + "}" * 100_000,
    "十万层数组": '{"on": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "没有这一天": '{"on": "2026-02-30"}', "年份太远": '{"on": "9999-12-31"}', "年份太早": '{"on": "0001-01-01"}',
    "带时刻": '{"on": "2026-03-02T10:00"}', "百万条": '{"records": {"票数": [' + ", ".join(["{}"] * 1_000_000) + "]}}",
    "真假写成数": '{"facts": {"真": 3}}', "小数次": '{"facts": {"次数": 1.5}}', "负数": '{"facts": {"次数": -1}}',
    "读法不存在": '{"readings": {"A": "甲"}}', "步骤不存在": '{"steps": {"没有": {}}}',
    "当事方不存在": '{"parties": {"谁": {}}}', "情形不存在": '{"circumstances": ["9.9"]}',
    "事实不存在": '{"facts": {"次书": 1}}', "多写一项": '{"fact": {}}', "半个字": '{"facts": {"话": "\\ud800"}}',
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_case_that_is_wrong_is_refused_in_chinese(tmp_path, guiju, small, text):
    (tmp_path / "案件.json").write_text(text, encoding="utf-8")
    code, said = guiju("decide", tmp_path / "案件.json", "--law", small, "--json")
    assert code == 1
    assert "输入有误" in said
    assert '"schema"' not in said


TOML = {
    "不是TOML": "你好", "重名": "on = 2026-03-02\non = 2026-03-03", "没有这一天": "on = 2026-02-30",
    "时刻": "on = 07:32:00", "很大的数": "[facts]\n次数 = " + "9" * 10_000, "nan": "[facts]\n得分 = nan",
    "一行很长": "[" + ".".join(["a"] * 100_000) + "]", "层层相套": "x = " + "[" * 10_000,
    "没有收尾的引号": '话 = "' + '\\"' * 300_000, "很多引号": "'" * 300_001, "很长的词": "a" * 1_000_000,
}  # fmt: skip


@pytest.mark.parametrize("text", TOML.values(), ids=TOML.keys())
def test_a_toml_case_that_is_wrong_is_refused_in_chinese(tmp_path, guiju, small, text):
    (tmp_path / "案件.toml").write_text(text, encoding="utf-8")
    code, said = guiju("decide", tmp_path / "案件.toml", "--law", small)
    assert code == 1
    assert "输入有误" in said


def test_a_case_with_too_many_records_is_refused_before_it_is_run(small):
    law = load(small)
    read_case(law, {"records": {"票数": [{}] * MOST_RECORDS}}, "case")
    with pytest.raises(InputError, match=str(MOST_RECORDS)):
        read_case(law, {"records": {"票数": [{}] * (MOST_RECORDS + 1)}}, "case")


def test_every_problem_of_a_case_is_told_at_once(tmp_path, guiju, small):
    records = {"票数": [{"票": "x", "多": 1}]}
    data = {"on": "昨天", "facts": {"次数": 10, "真": "也许", "谁": "丙", "没有": 1}, "records": records}
    (tmp_path / "案件.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    code, said = guiju("decide", tmp_path / "案件.json", "--law", small)
    assert code == 1
    assert "共7处问题" in said


WRONG = [
    None,
    True,
    0,
    -1,
    1.5,
    10**40,
    "",
    " ",
    "x",
    "是",
    "2026-02-30",
    "9999-12-31",
    [],
    [[]],
    [None],
    {},
    {"x": {}},
]


def with_one_wrong(data: object, seed: int) -> object:
    """The data with one value somewhere in it replaced, or one key renamed."""
    dice = random.Random(seed)
    data = json.loads(json.dumps(data))
    here = data
    while isinstance(here, dict | list) and here:
        key = dice.choice(list(here) if isinstance(here, dict) else range(len(here)))
        if not isinstance(here[key], dict | list) or not here[key] or dice.random() < 0.3:
            here[key] = dice.choice(WRONG)
            break
        here = here[key]
    return data


CASES = sorted((ROOT / "examples/cases").glob("*.json"))
DOSSIERS = sorted((ROOT / "examples/dossiers").glob("*.json"))
LAWS = {name: load(builtin().root / name) for name in BUILTIN}


@settings(max_examples=20_000 if SWEEP else 300)
@given(st.sampled_from(CASES), st.integers(0, 2**32))
def test_a_case_with_one_thing_wrong_is_refused_or_decided(path, seed):
    whole = json.loads(path.read_text(encoding="utf-8"))
    law, data = LAWS[whole["instrument"]], with_one_wrong(whole, seed)
    refused = refusal(lambda: run_case(law, data, path.name, {}), InputError)
    assert not refused or is_chinese(refused)
    if not refused:
        run = run_case(law, data, path.name, {})
        json.dumps(decision(run), ensure_ascii=False)
        explain_text(run)


@settings(max_examples=20_000 if SWEEP else 300)
@given(st.sampled_from(DOSSIERS), st.integers(0, 2**32))
def test_a_dossier_with_one_thing_wrong_is_refused_or_checked(path, seed):
    data = with_one_wrong(json.loads(path.read_text(encoding="utf-8")), seed)
    refused = refusal(lambda: json.dumps(check_dossier(LAWS["admission"], data, path.name, None, {})), InputError)
    assert not refused or is_chinese(refused)


@settings(max_examples=20_000 if SWEEP else 200)
@given(st.sampled_from([*CASES, *sorted((ROOT / "law").glob("*/cases/*.toml"))]), st.integers(0, 2**32))
def test_a_mutated_data_file_is_read_or_refused(tmp_path_factory, path, seed):
    file = tmp_path_factory.getbasetemp() / f"mutated{path.suffix}"
    file.write_text(mutated(path.read_text(encoding="utf-8"), seed), encoding="utf-8")
    refused = refusal(lambda: read_data(file), InputError)
    assert not refused or is_chinese(refused)


# --- the command line


@pytest.mark.parametrize("line", ["没有这个命令", "decide", "law show", "decide --没有", "law check --json a b"])
def test_wrong_usage_ends_with_two(guiju, line):
    code, said = guiju(*line.split())
    assert code == 2
    assert is_chinese(said)


def test_a_reading_there_is_none_of_is_refused(tmp_path, guiju, small):
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    code, said = guiju("decide", tmp_path / "a.json", "--law", small, "--reading", "A-1=甲")
    assert code == 1
    assert "没有这个读法" in said


COMMANDS = (
    "law check LAW", "law check LAW --json", "law test LAW", "law coverage LAW", "law show LAW", "law show LAW/1a",
    "decide CASE --law LAW", "check-dossier CASE --law LAW", "template appraisal OUT --law LAW",
    "appraise CASE --law LAW", "law diff-readings A-1=甲 CASE --law LAW",
)  # fmt: skip


@pytest.mark.parametrize("line", COMMANDS)
def test_no_command_loads_half_a_law(tmp_path, guiju, line):
    (tmp_path / "case.json").write_text('{"events": []}', encoding="utf-8")
    folder = ROOT / "tests/bad/十处错误"
    places = {"LAW": folder, "LAW/1a": folder / "1a", "CASE": tmp_path / "case.json", "OUT": tmp_path / "out.xlsx"}
    code, said = guiju(*(places.get(word, word) for word in line.split()))
    assert code == 1
    assert "十处错误" in said
    assert "第15行" in said or '"line": 15' in said
    assert not (tmp_path / "out.xlsx").exists()


WRONG_READINGS = ["[1]", '"x"', "3", '{"A1-22": 3}', '{"A1-22": {}}', '{"A1-22": "没有"}', '{"B": "甲"}']


@pytest.mark.parametrize("readings", WRONG_READINGS)
def test_readings_that_are_wrong_are_refused_wherever_a_case_is_read(tmp_path, guiju, readings):
    (tmp_path / "案件.json").write_text(f'{{"instrument": "work-errors", "readings": {readings}}}', encoding="utf-8")
    for line in ("decide CASE", "law diff-readings A1-24=不问过错 CASE"):
        code, said = guiju(*(tmp_path / "案件.json" if word == "CASE" else word for word in line.split()))
        assert code == 1
        assert "输入有误" in said


@pytest.mark.parametrize("key", ["facts", "parties", "records", "findings", "steps", "readings"])
@pytest.mark.parametrize("empty", ["", 0, False, []])
def test_an_empty_something_is_no_group_of_names(key, empty):
    law = load(builtin().find("work-errors"))
    with pytest.raises(InputError, match="应是一组"):
        run_case(law, {"instrument": law.id, "on": "2026-05-01", key: empty}, "案件.json", {})
