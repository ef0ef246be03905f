"""The desk: my tasks red when near, what waits for whom, the search that shows only what one may see, the charts."""

import re
from datetime import date

import pytest
from django.urls import reverse

from office.ground.months import by_month, last_months
from office.ground.offers import searches, waiting_for
from office.look.charts import lying, upright
from office.tasks.models import DONE, Step
from tests.office_world import LOGINS, TODAY


def page(town, login, url="/"):
    answer = town.client(login).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_home_page_shows_what_is_mine_with_its_sentence_the_nearest_first(town):
    shown = page(town, "weiniuxi")
    assert "一起过错行政行为的自我纠正" in shown
    assert "应在7个工作日内自我纠正" in shown
    assert "enforcement/4a" in shown
    clerk = page(town, "lichaihu")
    assert clerk.index("已超期") if "已超期" in clerk else True
    nearest = re.findall(r'<span class="mark(?: mark-(\w+))?">(?:还有|已超期|今天)', shown)
    assert nearest[0] == "warn"


@pytest.mark.parametrize("login", sorted({login for login in LOGINS.values() if login}))
def test_everyone_has_a_desk(town, login):
    assert "工作台" in page(town, login)


def test_who_has_no_role_today_is_told_so_and_not_turned_away(town):
    from office.accounts import actions as accounts
    from office.people import actions as people

    keeper = town.actor("maibaizhi")
    for row in town.person("财政所:会计").holdings.all():
        people.end(keeper, row, date(2026, 11, 1))
    for given in town.account("weicangzhu").functions.all():
        accounts.end_function(town.actor("xitong"), given, date(2026, 11, 1))
    assert "您今天没有任何身份" in page(town, "weicangzhu")


def test_what_waits_for_an_administrator_stands_on_the_desk(town):
    from office.accounts import actions as accounts

    assert waiting_for(town.actor("anquan")) == []
    accounts.open_account(town.actor("xitong"), "newone", "business", town.person("财政所:出纳"))
    assert [(w.label, w.count) for w in waiting_for(town.actor("anquan"))] == [("待核准的账号", 1)]
    assert "待核准的账号" in page(town, "anquan")
    assert waiting_for(town.actor("xitong")) == []


# --- search


@pytest.mark.parametrize(
    ("words", "hit"),
    [("岳杜仲", "岳杜仲"), ("yueduzhong", "岳杜仲"), ("财政", "财政所"), ("财政票据", "核对本季度财政票据")],
)
def test_people_units_and_tasks_are_found(town, words, hit):
    assert hit in page(town, "shilianqiao", reverse("desk:search") + f"?q={words}")


def test_nobody_finds_what_they_may_not_see(town):
    """The administrators hold no business role: they find no people and no tasks of others."""
    for login in ("xitong", "anquan", "shenji"):
        actor = town.actor(login)
        hits = [hit for offer in searches() for hit in offer.find(actor, "财政", 10) if not hit.is_law]
        assert hits == []
    assert "核对本季度财政票据" not in page(town, "yueduzhong", reverse("desk:search") + "?q=财政票据")


def test_every_hit_opens_for_whom_it_was_found_for(town):
    for login in ("yueduzhong", "shilianqiao", "maibaizhi", "xitong"):
        actor, client = town.actor(login), town.client(login)
        for words in ("财政", "农", "单", "工作失误", "a"):
            for offer in searches():
                for hit in offer.find(actor, words, 3):
                    assert client.get(hit.url).status_code == 200, (login, hit)


@pytest.mark.parametrize("words", ["%", "_", "'", "\x00", "<script>", "x" * 5000, "　", "%00"])
def test_a_strange_question_is_only_a_question(town, words):
    answer = town.client("maibaizhi").get(reverse("desk:search"), {"q": words})
    assert (answer.status_code, "<script>" not in answer.content.decode().replace('<script src="', "")) == (200, True)


def test_a_percent_sign_finds_only_what_has_one(town):
    hits = [hit for offer in searches() for hit in offer.find(town.actor("maibaizhi"), "%", 10)]
    assert [hit for hit in hits if "%" not in hit.title] == []


# --- charts


def test_twelve_months_end_with_this_one():
    assert (last_months(TODAY)[0], last_months(TODAY)[-1]) == (date(2025, 12, 1), date(2026, 11, 1))
    assert last_months(date(2026, 1, 31))[0] == date(2025, 2, 1)


def test_a_month_counts_its_own_rows(town):
    done = Step.objects.filter(state=DONE)
    assert by_month(done, "on", TODAY)[-1] == ("26-11", done.count())
    assert done.count() > 0
    assert sum(n for _month, n in by_month(done, "on", date(2026, 10, 31))) == 0


@pytest.mark.parametrize("draw", [upright, lying])
@pytest.mark.parametrize("bars", [[], [("甲", 0)], [("甲", 3), ("<乙>", 1)], [(str(n), n) for n in range(40)]])
def test_a_chart_says_its_numbers_and_keeps_to_the_policy(draw, bars):
    drawn = draw("图", bars)
    assert "style=" not in drawn
    assert "<乙>" not in drawn
    assert all(f"{label} {count}".replace("<", "&lt;").replace(">", "&gt;") in drawn for label, count in bars)


def test_the_charts_of_the_year_are_shown_with_their_numbers(town):
    shown = page(town, "shilianqiao", reverse("desk:year"))
    for title in ("每月记入审计的事", "各机构人数", "每月办结的事"):
        assert title in shown
    assert shown.count("<svg") == shown.count("<desc>") >= 3


def test_the_desk_costs_the_same_whatever_lies_on_it(town, django_assert_max_num_queries):
    from office.tasks.actions import To, Wanted, assign

    client, mayor = town.client("weicangzhu"), town.actor("shilianqiao")
    client.get("/")
    for n in range(40):
        assign(mayor, Wanted(f"第{n}件", To(person=town.person("财政所:会计"))))
    with django_assert_max_num_queries(20):
        assert "第39件" in client.get("/").content.decode()
