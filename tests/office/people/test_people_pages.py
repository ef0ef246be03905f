"""The pages that keep the records of units and people: a wrong row is put right with its reason, a thing is ended."""

from datetime import date

import pytest
from django.urls import reverse

from office.audit.models import Entry
from office.ground.refusals import Refused
from office.people import actions
from office.people.models import Holding, Post, UnitVersion
from office.people.terms import term

RIGHT = {"since": "2023-04-01", "until": "", "basis": "青党发〔2023〕6号", "because": "登记时看错了月份"}


@pytest.fixture
def desk(town):
    return town.client("maibaizhi")


@pytest.fixture
def keeper(town):
    return town.actor("maibaizhi")


def rows(town):
    """One row of each kind that has a beginning and an end, by its name in addresses."""
    person, unit = town.person("镇党委政府:副镇长"), town.unit("财政所")
    return {
        "post": person.holdings.get(), "charge": person.oversights.filter(until=None).first(),
        "party": person.party_statuses.get(), "establishment": person.establishments.get(),
        "seat": unit.posts.first(), "unit": unit.versions.get(),
    }  # fmt: skip


@pytest.mark.parametrize("what", ["post", "charge", "party", "establishment"])
def test_a_wrong_row_is_put_right_on_its_page_and_the_reason_is_kept(town, desk, what):
    row = rows(town)[what]
    page = reverse("people:correct-row", args=[what, row.pk])
    assert row.since.isoformat() in desk.get(page).content.decode(), "the form shows how it stands"
    since = "2026-03-02" if what == "charge" else "2023-04-01"
    answer = desk.post(page, RIGHT | {"since": since})
    assert answer.headers["Location"] == reverse("people:person", args=[row.person_id])
    row.refresh_from_db()
    assert (row.since.isoformat(), row.basis) == (since, "青党发〔2023〕6号")
    assert Entry.objects.order_by("-sequence").first().told["理由"] == "登记时看错了月份"


@pytest.mark.parametrize("because", ["", "   "])
def test_a_row_is_not_put_right_without_a_reason(town, desk, because):
    row = rows(town)["post"]
    answer = desk.post(reverse("people:correct-row", args=["post", row.pk]), RIGHT | {"because": because})
    row.refresh_from_db()
    assert (answer.status_code, row.since) == (422, date(2023, 3, 1))


def test_a_post_is_not_cut_short_under_whoever_holds_it(town, desk, keeper):
    seat = Post.objects.get(unit=town.unit("财政所"), title="会计")
    late = desk.post(reverse("people:correct-row", args=["seat", seat.pk]), RIGHT)
    ended = desk.post(reverse("people:end-row", args=["seat", seat.pk]), {"until": "2026-11-23"})
    for answer in (late, ended):
        assert (answer.status_code, "超出了职务的起止" in answer.content.decode()) == (422, True)
    for held in Holding.objects.filter(post=seat, until=None):
        actions.end(keeper, held, date(2026, 11, 23))
    assert desk.post(reverse("people:end-row", args=["seat", seat.pk]), {"until": "2026-11-23"}).status_code == 302
    seat.refresh_from_db()
    assert seat.until == date(2026, 11, 23)


def test_a_holding_is_not_put_right_beyond_its_post(town, keeper):
    held = rows(town)["post"]
    with pytest.raises(Refused, match="任职不能超出"):
        actions.correct_row(keeper, held, date(2020, 1, 1), None, "", "试")


def test_a_unit_is_not_put_right_to_days_on_which_people_were_in_it_without_it(town, desk):
    version = UnitVersion.objects.get(unit=town.unit("财政所"))
    answer = desk.post(reverse("people:correct-row", args=["unit", version.pk]), RIGHT)
    assert answer.status_code == 422
    assert "而2023-03-01那天机构就不在了" in answer.content.decode()
    early = desk.post(reverse("people:correct-row", args=["unit", version.pk]), RIGHT | {"since": "2022-01-01"})
    assert early.status_code == 302


def test_a_unit_of_two_names_covers_its_people_by_both(town, keeper):
    unit = town.unit("林业工作站")
    words = (keeper, unit, "林草工作站", term("unit", "station"), town.unit("青桥驿镇"), date(2026, 6, 1))
    second = actions.change_unit(*words, "青政发〔2026〕9号")
    with pytest.raises(Refused, match="那天机构就不在了"):
        actions.correct_row(keeper, second, date(2026, 7, 1), None, "", "试")
    actions.correct_row(keeper, second, date(2026, 6, 1), None, "青政发〔2026〕10号", "文号写错")


def test_a_unit_is_ended_on_its_page_once_nobody_is_in_it(town, desk):
    empty, full = town.unit("青桥驿派出所"), town.unit("财政所")
    refused = desk.post(reverse("people:end-unit", args=[full.pk]), {"until": "2026-11-23"})
    assert (refused.status_code, "还有人在这个机构任职" in refused.content.decode()) == (422, True)
    done = desk.post(
        reverse("people:end-unit", args=[empty.pk]), {"until": "2026-11-23", "basis": "青政发〔2026〕20号"}
    )
    assert done.headers["Location"] == reverse("people:unit", args=[empty.pk])
    assert empty.versions.get().until == date(2026, 11, 23)


def test_what_is_no_kind_of_row_has_no_page(desk):
    for name in ("people:correct-row", "people:end-row"):
        assert desk.get(reverse(name, args=["nothing", 1])).status_code == 404
    assert desk.get(reverse("people:end-row", args=["party", 1])).status_code == 404, "succeeded by the next, not ended"


def test_a_person_s_page_leads_on_to_what_else_there_is_about_them(town):
    person = town.person("农业综合服务站:农技员")
    page, register = reverse("people:person", args=[person.pk]), reverse("register:person", args=[person.pk])
    assert register in town.client("maibaizhi").get(page).content.decode()
    assert register not in town.client("weicangzhu").get(page).content.decode(), "only where it may be opened"
