"""Recording that the records were taken away, and that they were brought back.

Two entries for a backup, because nothing makes a file and an entry at one stroke. That it was begun is recorded before
anything is written: no copy of the records exists that the chain does not know of, and it stands in the backup itself.
That it was made is recorded when the file is whole, on the disk and under its name: whatever dies in between, the chain
says too little (begun, and nothing after it), never a backup that is not there.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from office.audit.action import Act, action
from office.ground.actors import Actor, Right, held_by
from office.ground.roles import CONSOLE


def _at_the_machine(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    return held_by(actor, CONSOLE)


@action("backup.begin", label=gettext_lazy("开始备份"), may=_at_the_machine)
def note_begun(act: Act, name: str) -> None:
    """That a backup is about to be written; whether it comes to be is not said."""
    act.record("backup", {"文件": name})


@action("backup.make", label=gettext_lazy("备份"), may=_at_the_machine)
def note_made(act: Act, name: str, sha256: str, entries: int, head: str) -> None:
    """That the backup is there, whole: its file's hash, and how far the chain in it goes."""
    act.record("backup", {"文件": name, "SHA-256": sha256, "审计记录": entries, "链头": head})


@action("backup.restore", label=gettext_lazy("从备份恢复"), may=_at_the_machine)
def note_restored(act: Act, name: str, at: str, head: str) -> None:
    """That all records were brought back, from a backup of that time with that head of the chain."""
    act.record("backup", {"文件": name, "备份时间": at, "链头": head})
