"""What a change would do, before it is made: another reading, another edition; for which cases and which people."""

import shutil
from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from office.demo import offers as demo_offers
from office.ground import shelf
from office.ground.offers import YearOfPeople
from office.reading_room import actions, doubts
from office.reading_room.editions import differences, effects, pieces
from office.reading_room.models import Adoption
from office.reading_room.trial import people_trial, trial
from tests.editions import FIRST, RAISED, edition, scored, write_people
from tests.office_world import TODAY

ADOPT = "/laws/appraisal/readings/A3-57/adopt/"
GIVEN = {"choice": "含两端", "since": "2026-04-01", "organ": "镇考评领导小组", "basis": "青考〔2026〕1号"}


@pytest.fixture
def in_the_demo(settings):
    settings.DEMO = True


def the(name):
    return shelf.find(name, TODAY)


def adopt(town):
    organ, paper = "青桥驿镇党委", "青党发〔2026〕9号"
    actions.adopt(town.actor("maibaizhi"), the("work-errors"), "A1-45", "并处", date(2026, 4, 1), organ, paper)


# --- another reading


def test_a_case_that_changes_tells_from_which_sentence():
    changed = trial(the("appraisal"), {}, "A3-57", "含两端").changed
    assert {case.title for case in changed} >= {"考核得分 65 分", "凭票数正好 65 分"}
    for case in changed:
        assert [one.address for one in case.since] == ["appraisal/5.2c"]
        assert "基本称职" in case.since[0].text


def test_the_people_of_the_demo_year_are_tried_too(in_the_demo):
    (found,) = people_trial(the("appraisal"), {}, "A3-57", "含两端")
    assert (found.people, found.different) == (60, 1)
    assert found.moves == (("称职", "基本称职", 1),)
    (person,) = found.changed
    assert ("等次", "称职", "基本称职") in person.columns
    assert person.since[0].address == "appraisal/5.2c"


def test_people_are_tried_under_the_readings_in_force_not_the_defaults(in_the_demo):
    assert people_trial(the("appraisal"), {"A3-57": "含两端"}, "A3-57", "含两端")[0].different == 0
    back = people_trial(the("appraisal"), {"A3-57": "含两端"}, "A3-57", "归上档")[0]
    assert back.moves == (("基本称职", "称职", 1),)


def test_a_real_office_has_no_people_of_the_demo():
    assert demo_offers.PEOPLE[0]("appraisal") == []


def test_a_measure_that_grades_nobody_has_no_people_to_try(in_the_demo):
    assert people_trial(the("work-errors"), {}, "A1-45", "并处") == []


# --- confirming


def test_nothing_is_adopted_before_it_was_shown_what_it_changes(town, in_the_demo):
    client = town.client("maibaizhi")
    shown = client.post(ADOPT, GIVEN | {"once": "a1"})
    assert shown.status_code == 200
    assert not Adoption.objects.filter(reading="A3-57").exists()
    text = shown.content.decode()
    assert "确认以前请看" in text
    assert "60 人中，1 人的结果不同" in text
    assert "凭票数正好 65 分" in text
    assert "确认登记" in text
    assert 'name="shown" value="含两端"' in text


def test_what_was_shown_is_what_is_confirmed(town):
    client = town.client("maibaizhi")
    other = client.post(ADOPT, GIVEN | {"once": "a2", "shown": "归上档"})
    assert other.status_code == 200, "another choice than the one shown is shown first"
    assert not Adoption.objects.filter(reading="A3-57").exists()
    for _ in range(2):
        assert client.post(ADOPT, GIVEN | {"once": "a3", "shown": "含两端"}).status_code == 302
    assert Adoption.objects.filter(reading="A3-57").count() == 1


def test_a_form_with_faults_is_told_them_and_shows_nothing_yet(town):
    answer = town.client("maibaizhi").post(ADOPT, GIVEN | {"basis": "", "once": "a4"})
    assert answer.status_code == 422
    assert 'name="shown"' not in answer.content.decode()


def test_what_becomes_of_people_is_shown_to_those_who_keep_the_readings_only(town, in_the_demo):
    url = reverse("reading_room:trial", args=["appraisal", "A3-57"])
    assert "60 人中" in town.client("maibaizhi").get(url, {"choice": "含两端"}).content.decode()
    cadre = town.client("yueduzhong").get(url, {"choice": "含两端"}).content.decode()
    assert "60 人中" not in cadre
    assert "个案件" in cadre


# --- who confirmed what


def test_the_page_of_doubts_tells_which_rest_on_a_document_and_which_on_nothing(town):
    client = town.client("yueduzhong")
    edition_ = the("work-errors")
    rows = {row.reading.id: row for row in doubts.rows(edition_, TODAY)}
    counts = doubts.counts(rows.values())
    assert counts.all == len(edition_.law.parsed.readings)
    assert counts.confirmed == sum(row.adopted is not None for row in rows.values()) >= 1
    in_vain = [row for row in rows.values() if row.rests_on_nothing]
    assert all(row.adopted and row.rules == 0 for row in in_vain)
    text = client.get("/laws/work-errors/readings/").content.decode()
    assert text.count('<span class="mark mark-done">已确认</span>') == counts.confirmed
    assert "没有规则用到" in text


def adopt_both(town):
    """The organization member has the Party committee's paper recorded: 并处."""
    who, paper = town.actor("maibaizhi"), "青党发〔2026〕9号"
    actions.adopt(who, the("work-errors"), "A1-45", "并处", date(2026, 4, 1), "青桥驿镇党委", paper)


def test_an_adopted_option_that_the_edition_no_longer_has_is_said(town):
    adopt_both(town)
    Adoption.objects.filter(reading="A1-45").update(choice="从前有的")
    row = next(row for row in doubts.rows(the("work-errors"), TODAY) if row.reading.id == "A1-45")
    assert row.is_gone
    assert row.in_force == row.reading.default


def test_the_history_tells_who_entered_it_and_when(town):
    adopt_both(town)
    (entered,) = doubts.history("work-errors", "A1-45")
    assert entered.entry.actor == "maibaizhi"
    text = town.client("yueduzhong").get("/laws/work-errors/readings/A1-45/").content.decode()
    assert "麦白芷" in text
    assert "青党发〔2026〕9号" in text


# --- another edition


@pytest.fixture
def two_editions(tmp_path, settings):
    """The appraisal of another town, and a second edition that wants 88 points where the first wants 85."""
    settings.LAWS = str(tmp_path / "laws")
    (tmp_path / "laws").mkdir()
    name = FIRST.name
    shutil.copytree(FIRST, tmp_path / "laws" / name)
    later = edition(tmp_path / "laws" / f"{name}-2028", *RAISED)
    text = (later / "law.md").read_text(encoding="utf-8")
    head, sign, rest = text.partition("\n---\n")
    lines = [line for line in head.split("\n") if not line.startswith("施行日期")]
    (later / "law.md").write_text("\n".join([*lines, "施行日期: 2028-01-01"]) + sign + rest, encoding="utf-8")
    after, before = shelf.editions_of(before_id(name))
    assert after.name == f"{name}-2028"
    return before, after


def before_id(name):
    return next(one.id for one in shelf.editions() if one.name == name)


def test_two_editions_are_compared_sentence_by_sentence(two_editions, town):
    changed, _readings = differences(*two_editions)
    assert changed
    marked = [piece for one in changed for piece in one.pieces if piece[0]]
    assert ("-", "5") in marked
    assert ("+", "8") in marked
    page = town.client("yueduzhong").get(f"/laws/{two_editions[0].id}/editions/").content.decode()
    assert "<del>5</del><ins>8</ins>" in page


def test_a_sentence_is_cut_where_it_differs():
    assert pieces("得85分的", "得88分的") == (("", "得8"), ("-", "5"), ("+", "8"), ("", "分的"))
    assert pieces("", "新") == (("+", "新"),)


def test_who_comes_out_differently_under_the_later_edition(two_editions, town, tmp_path, monkeypatch):
    file = write_people(tmp_path / "people.csv", [scored("1", Fraction(86)), scored("2", Fraction(95))])
    year = YearOfPeople("某年考核", file, 2027)
    monkeypatch.setattr("office.reading_room.editions.people_under", lambda _id: [year])
    url = f"/laws/{two_editions[0].id}/editions/effects/"
    text = town.client("maibaizhi").get(url).content.decode()
    assert "2 人中，1 人的结果不同" in text
    assert "2 人中" not in town.client("yueduzhong").get(url).content.decode(), "people only for who keeps the readings"
    found = effects(*two_editions)
    assert found.cases > 0
    assert all(case.gone or case.come for case in found.changed)
    assert {case.title for case in found.changed}, "cases beside the law that stand between 85 and 88"


def test_a_measure_with_one_edition_says_so(town):
    assert "只有一个版本" in town.client("yueduzhong").get("/laws/work-errors/editions/").content.decode()
    assert town.client("yueduzhong").get("/laws/work-errors/editions/effects/").status_code == 404
