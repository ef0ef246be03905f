"""A real browser for pages that were made by the test's own client: no server, no network, and the page's own policy.

The browser lives in a thread of its own: Django's database does not like the loop that it runs in.
"""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from mimetypes import guess_type
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

HOST = "http://localhost"  # nothing listens there: every answer is given below
_RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
# What makes the page wider than the screen.
_WIDE = """() => {
  const root = document.documentElement, wide = [];
  if (root.scrollWidth <= root.clientWidth) return wide;
  for (const e of document.querySelectorAll("main *, header *"))
    if (e.getBoundingClientRect().right > root.clientWidth + 1) wide.push(e.tagName + "." + e.className);
  return wide.slice(0, 5);
}"""
_FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  if (e === document.body) return "";
  const is_seen = s.outlineStyle !== "none" && s.outlineWidth !== "0px" || s.boxShadow !== "none";
  return is_seen ? "" : e.outerHTML.slice(0, 120);
}"""


@dataclass(frozen=True)
class Look:
    """How a page is looked at: how wide, and in which light."""

    width: int
    theme: str


@dataclass(frozen=True)
class Seen:
    """What is wrong with a page as it is drawn: for those who cannot see it, in width, in focus, in the console."""

    barriers: list[str]
    wide: list[str]
    unfocused: list[str]
    console: list[str]

    @property
    def faults(self) -> list[str]:
        """All of it."""
        named = {"too wide": self.wide, "focus not to be seen": self.unfocused, "console": self.console}
        return [*self.barriers, *(f"{what}: {one}" for what, found in named.items() for one in found)]


class Browser:
    """Chromium, opened once; each page in a context of its own."""

    def __init__(self, path: str) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._thread.submit(self._open, path).result()

    def _open(self, path: str) -> None:
        self._driver = sync_playwright().start()
        self._chromium = self._driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        self._axe, self._windows = Axe(), {}

    def see(self, address: str, answer, look: Look) -> Seen:
        """Draw an answer of Django's client as the page at that address, and examine it."""
        return self._thread.submit(self._see, address, _as_drawn(answer), look).result()

    def use(self, address: str, answer, look: Look, others: dict, steps):
        """Draw the page, answer what it then asks for from `others` (by address), and do the steps on it.

        `steps(page, barriers)` is done in the browser's own thread; `barriers()` tells what axe finds at that moment.
        """
        drawn = [_as_drawn(one) for one in (answer, *others.values())]
        rest = dict(zip(others, drawn[1:], strict=True))
        return self._thread.submit(self._use, address, drawn[0], look, rest, steps).result()

    def _use(self, address: str, answer: dict, look: Look, others: dict, steps):
        window = self._windows.get(look) or self._windows.setdefault(look, _Window(self._chromium, look))
        page = window.show(address, answer, others)
        return steps(page, lambda: self._barriers(page))

    def _barriers(self, page) -> list[str]:
        found = self._axe.run(page, options=_RULES).response["violations"]
        return [_barrier(one) for one in found if one["impact"] in ("serious", "critical")]

    def _see(self, address: str, answer: dict, look: Look) -> Seen:
        window = self._windows.get(look) or self._windows.setdefault(look, _Window(self._chromium, look))
        page = window.show(address, answer)
        barriers = self._barriers(page)
        wide, unfocused = page.evaluate(_WIDE), []
        for _step in range(5):
            page.keyboard.press("Tab")
            unfocused.append(page.evaluate(_FOCUS))
        # The browser itself notes every answer that is not 200: that is no fault of the page.
        console = [line for line in window.told if "Failed to load resource" not in line]
        return Seen(barriers, wide, list(filter(None, unfocused)), console)

    def close(self) -> None:
        """Close it."""
        self._thread.submit(self._chromium.close).result()
        self._thread.submit(self._driver.stop).result()
        self._thread.shutdown()


class _Window:
    """One window, kept for all pages that are looked at so: opening one costs as much as drawing a page."""

    def __init__(self, chromium, look: Look) -> None:
        size = {"width": look.width, "height": 800}
        self.page = chromium.new_context(viewport=size, color_scheme=look.theme, locale="zh-CN").new_page()
        self.told: list[str] = []
        self.page.on("console", lambda said: self.told.append(said.text) if said.type == "error" else None)
        self.page.route("**/*", self._serve)

    def show(self, address: str, answer: dict, others: dict | None = None):
        """Draw the page."""
        self.told.clear()
        self._address, self._answer, self._others = address, answer, others or {}
        self.page.goto(HOST + address, wait_until="load")
        return self.page

    def _serve(self, route) -> None:
        asked = urlsplit(route.request.url)
        path = asked.path.removeprefix("/static/")
        if unquote(route.request.url) == unquote(HOST + self._address):
            route.fulfill(**self._answer)
        elif unquote(f"{asked.path}?{asked.query}") in self._others:
            route.fulfill(**self._others[unquote(f"{asked.path}?{asked.query}")])
        elif path != asked.path and finders.find(path):
            route.fulfill(path=finders.find(path), content_type=guess_type(path)[0] or "")
        else:  # what the page asks for by itself once it is there: its own tests do that
            route.fulfill(status=204)


def _as_drawn(answer) -> dict:
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return {"status": answer.status_code, "headers": headers, "body": answer.content}


def _barrier(found: dict) -> str:
    return f"{found['id']}: {found['help']}: {found['nodes'][0]['html'][:160]}"


@pytest.fixture(scope="session")
def browser():
    """The system's chromium. Where there is none the test is skipped, and with GUIJU_ENGINES=required it fails."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        say = pytest.fail if os.environ.get("GUIJU_ENGINES") == "required" else pytest.skip
        say("没有找到 chromium：apt-get install chromium")
    opened = Browser(path)
    yield opened
    opened.close()
