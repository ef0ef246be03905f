"""The examples of docs/api.md, run as they stand, against the office."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from test_structure import ROOT

from office.api.actions import make_token
from office.api.models import SCOPES

PAGE = (ROOT / "docs/api.md").read_text(encoding="utf-8")
SETTING, CURL = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
(PROGRAM,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


class Silent(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


@pytest.fixture
def run(town, one_connection):
    """Runs a program beside the office, which answers in this very thread and transaction."""
    secret = make_token(town.actor("lichaihu"), town.account("lichaihu"), "试", tuple(SCOPES), date(2026, 12, 31))

    def ran(*command, token=secret):
        with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Silent) as server:
            server.timeout = 0.05
            given = {"GUIJU": f"http://127.0.0.1:{server.server_port}/api", "GUIJU_TOKEN": token}
            with subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **given, "no_proxy": "127.0.0.1", "PYTHONUTF8": "1"},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            ) as program:  # fmt: skip
                while program.poll() is None:
                    server.handle_request()
                return program.returncode, program.stdout.read()

    return ran


def test_the_settings_are_those_that_the_examples_read():
    assert re.findall(r"export (\w+)=", SETTING) == ["GUIJU", "GUIJU_TOKEN"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_the_examples_with_curl(run, tmp_path):
    out = tmp_path / "out"
    code, said = run("bash", "-ec", f"({CURL}) > {out}")
    text = out.read_text(encoding="utf-8")
    assert (code, said) == (0, "")
    assert all(words in text for words in ('"next": null', '"address": "work-errors/3.3d"', "guiju-decision/1"))
    assert run("bash", "-ec", CURL, token="gj_x")[0] == 22


def test_the_example_in_python(run, tmp_path):
    file, out = tmp_path / "client.py", tmp_path / "out"
    file.write_text(PROGRAM, encoding="utf-8")
    code, said = run("bash", "-c", f"{sys.executable} {file} > {out}")
    assert (code, said) == (0, "")
    lines = out.read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.startswith("QQ")]) == 60
    assert [line for line in lines if line.startswith("待办")]
    assert run(sys.executable, str(file), token="gj_x") == (1, "：要有令牌，或者令牌不对、过期、已作废。\n")
