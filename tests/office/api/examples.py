"""Arguments for the addresses of the API that need some."""

from datetime import date

from office.api.actions import make_token
from office.api.models import Token
from office.tasks.models import Task


def _token(town):
    make_token(town.actor("yueduzhong"), town.account("yueduzhong"), "试", ["law"], date(2026, 12, 31))
    return Token.objects.order_by("pk").last().pk


def _task(_town):
    return Task.objects.get(title="核对本季度财政票据").pk


EXAMPLES = {
    "api:revoke": lambda town: {"pk": _token(town)},
    "api:rest:nowhere": lambda _town: {"rest": "nowhere"},
    "api:rest:law": lambda _town: {"instrument": "work-errors"},
    "api:rest:provision": lambda _town: {"instrument": "work-errors", "label": "4.1"},
    "api:rest:law-health": lambda _town: {"instrument": "work-errors"},
    "api:rest:register": lambda town: {"who": "people", "code": town.person("财政所:会计").code},
    "api:rest:register-questions": lambda town: {"who": "people", "code": town.person("财政所:会计").code},
    "api:rest:task": lambda town: {"number": _task(town)},
    "api:rest:finish-task": lambda town: {"number": _task(town)},
}
