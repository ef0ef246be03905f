"""May this person be graded so, be appointed, be listed on that day, and why not? And who is told when it changes."""

import json
from datetime import date

import pytest
from test_register_pages import WORK_ERROR_CASE

from guiju.cases.decide import decision, run_case
from guiju.check import load
from guiju.law import builtin
from office.ground.refusals import Refused
from office.ground.shelf import find
from office.reading_room import actions as reading_room
from office.register import actions, decisions
from office.register.actions import Relied, Taken, TakeOver, Wanted
from office.register.gradings import gradings
from office.register.models import Effect
from office.register.overlaps import overlaps
from office.register.questions import answers, bars_on, effects_of
from office.register.reliance import REOPEN
from office.tasks.models import Task

DAY, YEAR_END = date(2026, 11, 23), date(2026, 12, 31)
YEAR_BAR, NOT_LISTED = "取消评先评优资格", "不得列为发展对象"
PAPER = {"document": "青党发〔2026〕40号", "organ": "青桥驿镇党委会议"}
APPEAL = {"document": "县纪申〔2026〕9号", "organ": "县纪委", "reason": "申诉查明"}


@pytest.fixture
def keeper(town):
    return town.actor("maibaizhi")


@pytest.fixture
def person(town):
    return town.person("便民服务大厅:窗口员")


@pytest.fixture
def enter(keeper, person):
    def entered(kind, address, decided=date(2026, 3, 2), **more):
        return actions.enter_effect(keeper, person, Wanted(kind, address, decided, **(PAPER | more)))

    return entered


def excellent(person, day=YEAR_END):
    [found] = gradings(person, day)
    assert (found.outcome, found.option) == ("等次", "优秀")
    return found


# --- the appraisal law answers


def test_nothing_in_the_register_closes_nothing_and_says_what_else_is_asked(town, person):
    found = excellent(person)
    assert found.allowed
    assert found.open_facts == ("被通报批评", "重点工作后三位")


def test_a_year_barred_closes_the_grade_by_the_bridging_rule_and_names_the_entry(enter, person):
    bar = enter(YEAR_BAR, "work-errors/3.3d")
    found = excellent(person)
    [ground] = found.grounds
    assert not found.allowed
    assert ground.basis.address == "work-errors/2.4"
    assert "评先评优资格" in ground.basis.sentence
    assert ground.entries == (bar,)
    assert "取消评优资格：是" in ground.lines
    assert excellent(person, date(2027, 12, 31)).allowed


def test_the_same_bar_under_another_measure_closes_it_too(enter, person):
    enter(YEAR_BAR, "clean-government/18a")
    assert not excellent(person).allowed


def test_a_sanction_closes_the_grade_of_its_year_and_not_of_the_next(enter, person):
    sanction = enter("党纪处分", "national-baseline/严重警告影响期", date(2026, 8, 3))
    found = excellent(person)
    [ground] = found.grounds
    assert ground.basis.address == "appraisal/5.6"
    assert ground.entries == (sanction,)
    assert ("A3-73", "决定当年") in found.readings
    # By that reading the year of the decision counts, though the period runs on.
    assert excellent(person, date(2027, 12, 31)).allowed
    assert [b.kind for b in bars_on(person, date(2027, 12, 31))] == ["党纪处分"]


def test_before_it_was_decided_a_sanction_closes_nothing(enter, person):
    enter("党纪处分", "national-baseline/严重警告影响期", date(2026, 8, 3))
    assert excellent(person, date(2026, 8, 2)).allowed
    assert not excellent(person, date(2026, 8, 3)).allowed


def test_criticism_counts_only_under_the_reading_that_says_so(town, keeper, enter, person):
    enter("通报批评", "work-errors/2.3")
    assert excellent(person).allowed
    edition = find("appraisal", DAY)
    organ = next(r.confirmed_by for r in edition.law.parsed.readings if r.id == "A3-74")
    reading_room.adopt(keeper, edition, "A3-74", "含通报批评", date(2026, 1, 1), organ, "青考〔2026〕1号")
    assert [g.basis.address for g in excellent(person).grounds] == ["appraisal/5.6"]


def test_a_handling_that_the_law_does_not_name_is_left_to_a_person(enter, person):
    removal = enter("免职", "national-baseline/政务记过影响期", date(2026, 8, 3))
    found = excellent(person)
    assert found.allowed
    assert found.unnamed == (removal,)


def test_a_sanction_by_its_older_name_is_the_same_sanction(enter, person):
    enter("政纪处分", "national-baseline/政务记过影响期", date(2026, 8, 3))
    assert [g.basis.address for g in excellent(person).grounds] == ["appraisal/5.6"]


def test_suspended_or_revoked_it_closes_nothing(keeper, enter, person):
    bar = enter(YEAR_BAR, "work-errors/3.3d")
    actions.suspend(keeper, bar, date(2026, 12, 1), **APPEAL)
    assert excellent(person).allowed
    sanction = enter("党纪处分", "national-baseline/严重警告影响期", date(2026, 8, 3))
    actions.revoke_on_appeal(keeper, sanction, date(2026, 9, 1), **APPEAL)
    assert excellent(person).allowed


def test_every_bar_of_the_laws_is_answered(enter, person):
    enter(NOT_LISTED, "admission/4.0b")
    found = {answer.kind.name: answer.allowed for answer in answers(person, date(2031, 3, 1))}
    assert found == {
        NOT_LISTED: False, YEAR_BAR: True, "不得重新担任相当领导职务": True, "不得评为先进集体": True,
        "影响期限制": True,
    }  # fmt: skip
    assert all(answer.allowed for answer in answers(person, date(2031, 3, 2)))


def test_a_unit_is_asked_about_like_a_person(town):
    found = {a.kind.name: a.allowed for a in answers(town.unit("古渡村"), DAY)}
    assert found["不得评为先进集体"] is False


# --- entries that meet


@pytest.fixture
def both(enter):
    sanction = enter("党纪处分", "national-baseline/党内警告影响期", date(2026, 1, 10))
    removal = enter("免职", "clean-government/15b", date(2026, 5, 1), since=date(2026, 5, 1), until=date(2027, 4, 30))
    return sanction, removal


def of_law(person):
    return [one for one in overlaps(effects_of(person), DAY) if one.basis]


def test_of_a_sanction_and_a_removal_the_law_says_which_governs(both, person):
    [found] = of_law(person)
    assert found.basis.address == "clean-government/18e"
    assert set(found.entries) == set(both)
    assert (found.governing, found.until) == ((both[1],), date(2027, 4, 30))
    assert found.readings == (("A5-74", "满日较晚"),)


def test_under_the_other_reading_the_longer_period_governs(keeper, both, person):
    reading_room.adopt(
        keeper, find("clean-government", DAY), "A5-74", "期间较长", date(2026, 1, 1), "镇纪委", "青纪〔2026〕9号"
    )
    [found] = of_law(person)
    # Twelve months each: the law file then takes the sanction's.
    assert (found.governing, found.until) == ((both[0],), date(2027, 1, 9))


def test_apart_in_time_they_do_not_meet(enter, person):
    enter("党纪处分", "national-baseline/党内警告影响期", date(2024, 1, 10))
    enter("免职", "clean-government/15b", since=date(2026, 5, 1), until=date(2027, 4, 30))
    assert of_law(person) == []


def test_two_sanctions_without_a_removal_are_not_what_that_rule_is_about(enter, person):
    enter("党纪处分", "national-baseline/党内警告影响期", date(2026, 1, 10))
    enter("政纪处分", "national-baseline/政务记过影响期", date(2026, 2, 10))
    assert of_law(person) == []


def test_two_bars_of_one_kind_each_hold_to_their_end(keeper, enter, person):
    first = enter(YEAR_BAR, "work-errors/3.3d")
    second = enter(YEAR_BAR, "clean-government/18a", date(2026, 6, 1))
    [found] = overlaps(effects_of(person), DAY)
    assert found.basis is None
    assert (found.entries, found.governing, found.until) == ((first, second), (first, second), YEAR_END)
    actions.lift(keeper, first, date(2026, 7, 1), **APPEAL)
    assert [b.effect for b in bars_on(person, YEAR_END)] == [second]


# --- whoever relied on it is told


def relied(day=YEAR_END, kinds=(YEAR_BAR,)):
    return Relied(day, kinds[0], kinds, "受限制", "2026年度评优推荐")


def told(subject):
    return list(Task.objects.filter(kind=REOPEN, person=subject))


def test_revoking_tells_whoever_relied_on_it_that_it_is_open_again(town, keeper, enter, person):
    bar = enter(YEAR_BAR, "work-errors/3.3d")
    leader = town.actor("linhuangqi")
    row = actions.rely(leader, person, relied())
    assert list(row.effects.all()) == [bar]
    actions.revoke_on_appeal(keeper, bar, date(2026, 6, 1), **APPEAL)
    [task] = told(town.person("镇党委政府:纪委书记"))
    assert "重新办理" in task.title
    assert task.is_private


def test_what_changes_nothing_on_that_day_tells_nobody(town, keeper, enter, person):
    bar = enter(YEAR_BAR, "work-errors/3.3d")
    actions.rely(town.actor("linhuangqi"), person, relied(date(2026, 4, 1)))
    actions.rely(town.actor("linhuangqi"), person, relied(kinds=(NOT_LISTED,)))
    actions.lift(keeper, bar, date(2026, 10, 1), **APPEAL)
    assert told(town.person("镇党委政府:纪委书记")) == []


def test_an_entry_made_later_tells_whoever_relied_on_there_being_none(town, enter, person):
    actions.rely(town.actor("linhuangqi"), person, relied())
    enter(YEAR_BAR, "work-errors/3.3d")
    [task] = told(town.person("镇党委政府:纪委书记"))
    assert "请复查" in task.title


def test_only_who_may_read_it_may_rely_on_it(town, person):
    with pytest.raises(Refused):
        actions.rely(town.actor("weicangzhu"), person, relied())


# --- taken over from a decision


def document(facts=None):
    law = load(builtin().find("work-errors"))
    data = json.loads(WORK_ERROR_CASE)
    data["facts"] = facts or data["facts"]
    del data["instrument"]
    return json.dumps(decision(run_case(law, data, "案件", {})), ensure_ascii=False)


def test_a_decision_and_the_case_behind_it_propose_the_same(town):
    [first], [second] = decisions.read(document(), DAY).effects, decisions.read(WORK_ERROR_CASE, DAY).effects
    assert first == second
    assert (first.kind, first.since, first.until, first.problems) == (YEAR_BAR, date(2026, 1, 1), YEAR_END, ())


def test_an_effect_that_is_not_certain_cannot_be_taken_over(town):
    [found] = decisions.read(document({"发现人": "主要领导"}), DAY).effects
    assert "主观原因" in found.problems[0]


def test_all_or_nothing(town, keeper, person):
    wanted = Wanted(YEAR_BAR, "work-errors/3.3d", date(2026, 3, 2), **PAPER, source="x:0")
    before = Effect.objects.count()
    with pytest.raises(Refused, match="没有「"):
        actions.take_over(
            keeper, TakeOver((Taken(person, wanted), Taken(person, Wanted("没有的", "x/1", DAY, "a", "b"))))
        )
    assert Effect.objects.count() == before
    assert len(actions.take_over(keeper, TakeOver((Taken(person, wanted),)))) == 1
    with pytest.raises(Refused, match="已经登记过"):
        actions.take_over(keeper, TakeOver((Taken(person, wanted),)))


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "=", '{"effects": 3}', '{"schema": "guiju-decision/1"}',
             '{"schema": "guiju-decision/1", "effects": [1]}',
             '{"instrument": "work-errors", "facts": 7}', '{"instrument": "nothing"}', "[" * 5000]
)  # fmt: skip
def test_what_is_no_decision_is_refused_in_words(town, text):
    with pytest.raises(Refused):
        decisions.read(text, DAY)
