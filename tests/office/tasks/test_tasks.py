"""Tasks: given by acts, counted by the calendar, stopped and let go on with a reason; seen by whom they concern."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from guiju.dates.periods import Duration
from guiju.dates.workdays import default_calendar
from office.audit.action import action
from office.audit.models import Entry
from office.ground import clock
from office.ground.actors import Right, console
from office.ground.refusals import NotAllowed, Refused
from office.ground.roles import LEADER_IN_CHARGE, OFFICE_CLERK, UNIT_HEAD
from office.tasks import actions, rights
from office.tasks.actions import To, Wanted, finish_tasks, give_task
from office.tasks.deadlines import Term, due_of
from office.tasks.models import DONE, RESUMED, SUSPENDED, Step, Task
from office.tasks.questions import mine, nearness, seen_by
from tests.office_world import TODAY

SEVEN = Duration(7, "个工作日")
CLERK, MAYOR, ACCOUNTANT, AGRONOMIST, HEAD = "lichaihu", "shilianqiao", "weicangzhu", "yueduzhong", "weiniuxi"


@action("test.give", label="测试", may=lambda *_args, **_kwargs: Right(True, "测试"))
def given(act, *args, **kwargs):
    """Some other app's act that gives a task."""
    return give_task(act, "test.what", *args, **kwargs)


@action("test.close", label="测试", may=lambda *_args, **_kwargs: Right(True, "测试"))
def closed(act, subject):
    return finish_tasks(act, subject, "test.what", "办了")


def for_person(town, place="财政所:会计"):
    return To(person=town.person(place))


# --- when it is due


def test_working_days_are_counted_by_the_notices():
    """2026-09-25 is a Friday; the days of the National Day and their make-up days lie between."""
    calendar = default_calendar()
    due = due_of(Term(date(2026, 9, 25), SEVEN))
    assert due.day == calendar.deadline(date(2026, 9, 25), SEVEN).due
    assert due.day is not None
    assert due.day > date(2026, 10, 8)
    assert "国务院办公厅" in due.explanation or "国庆" in due.explanation


def test_days_of_a_year_without_a_notice_are_provisional():
    due = due_of(Term(date(2031, 3, 3), SEVEN))
    assert (due.day, due.provisional) == (None, date(2031, 3, 12))
    assert due.explanation.startswith("暂定")


def test_a_day_that_was_set_is_that_day_even_when_it_rests():
    assert due_of(Term(date(2026, 11, 28))).day == date(2026, 11, 28)


def test_what_was_left_when_it_stopped_is_left_when_it_goes_on():
    """Seven working days from Mon 2 Nov end on Wed 11; stopped on Thu 5 (5, 6, 9, 10, 11 are left), on from Mon 16."""
    term = Term(date(2026, 11, 2), SEVEN)
    assert due_of(term).day == date(2026, 11, 11)
    assert due_of(term, [(date(2026, 11, 5), date(2026, 11, 16))]).day == date(2026, 11, 20)


def test_stopped_and_let_go_on_the_same_day_changes_nothing():
    term = Term(date(2026, 11, 2), SEVEN)
    assert due_of(term, [(date(2026, 11, 5), date(2026, 11, 5))]) == due_of(term)


def test_calendar_days_move_by_the_days_it_stood_still_and_off_a_rest_day():
    """Ten days from 2 Nov end on Thu 12; two days later it is Sat 14, so Mon 16."""
    term = Term(date(2026, 11, 2), Duration(10, "日"))
    assert due_of(term, [(date(2026, 11, 4), date(2026, 11, 6))]).day == date(2026, 11, 16)


def test_what_was_late_before_it_stopped_stays_late():
    term = Term(date(2026, 11, 2), SEVEN)
    assert due_of(term, [(date(2026, 11, 12), date(2026, 11, 20))]).day == date(2026, 11, 11)


@pytest.mark.parametrize(
    ("until", "colour", "words"),
    [
        (date(2026, 11, 20), "warn", "已超期3天"),
        (date(2026, 11, 23), "warn", "今天到期"),
        (date(2026, 11, 26), "warn", "还有3天"),
        (date(2026, 11, 27), "care", "还有4天"),
        (date(2026, 12, 2), "care", "还有9天"),
        (date(2026, 12, 3), "", "还有10天"),
        (date(2029, 12, 3), "", "还有1106天"),
    ],
)
def test_it_turns_red_as_the_working_days_run_out(until, colour, words):
    near = nearness(Task(due=until), TODAY)
    assert (near.colour, near.words) == (colour, words)


def test_a_holiday_before_the_end_makes_it_nearer():
    """On 30 September, the day after the holiday is eight days off and the first working day: red."""
    after = next(d.date for n in range(1, 20) if (d := default_calendar().day(date(2026, 10, n))).works)
    assert nearness(Task(due=after), date(2026, 9, 30)).colour == "warn"


# --- giving


def test_an_act_gives_a_task_with_the_sentence_it_comes_from(town):
    task = given(
        town.actor(CLERK), "自我纠正", for_person(town), term=Term(TODAY, SEVEN), law="enforcement/4a", subject="x:1"
    )
    assert "7个工作日内自我纠正" in task.sentence
    assert (task.cite, task.due, task.giver) == ("四、", date(2026, 12, 2), town.actor(CLERK).name)
    entry = Entry.objects.get(subject=f"tasks.task:{task.pk}")
    assert (entry.act, entry.told["期限"]) == ("test.give", [None, "2026-12-02"])


def test_an_address_that_is_none_is_refused_and_nothing_stays(town):
    before = Task.objects.count()
    for law in ("enforcement/99", "nothing/1"):
        with pytest.raises(Refused):
            given(town.actor(CLERK), "x", for_person(town), law=law)
    assert Task.objects.count() == before


def test_a_task_may_come_from_a_law_of_the_towns_own(town, settings, tmp_path):
    settings.LAWS = str(tmp_path)
    head, words = "---\n文书: patrol\n名称: 巡查办法\n---\n", "每月五日前报送巡查台账。"
    for name, front in (("patrol", head), ("broken", head.replace("patrol", "broken"))):
        (tmp_path / name).mkdir()
        block = "```不计算 1\n只作展示。\n```\n" if name == "patrol" else "```规则\n1 应 对 谁 采取 何事\n```\n"
        (tmp_path / name / "law.md").write_text(f"{front}\n{words}\n\n{block}", encoding="utf-8")
    task = given(town.actor(CLERK), "报台账", for_person(town), law="patrol/1")
    assert (task.sentence, task.law) == (words, "patrol/1")
    with pytest.raises(Refused, match=r"law\.md"):
        given(town.actor(CLERK), "x", for_person(town), law="broken/1")


def test_the_act_that_does_it_closes_it(town):
    task = given(town.actor(CLERK), "x", for_person(town), subject="x:1")
    other = given(town.actor(CLERK), "y", for_person(town), subject="x:2")
    assert closed(town.actor(CLERK), "x:1") == 1
    task.refresh_from_db()
    other.refresh_from_db()
    assert (task.state, other.state) == (DONE, "open")


# --- whom it waits for


def test_it_waits_for_the_person_or_for_whoever_holds_the_role_today(town):
    by_name = given(town.actor(CLERK), "甲", for_person(town))
    by_role = given(town.actor(CLERK), "乙", To(role=OFFICE_CLERK))
    over_unit = given(town.actor(CLERK), "丙", To(role=UNIT_HEAD, unit=town.unit("农业综合服务站")))
    assert {by_name} <= set(mine(town.actor(ACCOUNTANT)))
    assert by_role in mine(town.actor(CLERK))
    assert over_unit in mine(town.actor(HEAD))
    assert by_name not in mine(town.actor(HEAD))
    elsewhere = given(town.actor(CLERK), "丁", To(role=UNIT_HEAD, unit=town.unit("财政所")))
    assert elsewhere not in mine(town.actor(HEAD))
    assert not rights.finish(town.actor(HEAD), elsewhere)


def test_only_whom_it_waits_for_finishes_it(town):
    task = given(town.actor(CLERK), "甲", for_person(town))
    with pytest.raises(NotAllowed):
        actions.finish(town.actor(AGRONOMIST), task)
    assert actions.finish(town.actor(ACCOUNTANT), task, "好了").state == DONE
    with pytest.raises(Refused, match="已经办结"):
        actions.finish(town.actor(ACCOUNTANT), task)


def test_what_the_list_shows_and_what_the_page_allows_is_the_same_for_everyone(town):
    given(town.actor(CLERK), "秘", for_person(town, "农业综合服务站:农技员"), is_private=True)
    given(town.actor(CLERK), "岗", To(role=LEADER_IN_CHARGE))
    tasks = list(Task.objects.not_over())
    assert len(tasks) > 5
    seen = 0
    for login in ("maibaizhi", MAYOR, CLERK, ACCOUNTANT, AGRONOMIST, HEAD, "xidanggui", "xitong", "linhuangqi"):
        actor = town.actor(login)
        shown = set(seen_by(actor))
        seen += len(shown)
        assert shown == {task for task in tasks if rights.see(actor, task)}, login
    assert seen > 10


def test_a_private_task_is_for_the_two_alone(town):
    task = given(town.actor("linhuangqi"), "秘", for_person(town), is_private=True)
    assert rights.see(town.actor(ACCOUNTANT), task)
    assert rights.see(town.actor("linhuangqi"), task)
    assert not rights.see(town.actor(MAYOR), task)
    assert town.client(MAYOR).get(reverse("tasks:task", args=[task.pk])).status_code == 403
    assert "秘" not in [hit.title for hit in _found(town, MAYOR, "秘")]


def _found(town, login, words):
    from office.ground.offers import searches

    return [hit for offer in searches() for hit in offer.find(town.actor(login), words, 10)]


# --- its states


def test_time_stands_still_with_a_reason_and_every_change_is_a_row(town):
    with clock.clock_at(date(2026, 11, 2)):
        task = given(town.actor(CLERK, date(2026, 11, 2)), "甲", for_person(town), term=Term(date(2026, 11, 2), SEVEN))
    with clock.clock_at(date(2026, 11, 5)):
        actions.suspend(town.actor(CLERK, date(2026, 11, 5)), task, "鉴定")
        with pytest.raises(Refused, match="中止"):
            actions.finish(town.actor(ACCOUNTANT, date(2026, 11, 5)), task)
    with clock.clock_at(date(2026, 11, 16)):
        resumed = actions.resume(town.actor(CLERK, date(2026, 11, 16)), task, "鉴定作出")
    assert resumed.due == date(2026, 11, 20)
    rows = list(resumed.steps.values_list("state", "reason", "due"))
    assert rows == [
        ("open", "", date(2026, 11, 11)),
        (SUSPENDED, "鉴定", date(2026, 11, 11)),
        (RESUMED, "鉴定作出", date(2026, 11, 20)),
    ]
    assert "中止的日子不计" in resumed.steps.last().explanation


def test_a_reason_is_asked_for(town):
    task = given(town.actor(CLERK), "甲", for_person(town))
    for act in (actions.suspend, actions.withdraw):
        with pytest.raises(Refused, match="理由"):
            act(town.actor(CLERK), task, " ")


def test_provisional_days_are_counted_again_when_the_notice_is_in(town, monkeypatch):
    task = given(town.actor(CLERK), "甲", for_person(town), term=Term(date(2031, 3, 3), SEVEN))
    assert (task.due, task.provisional) == (None, date(2031, 3, 12))
    assert actions.settle(console(TODAY)) == 0

    from office.tasks import deadlines

    class Announced:
        """What the calendar says once the year is announced."""

        def deadline(self, start, period):
            found = default_calendar().deadline(start, period)
            return type(found)(date(2031, 3, 13), None, ("通知",), "通知以后")

    monkeypatch.setattr(deadlines, "default_calendar", Announced)
    assert actions.settle(console(TODAY)) >= 1
    task.refresh_from_db()
    assert (task.due, task.provisional) == (date(2031, 3, 13), None)


@pytest.mark.parametrize("change", [{"state": DONE}, {"due": date(2030, 1, 1)}])
def test_the_database_holds_a_task_to_its_last_step(town, change):
    task = given(town.actor(CLERK), "甲", for_person(town))
    with pytest.raises(DatabaseError, match="guiju guard"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Step.objects.filter(task=task).update(reason="别的")


# --- by hand


def test_a_leader_gives_a_task_on_the_page_and_the_cadre_finishes_it_there(town):
    code = town.person("财政所:会计").code
    answer = town.client(MAYOR).post(
        reverse("tasks:assign"), {"title": "盘点", "person": code, "due": "2026-11-30", "once": "m1"}
    )
    task = Task.objects.get(title="盘点")
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("tasks:task", args=[task.pk]))
    client = town.client(ACCOUNTANT)
    assert "盘点" in client.get("/").content.decode()
    client.post(reverse("tasks:act", args=[task.pk, "finish"]), {"note": "清了", "once": "m2"})
    assert "盘点" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("given_in", "says"),
    [
        ({"title": "x"}, "人和身份要填一样"),
        ({"title": "x", "person": "没有"}, "没有找到「没有」"),
        ({"title": "x", "role": OFFICE_CLERK, "due": "2026-11-01"}, "已经过了"),
        ({"title": "x", "role": OFFICE_CLERK, "law": "work-errors/99"}, "没有找到「work-errors/99」这一条"),
        ({"title": "x" * 300, "role": OFFICE_CLERK}, "200"),
    ],
)
def test_what_is_wrong_is_said_in_the_form(town, given_in, says):
    answer = town.client(MAYOR).post(reverse("tasks:assign"), given_in)
    assert (answer.status_code, says in answer.content.decode()) == (422, True)


def test_the_head_of_a_unit_gives_tasks_to_its_own_people_only(town):
    own, other = town.person("农业综合服务站:农技员"), town.person("财政所:会计")
    actions.assign(town.actor(HEAD), Wanted("甲", To(person=own)))
    for to in (To(person=other), To(role=OFFICE_CLERK)):
        with pytest.raises(NotAllowed):
            actions.assign(town.actor(HEAD), Wanted("乙", to))


def test_two_who_act_on_one_task_are_told_of_each_other(town):
    task = given(town.actor(CLERK), "甲", for_person(town))
    url = reverse("tasks:act", args=[task.pk, "finish"])
    page = town.client(ACCOUNTANT).get(reverse("tasks:task", args=[task.pk])).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    actions.withdraw(town.actor(CLERK), task, "不用了")
    answer = town.client(ACCOUNTANT).post(url, {"note": "", "seen": seen})
    assert (answer.status_code, "撤回" in answer.content.decode()) == (409, True)
