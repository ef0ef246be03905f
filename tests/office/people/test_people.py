"""Who was where on which day; and that no two rows of one key ever meet."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from office.audit.models import Entry
from office.ground.dated import Dated
from office.ground.refusals import Refused
from office.people import actions, questions, rights
from office.people.models import Establishment, Holding, Oversight, PartyStatus, Person, Post, UnitVersion
from office.people.pinyin import spell, surnames
from office.people.terms import term
from office.people.views import find

BEFORE, AFTER = date(2026, 2, 28), date(2026, 3, 1)


@pytest.fixture
def keeper(town):
    return town.actor("maibaizhi")


# --- any day can be asked


def test_who_was_in_charge_depends_on_the_day(town):
    unit = town.unit("安全生产监督站")
    assert questions.leader_in_charge(unit, BEFORE).person == town.person("镇党委政府:副镇长2")
    assert questions.leader_in_charge(unit, AFTER).person == town.person("镇党委政府:副镇长")
    assert questions.leader_in_charge(unit, date(2020, 1, 1)) is None


def test_a_unit_without_its_own_leader_in_charge_has_the_one_above(town, keeper):
    village, district = town.unit("桥头村"), town.unit("东河管理区")
    assert questions.leader_in_charge(village, AFTER) is None
    leader = town.person("镇党委政府:武装部长")
    actions.put_in_charge(keeper, leader, district, term("manner", "in_charge"), AFTER, None, "青党发〔2026〕3号")
    found = questions.leader_in_charge(village, AFTER)
    assert (found.person, found.unit) == (leader, district)


def test_heads_and_principal_leaders(town):
    assert questions.heads(town.unit("财政所"), AFTER) == [town.person("财政所:所长")]
    leaders = {town.person("镇党委政府:党委书记"), town.person("镇党委政府:镇长")}
    assert set(questions.principal_leaders(AFTER)) == leaders
    assert questions.principal_leaders(date(2022, 1, 1)) == []


def test_a_unit_that_was_renamed_keeps_its_old_name_on_old_days(town, keeper):
    unit = town.unit("林业工作站")
    actions.change_unit(
        keeper,
        unit,
        "林草工作站",
        term("unit", "station"),
        town.unit("青桥驿镇"),
        date(2026, 6, 1),
        "青政发〔2026〕9号",
    )
    assert questions.name_of(unit, date(2026, 5, 31)) == "林业工作站"
    assert questions.name_of(unit, date(2026, 6, 1)) == "林草工作站"


def test_the_tree_shows_a_past_day_as_it_was(town):
    client = town.client("yueduzhong")
    now = client.get(reverse("people:tree")).content.decode()
    then = client.get(reverse("people:tree"), {"day": "2026-02-28"}).content.decode()
    assert "这是 2026-02-28 的情形" in then
    assert "这是 2026" not in now
    assert client.get(reverse("people:tree"), {"day": "1990-01-01"}).status_code == 200
    assert client.get(reverse("people:tree"), {"day": "昨天"}).status_code == 200


@pytest.mark.parametrize("name", ["people:tree", "people:search"])
def test_pages_ask_a_fixed_number_of_questions(town, django_assert_max_num_queries, name):
    client = town.client("yueduzhong")
    client.get(reverse(name))
    with django_assert_max_num_queries(15):
        client.get(reverse(name), {"q": "z"})


# --- periods never meet


def rows_that_exist(town):
    person = town.person("财政所:会计")
    yield Holding, Holding.objects.filter(person=person).first()
    yield Oversight, Oversight.objects.filter(until=None).first()
    yield PartyStatus, PartyStatus.objects.filter(person=person).first()
    yield Establishment, Establishment.objects.filter(person=person).first()
    yield Post, Post.objects.first()
    yield UnitVersion, UnitVersion.objects.first()


def test_the_database_itself_refuses_rows_that_meet(town):
    for model, row in rows_that_exist(town):
        row.pk, row.since = None, row.since + timedelta(days=30)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
        assert model.objects.count() > 0


def test_the_database_itself_refuses_an_end_before_the_beginning(town):
    for _model, row in rows_that_exist(town):
        row.until = row.since - timedelta(days=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_every_dated_table_is_guarded():
    from office.ground.guards import listed

    guarded = {guard.table for guard in listed() if "no_overlap" in guard.name}
    dated = {model._meta.db_table for model in Dated.__subclasses__()}
    assert dated
    assert dated - guarded == set()


def test_two_leaders_in_charge_of_one_unit_are_refused_with_the_name(town, keeper):
    with pytest.raises(Refused, match="这段时间由岳桔梗分管（自2026-03-01起），请先终止"):
        actions.put_in_charge(
            keeper,
            town.person("镇党委政府:镇长"),
            town.unit("综治维稳办公室"),
            term("manner", "in_charge"),
            date(2026, 5, 1),
        )


def test_one_after_the_other_is_fine(town, keeper):
    unit, post = town.unit("综治维稳办公室"), term("manner", "in_charge")
    row = Oversight.objects.get(unit=unit, until=None)
    actions.end(keeper, row, date(2026, 6, 30), "青党发〔2026〕7号")
    actions.put_in_charge(
        keeper, town.person("镇党委政府:镇长"), unit, post, date(2026, 7, 1), None, "青党发〔2026〕7号"
    )
    assert questions.leader_in_charge(unit, date(2026, 6, 30)).person == town.person("镇党委政府:武装部长")
    assert questions.leader_in_charge(unit, date(2026, 7, 1)).person == town.person("镇党委政府:镇长")


def test_a_new_status_ends_the_one_before_it(town, keeper):
    person = town.person("财政所:出纳")
    actions.set_party_status(keeper, person, term("party", "activist"), date(2026, 4, 1))
    spans = [(row.status.label, row.span) for row in person.party_statuses.order_by("since")]
    assert spans == [("群众", "2021-01-01至2026-03-31"), ("入党积极分子", "自2026-04-01起")]


def test_an_appointment_cannot_outlive_its_post(town, keeper):
    post = actions.add_post(
        keeper, town.unit("财政所"), "临时统计", term("standing", "ordinary"), AFTER, date(2026, 5, 1)
    )
    with pytest.raises(Refused, match="任职不能超出"):
        actions.appoint(keeper, town.person("财政所:会计"), post, AFTER)


def test_a_unit_cannot_stand_under_itself(town, keeper):
    with pytest.raises(Refused, match="上级不能是它自己或者它下面的机构"):
        actions.change_unit(
            keeper,
            town.unit("东河管理区"),
            "东河管理区",
            term("unit", "district"),
            town.unit("桥头村"),
            date(2026, 9, 1),
        )


def test_a_unit_with_people_in_it_is_not_ended(town, keeper):
    with pytest.raises(Refused, match="还有人在这个机构任职"):
        actions.end_unit(keeper, town.unit("财政所"), date(2026, 12, 31))


def test_a_wrong_period_is_corrected_and_recorded(town, keeper):
    row = town.person("财政所:会计").holdings.get()
    actions.correct_row(keeper, row, date(2023, 4, 1), None, "青党发〔2023〕6号", "把起始日期看错了")
    entry = Entry.objects.order_by("-sequence").first()
    assert entry.told["自"] == ["2023-03-01", "2023-04-01"]


# --- names


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("单白及", "shanbaiji", "sbj"), ("曾白薇", "zengbaiwei", "zbw"), ("解泽泻", "xiezexie", "xzx"),
        ("仇茵陈", "qiuyinchen", "qyc"), ("查茯苓", "zhafuling", "zfl"), ("区白芷", "oubaizhi", "obz"),
        ("盖黄芪", "gehuangqi", "ghq"), ("任半夏", "renbanxia", "rbx"), ("华猪苓", "huazhuling", "hzl"),
        ("翟连翘", "zhailianqiao", "zlq"), ("尉迟车前", "yuchicheqian", "yccq"), ("万俟", "moqi", "mq"),
        ("Ann", "ann", "a"), ("", "", ""),
    ],
)  # fmt: skip
def test_surnames_sound_as_surnames(name, pinyin, initials):
    assert spell(name) == (pinyin, initials)


def test_every_surname_has_as_many_syllables_as_characters():
    assert [s for s, syllables in surnames().items() if len(s) != len(syllables)] == []


@pytest.mark.parametrize("asked", ["单", "单白及", "shan", "shanbaiji", "SBJ", "sbj", "QC050"])
def test_a_person_is_found_by_name_sound_initials_and_number(town, asked):
    assert "单白及" in {person.name for person in find(asked)}


def test_a_person_is_found_by_today_s_post(town):
    assert town.person("财政所:出纳") in find("出纳")


@pytest.mark.parametrize("asked", ["%", "_", "'", '"; DROP', "\\", "💮", " "])
def test_a_strange_search_finds_nothing_and_breaks_nothing(town, asked):
    answer = town.client("yueduzhong").get(reverse("people:search"), {"q": asked})
    assert answer.status_code == 200


def test_how_a_name_sounds_can_be_corrected(town, keeper):
    person = actions.add_person(keeper, "T020", "翟白果")
    actions.correct_person(keeper, person, "翟白果", "di bai guo")
    assert person in find("dibai")
    assert person in find("dbg")


# --- whose record may be seen


@pytest.mark.parametrize(
    ("login", "place", "reason"),
    [
        ("yueduzhong", "农业综合服务站:农技员", "可阅：本人"),
        ("weiniuxi", "农业综合服务站:农技员", "可阅：自2023-03-01起任农业综合服务站站长（青党发〔2023〕5号）"),
        ("xidanggui", "农业综合服务站:农技员", "可阅：自2026-03-01起分管农业综合服务站（青党发〔2026〕3号）"),
        ("maibaizhi", "财政所:会计", "可阅：自2026-03-01起为组织委员（青党发〔2026〕3号）"),
    ],
)
def test_a_record_may_be_seen_for_a_reason(town, login, place, reason):
    right = rights.see_record(town.actor(login), town.person(place))
    assert (right.allowed, right.reason) == (True, reason)


@pytest.mark.parametrize(
    ("login", "place"),
    [
        ("yueduzhong", "农业综合服务站:站长"),
        ("weiniuxi", "财政所:会计"),
        ("xidanggui", "财政所:会计"),
        ("xitong", "财政所:会计"),
    ],
)
def test_a_record_may_not_be_seen_otherwise(town, login, place):
    assert not rights.see_record(town.actor(login), town.person(place))


def test_who_was_in_charge_before_sees_no_more(town):
    person = town.person("安全生产监督站:站长")
    leader = Person.objects.get(code=town.places["镇党委政府:副镇长2"])
    assert Oversight.objects.on(BEFORE).filter(person=leader, unit=town.unit("安全生产监督站")).exists()
    assert not Oversight.objects.on(AFTER).filter(person=leader, unit=town.unit("安全生产监督站")).exists()
    assert rights.see_record(town.actor("xidanggui"), person)
    assert not rights.see_record(town.actor("xidanggui", BEFORE), person)


def test_the_page_keeps_to_itself_what_one_may_not_see(town):
    url = reverse("people:person", args=[town.person("财政所:会计").pk])
    assert "中共党员" in town.client("maibaizhi").get(url).content.decode()
    assert "中共党员" not in town.client("yueduzhong").get(url).content.decode()
