"""What keeps the pages as quick with 200,000 people: indexes for every way of looking, pages of a bounded size."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from office.audit.models import Entry
from office.people import choices, tree
from office.people.finding import find
from office.people.models import Person, Post, Unit, UnitVersion
from office.people.questions import above, name_of, up_from
from office.people.questions import under as under_
from office.register.forms import Filter
from office.register.listing import listed
from office.tasks.models import DONE, FAR_OFF, Task
from office.tasks.questions import by_nearness, seen_by
from tests.office_world import TODAY

# --- beginnings of words


@pytest.mark.parametrize(("words", "found"), [("A", 3), ("AB", 2), ("AB%", 1), ("A_", 0), ("B", 0), ("AB\\", 0)])
def test_a_beginning_is_found_letter_by_letter(db, words, found):
    for code in ("AC", "AB%", "ABC"):
        Person.objects.create(code=code, name=code, pinyin=code, initials=code)
    assert Person.objects.filter(code__begins=words).count() == found


def test_a_chinese_beginning_is_found(town):
    one = town.person("财政所:会计")
    assert one in Person.objects.filter(name__begins=one.name[0])
    assert one not in Person.objects.filter(name__begins=one.name + one.name)


@pytest.mark.parametrize("how", ["code", "name", "pinyin", "initials"])
def test_people_are_found_by_every_beginning(town, how):
    one = town.person("财政所:会计")
    assert one in find(getattr(one, how)[:2])


def test_people_are_found_by_their_post(town):
    assert town.person("财政所:会计") in find("会计")


WAYS = {
    "a person by sound": lambda town: Person.objects.filter(pinyin__begins="w").order_by("pinyin"),
    "a person by number": lambda town: Person.objects.filter(code__begins="Q").order_by("code"),
    "a post by title": lambda town: Post.objects.filter(title__begins="会").order_by("title"),
    "entries of an actor": lambda town: Entry.objects.filter(actor="maibaizhi").order_by("-sequence"),
    "entries of a kind": lambda town: Entry.objects.filter(act="people.appoint").order_by("-sequence"),
    "refused entries": lambda town: Entry.objects.filter(result=Entry.REFUSED).order_by("-sequence"),
    "tasks, the nearest first": lambda town: seen_by(town.actor("lichaihu")).order_by("waits_until", "pk"),
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans differ; SQLite's tells in words what it goes through")
@pytest.mark.parametrize("way", WAYS)
def test_a_way_of_looking_walks_along_an_index(town, way):
    sql, params = WAYS[way](town)[:25].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = [row[3] for row in cursor.fetchall()]
    assert [line for line in plan if line.startswith("SCAN") or "TEMP B-TREE" in line] == []


# --- the tree of units


def test_up_and_down_the_tree(town):
    root, village = town.unit("青桥驿镇"), town.unit("古渡村")
    line = [village.pk, *(unit.pk for unit in above(village, TODAY))]
    assert line[-1] == root.pk
    assert up_from({village.pk}, TODAY) == set(line)
    assert village in Unit.objects.filter(pk__in=under_({root.pk}, TODAY))
    assert root not in Unit.objects.filter(pk__in=under_({village.pk}, TODAY))
    assert up_from(set(), TODAY) == set()


def test_a_large_tree_ends_above_the_level_that_would_be_too_much(town, monkeypatch):
    whole = tree.tree_on(TODAY)
    first = [node.version.unit_id for node in whole[0].below]
    deeper = {node.version.unit_id for node in whole[0].below if node.below}
    assert deeper
    monkeypatch.setattr(tree, "MOST_UNITS", 1 + len(first))
    cut = tree.tree_on(TODAY)
    assert [node.version.unit_id for node in cut[0].below] == first
    assert {node.version.unit_id for node in cut[0].below if node.goes_on} == deeper


def test_a_level_that_is_too_much_by_itself_is_cut(town, monkeypatch):
    monkeypatch.setattr(tree, "MOST_UNITS", 5)
    (root,) = tree.tree_on(TODAY)
    assert len(root.below) == 4


def test_the_tree_goes_on_from_a_unit(town):
    district = UnitVersion.objects.get(name="东河管理区", until=None).unit
    page = town.client("yueduzhong").get(reverse("people:tree"), {"unit": district.pk}).content.decode()
    assert "东河管理区" in page
    assert "财政所" not in page


# --- choosing from many


@pytest.fixture
def many(monkeypatch):
    monkeypatch.setattr(choices, "MOST_LISTED", 3)


def add_unit(town, parent):
    asked = {"code": "QQ77", "name": "新站", "kind": town.unit("财政所").versions.get().kind_id, "since": "2026-11-23"}
    return town.client("maibaizhi").post(reverse("people:add-unit"), asked | {"parent": parent})


@pytest.mark.parametrize("words", ["QQ", "青桥驿镇", "  QQ "])
def test_among_many_units_one_is_written(town, many, words):
    assert add_unit(town, words).status_code == 302
    assert UnitVersion.objects.get(name="新站").parent == town.unit("青桥驿镇")


def test_a_unit_that_there_is_not_is_told(town, many):
    answer = add_unit(town, "没有这个所")
    assert answer.status_code == 422
    assert "没有叫「没有这个所」的机构" in answer.content.decode()


def test_among_many_posts_one_is_written(town, many):
    one = town.person("财政所:会计")
    url = reverse("people:row", kwargs={"pk": one.pk, "what": "post"})
    client = town.client("maibaizhi")
    assert client.post(url, {"post": "财政所 没有这个职务", "since": "2026-11-23"}).status_code == 422
    assert client.post(url, {"post": "党政办公室 主任", "since": "2026-11-23"}).status_code == 302
    assert one.holdings.filter(post__unit=town.unit("党政办公室"), post__title="主任").exists()


def test_a_written_unit_begins_with_its_name_and_code(town, many):
    url = reverse("people:change-unit", kwargs={"pk": town.unit("古渡村").pk})
    above_it = above(town.unit("古渡村"), TODAY)[0]
    assert (
        f'value="{name_of(above_it, TODAY)}（{above_it.code}）"' in town.client("maibaizhi").get(url).content.decode()
    )


# --- lists


@pytest.mark.parametrize("asked", [{"until": "9999-12-31"}, {"since": "0001-01-01"}, {"since": "2026-11-23"}])
def test_the_chain_is_asked_by_days_from_any_to_any(town, asked):
    answer = town.client("shenji").get(reverse("audit:entries"), asked)
    assert answer.status_code == 200
    assert answer.context["entries"]


def test_leafing_through_days_of_the_chain_shows_every_entry_once(town):
    client, seen, query = town.client("shenji"), [], "since=2026-11-01"
    while query:
        answer = client.get(f"{reverse('audit:entries')}?{query}")
        seen += [entry.sequence for entry in answer.context["entries"]]
        query = answer.context["older"]
    assert sorted(seen, reverse=True) == seen == list(range(len(seen), 0, -1))


def test_a_task_waits_until_its_day_and_no_longer_when_it_is_over(town):
    task = Task.objects.not_over().exclude(due=None).first()
    assert task.waits_until == task.due
    given = {"kind": "test.endless", "title": "没有期限的事", "role": "cadre", "given_on": TODAY, "given_by": "x"}
    endless = Task.objects.create(**given, giver="x")
    assert Task.objects.get(pk=endless.pk).waits_until == FAR_OFF
    over = Task.objects.create(**given, giver="x", due=TODAY, state=DONE)
    assert Task.objects.get(pk=over.pk).waits_until is None


def test_the_nearest_task_comes_first(town):
    rows = by_nearness(seen_by(town.actor("lichaihu")), 100)
    assert [row.until or date.max for row in rows] == sorted(row.until or date.max for row in rows)


def test_who_sees_few_finds_the_own_however_many_others_fit(town, monkeypatch):
    """The limit for those who see all is no limit for those who see some."""
    monkeypatch.setattr("office.register.listing.MOST_COUNTED", 0)
    technician = town.person("农业综合服务站:农技员")
    paper = technician.effects.first().last.document
    assert not listed(town.actor("lichaihu"), TODAY, Filter.ALL, paper).exists()
    assert technician in {effect.person for effect in listed(town.actor("yueduzhong"), TODAY, Filter.ALL, paper)}
