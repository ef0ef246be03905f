"""The pages under docs/ agree with what they describe."""

import csv
import re
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
KINDS = {
    "role": "人",
    "organ": "机构",
    "measure": "措施与效果",
    "step": "程序",
    "grade": "等次、轻重、责任",
    "document": "文书",
    "fact": "事实与指标",
}
GLOSSARY = """\
# 词汇表

法条文件、数据和界面用中文，代码用英文，对应关系只有这一处。要改，改 `law/glossary.csv`，
再运行 `.venv/bin/pytest tests/test_docs.py --accept`，本页照着重写。
"""
# `law/…` and the like in running text; what an office or a reader will make does not exist yet.
NAMED = re.compile(r"`((?:bench|docs|examples|guiju|law|tests)/[^`\s…*]*)`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")
NOT_YET = re.compile(r"leave-rules|work-errors-2027|2027\.json")

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def glossary() -> str:
    """docs/glossary.md, as law/glossary.csv has it."""
    with (ROOT / "law/glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: list(KINDS).index(row["kind"]))
    tables = []
    for kind, found in groupby(rows, itemgetter("kind")):
        lines = [f"| {row['zh']} | {row['en']} | {row['note']} |" for row in found]
        tables.append("\n".join([f"## {KINDS[kind]}", "", "| 中文 | 英文 | 注 |", "| --- | --- | --- |", *lines, ""]))
    return "\n".join([GLOSSARY, *tables])


def test_the_glossary_page_is_the_glossary(same_as_file):
    same_as_file(ROOT / "docs/glossary.md", glossary())


@each_page
def test_a_file_that_a_page_names_is_there(page):
    text = page.read_text(encoding="utf-8")
    named = [path for path in NAMED.findall(text) if not NOT_YET.search(path)]
    gone = [path for path in named if not (ROOT / path).exists()]
    gone += [path for path in LINKED.findall(text) if not (page.parent / path).exists()]
    assert gone == []


def test_every_decision_is_listed_in_its_order():
    folder = ROOT / "docs/decisions"
    pages = sorted(path.name for path in folder.glob("0*.md"))
    assert re.findall(r"\]\((0[^)]+)\)", (folder / "README.md").read_text(encoding="utf-8")) == pages
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))


def test_a_decision_fits_on_a_page_and_gives_its_reason():
    for path in (ROOT / "docs/decisions").glob("0*.md"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} "), path.name
        assert len(text.splitlines()) <= 50, path.name
        assert all(word in text for word in ("**问题。**", "**决定。**", "**理由。**", "**代价。**")), path.name


def test_the_numbers_of_provisions_are_the_ledgers():
    with (ROOT / "law/provisions.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row["executable"] for row in csv.DictReader(file)]
    computed, found, text = rows.count("yes"), rows.count("human"), rows.count("text")
    readme, changes = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CHANGELOG.md"))
    assert f"共 {len(rows)} 条，逐条有着落：算得出的 {computed} 条，由人认定并记录的 {found} 条" in readme
    assert f"不计算的 {text} 条" in readme
    assert f"五件 {len(rows)} 条：可计算 {computed}，由人认定并记录 {found}，不计算 {text}" in changes


def test_the_picture_can_be_read_without_seeing_it_and_quotes_the_law():
    picture = ElementTree.parse(ROOT / "docs/path.svg").getroot()
    name = "{http://www.w3.org/2000/svg}"
    assert picture.attrib["aria-labelledby"] == "title desc"
    assert all(picture.findtext(f"{name}{part}") for part in ("title", "desc"))
    texts = [element.text for element in picture.iter(f"{name}text")]
    law = (ROOT / "law/work-errors/law.md").read_text(encoding="utf-8").splitlines()
    assert [text for text in texts if text.startswith(("取消当年", "3.3d 应"))] == texts[3:5]
    assert all(text in law for text in texts[3:5])
