"""Any other address: a program is told in the form it knows, not by a page."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Router

from office.ground.requests import Request

router = Router()


@router.api_operation(
    ["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", url_name="nowhere", include_in_schema=False
)
def nowhere(request: Request, rest: str) -> Any:  # noqa: ARG001 - the library hands them over
    """There is no such address."""
    raise Http404(_("接口里没有这个地址；有哪些，见接口说明。"))
