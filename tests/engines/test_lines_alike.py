"""Whether two lines of a table are alike, found by their hashes."""

import duckdb
import pytest

from guiju.engines import duckdb as engine


@pytest.fixture
def are_different(tmp_path):
    def ask(lines, columns):
        path = tmp_path / "lines.parquet"
        rows = ", ".join(f"({one}, {two})" for one, two in lines)
        duckdb.execute(f"COPY (SELECT * FROM (VALUES {rows}) AS t(one, two)) TO '{path}' (FORMAT parquet)")
        with engine.opened() as database:
            return database.all_different(database.source(path), columns)

    return ask


GROWING = [(f"'P{n:02}'", n) for n in range(12)]


def test_lines_that_grow_are_different(are_different):
    assert are_different(GROWING, ["one"])


@pytest.mark.parametrize("turn", range(12))
def test_lines_in_any_order_are_different(are_different, turn):
    assert are_different([*GROWING[turn:], *GROWING[:turn]], ["one"])


@pytest.mark.parametrize("again", range(12))
def test_a_line_that_comes_again_is_found_wherever_it_stands(are_different, again):
    assert not are_different([*reversed(GROWING), GROWING[again]], ["one"])


def test_of_several_columns_all_must_be_alike(are_different):
    assert are_different([("'甲'", 2), ("'甲'", 1), ("'乙'", 1)], ["one", "two"])
    assert not are_different([("'甲'", 2), ("'乙'", 1), ("'甲'", 2)], ["one", "two"])


def test_an_empty_cell_is_like_no_other(are_different):
    assert are_different([("NULL", 2), ("'乙'", 1), ("NULL", 1)], ["one"])


def test_it_is_uncertain_where_memory_is_too_little(are_different, monkeypatch):
    monkeypatch.setattr(engine, "_TELLING_APART", 1)
    lines = [(f"'P{n}'", n) for n in range(200_000, 0, -1)]
    assert not are_different(lines, ["one"])
