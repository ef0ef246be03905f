"""No tables of its own; Django tells only apps with models that a migration has run (apps.py)."""

from office.ground.dated import Dated

__all__ = ["Dated"]
