"""`guiju serve` as a process of its own: it makes its database, opens, and stops; a second start finds all in place."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

START = "from guiju.cli.main import main; main()"


@pytest.fixture
def surroundings(tmp_path):
    kept = {key: value for key, value in os.environ.items() if key not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    return {**kept, "GUIJU_DATA": str(tmp_path / "data")}


def run(surroundings, *words):
    return subprocess.run(
        [sys.executable, "-c", START, *words], env=surroundings, capture_output=True, encoding="utf-8", check=False
    )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def fetch(url: str) -> tuple[int, str]:
    for _time in range(120):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            time.sleep(0.25)
    raise AssertionError("it did not open")


@pytest.mark.slow
def test_the_demonstration_opens_and_stops(surroundings):
    port = free_port()
    words = [sys.executable, "-c", START, "serve", "--demo", "--port", str(port)]
    with subprocess.Popen(words, env=surroundings, stdout=subprocess.PIPE, encoding="utf-8") as office:
        try:
            status, page = fetch(f"http://127.0.0.1:{port}/people/")
            assert (status, "登录" in page) == (200, True)
            assert fetch(f"http://127.0.0.1:{port}/static/bootstrap/css/bootstrap.min.css")[0] == 200
            assert fetch(f"http://127.0.0.1:{port}/static/django_htmx/htmx-2.min.js")[0] == 200
            assert fetch(f"http://127.0.0.1:{port}/nowhere/")[0] == 404
        finally:
            office.send_signal(signal.SIGTERM)
            said = office.communicate(timeout=30)[0]
    assert office.returncode == 0
    assert "maibaizhi" in said
    again = run(surroundings, "serve", "--demo", "--prepare")
    assert (again.returncode, "maibaizhi" in again.stdout) == (0, True)


@pytest.mark.slow
def test_an_empty_office_gets_its_three_administrators_once(surroundings):
    first, second = run(surroundings, "serve", "--prepare"), run(surroundings, "serve", "--prepare")
    assert re.findall(r"(admin\d)　(\S+管理员)　\S{14}\n", first.stdout) == [
        ("admin1", "系统管理员"), ("admin2", "安全管理员"), ("admin3", "审计管理员"),
    ]  # fmt: skip
    assert (second.returncode, second.stdout) == (0, "")


def test_a_port_in_use_is_told_in_words(surroundings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(surroundings, "serve", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "端口" in done.stderr
    assert "已经有程序在用" in done.stderr


def test_a_database_address_that_is_none_is_told_in_words(surroundings):
    done = run({**surroundings, "DATABASE_URL": "mysql://x"}, "serve", "--prepare")
    assert done.returncode == 1
    assert "DATABASE_URL 只认 postgresql://" in done.stderr


def test_the_rest_of_guiju_needs_no_web_framework(surroundings):
    """The core and its commands run where Django is not installed; `serve` then says what to install."""
    hide = "import sys; sys.modules['django'] = None; "
    listed = subprocess.run(
        [sys.executable, "-c", hide + START, "law", "list"], env=surroundings, capture_output=True, check=False
    )
    assert listed.returncode == 0
    serve = subprocess.run(
        [sys.executable, "-c", hide + START, "serve", "--prepare"], env=surroundings, capture_output=True, check=False
    )
    assert serve.returncode in (1, 2)
    assert "guiju[office]" in serve.stderr.decode()
