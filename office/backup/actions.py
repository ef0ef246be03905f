"""Recording that the records were taken away, and that they were brought back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from office.audit.action import Act, action
from office.ground.actors import Actor, Right, held_by
from office.ground.roles import CONSOLE


def _at_the_machine(actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    return held_by(actor, CONSOLE)


@action("backup.make", label=gettext_lazy("备份"), may=_at_the_machine)
def note_backup(act: Act, name: str) -> None:
    """That a backup is about to be made; so it stands in the backup itself."""
    act.record("backup", {"文件": name})


@action("backup.restore", label=gettext_lazy("从备份恢复"), may=_at_the_machine)
def note_restored(act: Act, name: str, at: str, head: str) -> None:
    """That all records were brought back, from a backup of that time with that head of the chain."""
    act.record("backup", {"文件": name, "备份时间": at, "链头": head})
