"""A second query for those who run the first on data of their own: the cells that the law does not admit.

The first query rests on what the law declares; where this one finds a row, its result may not be relied on.
"""

from __future__ import annotations

from sqlglot import exp

from guiju.columns.functions import number, text
from guiju.columns.profile import FIRST_DAY, LAST_DAY, Profile, declared_range
from guiju.columns.results import Form
from guiju.columns.translation import Translation
from guiju.forms.layout import Column, Layout, Sheet


def misfits(layout: Layout, profile: Profile) -> exp.Expr:
    """For each column, how many cells do not fit: `表`, `栏`, `不合的格数`; columns that are in order are left out."""
    counts = [_count(sheet, column, profile) for sheet in layout.sheets for column in sheet.columns]
    found = exp.union(*counts, distinct=False) if len(counts) > 1 else counts[0]
    columns = [exp.column(name, quoted=True) for name in ("表", "栏", "不合的格数")]
    wrong = exp.GT(this=columns[2].copy(), expression=number(0))
    return exp.select(*columns).from_(exp.Subquery(this=found, alias="checked")).where(wrong)


def _count(sheet: Sheet, column: Column, profile: Profile) -> exp.Select:
    cell = exp.column(column.heading, quoted=True)
    bad = [_outside(cell, column, profile.columns[sheet.name, column.name].scale)]
    if column.required:
        bad.append(exp.Is(this=cell, expression=exp.Null()))
    case = exp.Case().when(exp.or_(*bad), number(1)).else_(number(0))
    many = exp.Coalesce(this=exp.Sum(this=case), expressions=[number(0)])
    named = {"表": text(sheet.heading), "栏": text(column.heading), "不合的格数": many}
    columns = [exp.alias_(value, name, quoted=True) for name, value in named.items()]
    return exp.select(*columns).from_(exp.to_identifier(sheet.name, quoted=True))


def _outside(cell: exp.Expr, column: Column, scale: int) -> exp.Expr:
    """Whether a filled cell lies outside what the law declares; of numbers also whether it has too many decimals."""
    match column.kind.name:
        case "数":
            low, high = map(number, declared_range(column))
            kept = exp.cast(cell, exp.DataType.build(f"DECIMAL(36, {scale})"))
            return exp.or_(
                exp.LT(this=cell, expression=low), exp.GT(this=cell, expression=high),
                exp.NEQ(this=exp.cast(cell, exp.DataType.build("DECIMAL(38, 10)")), expression=kept),
            )  # fmt: skip
        case "日期":
            first, last = (exp.cast(text(day), "DATE") for day in (FIRST_DAY, LAST_DAY))
            return exp.or_(exp.LT(this=cell, expression=first), exp.GT(this=cell, expression=last))
        case "选项":
            options = column.kind.options if column.required else (*column.kind.options, "无", "")
            return exp.Not(this=exp.In(this=cell, expressions=[text(option) for option in options]))
    return exp.false()


def described(translation: Translation) -> list[str]:
    """What the query takes and gives, a line each: the tables and their columns, and the readings it stands under."""
    law, layout, profile = translation.law, translation.layout, translation.program.profile
    found = [f"《{law.title}》（{law.id}）译成的查询，方言 {translation.dialect}；一行一人，没有排序。"]
    changed = translation.program.changed_readings()
    found.append("读法：" + ("、".join(f"{r}＝{o}" for r, o in changed.items()) if changed else "都是默认"))
    for sheet in layout.sheets:
        found.append(f"表「{sheet.name}」的各栏：")
        for column in sheet.columns:
            seen = profile.columns[sheet.name, column.name]
            numbers = f"，{seen.low}至{seen.high}" if column.kind.name == "数" else ""
            scale = f"，单位 1/{10**seen.scale}" if seen.scale else ""
            empty = "，可空" if seen.missing else ""
            found.append(f"  {column.heading}：{seen.stored}{numbers}{scale}{empty}")
    names = "、".join(translation.results.cells(Form.CONTRACT))
    return [*found, f"结果的各栏：{names}", "数据须先合上面所写；后一个查询列出不合的格子，一行也没有才算数。"]
