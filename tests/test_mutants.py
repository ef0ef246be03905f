"""The check of the check: a clean regulation raises nothing, planted defects are found, and what is no defect is not.

`make mutants` plants hundreds in all laws (docs/mutants.md); here stands one of every kind, in the two clean ones.
"""

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from guiju.drafting.run_cases import run_cases
from guiju.findings import Finding
from mutants.judge import Checked, checked, judge, known
from mutants.mutator import MUTATORS, Change, rewritten
from mutants.page import GROUPS, page, percent, share
from mutants.plant import Mutant, deal, offer
from mutants.probe import Probe
from mutants.run import SMALL, Result, Tried
from mutants.seeds import CLEAN, open_seed

SEEDS = {name: open_seed(name) for name in CLEAN}
FEW = 60
probe_of = cache(lambda name: Probe(SEEDS[name], FEW))
known_of = cache(lambda name: known(SEEDS[name]))
# Kinds of slip for which the clean laws have no place; the other laws have.
ELSEWHERE = {
    "must-to-may", "only-then-to-must", "presumption-to-must", "presumption-to-bar", "exception-lost",
    "contradicts-header", "rows-crossed", "steps-crossed", "weights-crossed",
}  # fmt: skip


@pytest.fixture(scope="module")
def planted():
    """One mutant of every kind, in whichever clean law comes first."""
    offers = [offer(seed, cases=FEW) for seed in SEEDS.values()]
    return {mutant.mutator.name: mutant for mutant in deal(offers, 1)}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_regulation_raises_nothing(name):
    assert checked(SEEDS[name].text, name) == Checked((), ())


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_regulation_does_what_its_cases_say(name):
    tested = run_cases(SEEDS[name].law)
    assert tested.cases > 0
    assert [problem.render() for problem in tested.failures] == []


@pytest.mark.parametrize("kind", [m.name for m in MUTATORS if m.name not in ELSEWHERE])
def test_a_planted_defect_is_found(planted, kind):
    mutant = planted[kind]
    verdict = judge(mutant, known_of(mutant.seed.name))
    assert verdict.found, f"{mutant.change.diff(mutant.seed)}: {verdict.new}"


def test_every_kind_of_slip_has_its_place_in_the_page():
    assert {m.group for m in MUTATORS} <= GROUPS.keys()
    assert max(Counter(m.name for m in MUTATORS).values()) == 1


# --- what is no defect is not called found


def moved(name: str, old: str, new: str) -> Mutant:
    """A mutant made by hand: the first sentence with some words, with other words."""
    seed = SEEDS[name]
    sentence = next(s for s in seed.sentences if old in seed.written(s))
    change = rewritten(seed, sentence, seed.written(sentence).replace(old, new))
    return Mutant(seed, next(m for m in MUTATORS if m.name == "bound-up"), change)


def test_a_change_that_says_the_same_is_neither_found_nor_different():
    mutant = moved("clean-appraisal", "考核得分 低于 60分", "60分 ＞ 考核得分")
    assert not judge(mutant, known_of(mutant.seed.name)).found
    assert not probe_of(mutant.seed.name).differs(mutant.text)


def test_another_standard_throughout_is_no_defect():
    seed = SEEDS["clean-appraisal"]
    text = seed.text.replace("75分以上", "80分以上").replace("低于 75分", "低于 80分")
    assert probe_of(seed.name).symptoms(text) == set()
    assert probe_of(seed.name).differs(text)


def test_a_bound_moved_on_one_side_only_leaves_a_hole_that_evaluate_shows():
    mutant = moved("clean-appraisal", "考核得分 在 75分以上", "考核得分 在 76分以上")
    assert probe_of(mutant.seed.name).symptoms(mutant.text) == {"gap"}


def test_grades_that_go_up_and_down_again_show_in_evaluate():
    mutant = moved("clean-regulation", "为 较大责任", "为 一般责任")
    crossed = mutant.text.replace("8.2 当 经济损失 低于 5000元，应 评定 责任等级 为 一般责任",
                                  "8.2 当 经济损失 低于 5000元，应 评定 责任等级 为 较大责任")  # fmt: skip
    assert probe_of(mutant.seed.name).symptoms(crossed) & {"not-monotone", "property"}


def test_a_finding_that_only_changes_its_words_is_not_new(monkeypatch):
    mutant = moved("clean-appraisal", "考核得分 在 75分以上", "考核得分 在 76分以上")
    old = Finding("gap", (mutant.change.address,), "75分时没有结论。")
    monkeypatch.setattr("mutants.judge.findings", lambda law: [replace(old, message="76分时没有结论。")])
    before = Counter([("gap", old.addresses, "")])
    assert not judge(mutant, before).found
    assert judge(mutant, Counter()).found


def test_a_new_finding_elsewhere_does_not_count(monkeypatch):
    mutant = moved("clean-appraisal", "考核得分 在 75分以上", "考核得分 在 76分以上")
    monkeypatch.setattr("mutants.judge.findings", lambda law: [Finding("gap", ("clean-appraisal/12",), "没有结论。")])
    assert not judge(mutant, Counter()).found
    monkeypatch.setattr("mutants.judge.findings", lambda law: [Finding("no-actor", (mutant.change.address,), "")])
    assert not judge(mutant, Counter()).found


def test_edits_of_one_change_do_not_move_each_other():
    seed = SEEDS["clean-appraisal"]
    last = Change(len(seed.lines), len(seed.lines), ("末", "尾"), "")
    change = Change(1, 1, ("一", "二", "三"), "", more=(last,))
    assert change.apply(seed).split("\n") == ["一", "二", "三", *seed.lines[1:-1], "末", "尾"]


# --- the page


def test_the_page_counts_what_is_a_defect_and_lists_what_is_missed(planted):
    mutant = planted["bound-up"]
    verdict = judge(mutant, known_of(mutant.seed.name))
    missed = Tried(mutant, replace(verdict, found=False), 1)
    tried = [Tried(mutant, verdict, 1), missed, Tried(mutant, replace(verdict, found=False), 1, same=True)]
    result = Result(SMALL, tried, (Counter({"bound-up": 3}), Counter()), {name: [] for name in CLEAN}, 1)
    assert share(result.counted) == share([tried[0], missed])
    assert percent(share(result.counted)) == "50.0%"
    assert "共2处毛病，找出1处" in page(result)
    assert page(result).count("```diff") == 2
