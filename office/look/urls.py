"""The language switch, which is Django's own; what a line for a provision suggests."""

from django.urls import path
from django.views.i18n import set_language

from office.look import views

app_name = "look"
urlpatterns = [
    path("language/", set_language, name="language"),
    path("suggest/provisions/", views.provisions, name="provisions"),
]
