"""`guiju serve`: the office on this machine, its database made when there is none."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import click

from guiju.errors import InputError, Problem, UsageError

HINT = "按 Ctrl+C 停止。"
MISSING = "办公系统要另装：pip install 'guiju[office]'。"


@click.command("serve", help="在本机打开办公系统。没有数据库就新建；--demo 用虚构的青桥驿镇。")
@click.option("--demo", is_flag=True, help="用虚构的青桥驿镇，数据另放在 data/demo。")
@click.option("--host", default="127.0.0.1", show_default=True, help="在哪个地址上听。")
@click.option("--port", default=8000, show_default=True, help="端口。")
@click.option("--prepare", is_flag=True, help="只把数据库准备好，不打开网页。")
def serve(demo: bool, host: str, port: int, prepare: bool) -> None:
    """Prepare the database and serve until stopped."""
    if not prepare:
        _refuse_taken_port(host, port)
    prepare_settings(demo, host)
    for line in _ready(demo):
        click.echo(line)
    if not prepare:
        click.echo(f"办公系统：http://{host}:{port}/　{HINT}")
        run(host, port)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            said = f"{host} 的端口 {port} 已经有程序在用，或者不能用（{error.strerror}）。可以另选：--port 8001"
            raise InputError([Problem("port", said)]) from error


def prepare_settings(demo: bool, host: str = "127.0.0.1") -> None:
    """Make Django ready, for this office or the made-up town's. Raises GuijuError saying what is missing."""
    _surroundings(demo, host)
    _set_up()


def _set_up() -> None:
    try:
        import django  # settings read the surroundings set above
    except ModuleNotFoundError as error:
        raise UsageError([Problem("install", MISSING)]) from error
    try:
        django.setup()
    except (ValueError, OSError) as error:
        raise InputError([Problem("settings", str(error))]) from error


def _surroundings(demo: bool, host: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "office.settings"
    if demo:
        os.environ["GUIJU_DEMO"] = "1"
        os.environ.setdefault("GUIJU_DATA", str(Path("data") / "demo"))
    if host not in ("127.0.0.1", "localhost"):
        os.environ.setdefault("GUIJU_HOSTS", f"localhost,127.0.0.1,{host}")


def _ready(demo: bool) -> list[str]:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from office.accounts.models import Account
    from office.tasks import actions as tasks

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)
    call_command("clearsessions")  # what was shown to whom does not lie about longer than it must
    tasks.settle(console())
    if demo:
        return _demo(not Account.objects.exists())
    return [] if Account.objects.exists() else _first_administrators()


def _demo(is_empty: bool) -> list[str]:
    from office.demo import actions

    rows: Any = actions.fill(console()) if is_empty else actions.shown()
    lines = ["演示：镇和人都是虚构的。在浏览器里打开下面的网址，登录页上点一个人，就以他的身份进入。"]
    lines.append(f"也可以填登录名，密码都是 {actions.PASSWORD} ：")
    return [*lines, *(f"  {row.login:<16}{row.name}　{row.what}".rstrip() for row in rows)]


def _first_administrators() -> list[str]:
    from office.accounts import actions
    from office.audit import actions as audit
    from office.audit.action import acting
    from office.ground.actors import Actor
    from office.ground.roles import ADMINS

    machine = console()
    second = Actor("setup", machine.name, machine.on, machine.roles)
    lines = ["已建立三个管理员账号。下面的一次性密码只显示这一次，请分别当面交给三个人，登录后各自改掉："]
    with acting():
        for number, (kind, label) in enumerate(ADMINS.items(), start=1):
            account = actions.open_account(machine, f"admin{number}", kind)
            lines.append(f"  {account.login}　{label}　{actions.approve(second, account)}")
        audit.make_key(machine)
    return lines


def console() -> Any:
    """Whoever runs the command, as an actor of today."""
    from office.ground import actors, clock

    return actors.console(clock.today())


def run(host: str, port: int, application: str = "office.wsgi:application") -> None:
    """Serve the application (`module:name`) until stopped."""
    from granian import Granian
    from granian.constants import Interfaces

    server: Any = Granian
    # One process: acts take turns anyway, and a town's readers are few. Threads serve pages side by side.
    server(application, address=host, port=port, interface=Interfaces.WSGI, blocking_threads=4,
           log_enabled=False).serve()  # fmt: skip
