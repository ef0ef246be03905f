"""Pages of a list that is counted no further than somebody would leaf: beyond that, one asks more narrowly."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

ON_A_PAGE = 25
MOST_COUNTED = 250


class Pages(Paginator):  # type: ignore[type-arg]
    """A list in pages; however long it is, its pages cost the same. `most`: as many as can be leafed through."""

    def __init__(self, rows: Any, most: int = MOST_COUNTED) -> None:
        super().__init__(rows, ON_A_PAGE)
        self.most = most

    @cached_property
    def count(self) -> int:
        """How many there are, at most `most`."""
        rows: Any = self.object_list
        return len(rows) if isinstance(rows, list) else int(rows.order_by()[: self.most].count())

    @property
    def is_cut(self) -> bool:
        """Whether there may be more."""
        return self.count >= self.most


def page_of(request: HttpRequest, rows: Any, most: int = MOST_COUNTED) -> Page[Any]:
    """The page of the rows that the address asks for."""
    return Pages(rows, most).get_page(request.GET.get("page"))
