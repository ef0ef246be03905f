"""The same law as SQL: tree + readings + what is known of the data -> a query, equal to `evaluate` on every row.

profile       what is known of the data: ranges, decimals, whether cells are empty
program       statements, on expressions, records, dates; numbers and values are what they are made of
codes         which norms hold, as one number, and what evaluate's own `conclude` says it means
graph, sql    the values as a graph, the graph as staged CTEs
translation   the front: `translate`
"""

from guiju.columns.profile import ColumnProfile, Profile
from guiju.columns.refusals import Refused
from guiju.columns.results import Form
from guiju.columns.translation import Ask, Translation, translate

__all__ = ["Ask", "ColumnProfile", "Form", "Profile", "Refused", "Translation", "translate"]
