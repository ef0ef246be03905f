"""The separation of duties, in the database itself."""

from office.ground.guards import never_when, no_overlap

GUARDS = [
    no_overlap("accounts_function", "account_id", "key"),
    never_when(
        "an_administrator_holds_no_function",
        "accounts_function",
        "EXISTS (SELECT 1 FROM accounts_account a WHERE a.id = NEW.account_id AND a.kind <> 'business')",
    ),
    never_when("an_account_keeps_its_kind", "accounts_account", "NEW.kind <> OLD.kind", ("UPDATE",)),
]
