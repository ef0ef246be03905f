"""What happens when the machine fails: a process killed amid an act, the database locked, gone, damaged, the disk full.

Run on SQLite files of their own, in processes of their own (tests/office_killed.py, tests/office_broken.py).
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sweep import SMALL, SWEEP

TESTS = Path(__file__).parents[2]
KILLS = 300 if SWEEP else 40 if SMALL else 12
START = "from guiju.cli.main import main; main()"


def surroundings(folder):
    kept = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    return {**kept, "GUIJU_DATA": str(folder)}


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    words = [sys.executable, "-c", START, "serve", "--demo", "--prepare"]
    subprocess.run(words, env=surroundings(folder), check=True, capture_output=True)
    return folder


@pytest.fixture
def office(filled, tmp_path):
    """Runs a script on a copy of the filled office and gives what it found."""
    folder = tmp_path / "data"
    shutil.copytree(filled, folder)

    def run(script, *words):
        command = [sys.executable, str(TESTS / script), *map(str, words)]
        done = subprocess.run(command, env=surroundings(folder), capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.mark.slow
def test_a_process_killed_at_random_points_leaves_no_half_act_and_a_chain_that_holds(office):
    seed = random.SystemRandom().randrange(10**9) if SWEEP or SMALL else 20261123
    found = office("office_killed.py", KILLS, seed)
    assert (found["wrong"], found["faults"], found["integrity"]) == ([], 0, "ok"), f"seed {seed}"
    # Else it would have killed only processes that were doing nothing.
    assert (found["killed"], found["amid"] > KILLS // 3) == (KILLS, True)
    assert found["acts"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("trouble", ["locked", "gone", "full", "damaged"])
def test_a_form_handed_in_amid_trouble_is_answered_in_words_and_can_be_handed_in_again(office, trouble):
    found = office("office_broken.py", trouble)
    assert found["status"] == 503
    for words in ("数据库暂时用不了", "不会只存一半", "事件编号"):
        assert words in found["page"]
    assert (found["between"], found["after"], found["there"], found["faults"]) == ([0, 0], 302, [1, 1], 0)


@pytest.mark.parametrize("address", ["/people/search/?q=%00", "/laws/%00/", "/%00", "/people/?day=2026%00-01-01"])
def test_a_sign_that_no_text_has_is_taken_out_of_an_address(town, address):
    client = town.client("maibaizhi")
    client.raise_request_exception = False
    answer = client.get(address)
    assert answer.status_code in (200, 404)
    assert "没有这一页" in answer.content.decode() or answer.status_code == 200


def test_where_not_even_the_page_for_errors_can_be_drawn_the_words_come_without_it(town, monkeypatch):
    from office.look import errors

    def cannot(*_given):
        raise OSError("no template")

    monkeypatch.setattr(errors, "render_to_string", cannot)
    answer = town.client("maibaizhi").get("/nowhere/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert "没有这一页" in answer.content.decode()
