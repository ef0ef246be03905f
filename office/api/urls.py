"""Addresses of the API, and of the page of tokens."""

from django.urls import path

from office.api import views
from office.api.rest import api

app_name = "api"
urlpatterns = [
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<int:pk>/revoke/", views.revoke, name="revoke"),
    path("api/description/", views.description, name="description"),
    path("api/", api.urls),
]
