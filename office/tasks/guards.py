"""A task stands where its last step put it; no step is ever changed."""

from office.ground.guards import append_only, never_when

_LAST = "(SELECT {column} FROM tasks_step WHERE task_id = NEW.id ORDER BY id DESC LIMIT 1)"
_NEVER = "'0001-01-01'"


def _differs(column: str, none: str) -> str:
    return f"COALESCE(NEW.{column}, {none}) <> COALESCE({_LAST.format(column=column)}, {none})"


GUARDS = [
    append_only("tasks_step"),
    never_when(
        "a_task_stands_where_its_last_step_put_it",
        "tasks_task",
        " OR ".join([_differs("state", "''"), _differs("due", _NEVER), _differs("provisional", _NEVER)]),
        ("UPDATE",),
    ),
]
