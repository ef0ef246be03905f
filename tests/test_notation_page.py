"""docs/law-notation.md is run: every example on it is read by the very parser it describes."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from laws import FRONT

from guiju.cases.case_files import KEYS
from guiju.drafting.run_cases import _EXPECTATIONS
from guiju.inputs import read_data
from guiju.law import CONDUCT_DATE
from guiju.notation.grammar import parse_law
from guiju.notation.lexer import CLAUSES, FUNCTIONS, HEADS, KEYWORDS
from guiju.notation.reader import KINDS, read_law
from guiju.notation.standard_blocks import HEADS as STANDARDS
from guiju.notation.syntax import PATTERNS

PAGE = (Path(__file__).parent.parent / "docs/law-notation.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^(`{3}|~{3})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
EXAMPLES = [(match[2], match[3], PAGE[: match.start()].count("\n") + 1) for match in FENCE.finditer(PAGE)]
PARAMETERS = "---\n文书: national-baseline\n---\n"


def of_kind(kind: str) -> list:
    return [pytest.param(text, id=f"line {line}") for info, text, line in EXAMPLES if info == kind]


def problems(folder: Path, markdown: str) -> list[str]:
    (folder / "law.md").write_text(markdown, encoding="utf-8")
    return [problem.render() for problem in parse_law(read_law(folder / "law.md")).problems]


def as_blocks(text: str) -> str:
    """An example as fenced blocks: its lines say which kind each part is; without a kind they declare words."""
    lines: list[str] = []
    for line in text.strip("\n").split("\n"):
        kind = line.split()[0] if line.split() else ""
        opens = kind in KINDS and (kind == line.strip() or kind in ("读法", "不计算", "参数", *STANDARDS))
        lines += ["```", f"```{line}"] if opens else [line]
    return "\n".join([*lines[1:], "```"] if lines[0] == "```" else ["```词表", *lines, "```"])


def is_schema(text: str) -> bool:
    """Whether the example is a pattern with {optional parts}, or the list of actions with remarks."""
    return "{" in text or re.search(r"\S {6,}\S", text) is not None


@pytest.mark.parametrize("text", [p for p in of_kind("text") if not is_schema(p.values[0])])
def test_an_example_is_parsed(tmp_path, text):
    assert problems(tmp_path, FRONT + "\n" + as_blocks(text)) == []


@pytest.mark.parametrize("text", of_kind("markdown"))
def test_the_whole_file_shown_first_is_parsed(tmp_path, text):
    assert problems(tmp_path, text) == []


def test_every_action_listed_is_parsed(tmp_path):
    listed = next(text for _, text, _ in EXAMPLES if "追究 领导班子" in text)
    actions = [re.split(r" {3,}", line)[0] for line in listed.strip().split("\n")]
    assert len(actions) >= 7
    rules = "\n".join(f"{n} 应 {action}" for n, action in enumerate(actions, 1))
    assert problems(tmp_path, f"{FRONT}\n```规则\n{rules}\n```\n") == []


def codes(section: str) -> list[str]:
    """The forms in the first column of the tables of a section, one code span a form."""
    text = PAGE.split(f"\n## {section}")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    return [code for row in rows for code in re.findall(r"`([^`]+)`", row)]


def forms(code: str) -> list[str]:
    """Sentences that a form may be part of; one of them has to be parsed."""
    guarded = code.replace("…", "成立", 1).replace(" …", "，方可", 1)
    definitions = (code, f"乙 {code}", f"乙 {code} 丙", f"票数 的 乙 {code}")
    rules = (f"应 追究 甲{code}", f"{code} 追究 甲", f"{guarded} 追究 甲")
    return [
        *(f"```定义\n甲 ＝ {value}\n```" for value in definitions),
        *(f"```规则\n1 {rule}\n```" for rule in rules),
        f"```程序\n1 步骤 甲：{code}\n```",
    ]


TABLED = [code for section in ("二", "四", "五", "六") for code in codes(section)]
# Lists of signs and words, each tried by itself; a pattern with an ellipsis; the modal words.
SPLIT = [part for code in TABLED for part in (code.split() if code.startswith("＝") else [code]) if "…" not in part]


@pytest.mark.parametrize("code", SPLIT)
def test_a_form_in_a_table_is_parsed(tmp_path, code):
    assert [] in [problems(tmp_path, FRONT + "\n" + form) for form in forms(code)]


def test_the_page_shows_enough_forms_to_be_worth_testing():
    assert len(SPLIT) > 50
    assert len(of_kind("text")) > 12


def test_every_word_of_the_notation_is_on_the_page():
    # 不早于 is both a comparison and a clause; synonyms of 以下 and of the marks need no mention.
    words = {*KEYWORDS, *HEADS, *CLAUSES, *FUNCTIONS, *KINDS} - {"以内"}
    assert [word for word in sorted(words) if word not in PAGE] == []


def test_every_expectation_and_every_key_of_a_case_is_on_the_page():
    assert [key for key in (*_EXPECTATIONS, *KEYS) if key not in PAGE] == []
    assert CONDUCT_DATE in PAGE


@pytest.mark.parametrize("text", of_kind("toml"))
def test_the_cases_shown_can_be_read(tmp_path, text):
    (tmp_path / "cases.toml").write_text(text, encoding="utf-8")
    for case in read_data(tmp_path / "cases.toml")["case"]:
        assert set(case) - {"title", "expect"} <= set(KEYS)
        assert set(case["expect"]) <= set(_EXPECTATIONS)


@pytest.mark.parametrize("text", of_kind("json"))
def test_the_case_file_shown_has_the_keys_there_are(text):
    assert set(json.loads(text)) <= set(KEYS)


def test_the_patterns_that_messages_show_are_parsed(tmp_path):
    starts = {"circumstance": "情形", "definition": "定义", "rule": "规则", "procedure": "程序", "scope": "范围",
              "commencement": "施行", "FACT": "词表", "ENUM": "词表", "WORDS": "词表", "FLAT": "词表"}  # fmt: skip
    for name, kind in starts.items():
        pattern = (
            PATTERNS[name].split("；或")[0].replace("标号", "1.1").replace("类型", "是否").replace("算式或条件", "甲")
        )
        assert problems(tmp_path, f"{FRONT}\n```{kind}\n{pattern}\n```\n") == []


def test_toml_with_chinese_keys_needs_no_quotes():
    # The standard demands quotes; the reader adds them, so the page can leave them out.
    example = of_kind("toml")[0].values[0]
    with pytest.raises(tomllib.TOMLDecodeError):
        tomllib.loads(example)
