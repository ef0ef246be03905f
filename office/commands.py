"""`guiju backup` and `guiju restore`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from guiju.errors import InputError, Problem
from office.serving import console, prepare_settings

_PATH = click.Path(path_type=Path)


@contextmanager
def _database() -> Iterator[None]:
    """What the database itself refuses, in words."""
    from django.db import DatabaseError, InterfaceError

    from office.backup.troubles import trouble_of

    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        raise InputError([Problem("database", str(trouble_of(error)))]) from error


@click.command("backup", help="把办公系统的全部记录备份成一个文件；系统开着也可以备份。")
@click.argument("file", type=_PATH)
@click.option("--demo", is_flag=True, help="备份演示的数据（data/demo）。")
def backup(file: Path, demo: bool) -> None:
    """Write a backup, and say how to know it again."""
    prepare_settings(demo)
    from office.backup.making import make

    with _database():
        done = make(console(), file)
    made = done.manifest
    click.echo(f"已备份到「{file}」：{len(made.tables)}张表，{made.rows}条记录，审计记录到第{made.chain.entries}条。")
    click.echo(f"链头　　　 {made.chain.head}")
    click.echo(f"文件 SHA-256 {done.sha256}")
    if made.chain.faults:
        click.echo(f"注意：审计链有{made.chain.faults}处不符，备份照原样存下；请审计管理员核对。", err=True)
    if not done.is_noted:
        click.echo("注意：备份是完整的，但数据库这时断了，审计里只有「开始备份」，没有记下「备份」。", err=True)


@click.command("restore", help="从备份恢复。数据库里已有记录时，加 --replace 才整个换掉；要么全部恢复，要么不动。")
@click.argument("file", type=_PATH)
@click.option("--replace", is_flag=True, help="换掉已有的记录（SQLite 的旧文件另存在旁边）。")
@click.option("--demo", is_flag=True, help="恢复到演示的数据文件夹（data/demo）。")
def restore(file: Path, replace: bool, demo: bool) -> None:
    """Bring a backup back, and say what proves it."""
    prepare_settings(demo)
    from office.backup.restoring import restore as bring_back

    with _database():
        done = bring_back(console(), file, replace)
    click.echo(f"已恢复 {done.at} 的备份：{len(done.tables)}张表，{done.rows}条记录，逐表比对一致。")
    click.echo(f"审计链核对一致：{done.chain.entries}条，链头 {done.chain.head}")
    click.echo("检查点的私钥不在备份里：请安全管理员重新生成一把。登录都要重新登。")


@click.command("renew", help="管理员进不来时，在本机重发一次性密码：清除两步验证，解除锁定，记入审计。")
@click.argument("login")
@click.option("--demo", is_flag=True, help="演示的数据（data/demo）。")
def renew(login: str, demo: bool) -> None:
    """Another way in for an administrator, when nobody is left who could ask for it or grant it."""
    prepare_settings(demo)
    from office.accounts.actions import renew_at_the_machine
    from office.accounts.models import Account
    from office.ground.refusals import Refused

    with _database():
        found = Account.objects.filter(login=login.strip().lower()).first()
        try:
            if found is None:
                raise Refused(f"没有账号「{login}」。")
            password = renew_at_the_machine(console(), found)
        except Refused as refusal:
            raise InputError([Problem("account", sentence) for sentence in refusal.sentences]) from refusal
    click.echo(f"{found.login} 的一次性密码（只显示这一次，登录后改掉，重新设置两步验证）：{password}")
