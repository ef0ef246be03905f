"""Naming a provision on a form: by its citation, by words of its text, by its address; shown as it is cited."""

import re

import pytest
from django.urls import reverse

from office.ground import shelf
from office.ground.citing import looked_up, value_of
from office.ground.pages import label_of
from office.register.models import Effect
from office.tasks import actions
from office.tasks.actions import To, Wanted
from office.tasks.models import Task
from tests.office_browser import Look, browser  # noqa: F401 - a fixture
from tests.office_world import TODAY

CLERK, KEEPER = "lichaihu", "maibaizhi"
HTMX = {"HX-Request": "true"}


def exact(words, with_parameters=False):
    return [cited.address for cited, is_exact in looked_up(words, TODAY, with_parameters) if is_exact]


def assign(town, **given):
    return town.client(CLERK).post(reverse("tasks:assign"), {"title": "逐级报告", "role": "office_clerk"} | given)


# --- what the words mean


def test_every_provision_can_be_cited_and_the_citation_means_it_alone():
    checked = 0
    for edition in shelf.instruments(TODAY):
        for address in edition.law.provisions if edition.law else ():
            assert exact(value_of(address, TODAY)) == [address]
            checked += 1
    assert checked > 290


@pytest.mark.parametrize(
    "words",
    [
        "work-errors/4.1",
        "WORK-ERRORS/4.1",
        "《青桥驿镇干部工作失误责任追究办法》四、1",
        "青桥驿镇干部工作失误责任追究办法 四、1",
    ],
)
def test_an_address_or_a_full_citation_is_understood(words):
    found = looked_up(words, TODAY)
    assert found[0][0].address == "work-errors/4.1"
    assert found[0][1] == (" " not in words), "a name and a number beside it only fit"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("四、1", "work-errors/4.1"),
        ("逐级报告", "work-errors/4.1"),
        ("失误 逐级", "work-errors/4.1"),
        ("三、3", "work-errors/3.3d"),
    ],
)
def test_it_is_found_by_its_number_and_by_its_words(words, address):
    assert address in [cited.address for cited, _is_exact in looked_up(words, TODAY)[:8]]


def test_headings_are_not_suggested(town):
    assert not [cited for cited, _is_exact in looked_up("责任追究的范围", TODAY) if cited.is_heading]
    assert exact("work-errors/1") == ["work-errors/1"]


def test_a_superior_rules_period_is_found_by_its_name_where_it_can_be_a_basis():
    law = shelf.find("national-baseline", TODAY).law
    name = next(p.name for p in law.parsed.parameters if p.since <= "2026-11-23" <= (p.until or "9999"))
    assert exact(f"national-baseline/{name}", with_parameters=True) == [f"national-baseline/{name}"]
    assert exact(f"national-baseline/{name}") == []


# --- on a form


@pytest.mark.parametrize("words", ["work-errors/4.1", "《青桥驿镇干部工作失误责任追究办法》四、1"])
def test_a_task_is_given_by_citation_or_address(town, words):
    assert assign(town, law=words).status_code == 302
    assert Task.objects.get(title="逐级报告").law == "work-errors/4.1"


def test_words_come_back_with_the_sentences_they_are_in_and_one_is_chosen(town):
    answer = assign(town, law="逐级报告")
    page = answer.content.decode()
    assert (answer.status_code, Task.objects.filter(title="逐级报告").exists()) == (422, False)
    assert "及分管领导发现工作失误应及时逐级报告" in page
    assert 'value="逐级报告"' in page
    picked = re.search(r'name="law_pick" value="([^"]*)"', page)[1]
    assert assign(town, law="逐级报告", law_pick=picked).status_code == 302
    assert Task.objects.get(title="逐级报告").law == "work-errors/4.1"


def test_a_typed_address_comes_back_as_the_citation(town):
    page = assign(town, law="work-errors/4.1", due="2020-01-01").content.decode()
    assert 'value="《青桥驿镇干部工作失误责任追究办法》四、1"' in page


@pytest.mark.parametrize("login", ["lichaihu", "yueduzhong", "shenji"])
def test_provisions_are_suggested_to_whoever_may_read_the_texts(town, login):
    answer = town.client(login).get(reverse("look:provisions"), {"q": "逐级报告"}, headers=HTMX)
    assert "《青桥驿镇干部工作失误责任追究办法》四、1" in answer.content.decode()


@pytest.mark.parametrize("words", ["", "x" * 10_000, "《", "《》", "%", "[", "(", "甲\u202e乙", "national-baseline/"])
def test_strange_words_are_answered(town, words):
    assert town.client(CLERK).get(reverse("look:provisions"), {"q": words}, headers=HTMX).status_code == 200
    by_hand = town.client(CLERK).get(reverse("look:provisions"), {"q": words})
    assert by_hand.headers["Location"].startswith(reverse("reading_room:search"))


def test_an_effect_rests_on_a_provision_named_by_its_citation(town):
    person = town.person("便民服务大厅:窗口员")
    given = {
        "subject": person.name, "kind": "取消评先评优资格", "address": value_of("work-errors/3.3d", TODAY),
        "decided_on": "2026-11-02", "document": "青党发〔2026〕41号", "organ": "镇党委会议",
    }  # fmt: skip
    answer = town.client(KEEPER).post(reverse("register:enter"), given)
    assert answer.status_code == 302
    assert Effect.objects.get(person=person).last.address == "work-errors/3.3d"


def test_the_form_opened_for_somebody_names_them(town):
    person = town.person("农业综合服务站:农技员")
    page = town.client(KEEPER).get(reverse("register:enter"), {"who": person.code}).content.decode()
    assert f'value="{person.name}（农业综合服务站农技员）"' in page


# --- how it is shown


@pytest.mark.parametrize("where", ["/", "/tasks/", "page"])
def test_a_task_shows_the_citation_and_not_the_address(town, where):
    task = Task.objects.get(title="一起工作失误的逐级报告")
    place = reverse("tasks:task", args=[task.pk]) if where == "page" else where
    page = town.client(CLERK).get(place).content.decode()
    links = re.findall(r'<a[^>]*title="work-errors/4\.1"[^>]*>(.*?)</a>', page)
    assert links == ["《青桥驿镇干部工作失误责任追究办法》四、1"]
    assert "work-errors/4.1" not in re.sub(r"<[^>]*>", "", page)


def test_where_it_is_done_is_said_in_words(town):
    task = actions.assign(town.actor(CLERK), Wanted("看台账", To(role="office_clerk")))
    place = reverse("register:effect", args=[Effect.objects.first().pk])
    Task.objects.filter(pk=task.pk).update(page=place)
    page = town.client(CLERK).get(reverse("tasks:task", args=[task.pk])).content.decode()
    assert f'<a href="{place}">「台账」里的这一页</a>' in page


@pytest.mark.parametrize(
    ("path", "label"),
    [("/register/5/", "台账"), ("/laws/search/", "查条文"), ("/nothing/", ""), ("", "")],
)
def test_an_address_is_called_by_the_place_it_belongs_to(path, label):
    assert label_of(path) == label


# --- in a real browser


@pytest.mark.parametrize("look", [Look(1280, "dark"), Look(390, "light")])
def test_a_provision_is_picked_by_mouse_from_what_is_suggested(town, browser, look):  # noqa: F811
    client, place = town.client(CLERK), reverse("tasks:assign")
    ask = f"{reverse('look:provisions')}?q=逐级报告"
    others = {ask: client.get(ask, headers=HTMX)}

    def steps(page, barriers):
        line = page.locator("#id_law")
        line.fill("逐级报告")
        page.wait_for_selector("#id_law_list:not([hidden])")
        found = barriers()
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        page.locator("#id_law_list [role=option]").first.click()
        return found, wide, line.input_value(), page.locator("#id_law_list").is_hidden()

    expected = ([], False, "《青桥驿镇干部工作失误责任追究办法》四、1", True)
    assert browser.use(place, client.get(place), look, others, steps) == expected
