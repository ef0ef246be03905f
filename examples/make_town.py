"""Write the sample workbook 青桥驿镇2025年度考核.xlsx: sixty made-up cadres of a made-up year.

Every name is a surname and a medicinal herb, so that nobody real is meant. The run is seeded and the
file carries no clock: the same program writes the same bytes.

    python examples/make_town.py [OUT.xlsx]
"""

import random
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

YEAR = 2025
SLIPS = 140  # returned at the assembly, for each person
LEADERS_VOTING = 18
OUT = Path(__file__).with_name("青桥驿镇2025年度考核.xlsx")

SURNAMES = "阮褚厉晏卫蔺谷苗桑柏庄岳溪麦石"
HERBS = """\
茯苓 连翘 半夏 白芷 黄芪 当归 甘草 桔梗 防风 细辛 柴胡 升麻 葛根 菊花 薄荷
牛蒡 知母 栀子 黄芩 黄连 苦参 生地 玄参 丹皮 赤芍 紫草 地榆 槐花 茜草 蒲黄
艾叶 川芎 丹参 红花 桃仁 泽兰 牛膝 杜仲 续断 菟丝 沙苑 枸杞 女贞 石斛 麦冬
天冬 百合 玉竹 黄精 山药 白术 苍术 厚朴 砂仁 豆蔻 藿香 佩兰 木瓜 独活 秦艽
"""

# Unit, then its posts; `领` leads, `业` has a line of work, `他` is support staff.
UNITS = {
    "镇党委政府": "领党委书记 领镇长 领人大主席 领党委副书记 领纪委书记 领副镇长 领副镇长 领武装部长",
    "党政办公室": "业主任 业副主任 业文书干事 业信息干事 他驾驶员 他炊事员",
    "党建工作办公室": "业主任 业组织干事 业宣传干事 业统战干事 业工会干事 业团委干事",
    "综治维稳办公室": "业主任 业综治干事 业信访干事 业司法干事 他门卫",
    "经济发展办公室": "业主任 业招商干事 业统计干事 业旅游干事",
    "社会事务办公室": "业主任 业民政干事 业教科干事 业卫生计生干事",
    "安全生产监督站": "业站长 业监督员 业监督员",
    "农业综合服务站": "业站长 业农技员 业农技员 业水利员 业水利员",
    "林业工作站": "业站长 业护林员 业护林员",
    "国土资源所": "业所长 业国土员 业国土员",
    "文化服务中心": "业主任 业文化干事 业广播员",
    "财政所": "业所长 业会计 业出纳 业会计",
    "社会保障服务站": "业站长 业经办员 业经办员 他保洁员",
    "便民服务大厅": "业负责人 业窗口员",
}
STANDINGS = {"领": "领导", "业": "业务干部", "他": "其他"}

# The line of work, the town's rank among eight, and whose it is (unit:post[number]).
LINES = """
党建 1 镇党委政府:党委副书记 党建工作办公室:主任 党建工作办公室:组织干事
纪检 3 镇党委政府:纪委书记
宣传思想和精神文明 4 党建工作办公室:宣传干事
统战 5 党建工作办公室:统战干事
工会 2 党建工作办公室:工会干事
共青团 4 党建工作办公室:团委干事
武装 3 镇党委政府:武装部长
政协中心学习组 4 镇党委政府:人大主席
综治 6 综治维稳办公室:主任 综治维稳办公室:综治干事
信访维稳 8 综治维稳办公室:主任 综治维稳办公室:信访干事
安全生产 1 镇党委政府:副镇长 安全生产监督站:站长
计划生育 8 镇党委政府:副镇长2 社会事务办公室:主任 社会事务办公室:卫生计生干事
林业 2 林业工作站:站长
土地 8 镇党委政府:副镇长2 国土资源所:所长 社会事务办公室:卫生计生干事
水利 8 镇党委政府:副镇长2 社会事务办公室:主任 社会事务办公室:卫生计生干事
旅游 8 镇党委政府:副镇长2 社会事务办公室:主任 社会事务办公室:卫生计生干事
科技 8 镇党委政府:副镇长2 社会事务办公室:主任 社会事务办公室:卫生计生干事 文化服务中心:主任
教育 8 镇党委政府:副镇长2 社会事务办公室:主任 社会事务办公室:卫生计生干事 文化服务中心:主任
文化 8 镇党委政府:副镇长2 社会事务办公室:主任 社会事务办公室:卫生计生干事 文化服务中心:主任
卫生 8 镇党委政府:副镇长2 社会事务办公室:主任 社会事务办公室:卫生计生干事 文化服务中心:主任
招商引资 8 镇党委政府:副镇长2 社会事务办公室:主任 社会事务办公室:卫生计生干事
"""
KEY_TASKS = """
移民搬迁安置点建设 2 镇党委政府:镇长 经济发展办公室:主任
通村公路改造 1 镇党委政府:副镇长 农业综合服务站:站长
集镇污水管网 7 镇党委政府:人大主席 国土资源所:国土员 党政办公室:驾驶员
天麻产业园 3 农业综合服务站:站长 农业综合服务站:农技员
高标准农田 5 农业综合服务站:农技员2
"""
TEMPORARY_TASKS = """
汛期地质灾害排查 8 国土资源所:国土员2
人口抽样调查 1 经济发展办公室:统计干事
森林防火百日行动 6 国土资源所:所长 林业工作站:护林员
秸秆禁烧 4 农业综合服务站:农技员2
"""

Counts = tuple[int, int, int, int]
Row = tuple[object, ...]


@dataclass
class Person:
    """One row of 人员, with the two sets of marks that belong to it."""

    code: str
    name: str
    unit: str
    post: str
    standing: str
    last_grade: str
    assembly: Counts = (0, 0, 0, 0)
    leaders: Counts = (0, 0, 0, 0)


@dataclass
class Town:
    people: list[Person] = field(default_factory=list)
    ranks: list[tuple[str, str, int, str]] = field(default_factory=list)
    notices: list[tuple[str, date, str, str, str]] = field(default_factory=list)
    sanctions: list[tuple[str, str, date, str]] = field(default_factory=list)

    def who(self, place: str) -> Person:
        """The person at `单位:职务`; a figure at the end says which of several."""
        unit, post = place.split(":")
        number = int(post[-1]) if post[-1].isdigit() else 1
        return [p for p in self.people if p.unit == unit and p.post == post.rstrip("0123456789")][number - 1]


def make_town(seed: int = YEAR) -> Town:
    rng = random.Random(seed)
    town = Town()
    add_people(town, rng)
    add_ranks(town)
    add_votes(town, rng)
    add_notices(town, rng)
    add_sanctions(town)
    put_on_the_lines(town)
    return town


def add_people(town: Town, rng: random.Random) -> None:
    places = [(unit, post) for unit, posts in UNITS.items() for post in posts.split()]
    for number, ((unit, post), herb) in enumerate(zip(places, HERBS.split(), strict=True), start=1):
        name = SURNAMES[number * 7 % len(SURNAMES)] + herb
        last_grade = rng.choices(["称职", "优秀", "基本称职", ""], [76, 16, 3, 5])[0]
        town.people.append(Person(f"QQ{number:03}", name, unit, post[1:], STANDINGS[post[0]], last_grade))


def add_ranks(town: Town) -> None:
    for kind, lines in (("业务工作", LINES), ("重点工作", KEY_TASKS), ("临时工作", TEMPORARY_TASKS)):
        for line in lines.split("\n")[1:-1]:
            work, rank, *places = line.split(" ")
            town.ranks.append((work, kind, int(rank), "、".join(town.who(place).code for place in places)))


def add_votes(town: Town, rng: random.Random) -> None:
    for person in town.people:
        esteem = rng.choices([0.95, 0.82, 0.62], [40, 40, 20])[0] + rng.uniform(-0.05, 0.04)
        blank = rng.randint(0, 6)
        own_slip = 1 if person.standing == "领导" else 0  # leaders leave their own row out
        person.assembly = share(rng, SLIPS - blank, esteem)
        person.leaders = share(rng, LEADERS_VOTING - own_slip, esteem)


def share(rng: random.Random, marks: int, esteem: float) -> Counts:
    """That many marks, each 优秀 with probability `esteem`, the others spread downwards."""
    rest = 1 - esteem
    drawn = rng.choices(range(4), [esteem, rest * 0.75, rest * 0.2, rest * 0.05], k=marks)
    return drawn.count(0), drawn.count(1), drawn.count(2), drawn.count(3)


def add_notices(town: Town, rng: random.Random) -> None:
    praised = [
        "党建工作办公室:组织干事",
        "财政所:所长",
        "便民服务大厅:负责人",
        "林业工作站:站长",
        "镇党委政府:纪委书记",
        "综治维稳办公室:司法干事",
        "社会保障服务站:经办员",
        "财政所:会计2",
    ]
    for number, place in enumerate(praised, start=11):
        day = date(YEAR, rng.randint(1, 12), rng.randint(1, 28))
        town.notices.append((town.who(place).code, day, "表扬", "县级", f"留通〔{YEAR}〕{number}号"))
    for place, day, kind, level, paper in [
        ("便民服务大厅:负责人", date(YEAR, 9, 5), "表扬", "县级", f"留政通〔{YEAR}〕41号"),
        ("财政所:会计", date(YEAR, 3, 18), "表扬", "镇级", f"青通〔{YEAR}〕6号"),  # no points
        ("党政办公室:信息干事", date(YEAR, 6, 12), "批评", "县级", f"留通〔{YEAR}〕30号"),  # barred from 优秀
        # barred only under the reading A3-68 含镇级
        ("社会保障服务站:站长", date(YEAR, 10, 9), "批评", "镇级", f"青通〔{YEAR}〕19号"),
        ("林业工作站:护林员2", date(YEAR - 1, 12, 31), "批评", "县级", f"留通〔{YEAR - 1}〕58号"),  # another year
        ("镇党委政府:副镇长2", date(YEAR, 7, 1), "批评", "县级", f"留通〔{YEAR}〕33号"),
    ]:
        town.notices.append((town.who(place).code, day, kind, level, paper))
    town.notices.sort(key=lambda row: (row[1], row[0]))


def add_sanctions(town: Town) -> None:
    for place, kind, day, paper in [
        ("党建工作办公室:宣传干事", "党纪处分", date(YEAR, 4, 22), f"青纪〔{YEAR}〕3号"),
        ("财政所:出纳", "政务处分", date(YEAR, 8, 15), f"留监〔{YEAR}〕27号"),
        ("财政所:会计", "党纪处分", date(YEAR - 1, 11, 20), f"青纪〔{YEAR - 1}〕9号"),  # decided a year earlier
        ("社会保障服务站:经办员2", "取消评先评优资格", date(YEAR, 5, 30), f"青发〔{YEAR}〕21号"),
        ("便民服务大厅:窗口员", "通报批评", date(YEAR, 5, 30), f"青发〔{YEAR}〕22号"),
    ]:
        town.sanctions.append((town.who(place).code, kind, day, paper))


def put_on_the_lines(town: Town) -> None:
    """Marks that bring people exactly to a line, just over it, or past it and barred."""
    well_liked: Counts = (134, 6, 0, 0)
    for place, assembly, leaders, last_grade in [
        # 98 points from votes, four last ranks: 90 points exactly, with 90 % 优秀 exactly
        ("文化服务中心:主任", (126, 0, 0, 14), (18, 0, 0, 0), "称职"),
        # 92.5 points from votes, one last rank and one sixth: 90 points exactly, with no 优秀 mark
        ("国土资源所:所长", (0, 140, 0, 0), (0, 18, 0, 0), "称职"),
        ("经济发展办公室:旅游干事", (99, 11, 0, 0), (18, 0, 0, 0), "称职"),  # 99/110 is 90 %
        ("经济发展办公室:招商干事", (98, 11, 0, 0), (18, 0, 0, 0), "称职"),  # 98/109 is 89.908 %
        ("农业综合服务站:水利员", (0, 98, 0, 42), (0, 18, 0, 0), "称职"),  # 42/140 is 30 %
        ("农业综合服务站:水利员2", (0, 97, 0, 43), (0, 18, 0, 0), "称职"),  # one mark more
        ("安全生产监督站:监督员2", (20, 30, 30, 56), (0, 4, 6, 8), "基本称职"),  # 不称职 over 41 %
        # 81 points from votes, eight last ranks: 65 points exactly
        ("社会事务办公室:主任", (0, 8, 91, 41), (0, 0, 0, 18), "称职"),
        ("镇党委政府:副镇长2", (0, 0, 98, 42), (0, 0, 0, 17), "基本称职"),  # 基本称职 a second year
        ("社会事务办公室:卫生计生干事", (0, 0, 98, 42), (0, 0, 18, 0), "称职"),  # 基本称职 for the first time
        # well liked, and kept from 优秀 by something else
        ("镇党委政府:人大主席", well_liked, (17, 0, 0, 0), "优秀"),  # a key task at rank 7
        ("党政办公室:驾驶员", well_liked, (18, 0, 0, 0), ""),  # the same, support staff
        ("党政办公室:信息干事", well_liked, (18, 0, 0, 0), "优秀"),
        ("党建工作办公室:宣传干事", well_liked, (18, 0, 0, 0), "称职"),
        ("财政所:出纳", well_liked, (18, 0, 0, 0), "称职"),
        ("社会保障服务站:经办员2", well_liked, (18, 0, 0, 0), "优秀"),
        # well liked, and not kept from it: another year, or the town's own circular
        ("林业工作站:护林员2", well_liked, (18, 0, 0, 0), "称职"),
        ("财政所:会计", well_liked, (18, 0, 0, 0), "称职"),
        ("社会保障服务站:站长", well_liked, (18, 0, 0, 0), "称职"),
        ("便民服务大厅:窗口员", well_liked, (18, 0, 0, 0), "称职"),
    ]:
        person = town.who(place)
        person.assembly, person.leaders, person.last_grade = assembly, leaders, last_grade


def write(town: Town, path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        words = {"title": "青桥驿镇2025年度考核", "comments": "示例数据，人物均为虚构"}
        book.set_properties(words | {"created": datetime(YEAR, 12, 31, tzinfo=UTC)})
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, (headings, rows) in sheets(town).items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, headings, head)
            for column, heading in enumerate(headings):
                widest = max([len(str(row[column])) for row in rows], default=0)
                sheet.set_column(column, column, 2 + 2 * max(len(heading), min(widest, 16)))
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    elif value != "":
                        sheet.write(number, column, value)


def sheets(town: Town) -> dict[str, tuple[list[str], list[Row]]]:
    votes: list[Row] = []
    for kind in ("民主测评", "领导评价"):
        for person in town.people:
            marks = person.assembly if kind == "民主测评" else person.leaders
            slips = SLIPS if kind == "民主测评" else LEADERS_VOTING - (person.standing == "领导")
            votes.append((person.code, kind, *marks, slips - sum(marks)))
    people: list[Row] = [(p.code, p.name, p.unit, p.post, p.standing, p.last_grade) for p in town.people]
    return {
        "人员": (["编号", "姓名", "单位", "职务", "身份", "上年等次"], people),
        "票数": (["编号", "类别", "优秀", "称职", "基本称职", "不称职", "无效"], votes),
        "排名": (["工作项目", "类别", "名次", "责任人编号"], list(town.ranks)),
        "通报": (["编号", "日期", "类别", "级别", "文号"], list(town.notices)),
        "处理": (["编号", "类别", "决定日期", "文号"], list(town.sanctions)),
    }


if __name__ == "__main__":
    write(make_town(), Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
