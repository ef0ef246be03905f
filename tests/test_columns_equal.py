"""The query says of every person what `evaluate` says: every column, and every fact that is still wanting."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from bench.people import people
from guiju import tree as t
from guiju.check import load
from guiju.forms.layout import flat_layout, workbook_layout
from guiju.law import builtin
from guiju.values import NOTHING, show
from tests.columns import differences, random_tables, write_folder, write_parquet
from tests.conftest import SWEEP

APPRAISAL = load(builtin().find("appraisal"))
LAWS = Path(__file__).parent / "laws"
SHOPS, OTHERS = load(LAWS / "shops"), load(LAWS / "another-town-appraisal")
ROUNDS = 20 if SWEEP else 2


def used_readings(law):
    """Each option of each reading that the law's rules use, other than the default."""
    known = {r.id: r for r in law.parsed.readings}
    used = {node.reading for s in law.statements for node in t.walk(s) if isinstance(node, t.ByReading)}
    return [(r, o) for r in sorted(used & known.keys()) for o, _ in known[r].options if o != known[r].default]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_people_of_the_flat_table(tmp_path, seed):
    dice = Random(seed)
    tables = random_tables(flat_layout(APPRAISAL), dice, 300)
    assert differences(write_parquet(tmp_path / "p.parquet", tables["人员"]), APPRAISAL) == []


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_people_exactly_on_the_lines(tmp_path, seed):
    drawn = people(1500, seed)
    rows = [["" if value is NOTHING else written(value) for value in person.values()] for person in drawn]
    path = write_parquet(tmp_path / "p.parquet", [list(drawn[0]), *rows])
    assert differences(path, APPRAISAL) == []


def written(value):
    """A value as a file writes it; 加减分 as a decimal."""
    return str(Decimal(value.numerator) / value.denominator) if isinstance(value, Fraction) else show(value)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_people_of_a_folder_of_tables(tmp_path, seed):
    dice = Random(seed + 100)
    layout = workbook_layout(APPRAISAL)
    folder = write_folder(tmp_path / "f", layout, random_tables(layout, dice, 200))
    assert differences(folder, APPRAISAL) == []


@pytest.mark.parametrize("shape", ["flat", "folder"])
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_the_shops_of_another_law(tmp_path, seed, shape):
    dice, layout = Random(seed + 200), (flat_layout if shape == "flat" else workbook_layout)(SHOPS)
    tables = random_tables(layout, dice, 150)
    flat = tmp_path / "p.parquet"
    path = write_parquet(flat, tables["商户"]) if shape == "flat" else write_folder(tmp_path / "f", layout, tables)
    assert differences(path, SHOPS) == []


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_another_towns_people(tmp_path, seed):
    tables = random_tables(flat_layout(OTHERS), Random(seed + 300), 200)
    assert differences(write_parquet(tmp_path / "p.parquet", tables["人员"]), OTHERS) == []


@pytest.mark.parametrize(("reading", "option"), used_readings(APPRAISAL))
def test_each_other_reading(tmp_path, reading, option):
    dice = Random(f"{reading}{option}")
    layout = workbook_layout(APPRAISAL)
    folder = write_folder(tmp_path / "f", layout, random_tables(layout, dice, 60))
    tables = random_tables(flat_layout(APPRAISAL), dice, 100)
    flat = write_parquet(tmp_path / "p.parquet", tables["人员"])
    assert differences(folder, APPRAISAL, {reading: option}) == []
    assert differences(flat, APPRAISAL, {reading: option}) == []
