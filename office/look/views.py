"""What a line for a provision suggests while one writes."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from office.ground.requests import Request
from office.look.naming import LONGEST, MOST_SUGGESTED
from office.look.provisions import provision_options


@require_safe
def provisions(request: Request) -> HttpResponse:
    """The provisions that the words may mean; whoever comes here by hand is led to the search."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    if not request.htmx:
        return HttpResponseRedirect(f"{reverse('reading_room:search')}?{urlencode({'q': asked})}")
    found = provision_options(asked, "parameters" in request.GET)[:MOST_SUGGESTED]
    return render(request, "look/suggestions.html", {"options": found})
