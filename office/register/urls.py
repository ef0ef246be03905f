"""Addresses of the register."""

from django.urls import path

from office.register import views, views_keeping, views_taking

app_name = "register"
urlpatterns = [
    path("register/", views.listed, name="list"),
    path("register/expiring/", views.expiring, name="expiring"),
    path("register/ask/", views.ask, name="ask"),
    path("register/rely/", views_keeping.rely, name="rely"),
    path("register/export/", views_keeping.export, name="export"),
    path("register/enter/", views_keeping.enter, name="enter"),
    path("register/take-over/", views_taking.take_over, name="take-over"),
    path("register/people/<int:pk>/", views.person, name="person"),
    path("register/units/<int:pk>/", views.unit, name="unit"),
    path("register/<int:pk>/", views.effect, name="effect"),
    path("register/<int:pk>/<slug:what>/", views_keeping.change, name="change"),
]
