"""Requests a second: `guiju serve` on both offices and a bare Django page behind the same server, in turn."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import monotonic, sleep

ROOT = Path(__file__).parent.parent.parent
GUIJU = Path(sys.executable).with_name("guiju")
LOGIN = "lichaihu"
_PATIENCE = 60


@dataclass(slots=True)
class Target:
    """One page of one server: what it is, and the requests a second of each round."""

    what: str
    office: str
    port: int
    path: str
    cookie: str = ""
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second, the median round."""
        return median(self.rates)


def rates(offices: dict[str, Path], seconds: float, rounds: int) -> list[Target]:
    """The bare page first, then the pages of each office. Raises RuntimeError when a server does not answer."""
    with ExitStack() as running:
        bare = running.enter_context(_server([sys.executable, "-m", "bench.office.bare"], {}))
        targets = [Target("光秃秃的一页：没有中间件，没有数据库", "", bare, "/")]
        for name, folder in offices.items():
            cookie, person = _signed_in(folder)
            port = running.enter_context(_server([str(GUIJU), "serve", "--port"], {"GUIJU_DATA": str(folder)}))
            targets += [
                Target("登录页（没有登录的人）", name, port, "/sign-in/"),
                Target("工作台", name, port, "/", cookie),
                Target("查人", name, port, "/people/search/?q=l", cookie),
                Target("一个人", name, port, f"/people/{person}/", cookie),
                Target("资格台账", name, port, "/register/", cookie),
            ]
        for number in range(rounds + 1):
            for target in targets:
                rate = _rate(target, seconds if number else 0.5)
                target.rates += [rate] if number else []
    return targets


def _signed_in(folder: Path) -> tuple[str, str]:
    command = [sys.executable, "-m", "bench.office.signing_in", str(folder), LOGIN]
    cookie, person = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    return cookie, person


@contextmanager
def _server(command: list[str], surroundings: dict[str, str]) -> Iterator[int]:
    """A server on a free port, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = subprocess.Popen(
        [*command, str(port)], cwd=ROOT, env=os.environ | surroundings, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = monotonic() + _PATIENCE
    while monotonic() < end and process.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.2)
    raise RuntimeError(f"no server on port {port}")


def _rate(target: Target, seconds: float) -> float:
    command = [sys.executable, "-m", "bench.office.load", str(target.port), str(seconds), target.cookie, target.path]
    told = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    if told["wrong"]:
        raise RuntimeError(f"{target.what}: {told['wrong']}")
    return float(told["answered"] / told["seconds"])
