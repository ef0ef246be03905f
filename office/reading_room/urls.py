"""Addresses of the reading room. A provision is `/laws/work-errors/#3.3d`."""

from django.urls import path

from office.reading_room import views, views_editions, views_health, views_readings

app_name = "reading_room"
urlpatterns = [
    path("laws/", views.shelf_page, name="list"),
    path("laws/search/", views.search, name="search"),
    path("laws/<str:instrument>/", views.law, name="law"),
    path("laws/<str:instrument>/checkup/", views_health.checkup, name="checkup"),
    path("laws/<str:instrument>/checkup/again/", views_health.again, name="checkup-again"),
    path("laws/<str:instrument>/checkup/file/", views_health.file, name="checkup-file"),
    path("laws/<str:instrument>/tests/", views_health.tests, name="tests"),
    path("laws/<str:instrument>/editions/", views_editions.editions, name="editions"),
    path("laws/<str:instrument>/editions/effects/", views_editions.effects, name="edition-effects"),
    path("laws/<str:instrument>/readings/", views_readings.readings, name="readings"),
    path("laws/<str:instrument>/readings/<str:key>/", views_readings.reading, name="reading"),
    path("laws/<str:instrument>/readings/<str:key>/trial/", views_readings.trial, name="trial"),
    path("laws/<str:instrument>/readings/<str:key>/adopt/", views_readings.adopt, name="adopt"),
]
