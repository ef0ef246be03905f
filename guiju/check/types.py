"""The kind of every expression; reports unknown names and kinds or units that do not go together."""

from __future__ import annotations

from collections.abc import Callable

from guiju import tree as t
from guiju.check.aggregates import AggregateTypes
from guiju.check.report import Report
from guiju.dates.periods import WORKDAY
from guiju.kinds import (
    ANY,
    DATE,
    DURATIONS,
    NAMES,
    NONE,
    TRUTH,
    Kind,
    comparable,
    number,
    product_unit,
    quotient_unit,
)  # fmt: skip
from guiju.law import CONDUCT_DATE, Law
from guiju.notation.hints import nearest, spaced

# How deep an expression, its definitions followed, may go before the checker stops looking (see check_depth).
DEEPEST = 150
MOST_PLACES = 10
DEEPEST_RECORDS = 3
# The longest period a law may write.
LONGEST_PERIODS = {"年": 100, "个月": 1200, "日": 1000, WORKDAY: 1000}


class Types(AggregateTypes):
    """Infers kinds; every doubt is reported once, and ANY stands in so that one slip gives one message."""

    def __init__(self, law: Law, report: Report) -> None:
        self.law, self.words, self.report = law, law.words, report
        self.inside: list[str] = []
        self.known: dict[int, Kind] = {}
        self._defining: list[str] = []
        self._defined: dict[str, Kind] = {}
        self._depth = 0

    def infer(self, node: t.Expression) -> Kind:
        """The kind of an expression."""
        if self._depth > DEEPEST:
            return ANY
        self._depth += 1
        kind: Kind = getattr(self, "_" + type(node).__name__)(node)
        self._depth -= 1
        self.known[id(node)] = kind
        return kind

    def expect(self, node: t.Expression, wanted: Kind, what: str) -> None:
        """Report unless the expression has the wanted kind."""
        found = self.infer(node)
        if not comparable(found, wanted) or (wanted == TRUTH and found == NONE):
            self.report("type", node.span, f"{what}应是{wanted}，这里是{found}。")

    def within(self, record: str, span: t.Span, check: Callable[[], None]) -> None:
        """Check something inside a record, whose columns are then known by name."""
        if record not in self.words.records:
            self.report(
                "name",
                span,
                f"没有声明记录「{record}」。{nearest(record, self.words.records)}请在词表里声明它。",
                record,
            )
            return
        if len(self.inside) >= DEEPEST_RECORDS:
            self.report("syntax", span, f"记录里再看记录，最多套{DEEPEST_RECORDS}层；请拆成几个定义。")
            return
        self.inside.append(record)
        check()
        self.inside.pop()

    # --- leaves

    def _Quantity(self, node: t.Quantity) -> Kind:
        return ANY if node.value == 0 and not node.unit else number(node.unit)

    def _DateLiteral(self, node: t.DateLiteral) -> Kind:
        return DATE

    def _Truth(self, node: t.Truth) -> Kind:
        return TRUTH

    def _Absent(self, node: t.Absent) -> Kind:
        return NONE

    def _Name(self, node: t.Name) -> Kind:
        found = self.named(node.text)
        if found is None:
            known = self.visible()
            hint = (
                spaced(node.text, [*known, *self.options()]) or self._column_of(node.text) or nearest(node.text, known)
            )
            self.report("name", node.span, f"「{node.text}」没有声明。{hint}请在词表或定义里声明它。")
        return found or ANY

    def visible(self) -> list[str]:
        """Every name that could be meant here."""
        columns = list(self.words.columns[self.inside[-1]]) if self.inside else []
        return [*columns, *self.words.definitions, *self.words.facts, *self.words.outcomes, CONDUCT_DATE]

    def _column_of(self, name: str) -> str:
        """Where a column is used outside its record."""
        record = next((r for r, columns in self.words.columns.items() if name in columns), "")
        return f"它是记录「{record}」的栏目，要在「{record} 中 … 者」里面用。" if record else ""

    def options(self) -> list[str]:
        """Every option of every fact and enumeration."""
        columns = (column for record in self.words.columns.values() for column in record.values())
        types = [fact.type for fact in self.words.facts.values()] + [column.type for column in columns]
        enumerated = (option for enum in self.words.enums.values() for option in enum.options)
        return [*(option for type_ in types for option in type_.options), *enumerated]

    def named(self, name: str) -> Kind | None:
        """The kind of a column, definition, fact or conclusion by name."""
        if self.inside and name in self.words.columns[self.inside[-1]]:
            return self.words.kind(self.words.columns[self.inside[-1]][name].type)
        if name in self.words.definitions:
            return self._definition(name)
        if name in self.words.facts:
            return self.words.kind(self.words.facts[name].type)
        if name in self.words.outcomes:
            return Kind("选项", "", self.words.outcomes[name].options)
        if name == CONDUCT_DATE:
            return DATE
        enums = [e.options for e in self.words.enums.values() if name in e.options]
        return Kind("选项", "", enums[0]) if len(enums) == 1 else None

    def _definition(self, name: str) -> Kind:
        if name in self._defining:
            return ANY
        if name not in self._defined:
            inside, self.inside = self.inside, []
            self._defining.append(name)
            self._defined[name] = self.infer(self.words.definitions[name].value)
            self._defining.pop()
            self.inside = inside
        return self._defined[name]

    def _Attribute(self, node: t.Attribute) -> Kind:
        owners = {**self.words.parties, **{r: self.words.columns[r] for r in self.inside}}
        if node.owner in self.words.outcomes and node.name in ("可评", "推定", "依据"):
            return NAMES
        if node.owner in self.words.steps and node.name == "日期":
            return DATE
        if node.owner not in owners:
            hint = nearest(node.owner, owners)
            self.report("name", node.span, f"「{node.owner}」不是当事方，也不是正在逐条看的记录。{hint}")
            return ANY
        if node.name not in owners[node.owner]:
            hint = nearest(node.name, owners[node.owner])
            message = f"「{node.owner}」没有「{node.name}」一栏。{hint}请在词表里给它加上。"
            self.report("name", node.span, message)
            return ANY
        return self.words.kind(owners[node.owner][node.name].type)

    def _Article(self, node: t.Article) -> Kind:
        return NAMES

    # --- arithmetic

    def _number(self, node: t.Expression) -> Kind:
        found = self.infer(node)
        if found.name not in ("数", "不明"):
            self.report("type", node.span, f"这里要一个数，却是{found}。")
            return ANY
        return found

    def _Arithmetic(self, node: t.Arithmetic) -> Kind:
        left, right = self._number(node.left), self._number(node.right)
        if "不明" in (left.name, right.name):
            return right if left.name == "不明" else left
        if node.operator in "+-":
            if left.unit != right.unit:
                self.report("unit", node.span, f"单位不同，不能相加减：左边是{left}，右边是{right}。")
            return left
        rule = product_unit if node.operator == "*" else quotient_unit
        unit = rule(left.unit, right.unit)
        if unit is None:
            self.report("unit", node.span, f"{left}与{right}相{'乘' if node.operator == '*' else '除'}没有意义。")
            return ANY
        return Kind("数", unit)

    def _Negative(self, node: t.Negative) -> Kind:
        return self._number(node.operand)

    def _Call(self, node: t.Call) -> Kind:
        wanted = {"四舍五入": 2, "人数": 1, "届满": 2, "影响期满": 2, "期限": 2}.get(node.function)
        if wanted is not None and len(node.arguments) != wanted:
            message = f"{node.function}（…）要{wanted}项，这里有{len(node.arguments)}项。"
            self.report("syntax", node.span, message)
            return ANY
        if node.function == "人数":
            self.expect(node.arguments[0], NAMES, "人数（…）里")
            return number("个")
        if node.function in ("届满", "影响期满", "期限"):
            self.expect(node.arguments[0], DATE, "起算日")
            self.duration(node.arguments[1], workdays=node.function == "期限")
            return DATE
        if node.function == "四舍五入":
            places = node.arguments[1]
            if not isinstance(places, t.Quantity) or places.value not in range(MOST_PLACES + 1):
                message = f"四舍五入（…）的第二项写保留几位小数，0位至{MOST_PLACES}位。"
                self.report("type", places.span, message)
            return self._number(node.arguments[0])
        found = self._alike([*node.arguments], node.span)
        if len(node.arguments) < 2 or found.name not in ("数", "日期", "不明", "无"):
            self.report("type", node.span, f"{node.function}（…）里写两项以上的数或日期，用「、」分开。")
        return found

    def duration(self, node: t.Expression, workdays: bool = False) -> None:
        """Report unless the expression is a length of time; only a deadline may be in working days."""
        match node:
            case t.Quantity() if DURATIONS.get(node.unit) == WORKDAY and not workdays:
                self.report("type", node.span, "以工作日计的只能是办事期限；这里写 年、个月或日。")
            case t.Quantity() if node.value in range(1, LONGEST_PERIODS.get(DURATIONS.get(node.unit, ""), 0) + 1):
                return
            case t.ByReading():
                self._options(node)
                for _, branch in node.branches:
                    self.duration(branch, workdays)
            case t.Conditional():
                self.expect(node.condition, TRUTH, "条件")
                self.duration(node.then, workdays)
                self.duration(node.otherwise, workdays)
            case t.Parameter():
                if self._Parameter(node).unit not in DURATIONS.values():
                    self.report("type", node.span, f"参数「{node.name}」不是一段时间。")
            case _:
                message = "这里要一段时间，例如 3个月、7个工作日、两年；数目是整数，至多100年、1200个月、1000日。"
                self.report("type", node.span, message)

    def _alike(self, nodes: list[t.Expression], span: t.Span) -> Kind:
        kinds = [self.infer(n) for n in nodes]
        first = next((k for k in kinds if k.name not in ("不明", "无")), kinds[0])
        for kind in kinds:
            if not comparable(first, kind) or (first == TRUTH and kind == NONE):
                self.report("type", span, f"各项应是同一种：有{first}，也有{kind}。")
                return ANY
        return first

    # --- truth

    def _Compare(self, node: t.Compare) -> Kind:
        left = self.infer(node.left)
        if node.operator not in ("=", "!=") and left.name not in ("数", "日期", "不明", "无"):
            self.report("type", node.span, f"「{node.text}」比的是数或日期，这里是{left}。")
            return TRUTH
        self._against(left, node.right, node)
        return TRUTH

    def _against(self, left: Kind, right: t.Expression, node: t.Node) -> None:
        """Check the right side of a comparison; an option of the left side is itself."""
        if self.option(left, right):
            return
        if left == ANY and isinstance(right, t.Name) and self.named(right.text) is None:
            return  # the left side was reported; what its options are, nobody knows
        if left.name == "选项" and isinstance(right, t.Name) and self.named(right.text) is None:
            message = (
                f"「{right.text}」不是可选的值。{nearest(right.text, left.options)}可选{'、'.join(left.options)}。"
            )
            self.report("option", right.span, message)
            return
        found = self.infer(right)
        if not comparable(left, found):
            kind = "unit" if left.name == found.name == "数" else "type"
            advice = "两边的单位要一样。" if kind == "unit" else "两边要是同一种。"
            self.report(kind, node.span, f"不能相比：左边是{left}，右边是{found}。{advice}")

    def option(self, left: Kind, right: t.Expression) -> bool:
        """Whether the right side names an option of the left, or plain text compared with a text."""
        if not isinstance(right, t.Name):
            return False
        declared = {**self.words.facts, **self.words.definitions, **self.words.outcomes}
        if right.text in left.options and right.text in declared:
            self.report("name", right.span, f"「{right.text}」既是选项，又是另一个名字；请改其中一个。", right.text)
        return right.text in left.options or (left.name == "文字" and self.named(right.text) is None)

    def _Between(self, node: t.Between) -> Kind:
        self._alike([node.subject, node.low, node.high], node.span)
        return TRUTH

    def _Member(self, node: t.Member) -> Kind:
        left = self.infer(node.subject)
        for option in node.options:
            self._against(left, option, node)
        return TRUTH

    def _Window(self, node: t.Window) -> Kind:
        self.expect(node.subject, DATE, "「在」的左边")
        self.expect(node.anchor, DATE, "「在」的右边")
        self.duration(node.length)
        return TRUTH

    def _SameYear(self, node: t.SameYear) -> Kind:
        self.expect(node.left, DATE, "「同年」的左边")
        self.expect(node.right, DATE, "「同年」的右边")
        return TRUTH

    def _Both(self, node: t.Both) -> Kind:
        for part in node.parts:
            self.expect(part, TRUTH, "「且」的两边")
        return TRUTH

    def _Either(self, node: t.Either) -> Kind:
        for part in node.parts:
            self.expect(part, TRUTH, "「或」的两边")
        return TRUTH

    def _Not(self, node: t.Not) -> Kind:
        self.expect(node.operand, TRUTH, "「非」后面")
        return TRUTH

    # --- choices

    def _Conditional(self, node: t.Conditional) -> Kind:
        self.expect(node.condition, TRUTH, "「若」后面")
        return self._alike([node.then, node.otherwise], node.span)

    def _Lookup(self, node: t.Lookup) -> Kind:
        subject = self.infer(node.subject)
        for key, _ in node.rows:
            self._against(subject, key, key)
        values = [value for _, value in node.rows] + ([node.otherwise] if node.otherwise else [])
        return self._alike(values, node.span)

    def _ByReading(self, node: t.ByReading) -> Kind:
        self._options(node)
        return self._alike([branch for _, branch in node.branches], node.span)

    def _options(self, node: t.ByReading) -> None:
        readings = {r.id: r for law in (self.law.baseline, self.law) if law for r in law.parsed.readings}
        reading = readings.get(node.reading)
        if reading is None:
            hint = nearest(node.reading, readings)
            message = f"没有读法「{node.reading}」。{hint}请写一个 ```读法 {node.reading} 块。"
            self.report("reading", node.span, message, node.reading)
            return
        wanted, given = [name for name, _ in reading.options], [name for name, _ in node.branches]
        if sorted(wanted) != sorted(given):
            message = (
                f"读法「{node.reading}」的选项是{'、'.join(wanted)}，这里写的是{'、'.join(given)}；"
                "每个选项都要写到，写一次。"
            )
            self.report("reading", node.span, message, node.reading)

    def _Parameter(self, node: t.Parameter) -> Kind:
        self.expect(node.on, DATE, "「于」后面")
        values = [v for v in self.law.baseline.parsed.parameters if v.name == node.name] if self.law.baseline else []
        if not values:
            known = {v.name for v in self.law.baseline.parsed.parameters} if self.law.baseline else set()
            self.report("name", node.span, f"上位规则里没有参数「{node.name}」。{nearest(node.name, known)}")
            return ANY
        return number(values[0].value.unit) if isinstance(values[0].value, t.Quantity) else ANY
