"""What is measured beside other engines is right: the people, the truth, the queries by hand, the count of mistakes.

These need the peers' environment: `make bench` runs them there before it measures.
"""

from dataclasses import replace

import pytest

pytest.importorskip("numpy", reason="run by `make bench`, in .venv-bench")

import numpy as np

from bench.crowd import BATCH, Crowd
from bench.grading import Grading, _result
from bench.measured import COLUMNS, ROWS, Measured, Set, check
from bench.peers import PEERS, sql
from bench.peers.peer import Peer
from bench.people import LINES, OPTIONS
from bench.process import Job, run
from bench.race import Runner, race
from bench.report import bars
from bench.spellings import spellings
from bench.store import VOTES, keep, repeated
from bench.timing import SMALL
from bench.truth import CODES, GROUNDS, PRESUMPTIONS, code, lines, person, truth
from bench.whole import Whole, misgraded

PEOPLE = 3_000


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return keep(Crowd(PEOPLE, 7), tmp_path_factory.mktemp("crowd") / "lined")


@pytest.fixture(scope="module")
def raced(store):
    """Engines of each kind, on few people."""
    return race(store, ["sql-int", "polars-int16", "fraction", "cel-python"], 300, 2)


def test_a_seed_draws_the_same_crowd_and_each_batch_anew():
    first, again = Crowd(100, 7).batch(0, 100), Crowd(100, 7).batch(0, 100)
    other = Crowd(100, 7).batch(BATCH, 100)
    assert all(np.array_equal(first[name], again[name]) for name in first)
    assert not np.array_equal(first["测评优秀"], other["测评优秀"])


def test_at_least_one_in_a_hundred_stands_on_each_line_when_people_are_put_there():
    count = 50_000
    found = lines(Crowd(count, 7).batch(0, count))
    assert all(found[line] >= 0.9 * share * count / 1000 and share >= 10 for line, share in LINES.items())


def test_few_stand_on_a_line_when_nobody_is_put_there():
    found = lines(Crowd(50_000, 7, lined=0).batch(0, 50_000))
    assert sum(found[f"{score}分"] for score in (90, 65, 50)) < 50


def test_votes_are_of_as_many_voters_as_in_a_town():
    columns = Crowd(5_000, 7).batch(0, 5_000)
    voters = sum(columns[f"测评{option}"] for option in OPTIONS)
    leaders = sum(columns[f"领导{option}"] for option in OPTIONS)
    assert (voters.min(), voters.max()) >= (36, 80)
    assert voters.max() <= 92
    assert (leaders.min(), leaders.max()) == (7, 13)


def test_the_truth_is_what_fractions_say(store):
    assert check(store, PEOPLE) == (PEOPLE, 0)


def test_the_truth_is_what_the_law_says(store):
    columns, right, grading = store.columns(), store.truth(), Grading(SMALL)
    for row in range(200):
        assert code(_result(grading.run(person(columns, row)))) == tuple(int(right[name][row]) for name in CODES)


def test_the_file_holds_the_people_of_the_arrays_in_their_order(store):
    import duckdb

    columns = store.columns()
    found = duckdb.sql(f"FROM read_parquet('{store.parquet}')").fetchnumpy()
    assert list(found["编号"]) == [f"P{row:09d}" for row in range(PEOPLE)]
    assert all(np.array_equal(found[name], columns[name]) for name in VOTES)
    assert np.array_equal(np.round(found["加减分"].astype(float) * 2), columns["加减分_半分"])


def test_a_crowd_several_times_over_has_a_number_for_everybody(store, tmp_path):
    import duckdb

    repeated(store, 3, tmp_path / "more.parquet")
    counted = duckdb.execute(f"SELECT count(*), count(DISTINCT 编号) FROM '{tmp_path}/more.parquet'")
    assert counted.fetchone() == (3 * PEOPLE, 3 * PEOPLE)


def test_the_words_written_by_hand_in_sql_are_the_right_ones(store):
    right = truth(store.columns())
    rows = sql.table(store, PEOPLE).execute(sql.worded(True)).fetchall()
    names = (OPTIONS, OPTIONS, PRESUMPTIONS, GROUNDS)
    for number, row in enumerate(rows):
        grade, *lists = (_code(text, among) for text, among in zip(row, names, strict=True))
        assert (grade.bit_length() - 1, *lists) == tuple(int(right[name][number]) for name in CODES)


def _code(text, among):
    return sum(1 << among.index(part) for part in text.split("、") if part)


def test_each_engine_is_timed_in_a_process_of_its_own(raced):
    assert all(not runner.error for runner in raced.values())
    assert all(len(runner.seconds) == 2 and runner.memory > 2**24 for runner in raced.values())
    assert raced["sql-int"].version
    assert raced["sql-int"].rows == 300


def test_exact_engines_grade_nobody_wrongly_and_narrow_integers_many(raced):
    assert raced["sql-int"].wrong == raced["fraction"].wrong == 0
    assert raced["polars-int16"].wrong > 30


def test_an_engine_that_cannot_start_says_so(store):
    runner = race(replace(store, folder=store.folder / "nowhere"), ["sql-int"], 10, 1)["sql-int"]
    assert runner.error
    assert not runner.speed


def test_two_spellings_of_one_rule_part_company(store):
    columns = Crowd(200_000, 7).batch(0, 200_000)
    found = set(spellings(columns).values())
    assert 0 in found
    assert len(found) > 1


def test_a_wrong_grade_in_a_result_file_is_counted(store, tmp_path):
    import duckdb

    database = sql.table(store, PEOPLE)
    result = tmp_path / "result.parquet"
    database.execute(f"COPY ({sql.worded(False)}) TO '{result}' (FORMAT parquet)")
    assert misgraded(result, store) == 0
    changed = (
        f"SELECT if(i = 7, '无据', 等次) AS 等次 FROM (SELECT *, row_number() OVER () AS i FROM '{result}') ORDER BY i"
    )
    duckdb.execute(f"COPY ({changed}) TO '{tmp_path / 'changed.parquet'}' (FORMAT parquet)")
    assert misgraded(tmp_path / "changed.parquet", store) == 1


def test_a_command_that_fails_says_why():
    import sys

    job = run([sys.executable, "-c", "raise SystemExit('不行')"])
    assert job.error == "不行"
    assert not run([sys.executable, "-c", "pass"]).error


def test_every_engine_has_a_label_and_a_kind():
    assert all(isinstance(peer, Peer) and peer.label for peer in PEERS.values())
    assert {peer.kind for peer in PEERS.values()} == {"规矩", "精确", "浮点", "绕回", "极限"}


def ran(key, seconds, wrong=0, rows=1_000):
    """A peer that has run."""
    return Runner(key, rows, process=None, seconds=[seconds], wrong=wrong, memory=2**27)


def measured(**changed):
    """A comparison in which Guiju meets every aim."""
    columns = {key: ran(key, 1.0) for key in COLUMNS} | {"openfisca": ran("openfisca", 4.0)}
    rows = {key: ran(key, 1000.0) for key in ROWS}
    people = Set(1_000, {"90分": 20}, {}, dict.fromkeys(COLUMNS, 0))
    job, copy = [Job(1.5, 100)], [Job(1.0, 100)]
    file = Whole(1_000, job, copy, copy, job, copy, (1, 1, 1))
    found = Measured(10, 0, {1_000: columns}, rows, people, people, [], file, file, file, file, 0, Job(19.0, 1))
    return replace(found, **changed)


def met(found):
    """Whether each aim is met, by its name."""
    return {name: told for name, _, _, told in bars(found) if told}


def test_an_aim_is_met_at_the_bound_and_missed_beyond_it():
    assert set(met(measured()).values()) == {"达到"}
    slow = {key: ran(key, 1.0) for key in COLUMNS} | {"openfisca": ran("openfisca", 3.9)}
    assert met(measured(races={1_000: slow}))["比 OpenFisca-Core 快"] == "**未达到**"
    assert met(measured(health=Job(20.0, 1)))["全部文书制度体检，一核"] == "**未达到**"


def test_one_person_graded_wrongly_by_guiju_misses_the_first_aim():
    wrong = {key: ran(key, 1.0) for key in COLUMNS} | {"guiju-sql": ran("guiju-sql", 1.0, wrong=1)}
    found = measured(races={1_000: wrong})
    assert found.wrong == 1
    assert met(found)["规矩评错的人"] == "**未达到**"
    assert measured(file_wrong=2).wrong == 2


def test_what_floating_point_grades_wrongly_is_not_held_against_guiju():
    double = {key: ran(key, 1.0) for key in COLUMNS} | {"sql-double": ran("sql-double", 1.0, wrong=9)}
    assert measured(races={1_000: double}).wrong == 0


def test_what_did_not_run_is_not_called_met():
    absent = {key: ran(key, 1.0) for key in COLUMNS} | {"guiju-sql": Runner("guiju-sql", 1_000, None, error="没有装")}
    found = met(measured(races={1_000: absent}))
    assert found["规矩评错的人"] == found["比 OpenFisca-Core 快"] == "未测"
