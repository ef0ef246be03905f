"""Arguments for the addresses of accounts that need some."""


def _function(town):
    return town.account("maibaizhi").functions.get().pk


EXAMPLES = {
    "accounts:account": lambda town: {"pk": town.account("yueduzhong").pk},
    "accounts:act": lambda town: {"pk": town.account("yueduzhong").pk, "verb": "unlock"},
    "accounts:enter-function": lambda town: {"pk": town.account("yueduzhong").pk},
    "accounts:function-act": lambda town: {"pk": _function(town), "verb": "end"},
}
