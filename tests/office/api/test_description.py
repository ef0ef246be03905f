"""The description of the API: every name explained, every example can be sent, and a page of it for people."""

import json
import re

import jsonschema
import pytest
from django.test import Client
from django.urls import reverse

from office.api.access import PAGES
from office.api.models import SCOPES
from office.api.rest import api
from office.ground.roles import LABELS
from tests.office.api.asking import ACCOUNTANT, CLERK
from tests.office.api.test_calculations import schema

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def described(db):
    return Client().get("/api/openapi.json").json()


def operations(described):
    return [(f"{m} {path}", op) for path, found in described["paths"].items() for m, op in found.items()]


def test_every_address_says_its_scope_and_every_error(described):
    found = operations(described)
    assert {op["operationId"] for _, op in found} == {
        page.view.removeprefix("api:rest:") for page in PAGES if page.view.startswith("api:rest:")
    } - {"openapi-json", "openapi-view", "api-root", "nowhere"}
    for name, operation in found:
        assert {"400", "401", "403", "404", "422", "429", "500", "503"} <= set(operation["responses"]), name
        assert operation["x-scope"] in SCOPES
        assert operation["security"], name


def test_every_name_is_explained_in_chinese(described):
    for name, operation in operations(described):
        words = [operation["summary"], operation["description"], *operation["tags"]]
        words += [parameter["description"] for parameter in operation["parameters"]]
        words += [answer["description"] for answer in operation["responses"].values()]
        assert [word for word in words if not HAN.search(word)] == [], name
    for name, form in described["components"]["schemas"].items():
        if not name.startswith("guiju-"):
            words = [form["description"], *(field["description"] for field in form["properties"].values())]
            assert [word for word in words if not HAN.search(word)] == [], name


def test_nothing_is_left_in_chinese_in_english(described):
    client = Client()
    client.post(reverse("look:language"), {"language": "en", "next": "/"})
    found = client.get("/api/openapi.json").json()
    for name, operation in operations(found):
        told = {key: value for key, value in operation.items() if key != "requestBody"}  # examples hold laws' names
        assert HAN.findall(json.dumps(told, ensure_ascii=False)) == [], name


def test_it_points_nowhere_in_vain_and_holds_the_published_forms(described):
    references = re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(described))
    assert set(references) <= set(described["components"]["schemas"])
    for name in ("guiju-decision-1", "guiju-appraisal-1"):
        assert described["components"]["schemas"][name]["properties"].keys() == schema(name)["properties"].keys()


def test_every_form_is_a_sound_json_schema(described):
    for form in described["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(form)


def test_every_example_that_is_sent_can_be_sent(ask, described):
    """As the description gives it: the law accepts the made-up rows, and the answer is of its form."""
    sent = [
        (name, example["value"])
        for name, operation in operations(described)
        if "requestBody" in operation
        for example in operation["requestBody"]["content"]["application/json"]["examples"].values()
    ]
    assert len(sent) >= 12
    number = ask(CLERK, "/tasks/give", {"title": "x", "role": "office_clerk"}).json()["id"]
    for name, body in sent:
        path = name.partition("/api")[2].replace("{number}", str(number))
        answer = ask(CLERK if "tasks" in path else ACCOUNTANT, path, body)
        if path == "/tasks/give":  # what the description shows is sound; who may give, the rights say
            assert body["role"] in LABELS
        assert answer.status_code in (200, 201), (name, answer.content.decode())


def test_the_errors_that_are_shown_are_of_their_form(described):
    form = described["components"]["schemas"]["Problem"]
    for name, operation in operations(described):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                for problem in answer["content"]["application/json"]["example"]["problems"]:
                    jsonschema.validate(problem, form)
                    assert HAN.search(problem["message"]), name


def test_the_page_for_people_tells_every_address_and_every_name(town, described):
    page = town.client(ACCOUNTANT).get(reverse("api:description")).content.decode()
    for _name, operation in operations(described):
        assert f'id="{operation["operationId"]}"' in page
        assert all(f">{parameter['name']}<" in page for parameter in operation["parameters"])
    for name in described["components"]["schemas"]:
        assert name.startswith("guiju-") or f'id="form-{name}"' in page
    assert "<script" not in page.partition("<main")[2]


def test_the_page_to_try_it_asks_no_far_server_and_keeps_to_the_policy(town):
    answer = town.client(ACCOUNTANT).get("/api/docs")
    page = answer.content.decode()
    assert "swagger-ui-bundle.js" in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
    assert re.findall(r'<script(?![^>]*(?:src=|type="application/json"))', page) == []
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_description_is_the_same_every_time(db):
    assert api.get_openapi_schema() == api.get_openapi_schema()
