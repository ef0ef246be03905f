"""The office's forms as a browser meets them: found by following links, read out of the pages, filled in."""

import secrets
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

# Of pages that differ in a number alone, as many are opened: one is like the other, but not in every state.
# Of pages of one view whatever its address says, no more than so many either; nor forms of one view.
OPENED_ALIKE, OPENED_OF_A_VIEW, FORMS_OF_A_VIEW = 3, 9, 6


@dataclass(frozen=True)
class Field:
    """One field: its name, what it holds when the page opens, and what can be chosen (none: anything can be typed)."""

    name: str
    value: str
    kind: str
    choices: tuple[str, ...] = ()

    def sensible(self):
        """Something that a clerk might fill in."""
        if self.value or self.kind == "hidden":
            return self.value
        if self.choices:
            return next((choice for choice in self.choices if choice), "")
        return {"date": "2026-11-23", "number": "1", "checkbox": "on", "file": ""}.get(self.kind, "青党发〔2026〕9号")


@dataclass
class Form:
    """A form that is handed in by POST: where to, its fields, and on which page it stood."""

    action: str
    page: str
    fields: list[Field] = field(default_factory=list)

    @property
    def place(self):
        """The view and the words of its address; numbers and signs of chance do not count."""
        found = resolve(urlsplit(self.action).path)
        words = sorted(f"{k}={v}" for k, v in found.kwargs.items() if not isinstance(v, int))
        return " ".join([found.view_name, *words])

    def filled(self, **others):
        """What the browser sends: every field as a clerk might leave it, save for `others`; None leaves one out."""
        given = {one.name: one.sensible() for one in self.fields if one.name != "csrfmiddlewaretoken"}
        if "once" in given:
            given["once"] = secrets.token_urlsafe(24)
        return {name: value for name, value in (given | others).items() if value is not None}

    @property
    def typed(self):
        """The names of what a person fills in; whoever forges a form fills in the rest too."""
        return [one.name for one in self.fields if one.name != "csrfmiddlewaretoken"]


class _Page(HTMLParser):
    """The forms, the links, and what the page says is wrong."""

    def __init__(self, address):
        super().__init__()
        self.address, self.forms, self.links = address, [], []
        self._form, self._select, self._area = None, None, None

    def handle_starttag(self, tag, pairs):
        given = {key: value or "" for key, value in pairs}
        if tag == "a" and given.get("href", "").startswith(("/", "?")):
            self.links.append(urljoin(self.address, given["href"]).partition("#")[0])
        elif tag == "form":
            action = given.get("action") or given.get("hx-post") or self.address
            self._form = Form(action, self.address) if given.get("method") == "post" else None
            self.forms += [self._form] if self._form else []
        elif tag == "option" and self._select is not None:
            self._select = replace(self._select, choices=(*self._select.choices, given.get("value", "")))
            if "selected" in given:
                self._select = replace(self._select, value=given.get("value", ""))
        elif self._form is not None and given.get("name"):
            self._field(tag, given)

    def _field(self, tag, given):
        kind, value = given.get("type", "text"), given.get("value", "")
        if tag == "input" and kind in ("checkbox", "radio"):
            self._ticked(given["name"], value or "on", kind, "checked" in given)
        elif tag == "input" or (tag == "button" and value):
            self._form.fields.append(Field(given["name"], value, kind))
        elif tag == "select":
            self._select = Field(given["name"], "", "select")
        elif tag == "textarea":
            self._area = Field(given["name"], "", "textarea")

    def _ticked(self, name, value, kind, is_on):
        there = next((one for one in self._form.fields if one.name == name), Field(name, "", kind))
        if there in self._form.fields:
            self._form.fields.remove(there)
        now = value if is_on else there.value
        self._form.fields.append(replace(there, value=now, choices=(*there.choices, value)))

    def handle_data(self, data):
        if self._area is not None:
            self._area = replace(self._area, value=self._area.value + data)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select is not None:
            if self._form is not None:
                self._form.fields.append(self._select)
            self._select = None
        elif tag == "textarea" and self._area is not None:
            if self._form is not None:
                self._form.fields.append(replace(self._area, value=self._area.value.removeprefix("\n")))
            self._area = None


def read(address, answer):
    """The forms and links of a page that was answered."""
    page = _Page(address)
    page.feed(answer.content.decode())
    return page


def _view(address):
    """The view at an address, and the words in it; nothing when there is none."""
    parts = urlsplit(address)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None, ()
    words = tuple(sorted((k, v) for k, v in found.kwargs.items() if not isinstance(v, int)))
    return found.view_name, (found.view_name, words, bool(parts.query))


def forms_within_reach(client, starts, app):
    """Every form of an app that somebody comes to by following links inside it, once for each place it leads to."""
    waiting, known, opened, found = deque(starts), set(starts), Counter(), {}
    while waiting:
        address = waiting.popleft()
        view, alike = _view(address)
        if view is None or not view.startswith(f"{app}:"):
            continue
        if opened[alike] >= OPENED_ALIKE or opened[view] >= OPENED_OF_A_VIEW:
            continue
        opened.update([alike, view])
        answer = client.get(address)
        if answer.status_code != 200 or answer.streaming or "text/html" not in answer.headers["Content-Type"]:
            continue
        page = read(address, answer)
        for form in page.forms:
            found.setdefault(form.place, form)
        fresh = [link for link in page.links if link not in known]
        known.update(fresh)
        waiting.extend(fresh)
    return _a_few_of_each(found.values(), app)


def _a_few_of_each(forms, app):
    count, kept = Counter(), []
    for form in forms:
        view = form.place.partition(" ")[0]
        count.update([view])
        if view.startswith(f"{app}:") and count[view] <= FORMS_OF_A_VIEW:
            kept.append(form)
    return kept
