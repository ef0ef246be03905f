"""Addresses of people and units."""

from django.urls import path

from office.people import views, views_exchange, views_keeping

app_name = "people"
urlpatterns = [
    path("people/", views.tree, name="tree"),
    path("people/search/", views.search, name="search"),
    path("people/suggest/", views.suggest, name="suggest"),
    path("people/units/<int:pk>/", views.unit, name="unit"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/add/", views_keeping.add_person, name="add-person"),
    path("people/<int:pk>/correct/", views_keeping.correct_person, name="correct-person"),
    path("people/<int:pk>/add/<slug:what>/", views_keeping.row, name="row"),
    path("people/rows/<slug:what>/<int:pk>/end/", views_keeping.end_row, name="end-row"),
    path("people/rows/<slug:what>/<int:pk>/correct/", views_keeping.correct_row, name="correct-row"),
    path("people/units/add/", views_keeping.add_unit, name="add-unit"),
    path("people/units/<int:pk>/change/", views_keeping.change_unit, name="change-unit"),
    path("people/units/<int:pk>/post/", views_keeping.add_post, name="add-post"),
    path("people/units/<int:pk>/end/", views_keeping.end_unit, name="end-unit"),
    path("people/import/", views_exchange.upload, name="import"),
    path("people/import/<slug:digest>/", views_exchange.carry_out, name="carry-out"),
    path("people/export/", views_exchange.export, name="export"),
]
