"""Arguments for the addresses of the audit that need some."""

from office.audit import actions


def _checkpoint(town):
    return actions.seal(town.actor("shenji"))


def _file(town):
    made = _checkpoint(town)
    return {"pk": made.pk, "part": f"checkpoint-{made.sequence}.txt"}


EXAMPLES = {
    "audit:checkpoint": lambda town: {"pk": _checkpoint(town).pk},
    "audit:checkpoint-file": _file,
}
QUERIES = {"audit:verify": lambda _town: ["", "?now=1"], "audit:entries": lambda _town: ["", "?actor=nobody"]}
