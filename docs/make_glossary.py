"""Write docs/glossary.md from law/glossary.csv.

    .venv/bin/python docs/make_glossary.py

The page is committed, so that it can be read without running anything; tests/test_docs.py holds the two together.
"""

import csv
from itertools import groupby
from operator import itemgetter
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE.parent / "law/glossary.csv"
TITLES = {
    "role": "人",
    "organ": "机构",
    "measure": "措施与效果",
    "step": "程序",
    "grade": "等次、轻重、责任",
    "document": "文书",
    "fact": "事实与指标",
}
OPENING = """\
# 词汇表

法条文件、数据和界面用中文，代码用英文，对应关系只有这一处。要改，改 `law/glossary.csv`，
再运行 `.venv/bin/python docs/make_glossary.py`；测试核对两边一致。
"""


def page() -> str:
    """The whole page."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    order = list(TITLES)
    rows.sort(key=lambda row: order.index(row["kind"]))
    sections = [_section(TITLES[kind], list(found)) for kind, found in groupby(rows, itemgetter("kind"))]
    return "\n".join([OPENING, *sections])


def _section(title: str, rows: list[dict[str, str]]) -> str:
    lines = [f"| {row['zh']} | {row['en']} | {row['note']} |" for row in rows]
    return "\n".join([f"## {title}", "", "| 中文 | 英文 | 注 |", "| --- | --- | --- |", *lines, ""])


if __name__ == "__main__":
    (HERE / "glossary.md").write_text(page(), encoding="utf-8", newline="\n")
