"""Addresses of the try-out. What was filled in travels in the form alone, never in an address."""

from django.urls import path

from office.tryout import views

app_name = "tryout"
urlpatterns = [
    path("tryout/", views.choose, name="choose"),
    path("tryout/<str:instrument>/", views.case, name="case"),
]
