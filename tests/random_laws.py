"""Laws made up at random, and people for them: whatever the notation can say, not only what the five texts say.

Everything is drawn from one `Random`, so a law is known by its number.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

from guiju.check import load
from guiju.errors import LawError
from guiju.law import Law
from guiju.values import decimal_text
from tests.laws import FRONT, block

OPTIONS = ("高", "平", "低")
GRADES = ("上等", "中等", "下等")
DAYS = [
    date(2024, 2, 29),
    date(2024, 1, 31),
    date(2023, 11, 30),
    date(2025, 3, 31),
    date(2024, 12, 31),
    date(2023, 1, 1),
]
# What a person's row holds: the name, its type, and what may be left out.
FIELDS = {
    "甲": "数 -10 至 10 可空", "乙": "整数 -3 至 3", "丙": "数 0 至 100 空白为 无", "丁": "整数 0 至 9 可空",
    "戊": "数 -1 至 1 空白为 0", "真": "是否 可空", "假": "是否 空白为 否", "级": "高｜平｜低 空白为 无",
    "类": "高｜平｜低 可空", "生日": "日期 可空", "到日": "日期 空白为 无", "某日": "日期", "字": "文字 可空",
    "名单甲": "名单 可空",
}  # fmt: skip
ROWS = {
    "事": {"编号": "文字", "日": "日期 可空", "量": "数 -5 至 5 可空", "计": "整数 0 至 4",
          "种": "高｜平｜低 可空", "实": "是否 可空"},
    "众": {"谁": "名单", "多": "整数 0 至 5", "时": "日期"},
    "节": {"名": "文字", "时日": "日期"},
}  # fmt: skip
_OWNED = {"事": "，按 编号 归属", "众": "，按 谁 归属", "节": ""}
_NUMBERS, _TRUTHS, _CHOICES, _DATES = (
    ("甲", "乙", "丙", "丁", "戊"),
    ("真", "假"),
    ("级", "类"),
    ("生日", "到日", "某日"),
)


class Author:
    """Writes sentences. `records` is whether records are there to look at (not in the flat form)."""

    def __init__(self, dice: Random, records: bool) -> None:
        self.dice, self.records = dice, records
        # Names that may be read now, by kind; definitions join them.
        self.names = {"数": [*_NUMBERS], "是否": [*_TRUTHS], "选项": [*_CHOICES], "日期": [*_DATES]}

    def number(self, depth: int) -> str:
        if depth <= 0:
            return self.dice.choice([self.dice.choice(self.names["数"]), self.constant()])
        made = [self._sum, self._sum, self._product, self._ratio, self._if, self._lookup, self._round, self._extreme]
        folds = [self._fold] * 3 if self.records else []
        return self.dice.choice([*made, self._negative, *folds])(depth - 1)

    def constant(self) -> str:
        return self.dice.choice(["0", "1", "2", "3", "-1", "0.5", "1/3", "-2/7", "30%", "100", "0.01", "6.25", "10"])

    def _sum(self, depth: int) -> str:
        return f"({self.number(depth)} {self.dice.choice('＋－')} {self.number(depth - 1)})"

    def _product(self, depth: int) -> str:
        return f"({self.number(depth - 1)} × {self.dice.choice([self.number(0), self.number(depth - 1)])})"

    def _ratio(self, depth: int) -> str:
        return (
            f"({self.number(depth - 1)} ÷ {self.dice.choice([self.number(0), self.number(0), self.number(depth - 1)])})"
        )

    def _negative(self, depth: int) -> str:
        return f"(－ {self.number(depth)})"

    def _if(self, depth: int) -> str:
        return f"(若 {self.truth(depth)} 则 {self.number(depth)} 否则 {self.number(depth - 1)})"

    def _lookup(self, depth: int) -> str:
        rest = self.dice.choice(["", f"；其余：{self.number(depth - 1)}"])
        if self.dice.random() < 0.5:
            rows = "；".join(f"{o}：{self.number(depth - 1)}" for o in self.dice.sample(OPTIONS, 2))
            return f"(对照 {self.dice.choice(self.names['选项'])}（{rows}{rest}）)"
        rows = "；".join(f"{k}：{self.number(depth - 1)}" for k in self.dice.sample(["0", "1", "2", "3", "0.5"], 2))
        return f"(对照 {self.number(depth - 1)}（{rows}{rest}）)"

    def _round(self, depth: int) -> str:
        return f"四舍五入（{self.number(depth)}、{self.dice.randrange(3)}位）"

    def _extreme(self, depth: int) -> str:
        parts = "、".join(self.number(depth - 1) for _ in range(self.dice.randint(2, 3)))
        return f"{self.dice.choice(['较大者', '较小者'])}（{parts}）"

    def _fold(self, depth: int) -> str:
        record = self.dice.choice([*ROWS])
        condition = self.dice.choice(["", f" 中 {self.inside(record, depth)} 者"])
        numbers = [name for name, type_ in ROWS[record].items() if type_.startswith(("数", "整数"))]
        if not numbers or self.dice.random() < 0.3:
            return f"(({record}{condition} 之数) ÷ 1次)"
        value = self.dice.choice([*numbers, f"(若 {self.inside(record, 0)} 则 {numbers[-1]} 否则 {self.constant()})"])
        return f"({record}{condition} 的 {value} {self.dice.choice(['之和', '之和', '之最大', '之最小'])})"

    def inside(self, record: str, depth: int) -> str:
        """A condition on one row of a record. It looks at the row alone: what is the person's is not asked there."""
        told = {name: type_ for name, type_ in ROWS[record].items() if not type_.startswith(("文字", "名单"))}
        name, type_ = self.dice.choice([*told.items()])
        if depth > 0 and self.dice.random() < 0.4:
            return f"({self.inside(record, depth - 1)} {self.dice.choice('且或')} {self.inside(record, depth - 1)})"
        if type_.startswith(("数", "整数")):
            others = [n for n, t in told.items() if t.startswith(("数", "整数"))]
            return f"({name} {self.dice.choice('≥＞＜≤＝≠')} {self.dice.choice([self.constant(), *others])})"
        if type_.startswith("日期"):
            return self._about_days(name, "行为日期")
        if type_.startswith("是否"):
            return self.dice.choice([name, f"非 {name}"])
        return f"({name} {self.dice.choice(['是', '不是'])} {self.dice.choice(OPTIONS)})"

    def truth(self, depth: int) -> str:
        if depth <= 0:
            return self.dice.choice([*self.names["是否"], self._compared(0), self._chosen()])
        make = [self._compared, self._compared, self._joined, self._joined, self._between, self._denied, self._days]
        return self.dice.choice([*make, *([self._any] if self.records else [])])(depth - 1)

    def _compared(self, depth: int) -> str:
        return f"({self.number(depth)} {self.dice.choice('≥＞＜≤＝≠')} {self.number(0)})"

    def _between(self, depth: int) -> str:
        return f"({self.number(depth)} 在 {self.dice.choice(['0至3', '-1至1/2', '50至65'])})"

    def _joined(self, depth: int) -> str:
        return f"({self.truth(depth)} {self.dice.choice('且或')} {self.truth(depth)})"

    def _denied(self, depth: int) -> str:
        return f"(非 {self.truth(depth)})"

    def _chosen(self) -> str:
        name = self.dice.choice(self.names["选项"])
        one, other = self.dice.sample([*OPTIONS, "无"], 2)
        return self.dice.choice([f"({name} 是 {one})", f"({name} 不是 {one})", f"({name} 属于 {one}、{other})",
                                 f"({name} 不属于 {one}、{other})"])  # fmt: skip

    def _days(self, depth: int) -> str:
        return self._about_days(self.day(depth), self.day(0))

    def _about_days(self, one: str, other: str) -> str:
        order = self.dice.choice(["早于", "晚于", "不早于", "不晚于"])
        window = f"{self.dice.choice('前后')} {self.dice.choice(['12个月', '3个月', '30日'])}内"
        return self.dice.choice(
            [f"({one} {order} {other})", f"({one} 与 {other} 同年)", f"({one} 在 {other} {window})"]
        )

    def _any(self, depth: int) -> str:
        record = self.dice.choice([*ROWS])
        condition = self.inside(record, depth)
        every = f"(凡 {record} 皆 {condition})"
        return self.dice.choice(
            [f"({record} 中 有 {condition} 者)", f"({record} 中 无 {condition} 者)", every, f"(有 {record})"]
        )

    def day(self, depth: int) -> str:
        if depth <= 0:
            return self.dice.choice(self.names["日期"])
        length = self.dice.choice(["3个月", "两年", "10日", "一年"])
        end = f"{self.dice.choice(['届满', '影响期满'])}（{self.day(depth - 1)}、{length}）"
        return self.dice.choice([end, end, f"较大者（{self.day(0)}、{self.day(0)}）"])

    def definitions(self, count: int) -> list[str]:
        lines = []
        for n in range(count):
            kind = self.dice.choice(["数", "数", "数", "是否", "日期"])
            value = {"数": self.number, "是否": self.truth, "日期": self.day}[kind](3)
            lines.append(f"定{n} ＝ {value}")
            self.names[kind].append(f"定{n}")
        return lines

    def rules(self) -> list[str]:
        labels = [f"1{letter}" for letter in "abcdefg"]
        lines = []
        for label in labels:
            modal = self.dice.choice(["方可", "应", "可", "不得", "一般应", "一般不得"])
            grade = self.dice.choice(GRADES)
            unless = "" if modal == "方可" else self.dice.choice(["", f"除非 {self.truth(1)}，"])
            others = self.dice.choice(["", "", "，例外于 " + self.dice.choice([x for x in labels if x != label])])
            when = f"仅当 {self.truth(2)}，方可" if modal == "方可" else f"当 {self.truth(2)}，{unless}{modal}"
            lines.append(f"{label} {when} 评定 档 为 {grade}{others}")
        return lines


def random_law(folder: Path, number: int, records: bool = False) -> Path:
    """A law folder: some definitions upon one another, and a conclusion."""
    author = Author(Random(number), records)
    definitions, rules = author.definitions(6), author.rules()
    people = "，".join(f"{name} {type_}" for name, type_ in FIELDS.items())
    kept = [f"记录 {r}{_OWNED[r]}：" + "，".join(f"{n} {t}" for n, t in fields.items()) for r, fields in ROWS.items()]
    columns = "、".join([f"定{n}" for n in range(6)])
    words = [f"对象 人员，以 编号 识别：编号 文字，{people}", *kept, "择一 档：" + "、".join(GRADES),
             "当事方 本人", "措施 告知",
             f"平表 {'、'.join(FIELDS)}",
             f"结果 编号、{columns}、档、可评：档 的 可评、推定：档 的 推定、依据：档 的 依据、后果：第 9 的 依据",
             ]  # fmt: skip
    after = [
        f"9{x} 当 {author.truth(1)}，{modal} 对 本人 采取 告知" for x, modal in zip("ab", ("应", "一般应"), strict=True)
    ]
    blocks = [block("词表", *words), block("定义", *definitions), block("规则", *rules), block("规则", *after)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "law.md").write_text(FRONT + "\n" + "\n".join(blocks), encoding="utf-8")
    return folder


def loadable_law(folder: Path, number: int, records: bool = False) -> tuple[Law, int]:
    """The first law from that number on that can be loaded, and its number: some have a rule that can never hold."""
    for tried in range(number * 1000, number * 1000 + 20):
        try:
            return load(random_law(folder / f"law{tried}", tried, records)), tried
        except LawError:
            continue
    raise AssertionError("twenty laws in a row that cannot be loaded")


def random_cell(type_: str, dice: Random, people: int = 4) -> str:
    """A value as a file writes it; often one that a rule could turn on. Numbers have at most two decimals."""
    if (type_.endswith("可空") or " 空白为" in type_) and dice.random() < 0.25:
        return ""
    name = type_.partition(" ")[0]
    if name in ("数", "整数"):
        low, _, high = type_.split(" ")[1:4]
        step = 1 if name == "整数" else dice.choice([1, 2, 4])
        hundredths = dice.randint(int(low) * step, int(high) * step) * 100 // step
        return decimal_text(Fraction(hundredths, 100), 2 if hundredths % 100 else 0)
    if name == "是否":
        return dice.choice(["是", "否"])
    if name == "日期":
        return (dice.choice(DAYS) + timedelta(days=dice.choice([0, 0, 1, -1, 30, 365]))).isoformat()
    if name == "名单":
        return "、".join(f"p{n}" for n in dice.sample(range(people), min(people, dice.randint(1, 3))))
    return dice.choice(name.split("｜")) if "｜" in name else dice.choice(["甲", "乙'", "丙\\n", '丁"'])


def random_people(dice: Random, count: int) -> list[dict[str, str]]:
    """Rows of the flat form, or of the subject's sheet."""
    return [
        {"编号": f"p{n}", **{name: random_cell(type_, dice) for name, type_ in FIELDS.items()}} for n in range(count)
    ]


def random_rows(record: str, dice: Random, people: int) -> list[dict[str, str]]:
    """Rows of a record, for some of the people: one of them has many, several have none."""
    rows = [{name: random_cell(type_, dice, people) for name, type_ in ROWS[record].items()} for _ in range(people * 2)]
    for row in rows:
        if "编号" in row:
            row["编号"] = f"p{dice.choice([0, dice.randrange(people)])}"
    return rows
