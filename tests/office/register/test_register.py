"""The register: what is entered, how long it lasts by the law's own period, what becomes of it, and who may read it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from office.audit.models import Entry
from office.ground.refusals import NotAllowed, Refused
from office.ground.shelf import find
from office.reading_room import actions as reading_room
from office.register import actions
from office.register.actions import Wanted
from office.register.laws import kinds_on
from office.register.models import LIFTED, RESUMED, REVOKED, SUSPENDED, Effect, Spell, Step
from office.register.periods import by_law
from office.register.questions import bars_on, effects_of, may
from office.register.rights import see, seen_by
from office.register.spells import holds, spells_of

DAY = date(2026, 11, 23)
YEAR_BAR, NO_POST, NO_COLLECTIVE, NOT_LISTED = (
    "取消评先评优资格",
    "不得重新担任相当领导职务",
    "不得评为先进集体",
    "不得列为发展对象",
)
PAPER = {"document": "青党发〔2026〕40号", "organ": "青桥驿镇党委会议"}
OTHER = {"document": "县纪申〔2026〕9号", "organ": "县纪委", "reason": "申诉查明"}


@pytest.fixture
def keeper(town):
    return town.actor("maibaizhi")


@pytest.fixture
def person(town):
    """Somebody about whom nothing is in the register."""
    return town.person("便民服务大厅:窗口员")


def year_bar(day=date(2026, 3, 2), **more):
    return Wanted(YEAR_BAR, "work-errors/3.3d", day, **(PAPER | more))


def spans(effect):
    return [(spell.since, spell.until) for spell in Spell.objects.filter(effect=effect).order_by("since")]


# --- what can be entered comes from the laws


def test_the_names_are_those_that_the_laws_declare_or_look_back_on():
    kinds = kinds_on(DAY)
    assert {k for k, kind in kinds.items() if kind.is_bar} == {
        YEAR_BAR, NO_POST, NO_COLLECTIVE, NOT_LISTED, "影响期限制",
    }  # fmt: skip
    assert {"党纪处分", "政务处分", "免职"} <= {k for k, kind in kinds.items() if not kind.is_bar}
    assert [b.address for b in kinds[NO_POST].bases] == ["clean-government/18d"]


@pytest.mark.parametrize(
    ("address", "kind", "decided", "since", "until"),
    [
        ("work-errors/3.3d", YEAR_BAR, date(2026, 3, 2), date(2026, 1, 1), date(2026, 12, 31)),
        ("clean-government/18a", YEAR_BAR, date(2026, 3, 2), date(2026, 1, 1), date(2026, 12, 31)),
        ("clean-government/18d", NO_POST, date(2026, 1, 15), date(2026, 1, 15), date(2027, 1, 14)),
        ("clean-government/18d", NO_POST, date(2024, 2, 29), date(2024, 2, 29), date(2025, 2, 28)),
        ("admission/2.0a", NO_COLLECTIVE, date(2025, 2, 10), date(2025, 2, 10), date(2027, 2, 9)),
        ("admission/4.0b", NOT_LISTED, date(2024, 6, 1), date(2024, 6, 1), date(2029, 5, 31)),
        ("national-baseline/严重警告影响期", "党纪处分", date(2026, 8, 3), date(2026, 8, 3), date(2028, 2, 2)),
    ],
)
def test_the_period_is_the_laws_own_to_the_day(town, address, kind, decided, since, until):
    found = by_law(address, kind, decided)
    assert (found.since, found.until, found.waits_for) == (since, until, ())


def test_an_adopted_reading_changes_the_year_and_asks_for_the_day_of_the_conduct(town, keeper, person):
    edition = find("work-errors", DAY)
    reading_room.adopt(keeper, edition, "A1-27", "失误之年", date(2026, 1, 1), "青桥驿镇党委", "青党发〔2026〕1号")
    with pytest.raises(Refused, match="行为日期"):
        actions.enter_effect(keeper, person, year_bar())
    effect = actions.enter_effect(keeper, person, year_bar(conduct_on=date(2025, 11, 30)))
    assert spans(effect) == [(date(2025, 1, 1), date(2025, 12, 31))]
    assert "A1-27：失误之年" in effect.last.computed


def test_a_period_other_than_the_laws_needs_a_reason_and_says_what_the_law_gives(town, keeper, person):
    wanted = year_bar(since=date(2026, 3, 2), until=date(2027, 3, 1))
    with pytest.raises(Refused, match="2026-01-01至2026-12-31"):
        actions.enter_effect(keeper, person, wanted)
    effect = actions.enter_effect(
        keeper, person, year_bar(since=date(2026, 3, 2), until=date(2027, 3, 1), reason="决定书写明")
    )
    assert spans(effect) == [(date(2026, 3, 2), date(2027, 3, 1))]
    assert "2026-01-01至2026-12-31" in effect.last.computed


def test_all_that_is_wrong_is_said_at_once(town, keeper, person):
    with pytest.raises(Refused) as refused:
        actions.enter_effect(keeper, person, Wanted("没有的限制", "work-errors/99", date(2026, 12, 1), "", ""))
    assert len(refused.value.sentences) == 4
    assert not effects_of(person)


def test_a_provision_that_brings_no_such_effect_about_needs_a_reason(town, keeper, person):
    wanted = Wanted(YEAR_BAR, "enforcement/6.4", date(2026, 3, 2), **PAPER)
    with pytest.raises(Refused, match="没有写"):
        actions.enter_effect(keeper, person, wanted)
    period = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}
    wanted = Wanted(YEAR_BAR, "enforcement/6.4", date(2026, 3, 2), **PAPER, **period, reason="局长办公会议决定取消")
    assert actions.enter_effect(keeper, person, wanted).last.cite.endswith("六、(四)")


def test_a_decision_is_entered_once(town, keeper, person):
    actions.enter_effect(keeper, person, year_bar(source="abc:0"))
    with pytest.raises(Refused, match="已经登记过"):
        actions.enter_effect(keeper, person, year_bar(source="abc:0"))


# --- what becomes of it


@pytest.fixture
def bar(town, keeper, person):
    return actions.enter_effect(keeper, person, year_bar())


def test_a_bar_holds_on_its_last_day_and_not_on_the_next(person, bar):
    assert [b.kind for b in bars_on(person, date(2026, 12, 31))] == [YEAR_BAR]
    assert bars_on(person, date(2027, 1, 1)) == []
    assert may(person, date(2026, 12, 31), YEAR_BAR).allowed is False
    assert may(person, date(2026, 12, 31), NO_POST).allowed is True


def test_while_it_is_suspended_it_does_not_hold(keeper, person, bar):
    actions.suspend(keeper, bar, date(2026, 5, 1), **OTHER)
    assert bars_on(person, date(2026, 5, 1)) == []
    actions.resume(keeper, bar, date(2026, 8, 1), **OTHER)
    assert spans(bar) == [(date(2026, 1, 1), date(2026, 4, 30)), (date(2026, 8, 1), date(2026, 12, 31))]


def test_resuming_may_set_another_last_day(keeper, bar):
    actions.suspend(keeper, bar, date(2026, 5, 1), **OTHER)
    actions.resume(keeper, bar, date(2026, 8, 1), **OTHER, until=date(2027, 3, 31))
    assert spans(bar)[-1] == (date(2026, 8, 1), date(2027, 3, 31))


def test_lifted_early_it_holds_no_more_from_that_day(keeper, bar):
    actions.lift(keeper, bar, date(2026, 10, 1), **OTHER)
    assert spans(bar) == [(date(2026, 1, 1), date(2026, 9, 30))]
    with pytest.raises(Refused, match="已经解除"):
        actions.suspend(keeper, bar, date(2026, 9, 1), **OTHER)


def test_revoked_on_appeal_it_never_held_and_stays_in_sight(keeper, person, bar):
    actions.revoke_on_appeal(keeper, bar, date(2026, 6, 1), **OTHER)
    assert spans(bar) == []
    assert bars_on(person, date(2026, 3, 2)) == []
    assert [step.what for step in bar.steps.all()] == ["entered", "revoked"]


def test_changed_on_appeal_it_holds_for_the_new_period(keeper, bar):
    actions.change_on_appeal(keeper, bar, date(2026, 6, 1), **OTHER, since=date(2026, 1, 1), until=date(2026, 6, 30))
    assert spans(bar) == [(date(2026, 1, 1), date(2026, 6, 30))]


def test_a_correction_is_a_new_row(keeper, bar):
    given = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "decided_on": date(2026, 3, 3)}
    actions.correct(keeper, bar, "决定日期抄错", **given, **PAPER)
    assert [step.decided_on for step in bar.steps.all()] == [date(2026, 3, 2), date(2026, 3, 3)]
    with pytest.raises(Refused, match="没有改动"):
        actions.correct(keeper, bar, "再来一次", **given, **PAPER)


@pytest.mark.parametrize(
    ("act", "given", "says"),
    [
        ("suspend", {"on": date(2027, 5, 1)}, "不在这一条的期间"),
        ("suspend", {"on": date(2026, 5, 1), "reason": " "}, "理由"),
        ("lift", {"on": date(2026, 5, 1), "document": ""}, "文号"),
        ("resume", {"on": date(2026, 5, 1)}, "没有中止"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(keeper, bar, act, given, says):
    with pytest.raises(Refused, match=says):
        getattr(actions, act)(keeper, bar, **(OTHER | given))
    assert bar.steps.count() == 1


def test_resuming_before_the_suspension_is_refused(keeper, bar):
    actions.suspend(keeper, bar, date(2026, 5, 1), **OTHER)
    with pytest.raises(Refused, match="早于"):
        actions.resume(keeper, bar, date(2026, 4, 1), **OTHER)
    with pytest.raises(Refused, match="已经中止"):
        actions.suspend(keeper, bar, date(2026, 6, 1), **OTHER)


def test_every_step_is_in_the_audit_chain(keeper, bar):
    actions.lift(keeper, bar, date(2026, 10, 1), **OTHER)
    entries = Entry.objects.filter(subject=f"register.effect:{bar.pk}").order_by("sequence")
    assert [entry.act for entry in entries] == ["register.enter", "register.lift"]
    assert entries[1].told["文号"] == OTHER["document"]


@pytest.mark.parametrize("table", ["register_effect", "register_step", "register_reliance"])
def test_the_database_itself_refuses_to_change_what_was_entered(bar, table):
    assert Effect.objects.exists()
    with connection.cursor() as cursor:
        for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(sql)


def test_the_database_itself_refuses_two_spells_on_one_day(bar):
    with pytest.raises(IntegrityError), transaction.atomic():
        Spell.objects.create(effect=bar, since=date(2026, 6, 1), until=None)


# --- the days it holds, against a replay day by day

FIRST = date(2026, 1, 1)


@given(
    moves=st.lists(st.tuples(st.sampled_from([SUSPENDED, RESUMED, LIFTED, REVOKED]), st.integers(-5, 45)), max_size=6),
    length=st.one_of(st.none(), st.integers(0, 40)),
)
def test_spells_are_what_a_replay_day_by_day_gives(moves, length):
    until = None if length is None else FIRST + timedelta(days=length)
    steps = [Step(what="entered", on=FIRST, since=FIRST, until=until)]
    for what, days in _sensible(moves):
        steps.append(Step(what=what, on=FIRST + timedelta(days=days), since=FIRST, until=until))
    periods = spells_of(steps, is_bar=True)
    for offset in range(-10, 60):
        day = FIRST + timedelta(days=offset)
        assert holds(periods, day) == _replayed(steps, day), day
    assert all(a[1] < b[0] for a, b in pairwise(periods))


def _sensible(moves):
    """Only what the actions allow: suspended once at a time, resumed not before, nothing after the end."""
    stopped = None
    for what, days in moves:
        if what == SUSPENDED and stopped is None:
            stopped = days
        elif what == RESUMED and stopped is not None and days >= stopped:
            stopped = None
        elif what in (SUSPENDED, RESUMED):
            continue
        yield what, days
        if what in (LIFTED, REVOKED):
            return


def _replayed(steps, day):
    if any(step.what == REVOKED for step in steps):
        return False
    within = steps[0].since <= day and (steps[-1].until is None or day <= steps[-1].until)
    for n, step in enumerate(steps):
        if step.what == LIFTED and step.on <= day:
            return False
        if step.what == SUSPENDED and step.on <= day:
            resumed = next((s.on for s in steps[n:] if s.what == RESUMED), None)
            if resumed is None or day < resumed:
                return False
    return within


# --- whose it is to keep and to read


@pytest.mark.parametrize("login", ["maibaizhi", "lichaihu"])
def test_the_organization_member_and_the_office_clerk_keep_it(town, person, login):
    assert actions.enter_effect(town.actor(login), person, year_bar()).pk


@pytest.mark.parametrize(
    "login", ["xitong", "anquan", "shenji", "miaofuling", "shilianqiao", "linhuangqi", "xidanggui", "yanfangfeng",
              "miaoniubang", "weicangzhu", "weiniuxi", "yueduzhong"]
)  # fmt: skip
def test_nobody_else_does_and_the_attempt_is_recorded(town, person, login):
    with pytest.raises(NotAllowed):
        actions.enter_effect(town.actor(login), person, year_bar())
    assert Entry.objects.filter(act="register.enter", result=Entry.REFUSED, actor=login).exists()


def test_nobody_enters_what_is_about_themselves(town, keeper):
    with pytest.raises(NotAllowed, match="本人"):
        actions.enter_effect(keeper, town.person("镇党委政府:党委副书记"), year_bar())


READERS = {
    "maibaizhi": True, "lichaihu": True, "linhuangqi": True, "shilianqiao": True, "miaofuling": True,
    "xidanggui": True,  # in charge of the station
    "weiniuxi": True,  # its head
    "yueduzhong": True,  # the person themselves
    "weicangzhu": False, "miaoniubang": False, "yanfangfeng": False, "xitong": False, "anquan": False, "shenji": False,
}  # fmt: skip


@pytest.mark.parametrize("login", READERS)
def test_who_may_read_about_the_technician(town, login):
    actor, technician = town.actor(login), town.person("农业综合服务站:农技员")
    assert bool(see(actor, technician)) is READERS[login]
    assert see(actor, technician).reason
    listed = Effect.objects.filter(seen_by(actor), person=technician).exists()
    assert listed is READERS[login]


@pytest.mark.parametrize("login", READERS)
def test_the_list_and_the_single_page_go_by_one_rule(town, login):
    actor = town.actor(login)
    listed = set(Effect.objects.filter(seen_by(actor)))
    assert listed == {e for e in Effect.objects.all() if see(actor, e.subject)}
