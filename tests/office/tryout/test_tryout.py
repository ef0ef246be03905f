"""Trying out: the form gives what the core gives, asks no more than it must, and nothing is kept."""

import xml.etree.ElementTree as ET
from datetime import date
from fractions import Fraction

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from test_structure import ROOT

from guiju.cases.decide import decision, run_case
from guiju.inputs import read_data
from guiju.law import builtin
from guiju.values import show
from office.audit.models import Entry
from office.ground import shelf
from office.reading_room.readings import in_force
from office.tryout.answers import read
from office.tryout.examples import example_of
from office.tryout.result import step
from tests.office_world import TODAY

HTMX = {"HX-Request": "true"}
MEASURES = [folder.name for folder in builtin().folders if (folder / "source.txt").is_file()]
SLIP = {
    "f:测评优秀": "95", "f:测评称职": "4", "f:测评基本称职": "1", "f:测评不称职": "0", "f:领导优秀": "10",
    "f:领导称职": "1", "f:领导基本称职": "0", "f:领导不称职": "0", "f:加减分": "1.5", "f:重点工作后三位": "否",
    "f:被通报批评": "是", "f:受党政纪处分": "否", "f:取消评优资格": "否", "on": "2025-12-31",
}  # fmt: skip


def form(pairs):
    post = QueryDict(mutable=True)
    for name, value in pairs.items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return post


def tried(name, pairs):
    edition = shelf.find(name, TODAY)
    return step(edition, read(edition.law, form(pairs)), TODAY)


def as_form(case):
    """A case of the test files as somebody would fill it in."""
    pairs = {"on": show(case["on"])} if case.get("on") else {}
    pairs |= {f"f:{name}": _written(value) for name, value in case.get("facts", {}).items() if value is not None}
    for party, fields in case.get("parties", {}).items():
        pairs |= {f"p:{party}:{k}": _written(v) for k, v in fields.items() if v is not None}
    if "circumstances" in case:
        labels = [str(address).partition("/")[2] or str(address) for address in case["circumstances"]]
        pairs |= {"c": labels} if labels else {"said": "none"}
    for record, rows in case.get("records", {}).items():
        pairs |= {} if rows else {f"r:{record}": "none"}
        for number, row in enumerate(rows):
            pairs |= {f"r:{record}:{number}:{k}": _written(v) for k, v in row.items()}
    return pairs | {f"y:{key}": choice for key, choice in case.get("readings", {}).items()}


def _written(value):
    return "、".join(map(str, value)) if isinstance(value, list) else show(value)


def cases(name):
    files = sorted((builtin().root / name / "cases").glob("*.toml"))
    found = [case for file in files for case in read_data(file)["case"]]
    # What was found by whom and which steps were done is not asked here; nor can a row be empty.
    found = [c for c in found if not {"findings", "steps"} & set(c)]
    return [c for c in found if all(row for rows in c.get("records", {}).values() for row in rows)]


# --- the same as the core


@pytest.mark.parametrize("name", MEASURES)
def test_a_filled_form_comes_to_what_the_core_comes_to(name, db):
    law = shelf.find(name, TODAY).law
    compared = 0
    for case in cases(name)[::4]:
        given = {k: v for k, v in case.items() if k not in ("title", "expect")}
        if any(len(rows) > 40 for rows in given.get("records", {}).values()):
            continue
        wanted = decision(run_case(law, given, "", {}))
        got = tried(name, as_form(given)).result
        for key in ("duties", "effects", "accountable", "also_accountable", "conflicts", "outcomes"):
            assert [_bare(x) for x in got[key]] == [_bare(x) for x in wanted[key]], (case["title"], key)
        assert [u["fact"] for u in got["unknown"]] == [u["fact"] for u in wanted["unknown"]], case["title"]
        compared += 1
    assert compared >= 4


def _bare(entry):
    return {k: v for k, v in entry.items() if k not in ("why", "cite", "text", "person", "party")}


def test_an_adopted_reading_is_what_is_tried_by_default_and_another_can_be_tried(town):
    from office.reading_room import actions

    edition = shelf.find("work-errors", TODAY)
    actions.adopt(
        town.actor("maibaizhi"), edition, "A1-45", "并处", date(2026, 4, 1), "青桥驿镇党委", "青党发〔2026〕9号"
    )
    assert in_force(edition, TODAY)["A1-45"] == "并处"
    pairs = {"c": ["1.3"], "f:发现人": "主要领导", "f:主观原因": "是", "f:较严重失误": "是", "f:造成不良影响": "是"}
    pairs |= {"f:人员类别": "公务员", "f:履行职责中": "是"}
    adopted = {d["address"] for d in tried("work-errors", pairs).result["duties"]}
    otherwise = {d["address"] for d in tried("work-errors", pairs | {"y:A1-45": "取代"}).result["duties"]}
    assert adopted > otherwise


# --- asking


def test_the_most_decisive_is_asked_first_and_what_was_answered_is_not_asked_again(db):
    empty = tried("clean-government", {})
    needed = {u["fact"]: n for n, u in enumerate(empty.result["unknown"])}
    for is_record in (False, True):
        places = [needed[field.fact] for field in empty.asked if (field.kind == "records") is is_record]
        assert places == sorted(places)
    asked = empty.asked[1]
    after = tried("clean-government", {asked.name: asked.options[0]})
    assert asked.fact not in {field.fact for field in after.asked}
    assert [field.fact for field in after.answered] == [asked.fact]


def test_it_stops_asking_when_nothing_could_change_the_result(db):
    outside = tried("work-errors", {"on": "2026-03-02", "f:在编机关工作人员": "否"})
    assert outside.result["not_applicable"]
    assert outside.is_settled


def test_answering_the_first_question_again_and_again_comes_to_an_end(db):
    pairs = {"on": "2026-03-02"}
    for _ in range(60):
        made = tried("work-errors", pairs)
        if not made.asked:
            break
        field = made.asked[0]
        value = {"truth": "否", "options": field.options and field.options[0], "number": "1", "date": "2026-03-02"}
        if field.kind == "circumstances":
            pairs |= {"said": "none"}
        elif field.kind == "records":
            pairs |= {field.name: "none"}
        else:
            pairs |= {field.name: value.get(field.kind, "某")}
    assert made.asked == []
    assert made.later == 0


def test_not_known_is_an_answer_that_can_be_taken_back(db):
    field = tried("work-errors", {}).asked[0]
    passed = tried("work-errors", {field.name: "?"})
    assert field.fact not in {one.fact for one in passed.asked}
    assert passed.passed == [field.fact]
    assert [one.is_unknown for one in passed.answered] == [True]
    assert not passed.is_settled


def test_a_typed_answer_can_be_said_not_to_be_known(db):
    made = tried("work-errors", {"f:同类失误次数": "3", "unknown": ["f:同类失误次数"]})
    assert made.passed == ["同类失误次数"]


def test_what_one_click_answers_is_asked_before_records_are_to_be_filled_in(db):
    for name in MEASURES:
        kinds = [field.kind == "records" for field in tried(name, {}).asked]
        assert kinds == sorted(kinds), name


def test_circumstances_stand_by_themselves_and_stay_where_they_are(town):
    client, url = town.client("yueduzhong"), reverse("tryout:case", args=["work-errors"])
    page = client.get(url).content.decode()
    assert page.count('name="c"') == len(tried("work-errors", {}).circumstances)
    live = client.post(url, {"c": ["1.3"]}, headers=HTMX).content.decode()
    assert 'name="c"' not in live, "the boxes are not replaced under the hand that ticks them"
    assert 'id="follows"' in live
    assert 'hx-swap-oob="true"' in live
    made = tried("work-errors", {"c": ["1.3"]})
    assert "circumstances" not in {field.kind for field in [*made.questions, *made.given]}


def test_a_day_under_another_edition_brings_the_whole_form(town):
    url = reverse("tryout:case", args=["work-errors"])
    answer = town.client("yueduzhong").post(url, {"edition": "an older one"}, headers=HTMX)
    assert answer["HX-Retarget"] == "#body"
    assert 'name="c"' in answer.content.decode()


def test_a_slip_stays_in_its_own_order_whatever_was_filled_in(db):
    empty, filled = tried("appraisal", {}), tried("appraisal", SLIP)
    names = [field.fact for field in empty.slip]
    assert names == [field.fact for field in filled.slip]
    assert names[:4] == ["测评优秀", "测评称职", "测评基本称职", "测评不称职"]
    assert not {"编号", "姓名"} & set(names), "who it is changes nothing"
    assert {field.fact for field in filled.slip if field.value} == {key[2:] for key in SLIP if key.startswith("f:")}
    assert not {field.fact for field in [*filled.questions, *filled.given]} & set(names)


def test_what_cannot_matter_any_more_is_said_on_the_slip(db):
    barred = tried("appraisal", {"f:加减分": "0"})
    assert any(field.is_idle for field in barred.slip) == any(
        field.fact not in {u["fact"] for u in barred.result["unknown"]} and not field.value for field in barred.slip
    )


# --- beginning with a case beside the law


@pytest.mark.parametrize("name", MEASURES)
def test_a_case_beside_the_law_is_filled_in_as_it_stands(name, db):
    edition = shelf.find(name, TODAY)
    for file in sorted((builtin().root / name / "cases").glob("*.toml")):
        for number, case in enumerate(read_data(file)["case"], 1):
            found = example_of(edition, f"{file.stem}-{number}")
            assert found.title == case.get("title", "")
            answers = read(edition.law, found.form)
            assert answers.errors == {}, case["title"]
            assert set(answers.case["facts"]) == {k for k, v in case.get("facts", {}).items() if v is not None}
            assert found.is_cut == bool({"findings", "steps"} & set(case))


def test_the_page_may_begin_with_a_case_and_says_so(town):
    file = sorted((builtin().root / "work-errors/cases").glob("*.toml"))[0]
    case = read_data(file)["case"][0]
    client, url = town.client("yueduzhong"), reverse("tryout:case", args=["work-errors"])
    page = client.get(url, {"case": f"{file.stem}-1"}).content.decode()
    assert case["title"] in page
    assert "改一改看会怎样" in page
    for key in ("nothing-1", f"{file.stem}-999", f"{file.stem}-x", "../law-1", "", "-"):
        assert "改一改看会怎样" not in client.get(url, {"case": key}).content.decode()


# --- bad input


def test_what_is_wrong_is_told_at_each_field_and_the_rest_still_counts(town):
    pairs = {
        "on": "2026-13-40",
        "f:同类失误次数": "-3",
        "f:发现人": "外星人",
        "f:主观原因": "是",
        "c": ["1.3"],
        "said": "none",
    }
    edition = shelf.find("work-errors", TODAY)
    answers = read(edition.law, form(pairs))
    assert set(answers.errors) == {"on", "f:同类失误次数", "f:发现人", "said"}
    assert answers.case["facts"] == {"主观原因": "是"}
    client = town.client("yueduzhong")
    url = reverse("tryout:case", args=["work-errors"])
    page = client.post(url, pairs)
    assert page.status_code == 422
    assert page.content.decode().count('class="invalid-feedback') == 4
    assert client.post(url, pairs, headers=HTMX).status_code == 200, "else htmx would not show it"


@pytest.mark.parametrize(
    "pairs",
    [
        {
            "f:无此事": "是",
            "p:无此人:身份": "某",
            "r:无此记录:0:日期": "2026-01-01",
            "y:A9-99": "某",
            "c": ["9.9"],
            "x": "y",
        },
        {"f:发现人": "甲" * 100_000},
        {"f:同类失误次数": "9" * 400},
        {"r:任务:99999:事项": "某", "r:任务:-1:事项": "某", "r:任务:0": "某", "more": "无此记录"},
        {"on": "0000-00-00", "f:同类失误次数": "١٢"},
        {f"r:任务:{n}:事项": "某" for n in range(200)},
    ],
    ids=["unknown names", "long text", "long number", "odd rows", "odd signs", "many rows"],
)
def test_hostile_forms_are_read_as_far_as_they_make_sense(town, pairs):
    answer = town.client("yueduzhong").post(reverse("tryout:case", args=["work-errors"]), pairs)
    assert answer.status_code in (200, 422)


def test_rows_that_may_stand_only_once_are_told(db):
    row = {"类别": "民主测评", "优秀": "1", "称职": "0", "基本称职": "0", "不称职": "0", "无效": "0"}
    pairs = {f"r:票数:{n}:{k}": v for n in (0, 1) for k, v in row.items()}
    made = tried("appraisal", pairs)
    assert any("重复" in problem for problem in made.problems)
    assert made.asked


def test_a_row_can_be_added_without_any_script(town):
    page = (
        town.client("yueduzhong").post(reverse("tryout:case", args=["work-errors"]), {"more": "任务"}).content.decode()
    )
    assert 'name="r:任务:0:应完成日期"' in page


# --- nothing is kept


def test_nothing_is_stored(town):
    client = town.client("yueduzhong")
    client.get("/tryout/")
    entries, sessions = Entry.objects.count(), sorted(Session.objects.values_list("session_data", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for pairs in ({"f:发现人": "主要领导", "c": ["1.3"]}, {"more": "任务"}):
            client.post(reverse("tryout:case", args=["work-errors"]), pairs)
    written = [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert [sql for sql in written if "django_session" not in sql] == []
    assert Entry.objects.count() == entries
    assert [len(data) for data in sorted(Session.objects.values_list("session_data", flat=True))] == [
        len(d) for d in sessions
    ]


# --- why


def test_every_result_says_why_down_to_the_sentence(db):
    pairs = {"c": ["1.3"], "f:发现人": "主要领导", "f:主观原因": "是", "f:人员类别": "公务员", "f:履行职责中": "是"}
    made = tried("work-errors", pairs)
    duty = made.result["duties"][0]
    assert duty["why"]
    told = list(_nodes(duty["why"]))
    assert any(node.get("law", "").startswith("3、负责起草的文字材料") for node in told)
    assert any(node["text"] == "发现人" and node["value"] == "主要领导" for node in told)


def _nodes(nodes):
    for node in nodes:
        yield node
        yield from _nodes(node["children"])


# --- an appraisal in four layers


def test_the_four_layers_of_an_appraisal(db):
    made, drawn = tried("appraisal", SLIP).appraised[0]
    assert made.score == "考核得分"
    assert sum((part.value for part in made.parts), Fraction(0)) == made.value
    assert {rule.layer for rule in made.rules} == {"band", "bar", "presumption"}
    assert made.bands["优秀"] == (90, None)
    assert made.bands["不称职"] == (None, 50)
    barred = [rule for rule in made.of("bar") if rule.holds]
    assert [rule.option for rule in barred] == ["优秀"]
    assert "优秀" not in made.concluded.open
    assert made.concluded.value in drawn.told


def test_bands_and_layers_follow_another_reading(db):
    made, _drawn = tried("appraisal", SLIP | {"y:A3-56": "也设上限"}).appraised[0]
    assert made.bands["称职"] == (65, 90)


def test_the_picture_is_well_formed_and_told_in_words(town):
    page = town.client("yueduzhong").post(reverse("tryout:case", args=["appraisal"]), SLIP).content.decode()
    svg = ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    assert svg.find("{*}desc").text
    assert len(svg.findall("{*}rect")) > 10
    assert all(int(shape.get("width")) > 0 for shape in svg.findall("{*}rect"))


def test_an_empty_slip_has_its_layers_too(db):
    made, drawn = tried("appraisal", {}).appraised[0]
    assert made.value is None
    assert drawn.shapes


def test_the_measures_of_another_town_are_tried_as_well(town, settings):
    settings.LAWS = str(ROOT / "tests/laws")
    client = town.client("yueduzhong")
    own = [one for one in shelf.editions() if one.is_own and one.law]
    assert own
    for one in own:
        url = reverse("tryout:case", args=[one.id])
        fields = step(one, read(one.law, form({})), TODAY).asked
        assert client.post(url, {field.name: "?" for field in fields}).status_code == 200
