"""The people as a Django app: after every migration the town's lists of words are filled up."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _fill(using: str, **_: Any) -> None:
    from office.people.terms import fill_terms

    fill_terms(using)


class People(AppConfig):
    name = "office.people"
    label = "people"

    def ready(self) -> None:
        """Ask to be told of migrations."""
        post_migrate.connect(_fill, sender=self, dispatch_uid="terms")
