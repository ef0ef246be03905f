"""青桥驿镇 as rows of the same workbook that a real town would import. Every name is a surname and a herb."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

import guiju
from office.people.exchange.reading import Book

_PACKED = Path(guiju.__file__).parent / "_examples"
EXAMPLES = _PACKED if _PACKED.is_dir() else Path(guiju.__file__).parent.parent / "examples"

FOUNDED, TERM_BEGINS, REARRANGED = date(2021, 1, 1), date(2023, 3, 1), date(2026, 3, 1)
LAST_OF_BEFORE = date(2026, 2, 28)
FOUNDING, TERM_PAPER, ARRANGED_BEFORE, ARRANGED = (
    "青政发〔2021〕1号",
    "青党发〔2023〕5号",
    "青党发〔2023〕8号",
    "青党发〔2026〕3号",
)

# Units beside those of the example workbook: code, name, kind, the code of the unit above.
TOWN = ("QQ", "青桥驿镇", "镇党委", "")
KINDS = {"室": "办公室", "站": "站", "所": "所", "心": "中心", "厅": "大厅", "府": "党委政府班子"}
DISTRICTS = ("东河管理区", "西坪管理区")
VILLAGES = ("桥头村", "古渡村", "石鼓村", "栗子坪村", "松林湾村", "龙洞村")
VILLAGE_SECRETARIES = ("单白及", "曾白薇", "仇茵陈", "尉迟车前", "解泽泻", "华猪苓")
STATIONED = ("青桥驿卫生院", "青桥驿派出所")

# Who is in charge of what since 2026-03, and who was before that, by post in the leadership.
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

    def __init__(self) -> None:
        self.book = Book()
        self.units: dict[str, str] = {}
        self.places: dict[str, str] = {}

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
                FOUNDED,
                FOUNDING,
            ),
        )

    def post(self, unit: str, title: str, standing: str, order: int) -> None:
        """A post, once."""
        values = {"机构编码": self.units[unit], "职务": title, "层次": standing, "排序": order}
        if not any(
            r["机构编码"] == values["机构编码"] and r["职务"] == title for _n, r in self.book.rows.get("职务", [])
        ):
            self.add("职务", **_dated(values, FOUNDED, FOUNDING))

    def person(self, code: str, name: str, unit: str, title: str, standing: str, order: int) -> None:
        """A person in a post; `title` may end in a figure that tells two of one title apart."""
        bare = title.rstrip("0123456789")
        self.places[f"{unit}:{title}"] = code
        self.post(unit, bare, standing, order)
        self.add("人员", 编号=code, 姓名=name)
        self.add("任职", **_dated({"编号": code, "机构编码": self.units[unit], "职务": bare}, TERM_BEGINS, TERM_PAPER))
        status = "群众" if title in NOT_IN_PARTY else "中共党员"
        self.add("政治面貌", **_dated({"编号": code, "政治面貌": status}, FOUNDED, ""))
        self.add("编制", **_dated({"编号": code, "编制": _establishment(unit, standing)}, TERM_BEGINS, ""))

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


def town_book() -> tuple[Book, dict[str, str]]:
    """The rows of all sheets, and the numbers of the people by `单位:职务`."""
    town = TownBook()
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
    for post, units in BEFORE.items():
        for unit in units:
            town.charge(post, unit, TERM_BEGINS, LAST_OF_BEFORE, ARRANGED_BEFORE)
    for post, units in IN_CHARGE.items():
        for unit in units:
            town.charge(post, unit, REARRANGED, None, ARRANGED)
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
