"""Every app's addresses, in the order of the apps; and the pages shown when something goes wrong."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from office.ground.order import APPS

handler400 = "office.look.errors.not_understood"
handler403 = "office.look.errors.not_allowed"
handler404 = "office.look.errors.not_found"
handler500 = "office.look.errors.broken"

urlpatterns = [path("", include(f"office.{app}.urls")) for app in APPS if find_spec(f"office.{app}.urls")]
if settings.OIDC:
    urlpatterns.append(path("oidc/", include("mozilla_django_oidc.urls")))
