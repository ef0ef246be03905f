"""`field__begins=words`: texts that begin so, found through the column's index on SQLite and on PostgreSQL.

Django's `startswith` is a LIKE that takes no account of case on SQLite, for which no index serves. This one is a range
there, and so takes account of case; on PostgreSQL it is the LIKE that Django's index for patterns (`db_index`) serves.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField
from django.db.models.lookups import StartsWith

# No text that begins so stands behind it followed by the last sign there is.
_LAST = "\U0010ffff"


@CharField.register_lookup
class Begins(StartsWith):
    """The lookup."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Where patterns have an index: the pattern."""
        return StartsWith(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """From the words themselves to the last text that begins with them."""
        column, params = self.process_lhs(compiler, connection)
        words = str(self.rhs)
        return f"({column} >= %s AND {column} < %s)", [*params, words, *params, words + _LAST]
