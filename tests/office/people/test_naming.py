"""Naming a person on a form: by name, sound, unit, post or number; suggested while one writes, chosen where unclear."""

from datetime import date

import pytest
from django.urls import reverse

from office.accounts.models import Account
from office.look.naming import MOST_SUGGESTED
from office.people import actions
from office.people.fields import options_of
from office.people.models import Person, Post, UnitVersion
from office.people.naming import people_meant, posts_meant, units_meant
from office.tasks.models import Task
from tests.office_browser import Look, browser  # noqa: F401 - a fixture
from tests.office_world import LOGINS, TODAY

CLERK, KEEPER, ADMIN = "lichaihu", "maibaizhi", "xitong"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def accountant(town):
    return town.person("财政所:会计")


@pytest.fixture
def namesake(town, accountant):
    """Somebody else of the accountant's name, in another unit."""
    other = actions.add_person(town.actor(KEEPER), "QQ900", accountant.name)
    post = Post.objects.on(TODAY).filter(unit=town.unit("农业综合服务站")).first()
    actions.appoint(town.actor(KEEPER), other, post, date(2026, 11, 1))
    return other


def assign(town, login=CLERK, **given):
    return town.client(login).post(reverse("tasks:assign"), {"title": "清点票据", "due": "2026-12-01"} | given)


def suggested(town, login, words, of="people"):
    answer = town.client(login).get(reverse("people:suggest"), {"of": of, "q": words}, headers=HTMX)
    return answer.status_code, answer.content.decode()


# --- what the words mean


FITTING = [
    "卫苍术", "weicangzhu", "wei cangzhu", "wcz", "财政所 会计", "财政所会计", "wei 财政", "卫苍术（财政所会计）",
]  # fmt: skip


@pytest.mark.parametrize("words", FITTING)
def test_a_person_is_found_by_name_sound_unit_and_post_together(accountant, words):
    assert accountant in [option.thing for option in people_meant(words, TODAY)]


def test_all_the_words_must_fit_one_and_the_same_person(town):
    assert [option.title for option in people_meant("卫 农业综合服务站", TODAY)] == ["卫牛膝"]


def test_nothing_is_meant_by_nothing(town):
    for words in ("", "   ", "（）", "，"):
        assert people_meant(words, TODAY) == posts_meant(words, TODAY) == []
    assert units_meant(" ", TODAY) == []


def test_what_is_suggested_means_that_one_alone(namesake):
    """Whatever can be picked is understood when it is handed in, in the whole town."""
    for person in Person.objects.all():
        found = [option for option in people_meant(person.name, TODAY) if option.thing == person]
        again = [option.thing for option in people_meant(found[0].value, TODAY) if option.is_sure]
        assert again == [person], found[0].value
    for row in UnitVersion.objects.on(TODAY):
        option = next(one for one in units_meant(row.name, TODAY) if one.thing.pk == row.unit_id)
        assert [one.thing for one in units_meant(option.value, TODAY) if one.is_sure] == [option.thing]


def test_a_unit_that_is_no_more_is_still_meant_by_its_code(town):
    unit = town.unit("青桥驿派出所")
    actions.end_unit(town.actor(KEEPER), unit, date(2026, 11, 22), "青政发〔2026〕20号")
    assert not [one for one in units_meant("青桥驿派出所", TODAY) if one.thing == unit]
    assert [one.thing for one in units_meant(unit.code, TODAY) if one.is_sure] == [unit]


@pytest.mark.parametrize("words", ["财政所 会计", "财政所会计", "QQ05 会计"])
def test_a_post_is_meant_by_its_unit_and_title(town, words):
    unit = town.unit("财政所")
    words = words.replace("QQ05", unit.code)
    sure = [one.thing for one in posts_meant(words, TODAY) if one.is_sure]
    assert [(post.unit, post.title) for post in sure] == [(unit, "会计")]


# --- on a form, without any script


@pytest.mark.parametrize("words", ["{code}", "{name}", "{name} 财政所", "{name}（财政所会计）", "  {name}  "])
def test_a_name_in_full_or_a_number_is_understood_at_once(town, accountant, words):
    answer = assign(town, person=words.format(code=accountant.code, name=accountant.name))
    assert answer.status_code == 302
    assert Task.objects.get(title="清点票据").person == accountant


@pytest.mark.parametrize("words", ["卫", "wcz", "会计", "财政所会计"])
def test_words_that_only_fit_are_never_taken_for_somebody(town, accountant, words):
    answer = assign(town, person=words)
    page = answer.content.decode()
    assert (answer.status_code, Task.objects.filter(title="清点票据").exists()) == (422, False)
    assert 'name="person_pick"' in page
    assert "财政所会计" in page, "with unit and post"
    for kept in (f'value="{words}"', 'value="清点票据"', 'value="2026-12-01"'):
        assert kept in page, "what was written is still there"


def test_of_two_with_one_name_one_is_chosen(town, accountant, namesake):
    page = assign(town, person=accountant.name).content.decode()
    assert page.count('name="person_pick"') == 2
    picked = next(one.value for one in people_meant(accountant.name, TODAY) if one.thing == namesake)
    assert f'value="{picked}"' in page
    assert assign(town, person=accountant.name, person_pick=picked).status_code == 302
    assert Task.objects.get(title="清点票据").person == namesake


def test_a_choice_made_for_other_words_does_not_count(town, accountant):
    """Who writes another name after the list came back means the other one."""
    picked = people_meant("卫苍术", TODAY)[0].value
    assert assign(town, person="厉柴胡", person_pick=picked).status_code == 302
    assert Task.objects.get(title="清点票据").person.name == "厉柴胡"
    assert assign(town, person="没有这个人", person_pick=picked).status_code == 422


def test_a_typed_number_comes_back_as_the_name(town, accountant):
    page = assign(town, person=accountant.code, due="2020-01-01").content.decode()
    assert 'value="卫苍术（财政所会计）"' in page


def test_a_long_list_is_cut_and_says_so(town, monkeypatch):
    monkeypatch.setattr("office.look.naming.MOST_OFFERED", 2)
    assert "只列出前 2 个" in assign(town, person="卫").content.decode()


# --- suggested while one writes


def test_suggestions_say_unit_and_post_and_are_few(town):
    status, text = suggested(town, CLERK, "w")
    assert status == 200
    assert "财政所会计" in text
    assert text.count('role="option"') <= MOST_SUGGESTED


@pytest.mark.parametrize("of", ["people", "subjects", "units", "posts", "nothing", ""])
@pytest.mark.parametrize("words", ["", "x" * 10_000, "%", "_", "\\", "</li>", "（", "甲\u202e乙"])
def test_strange_words_are_answered(town, of, words):
    status, text = suggested(town, CLERK, words, of)
    assert status == 200
    assert "没有找到" in text


def test_a_unit_stands_before_the_people_in_it(town):
    assert options_of("subjects", "财政所")[0].title == "财政所"


def test_who_comes_by_hand_is_led_to_the_search(town):
    answer = town.client(CLERK).get(reverse("people:suggest"), {"q": "wei"})
    assert answer.headers["Location"] == f"{reverse('people:search')}?q=wei"


# --- to whom


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_an_administrator_is_suggested_nobody(town, role):
    status, text = suggested(town, LOGINS[role], "wei")
    assert (status, "卫" in text) == (403, False)


def open_account(town, **given):
    return town.client(ADMIN).post(reverse("accounts:open"), {"login": "xin.ren", "kind": "business"} | given)


def test_who_may_not_look_people_up_names_one_in_full_or_by_number(town):
    form = town.client(ADMIN).get(reverse("accounts:open")).content.decode()
    assert "data-suggest" not in form
    assert open_account(town, person="林业工作站").status_code == 422
    cashier = town.person("财政所:出纳")
    assert open_account(town, person=cashier.name).status_code == 302
    assert Account.objects.get(login="xin.ren").person == cashier


@pytest.mark.parametrize("words", ["卫", "wcz", "会计", "财政所", "QQ", "卫苍术（财政所会计）"])
def test_who_may_not_look_people_up_learns_of_nobody_by_guessing(town, accountant, words):
    page = open_account(town, person=words).content.decode().replace(words, "")
    assert "不是哪个人的编号" in page
    for told in (accountant.name, "person_pick", "财政所", accountant.code):
        assert told not in page


def test_of_two_with_one_name_an_administrator_is_shown_neither(town, accountant, namesake):
    page = open_account(town, person=accountant.name).content.decode()
    assert "不是只有一个人叫的姓名" in page
    assert namesake.code not in page
    assert "财政所" not in page


# --- with a keyboard, in a real browser


@pytest.mark.parametrize("look", [Look(1280, "light"), Look(390, "dark")])
def test_the_arrows_go_through_the_list_enter_takes_one_and_escape_closes_it(town, browser, look):  # noqa: F811
    client, place = town.client(CLERK), reverse("tasks:assign")
    ask = f"{reverse('people:suggest')}?of=people&q="
    others = {f"{ask}{words}": client.get(f"{ask}{words}", headers=HTMX) for words in ("wei", "zzz")}

    def steps(page, barriers):
        line, told = page.locator("#id_person"), {}
        line.press_sequentially("wei")
        page.wait_for_selector("#id_person_list:not([hidden])")
        told["role"], told["expanded"] = line.get_attribute("role"), line.get_attribute("aria-expanded")
        told["barriers"] = barriers()
        line.press("ArrowDown")
        line.press("ArrowDown")
        line.press("ArrowUp")
        active = page.locator(f"#{line.get_attribute('aria-activedescendant')}")
        told["active"], told["selected"] = active.inner_text(), active.get_attribute("aria-selected")
        told["barriers"] += barriers()
        line.press("Escape")
        told["after escape"] = (page.locator("#id_person_list").is_hidden(), line.input_value())
        line.press("ArrowDown")
        line.press("Enter")
        told["taken"], told["is still here"] = line.input_value(), page.locator("h1").inner_text()
        line.press("Tab")
        told["focus"] = page.evaluate("document.activeElement.id")
        line.fill("zzz")
        page.wait_for_selector("[role=status]:not(:empty)")
        told["none"] = (
            page.locator("#id_person + ul + [role=status]").inner_text(),
            page.locator("#id_person_list").is_hidden(),
        )
        return told

    assert browser.use(place, client.get(place), look, others, steps) == {
        "role": "combobox", "expanded": "true", "barriers": [], "active": "卫苍术 财政所会计", "selected": "true",
        "after escape": (True, "wei"), "taken": "卫苍术（财政所会计）", "is still here": "交办一件事",
        "focus": "id_role", "none": ("没有找到", True),
    }  # fmt: skip
