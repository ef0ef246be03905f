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
    from mozilla_django_oidc.views import OIDCAuthenticationRequestView

    from office.accounts.oidc import Callback

    # The library's names, which it asks for. Its own way out is left away: it would leave no line in the audit.
    urlpatterns += [
        path("oidc/authenticate/", OIDCAuthenticationRequestView.as_view(), name="oidc_authentication_init"),
        path("oidc/callback/", Callback.as_view(), name="oidc_authentication_callback"),
    ]
