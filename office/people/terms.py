"""The lists of words a town keeps. The keys below are what the program asks by; the words are the town's own."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import connections

from office.people.models import Term

FILE = Path(__file__).with_name("data") / "terms.csv"

PRINCIPAL, IN_CHARGE, TEAM, HEAD = "principal", "in_charge", "team", "head"
LEADERS = (PRINCIPAL, IN_CHARGE, TEAM)
OVERSEES = "in_charge"
MEMBER, PROBATIONARY = "member", "probationary"


def fill_terms(using: str = "default") -> None:
    """Add the words that are missing; a town's own wording stays."""
    if Term._meta.db_table not in connections[using].introspection.table_names():
        return
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [Term(**{**row, "order": int(row["order"])}) for row in csv.DictReader(file)]
    Term.objects.using(using).bulk_create(rows, ignore_conflicts=True)


def term(vocabulary: str, key: str) -> Term:
    """The word with that key."""
    return Term.objects.get(vocabulary=vocabulary, key=key)
