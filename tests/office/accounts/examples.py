"""Arguments for the addresses of accounts that need some."""

from office.accounts.models import Renewal
from office.ground import clock


def _function(town):
    return town.account("maibaizhi").functions.get().pk


def _renewal(town):
    asked, _is_new = Renewal.objects.get_or_create(
        account=town.account("yueduzhong"), what=Renewal.PASSWORD, settled_at=None,
        defaults={"because": "忘了", "entered_at": clock.now(), "entered_by": "xitong"},
    )  # fmt: skip
    return asked.pk


EXAMPLES = {
    "accounts:enter-renewal": lambda town: {"pk": town.account("yueduzhong").pk},
    "accounts:renewal-act": lambda town: {"pk": _renewal(town), "verb": "decline"},
    "accounts:account": lambda town: {"pk": town.account("yueduzhong").pk},
    "accounts:act": lambda town: {"pk": town.account("yueduzhong").pk, "verb": "unlock"},
    "accounts:enter-function": lambda town: {"pk": town.account("yueduzhong").pk},
    "accounts:function-act": lambda town: {"pk": _function(town), "verb": "end"},
}
