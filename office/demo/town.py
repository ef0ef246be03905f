"""青桥驿镇 as rows of the same workbook that a real town would import. Every name is a surname and a herb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

import guiju
from office.people.exchange.reading import Book

_PACKED = Path(guiju.__file__).parent / "_examples"
EXAMPLES = _PACKED if _PACKED.is_dir() else Path(guiju.__file__).parent.parent / "examples"


@dataclass(frozen=True, slots=True)
class Days:
    """The days of the made-up town, and the papers they rest on, as they lie before the day it is filled on."""

    year: int

    @classmethod
    def before(cls, on: date) -> Days:
        """The latest year by which everything in the town had been arranged on that day."""
        return cls(on.year if on >= date(on.year, 3, 16) else on.year - 1)

    @property
    def founded(self) -> date:
        """When the units were set up."""
        return date(self.year - 5, 1, 1)

    @property
    def term_begins(self) -> date:
        """When those who hold posts now were appointed."""
        return date(self.year - 3, 3, 1)

    @property
    def rearranged(self) -> date:
        """When it was last said anew who is in charge of what, and who has which function."""
        return date(self.year, 3, 1)

    @property
    def confirmed(self) -> date:
        """When readings were confirmed."""
        return date(self.year, 3, 16)

    def paper(self, number: int, ago: int = 0, organ: str = "青党发") -> str:
        """A document of that year, or of one before."""
        return f"{organ}〔{self.year - ago}〕{number}号"


# Units beside those of the example workbook: code, name, kind, the code of the unit above.
TOWN = ("QQ", "青桥驿镇", "镇党委", "")
KINDS = {"室": "办公室", "站": "站", "所": "所", "心": "中心", "厅": "大厅", "府": "党委政府班子"}
DISTRICTS = ("东河管理区", "西坪管理区")
VILLAGES = ("桥头村", "古渡村", "石鼓村", "栗子坪村", "松林湾村", "龙洞村")
VILLAGE_SECRETARIES = ("单白及", "曾白薇", "仇茵陈", "尉迟车前", "解泽泻", "华猪苓")
STATIONED = ("青桥驿卫生院", "青桥驿派出所")

# Who is in charge of what since it was last arranged, and who was before that, by post in the leadership.
IN_CHARGE = {
    "党委副书记": ("党建工作办公室", "文化服务中心"),
    "人大主席": ("便民服务大厅",),
    "纪委书记": ("党政办公室",),
    "副镇长": ("农业综合服务站", "林业工作站", "安全生产监督站", "经济发展办公室"),
    "副镇长2": ("社会事务办公室", "社会保障服务站", "国土资源所"),
    "武装部长": ("综治维稳办公室",),
    "镇长": ("财政所",),
}
BEFORE = {
    "党委副书记": ("党政办公室", "综治维稳办公室"),
    "副镇长2": ("安全生产监督站", "林业工作站"),
    "副镇长": ("农业综合服务站",),
}
HEADS, LEADING = ("主任", "站长", "所长", "负责人"), {"党委书记": "主要领导", "镇长": "主要领导"}
NOT_IN_PARTY = ("副镇长2", "农技员2", "会计2", "驾驶员", "炊事员", "门卫", "保洁员", "窗口员", "招商干事", "出纳")

Row = dict[str, Any]


class TownBook:
    """Collects the rows of the sheets."""

    def __init__(self, days: Days) -> None:
        self.days = days
        self.book = Book()
        self.units: dict[str, str] = {}
        self.places: dict[str, str] = {}

    @property
    def _founding(self) -> str:
        return self.days.paper(1, ago=5, organ="青政发")

    def add(self, sheet: str, **values: Any) -> None:
        """One row."""
        rows = self.book.rows.setdefault(sheet, [])
        rows.append((len(rows) + 2, values))

    def unit(self, code: str, name: str, kind: str, parent: str, order: int) -> None:
        """A unit since the town was founded."""
        self.units[name] = code
        self.add(
            "机构",
            **_dated(
                {"机构编码": code, "名称": name, "类别": kind, "上级编码": parent or None, "排序": order},
                self.days.founded,
                self._founding,
            ),
        )

    def post(self, unit: str, title: str, standing: str, order: int) -> None:
        """A post, once."""
        values = {"机构编码": self.units[unit], "职务": title, "层次": standing, "排序": order}
        if not any(
            r["机构编码"] == values["机构编码"] and r["职务"] == title for _n, r in self.book.rows.get("职务", [])
        ):
            self.add("职务", **_dated(values, self.days.founded, self._founding))

    def person(self, code: str, name: str, unit: str, title: str, standing: str, order: int) -> None:
        """A person in a post; `title` may end in a figure that tells two of one title apart."""
        bare = title.rstrip("0123456789")
        self.places[f"{unit}:{title}"] = code
        self.post(unit, bare, standing, order)
        self.add("人员", 编号=code, 姓名=name)
        post = {"编号": code, "机构编码": self.units[unit], "职务": bare}
        self.add("任职", **_dated(post, self.days.term_begins, self.days.paper(5, ago=3)))
        status = "群众" if title in NOT_IN_PARTY else "中共党员"
        self.add("政治面貌", **_dated({"编号": code, "政治面貌": status}, self.days.founded, ""))
        self.add("编制", **_dated({"编号": code, "编制": _establishment(unit, standing)}, self.days.term_begins, ""))

    def charge(self, post: str, unit: str, since: date, until: date | None, basis: str) -> None:
        """A leader in charge of a unit."""
        leader = self.places[f"镇党委政府:{post}"]
        values = {"编号": leader, "机构编码": self.units[unit], "方式": "分管"}
        self.add("分管", **_dated(values, since, basis, until))


def _dated(values: Row, since: date, basis: str, until: date | None = None) -> Row:
    return {**values, "自": since, "至": until, "依据文号": basis}


def _establishment(unit: str, standing: str) -> str:
    if standing == "工勤及辅助":
        return "聘用"
    if standing == "村党组织书记":
        return "村干部"
    return "公务员" if unit.endswith(("府", "室")) else "事业"


def _standing(title: str, kind: str) -> str:
    if kind == "领导":
        return LEADING.get(title, "班子成员")
    if kind == "其他":
        return "工勤及辅助"
    return "负责人" if title in HEADS else "副职" if title.startswith("副") else "一般干部"


def town_book(days: Days) -> tuple[Book, dict[str, str]]:
    """The rows of all sheets, and the numbers of the people by `单位:职务`."""
    town = TownBook(days)
    town.unit(*TOWN, 0)
    roster = _roster()
    for order, unit in enumerate(dict.fromkeys(row["单位"] for row in roster), start=1):
        town.unit(f"QQ{order:02}", unit, KINDS[unit[-1]], "QQ", order)
    count: dict[str, int] = {}
    for order, row in enumerate(roster, start=1):
        place = f"{row['单位']}:{row['职务']}"
        count[place] = count.get(place, 0) + 1
        title = row["职务"] + (str(count[place]) if count[place] > 1 else "")
        town.person(row["编号"], row["姓名"], row["单位"], title, _standing(row["职务"], row["身份"]), order)
    _villages(town)
    last_of_before = days.rearranged - timedelta(days=1)
    for post, units in BEFORE.items():
        for unit in units:
            town.charge(post, unit, days.term_begins, last_of_before, days.paper(8, ago=3))
    for post, units in IN_CHARGE.items():
        for unit in units:
            town.charge(post, unit, days.rearranged, None, days.paper(3))
    return town.book, town.places


def _villages(town: TownBook) -> None:
    for order, name in enumerate(DISTRICTS, start=40):
        town.unit(f"QQ{order}", name, "管理区", "QQ", order)
    for order, (name, secretary) in enumerate(zip(VILLAGES, VILLAGE_SECRETARIES, strict=True), start=50):
        above = town.units[DISTRICTS[order % 2]]
        town.unit(f"QQ{order}", name, "村", above, order)
        town.person(f"QC{order:03}", secretary, name, "党支部书记", "村党组织书记", order)
    for order, name in enumerate(STATIONED, start=90):
        town.unit(f"QQ{order}", name, "驻镇单位", "QQ", order)


def _roster() -> list[dict[str, str]]:
    path = next(path for path in sorted(EXAMPLES.glob("*.xlsx")) if not path.name.startswith("~$"))
    heading, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("人员").to_python()
    return [dict(zip(map(str, heading), map(str, row), strict=False)) for row in rows if row[0]]
