"""No tables of its own; Django tells only apps with models that a migration has run (apps.py)."""

from office.ground.dated import Dated
from office.ground.prefix import Begins

__all__ = ["Begins", "Dated"]
