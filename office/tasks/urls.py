"""Addresses of tasks."""

from django.urls import path

from office.tasks import views

app_name = "tasks"
urlpatterns = [
    path("tasks/", views.given, name="given"),
    path("tasks/assign/", views.assign, name="assign"),
    path("tasks/settle/", views.settle, name="settle"),
    path("tasks/<int:pk>/", views.task, name="task"),
    path("tasks/<int:pk>/<slug:verb>/", views.act, name="act"),
]
