"""The ground as a Django app: after every migration the guards are put in anew."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from office.ground.guards import install_all


def _guard(using: str, **_: Any) -> None:
    install_all(connections[using])


class Ground(AppConfig):
    name = "office.ground"
    label = "ground"

    def ready(self) -> None:
        """Ask to be told of migrations."""
        post_migrate.connect(_guard, sender=self, dispatch_uid="guards")
