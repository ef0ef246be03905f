"""Addresses of accounts."""

from django.urls import path

from office.accounts import views, views_sign_in

app_name = "accounts"
urlpatterns = [
    path("me/", views_sign_in.me, name="me"),
    path("me/password/", views_sign_in.password, name="password"),
    path("me/second-factor/new/", views_sign_in.enrol, name="enrol"),
    path("me/second-factor/", views_sign_in.second_factor, name="second-factor"),
    path("sign-in/", views_sign_in.sign_in, name="sign-in"),
    path("sign-out/", views_sign_in.sign_out, name="sign-out"),
    path("accounts/", views.listing, name="list"),
    path("accounts/open/", views.open_account, name="open"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("accounts/<int:pk>/function/", views.enter_function, name="enter-function"),
    path("accounts/<int:pk>/renewal/", views.enter_renewal, name="enter-renewal"),
    path("accounts/renewals/<int:pk>/<slug:verb>/", views.renewal_act, name="renewal-act"),
    path("accounts/<int:pk>/<slug:verb>/", views.act, name="act"),
    path("accounts/functions/<int:pk>/<slug:verb>/", views.function_act, name="function-act"),
]
