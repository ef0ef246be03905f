"""Addresses of the audit."""

from django.urls import path

from office.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.entries, name="entries"),
    path("audit/verify/", views.verify, name="verify"),
    path("audit/export/", views.export, name="export"),
    path("audit/checkpoints/", views.checkpoints, name="checkpoints"),
    path("audit/checkpoints/<int:pk>/", views.checkpoint, name="checkpoint"),
    path("audit/checkpoints/<int:pk>/<str:part>", views.checkpoint_file, name="checkpoint-file"),
    path("audit/keys/", views.keys, name="keys"),
]
