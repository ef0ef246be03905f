"""The office as it runs, spoken to by HTTP, while what it stands on fails for real: the disk is full, one form comes in
many times at once. Each is answered in words, nothing is half done, and it goes on by itself.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookiejar import CookieJar

import pytest

from office.demo.actions import PASSWORD
from tests.office.test_serving import fetch, free_port
from tests.office_forms import read

START = "from guiju.cli.main import main; main()"
ASKED = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
import django
django.setup()
from office.backup.making import chain_of
from office.people.models import Person
chain = chain_of("default")
print(json.dumps([Person.objects.filter(code__startswith="F").count(), chain.entries, chain.faults]))
"""


class _NotFurther(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given):
        return None


class Answer:
    """What came back: status, page, and where it leads."""

    def __init__(self, answer):
        self.status_code, self.content = answer.status, answer.read()
        self.text, self.location = self.content.decode(), answer.headers.get("Location", "")


class Browser:
    """Somebody's browser, and the office it speaks to."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), _NotFurther())

    def get(self, path):
        return self._open(urllib.request.Request(self.address + path))

    def hand_in(self, form, **given):
        mark = next(one.value for one in form.fields if one.name == "csrfmiddlewaretoken")
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": mark, **form.filled(**given)}).encode()
        return self._open(urllib.request.Request(self.address + form.action, body))

    def form(self, path, field):
        """The form on a page that has that field."""
        forms = read(path, self.get(path)).forms
        return next(form for form in forms if field in form.typed)

    def sign_in(self, login):
        answer = self.hand_in(self.form("/sign-in/", "password"), login=login, password=PASSWORD, next="/")
        assert answer.status_code == 302, answer.text

    def _open(self, request):
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Answer(answer)
        except urllib.error.HTTPError as error:
            return Answer(error)


class Running:
    """An office that serves, on that folder and database."""

    def __init__(self, folder, database_url=""):
        kept = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
        self.env = {**kept, "GUIJU_DATA": str(folder), **({"DATABASE_URL": database_url} if database_url else {})}
        self.port = free_port()

    def run(self, *words):
        command = [sys.executable, "-c", START, *map(str, words)]
        return subprocess.run(command, env=self.env, capture_output=True, encoding="utf-8", check=False)

    @contextmanager
    def serving(self):
        command = [sys.executable, "-c", START, "serve", "--demo", "--port", str(self.port)]
        with subprocess.Popen(command, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as office:
            try:
                fetch(f"http://127.0.0.1:{self.port}/sign-in/")
                browser = Browser(self.port)
                browser.sign_in("maibaizhi")
                yield browser
            finally:
                office.terminate()
                office.wait(30)

    def people_entries_and_faults(self):
        done = subprocess.run(
            [sys.executable, "-c", ASKED], env=self.env, capture_output=True, encoding="utf-8", check=True
        )
        return json.loads(done.stdout)


def in_words(answer):
    return answer.status_code == 503 and all(
        words in answer.text for words in ("数据库暂时用不了", "不会只存一半", "事件编号")
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The data folder of an office with the made-up town in it."""
    folder = tmp_path_factory.mktemp("filled")
    done = Running(folder).run("serve", "--demo", "--prepare")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own with a few megabytes, which can be filled to the last byte."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        pytest.skip(f"a disk of its own cannot be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill_up(place, left=0):
    """Leave not a byte, or so many."""
    with (place / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while filler.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    os.truncate(place / "filler", (place / "filler").stat().st_size - left)
    return place / "filler"


def files_in(folder):
    """Their names, save for the journal that SQLite keeps beside its file while somebody reads."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


@pytest.mark.slow
def test_on_a_full_disk_forms_backup_and_restoring_say_so_and_all_go_on_when_there_is_room(small_disk, filled):
    office = Running(small_disk / "data")
    shutil.copytree(filled, small_disk / "data")
    assert office.run("backup", small_disk / "first.backup").returncode == 0
    with office.serving() as browser:
        before = office.people_entries_and_faults()
        form = browser.form("/people/add/", "code")
        filler = fill_up(small_disk)
        # A journal that has room left takes a few more forms; then there is none.
        answers = [browser.hand_in(form, code=f"F{n:03}", name="单白及") for n in range(40)]
        stopped = next((n for n, answer in enumerate(answers) if answer.status_code != 302), None)
        assert stopped is not None, "the disk was not full"
        assert all(in_words(answer) for answer in answers[stopped:])
        filler.unlink()
        assert browser.hand_in(form, code="F999", name="单白及").status_code == 302
    people, entries, faults = office.people_entries_and_faults()
    assert (people, entries - before[1], faults) == (stopped + 1, stopped + 1, 0)
    filler = fill_up(small_disk)
    left = files_in(small_disk / "data")
    for words in (("backup", small_disk / "second.backup"), ("restore", small_disk / "first.backup", "--replace")):
        done = office.run(*words)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr
        assert ("盘满了" in done.stderr, "腾出地方" in done.stderr) == (True, True), done.stderr
    assert not (small_disk / "second.backup").exists()
    filler.unlink()
    assert files_in(small_disk / "data") == left, "something half-made was left"
    assert office.people_entries_and_faults()[0] == stopped + 1
    assert office.run("restore", small_disk / "first.backup", "--replace").returncode == 0
    assert office.people_entries_and_faults()[0] == 0


@pytest.mark.slow
def test_one_form_that_comes_in_many_times_at_once_is_carried_out_once(filled, tmp_path):
    office = Running(tmp_path / "data")
    shutil.copytree(filled, tmp_path / "data")
    with office.serving() as browser:
        form = browser.form("/people/add/", "code")
        given = form.filled(code="F001", name="单白及")
        with ThreadPoolExecutor(8) as clicks:
            answers = list(clicks.map(lambda _n: browser.hand_in(form, **given), range(16)))
        assert {answer.status_code for answer in answers} == {302}
        assert len({answer.location for answer in answers}) == 1
        began = time.monotonic()
        assert browser.get(answers[0].location).status_code == 200
        assert time.monotonic() - began < 30
    assert office.people_entries_and_faults()[0] == 1
