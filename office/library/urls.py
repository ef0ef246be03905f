"""Addresses of the reading room. A provision is `/library/work-errors/#3.3d`."""

from django.urls import path

from office.library import views

app_name = "library"
urlpatterns = [
    path("library/", views.shelf_page, name="list"),
    path("library/search/", views.search, name="search"),
    path("library/<str:instrument>/", views.law, name="law"),
    path("library/<str:instrument>/checkup/", views.checkup, name="checkup"),
    path("library/<str:instrument>/readings/<str:key>/", views.reading, name="reading"),
    path("library/<str:instrument>/readings/<str:key>/trial/", views.trial, name="trial"),
    path("library/<str:instrument>/readings/<str:key>/adopt/", views.adopt, name="adopt"),
]
