"""How an address is offered: to which scope of token, by which name, in which words, and what it may answer."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Annotated, Any, get_args, get_origin

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router

from office.api import schemas as s
from office.api.keys import Bearer
from office.ground.refusals import Refused

View = Callable[..., Any]
# Whatever is asked may come to this; the numbers are those of HTTP.
WRONG = dict.fromkeys((400, 401, 403, 404, 422, 429, 500, 503), s.Problems)
TOO_BIG, CHANGED_MEANWHILE = {413: s.Problems}, {409: s.Problems}


@dataclass(frozen=True, slots=True)
class Offer:
    """One address: its name in the table of pages, the scope a token needs, a heading and a few sentences."""

    name: str
    scope: str
    summary: Any
    description: Any
    tag: Any
    extra: dict[str, Any] = field(default_factory=dict)

    def get(self, router: Router, path: str, answer: Any) -> Callable[[View], View]:
        """For a question: also 304, when nothing has changed since."""
        return self._at(router.get, path, {200: answer, 304: None})

    def post(self, router: Router, path: str, answers: dict[int, Any], more: dict[int, Any]) -> Callable[[View], View]:
        """For something that is sent."""
        return self._at(router.post, path, answers | TOO_BIG | more)

    def _at(self, method: Any, path: str, answers: dict[int, Any]) -> Callable[[View], View]:
        offered: Callable[[View], View] = method(
            path, auth=Bearer(self.scope), response=answers | WRONG, url_name=self.name, operation_id=self.name,
            summary=self.summary, description=self.description, tags=[self.tag],
            openapi_extra={"x-scope": self.scope, **self.extra},
        )  # fmt: skip
        return lambda view: offered(_strict(view, path))


def _strict(view: View, path: str) -> View:
    """The view, which refuses parameters it does not know, or has twice: they would be passed over in silence."""
    signature = inspect.signature(view, eval_str=True)
    known = _asked(signature, set(re.findall(r"{(\w+)}", path)))

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        unknown = [name for name in request.GET if name not in known]
        if unknown:
            told = {"unknown": "、".join(unknown)[:100], "known": "、".join(sorted(known)) or _("（没有）")}
            raise Refused(_("不认识的参数：%(unknown)s；能写的参数：%(known)s。") % told)
        for name in (name for name, given in request.GET.lists() if len(given) > 1):
            raise Refused(_("参数 %(name)s 写了不止一次。") % {"name": name})
        return view(request, *args, **kwargs)

    # Worked out here: the library would look the names up in this module.
    asked.__signature__ = signature  # type: ignore[attr-defined]
    return asked


def _asked(signature: inspect.Signature, in_path: set[str]) -> set[str]:
    """The names that may stand behind the question mark."""
    known: set[str] = set()
    for name, parameter in list(signature.parameters.items())[1:]:
        noted = parameter.annotation
        form = get_args(noted)[0] if get_origin(noted) is Annotated else noted
        if form is s.Window:
            known |= set(s.Window.model_fields)
        elif name not in in_path and not (isinstance(form, type) and issubclass(form, s.In)):
            known.add(name)
    return known


def part(found: Sequence[Any], window: s.Window) -> dict[str, Any]:
    """The lines of a window, and where the next begins. `found` may be more than the window, and is then cut."""
    rows = found[window.offset : window.offset + window.limit + 1]
    return cut(list(rows), window)


def cut(rows: list[Any], window: s.Window) -> dict[str, Any]:
    """The same of rows that begin with the window and go one beyond it, where there are so many."""
    more = len(rows) > window.limit
    return {"items": rows[: window.limit], "next": window.offset + window.limit if more else None}
