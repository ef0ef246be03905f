"""The office as a process of its own with the made-up town in it, and a browser: what is asked goes over the wire."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from base64 import b32decode
from contextlib import closing

import requests
from django_otp.oath import totp

PASSWORD = "Guiju-2026"
START = "from guiju.cli.main import main; main()"
_SECONDS = 60


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Served:
    """`guiju serve --demo` on a folder; it can be stopped and started again on the same one."""

    def __init__(self, folder, **settings):
        self.folder, self.port = folder, free_port()
        kept = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
        self.surroundings = {**kept, "GUIJU_DATA": str(folder), **settings}
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        self._start()
        return self

    def _start(self):
        words = [sys.executable, "-c", START, "serve", "--demo", "--port", str(self.port)]
        self._process = subprocess.Popen(words, env=self.surroundings, stdout=subprocess.PIPE, encoding="utf-8")
        try:
            self._await()
        except BaseException:
            self.__exit__()
            raise

    def restart(self):
        """Stopped and started again, on the same folder and port."""
        self.__exit__()
        self._start()

    def _await(self):
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                return requests.get(f"{self.url}/sign-in/", timeout=5).close()
            except requests.ConnectionError:
                time.sleep(0.2)
        raise AssertionError("it did not open")

    def __exit__(self, *_error):
        self._process.send_signal(signal.SIGTERM)
        self._process.communicate(timeout=30)

    def rows(self, question, *values):
        """What the database says, asked beside the office."""
        with closing(sqlite3.connect(f"file:{self.folder / 'office.sqlite3'}?mode=ro", uri=True)) as database:
            return database.execute(question, values).fetchall()

    def account(self, login):
        """The number of an account."""
        return self.rows("SELECT id FROM accounts_account WHERE login = ?", login)[0][0]

    def last_entries(self, many):
        """(act, actor, result) of the last entries of the audit, the newest first."""
        return self.rows("SELECT act, actor, result FROM audit_entry ORDER BY sequence DESC LIMIT ?", many)


class Browser(requests.Session):
    """Keeps cookies, fills in the mark against forgery, and gives a code where one is asked for."""

    def __init__(self, served):
        super().__init__()
        self.served = served

    def see(self, path, **kwargs):
        """The page at that path of the office, or at an address."""
        return self.get(path if path.startswith("http") else self.served.url + path, timeout=30, **kwargs)

    def hand_in(self, path, page="", **fields):
        """Hand in a form of the page at that path (or of another page)."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.see(page or path).text)
        data = {"csrfmiddlewaretoken": found[1] if found else "", **fields}
        return self.post(self.served.url + path, data=data, timeout=30, headers={"Referer": self.served.url + "/"})

    def sign_in(self, login, password=PASSWORD):
        """With a password."""
        return self.hand_in("/sign-in/", login=login, password=password)

    def enrol(self):
        """Set up a phone, as the page asks."""
        key = re.search(r'class="code">([A-Z2-7 =]+)<', self.see("/me/second-factor/new/").text)[1].replace(" ", "")
        return self.hand_in("/me/second-factor/new/", code=f"{totp(b32decode(key)):06}")
