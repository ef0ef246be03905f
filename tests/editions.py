"""A second edition of a law, and people of the flat table of tests/laws/another-town-appraisal."""

from __future__ import annotations

import csv
import shutil
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).parent.parent
FIRST = ROOT / "tests/laws/another-town-appraisal"
COLUMNS = (
    "编号", "姓名", "在编", "到岗月数", "民主测评得分", "不合格票率", "工作实绩得分", "出勤得分", "加分合计",
    "减分合计", "旷工天数", "病假天数",
    "受处分", "安全事故", "群体性事件", "骗取荣誉", "拒不服从", "奖金基数", "上年等次",
)  # fmt: skip
# The second edition wants 88 points where the first wants 85.
RAISED = (
    ("年度考核得分85分以上的", "年度考核得分88分以上的"),
    ("年度考核得分 在 85分以上", "年度考核得分 在 88分以上"),
)


def edition(folder: Path, *changes: tuple[str, str], origin: Path = FIRST) -> Path:
    """A copy of a law with some words changed, in its source text too."""
    shutil.copytree(origin, folder)
    for name in ("law.md", "source.txt"):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return folder


def scored(identity: str, score: Fraction, **other: str) -> dict[str, str]:
    """Someone whose score under the law is this one."""
    text = str(score)
    plain = dict.fromkeys(COLUMNS, "否") | {
        "编号": identity, "姓名": f"干部{identity}", "在编": "是", "到岗月数": "12", "民主测评得分": text,
        "工作实绩得分": text, "出勤得分": text, "不合格票率": "0", "加分合计": "0", "减分合计": "0", "旷工天数": "0",
        "病假天数": "0", "奖金基数": "10000", "上年等次": "合格",
    }  # fmt: skip
    return plain | other


def write_people(path: Path, people: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(people)
    return path
