"""Both ways of appraising side by side: `evaluate` person by person, and the query in DuckDB."""

from __future__ import annotations

import csv
from pathlib import Path
from random import Random

import duckdb

from guiju.appraise import Appraisal, case_date
from guiju.columns import Form
from guiju.engines.mass import mass
from guiju.forms.layout import Column, Layout, Sheet
from guiju.forms.read import read_people
from guiju.law import Law
from guiju.values import show

Rows = list[list[str]]


def write_csv(path: Path, rows: Rows) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_parquet(path: Path, rows: Rows, types: dict[str, str] | None = None) -> Path:
    """The rows as a parquet of text columns; `types` casts some."""
    text = write_csv(path.with_suffix(".csv"), rows)
    casts = "".join(f', "{name}"::{type_} AS "{name}"' for name, type_ in (types or {}).items())
    chosen = f"* EXCLUDE ({', '.join(chr(34) + n + chr(34) for n in types)}){casts}" if types else "*"
    order = ", ".join(f'"{name}"' for name in rows[0])
    with duckdb.connect() as database:
        read = f"read_csv('{text}', header = true, all_varchar = true)"
        database.execute(f"COPY (SELECT {order} FROM (SELECT {chosen} FROM {read})) TO '{path}' (FORMAT parquet)")
    text.unlink()
    return path


def differences(path: Path, law: Law, readings: dict[str, str] | None = None, year: int | None = 2025) -> list:
    """Every person whose result, or whose wanting facts, are not the same both ways."""
    appraisal, roster = Appraisal(law, readings or {}), read_people(path, law)
    expected = appraisal.people(roster, case_date(roster, year))
    found = []
    with mass(path, law, readings or {}, year) as people:
        cursor = people.database.connection.execute(people.select(Form.AUDIT).sql(dialect="duckdb"))
        names = [name for name, *_ in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        for person, row in zip(expected, rows, strict=True):
            values = {name: row[name] for name in person.values}
            wanting = people.translation.wanting(row)
            wanted = {w.fact: w.columns for w in person.wanting}
            if (values, wanting) != (person.values, wanted):
                changed = {n: (person.values[n], values[n]) for n in values if values[n] != person.values[n]}
                found.append((person.identity, changed, wanted, wanting))
    return found


# --- people made up at random, of values the law's declarations allow


def random_tables(layout: Layout, dice: Random, people: int) -> dict[str, Rows]:
    """Rows, headings first, for every sheet."""
    identities = [f"P{n:05d}" for n in range(people)]
    tables = {layout.subject.name: _table(layout.subject, [[i] for i in identities], dice, identities)}
    for sheet in layout.records:
        count = people * 3 if sheet.owner else 3
        owners = [[dice.choice(identities)] for _ in range(dice.randrange(count + 1))]
        tables[sheet.name] = _unique(sheet, _table(sheet, owners, dice, identities))
    return tables


def _table(sheet: Sheet, owners: Rows, dice: Random, identities: list[str]) -> Rows:
    rows = [[c.heading for c in sheet.columns]]
    bare = dice.choice([0, 0.2, 0.7])
    for owner in owners:
        rows.append(
            [_cell(c, dice, bare, owner[0] if c.name == sheet.owner else "", identities) for c in sheet.columns]
        )
    return rows


def _cell(column: Column, dice: Random, bare: float, owner: str, identities: list[str]) -> str:
    kind = column.kind
    if owner:
        others = dice.sample(identities, min(len(identities), dice.randrange(3))) if kind.name == "名单" else []
        return "、".join(dict.fromkeys([owner, *others]))
    if not column.required and dice.random() < bare:
        return ""
    match kind.name:
        case "选项":
            return dice.choice([*kind.options, *([] if column.required else ["无"])])
        case "是否":
            return dice.choice(["是", "否", "true", "0", "1", "FALSE"])
        case "日期":
            return f"{dice.choice([2024, 2025])}-{dice.randint(1, 12):02d}-{dice.choice([1, 15, 28]):02d}"
        case "名单":
            return "、".join(dice.sample(["甲", "乙", "丙"], dice.randint(1, 3)))
        case "数":
            return _number(column, dice)
    return dice.choice(["党建", "防火", "阿甲 乙", "丙"])


def _number(column: Column, dice: Random) -> str:
    low, high = column.type.low, column.type.high
    least = int(low.value) if low else 0 if column.floor is not None else -12
    most = int(high.value) if high else 12
    if column.whole:
        return str(
            dice.choice(
                [least, most, dice.randint(least, min(most, least + 9)), dice.randint(least, min(most, least + 60))]
            )
        )
    places = dice.choice([0, 1, 2])
    scaled = dice.randint(least * 10**places, min(most, least + 100) * 10**places)
    sign, digits = "-" if scaled < 0 else "", f"{abs(scaled):0{places + 1}d}"
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def _unique(sheet: Sheet, rows: Rows) -> Rows:
    places = [n for n, c in enumerate(sheet.columns) if c.name in sheet.unique]
    kept: dict[object, list[str]] = {}
    for number, row in enumerate(rows):
        kept.setdefault(tuple(row[p] for p in places) if places else number, row)
    return list(kept.values())


def write_folder(path: Path, layout: Layout, tables: dict[str, Rows]) -> Path:
    path.mkdir(exist_ok=True)
    for sheet in layout.sheets:
        write_parquet(path / f"{sheet.heading}.parquet", tables[sheet.name])
    return path


__all__ = ["differences", "random_tables", "show", "write_csv", "write_folder", "write_parquet"]
