"""Out as a workbook, and in again: first every change is shown, then they are carried out together."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from office.audit.forms import perform, status_of
from office.ground import clock
from office.ground.requests import Request
from office.people import actions, forms
from office.people.exchange.plan import plan
from office.people.exchange.reading import read

LARGEST = 50_000_000
SECONDS_KEPT = 24 * 3600
SHOWN = 300


def _folder() -> Path:
    folder: Path = settings.DATA / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.glob("*.xlsx"):
        if old.stat().st_mtime < time.time() - SECONDS_KEPT:
            old.unlink(missing_ok=True)
    return folder


def upload(request: Request) -> HttpResponse:
    """Take a workbook and show what it would change; nothing is written but the file itself."""
    form = forms.Upload(request.POST or None, request.FILES or None)
    words: dict[str, Any] = {"title": _("导入导出"), "form": form}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        if given.size > LARGEST:
            form.add_error("file", _("文件太大（超过50 MB）。"))
        else:
            content = given.read()
            digest = hashlib.sha256(content).hexdigest()
            path = _folder() / f"{digest}.xlsx"
            path.write_bytes(content)
            made = plan(read(path))
            words |= {"plan": made, "digest": digest, "plan_digest": made.digest(), "counts": made.counts()}
            words |= {"shown": made.changes[:SHOWN], "name": given.name}
            if made.troubles:
                path.unlink(missing_ok=True)
                return render(request, "people/import.html", words, status=422)
    return render(request, "people/import.html", words, status=status_of(form))


@require_POST
def carry_out(request: Request, digest: str) -> HttpResponse:
    """Do what the preview showed."""
    path = _folder() / f"{digest[:64]}.xlsx"
    done = perform(
        request, None, actions.import_workbook, path, digest, request.POST.get("plan", ""),
        to=reverse("people:tree"), said=_("已全部导入。"),
    )  # fmt: skip
    assert done is not None
    path.unlink(missing_ok=True)
    return done


@require_POST
def export(request: Request) -> HttpResponse:
    """The workbook."""
    content = actions.export_workbook(request.actor)
    answer = HttpResponse(content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    answer["Content-Disposition"] = f'attachment; filename="people-{clock.today():%Y%m%d}.xlsx"'
    return answer
