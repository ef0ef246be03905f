"""Addresses of the reading room. A provision is `/library/work-errors/#3.3d`."""

from django.urls import path

from office.library import views, views_editions, views_health, views_readings

app_name = "library"
urlpatterns = [
    path("library/", views.shelf_page, name="list"),
    path("library/search/", views.search, name="search"),
    path("library/<str:instrument>/", views.law, name="law"),
    path("library/<str:instrument>/checkup/", views_health.checkup, name="checkup"),
    path("library/<str:instrument>/checkup/again/", views_health.again, name="checkup-again"),
    path("library/<str:instrument>/checkup/file/", views_health.file, name="checkup-file"),
    path("library/<str:instrument>/tests/", views_health.tests, name="tests"),
    path("library/<str:instrument>/editions/", views_editions.editions, name="editions"),
    path("library/<str:instrument>/editions/effects/", views_editions.effects, name="edition-effects"),
    path("library/<str:instrument>/readings/", views_readings.readings, name="readings"),
    path("library/<str:instrument>/readings/<str:key>/", views_readings.reading, name="reading"),
    path("library/<str:instrument>/readings/<str:key>/trial/", views_readings.trial, name="trial"),
    path("library/<str:instrument>/readings/<str:key>/adopt/", views_readings.adopt, name="adopt"),
]
