"""The language switch: Django's own."""

from django.urls import path
from django.views.i18n import set_language

app_name = "look"
urlpatterns = [path("language/", set_language, name="language")]
