"""What the benchmark measures is right: the people it draws, and Guiju beside the rules by hand."""

import pytest

from bench.grading import Grading
from bench.people import LINES, people
from bench.plain import graded
from bench.timing import Sizes, Timed, in_turn
from guiju.values import Unknown

FEW = Sizes("few", people=1, checked=500, rows=1, remembered=1, rounds=2)


@pytest.fixture(scope="module")
def grading():
    return Grading(FEW)


def test_a_seed_draws_the_same_people():
    assert people(50, 7) == people(50, 7) != people(50, 8)


def test_everybody_is_graded_as_by_hand(grading):
    lines, wrong = grading.check()
    assert wrong == 0
    assert all(line in lines[1].ours for line in LINES), "somebody stands on each line"


def test_one_wrong_ballot_is_noticed(grading, monkeypatch):
    def miscounted(person, *formula):
        return graded(person | {"测评称职": person["测评称职"] + 1}, *formula)

    monkeypatch.setattr("bench.grading.graded", miscounted)
    assert grading.check()[1] > 0


def test_both_sides_of_a_round_are_timed():
    first, second = in_turn([lambda: None, lambda: sum(range(1000))], rounds=3)
    assert len(first.seconds) == len(second.seconds) == 3
    assert Timed((2.0, 4.0, 9.0)).times(Timed((1.0, 2.0, 3.0))) == "2.00（2.00–3.00）"


def test_a_person_with_facts_missing_is_not_guessed(grading):
    person = people(1, 3)[0]
    del person["测评优秀"]
    concluded = grading.run(person).concluded("等次")
    assert isinstance(concluded.unknown, Unknown)
    assert "测评优秀" in concluded.unknown.facts
