"""The office put together. What an installation may change is an environment variable, here and in keeping.py."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from office import keeping
from office.ground.order import APPS


def _yes(name: str, default: str = "") -> bool:
    return os.environ.get(name, default).lower() in ("1", "yes", "true", "on")


BASE = Path(__file__).parent
DATA = keeping.data_folder()
LAWS = os.environ.get("GUIJU_LAWS", "")  # a folder with law folders of the town's own
CHECKUPS = True  # laws are examined in a process beside the office; tests switch it off
DEMO = _yes("GUIJU_DEMO")
HTTPS = _yes("GUIJU_HTTPS")

DEBUG = False  # a page for programmers is never shown to a clerk
SECRET_KEY = keeping.secret_key()
ALLOWED_HOSTS = os.environ.get("GUIJU_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = "office.urls"
WSGI_APPLICATION = "office.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": keeping.database()}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",  # else its documentation page would load from a far server
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    *(f"office.{app}" for app in APPS),
]

MIDDLEWARE = [
    "office.look.middleware.Incident",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "office.look.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "office.look.middleware.Refusals",
    "office.accounts.gate.Gate",
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "office.look.context.everywhere",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "office.look.templatetags.office",
                "office.audit.templatetags.acts",
            ],
        },
    }
]

# --- language and time: Chinese first; the office's day begins at its own midnight
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# --- files that never change: Bootstrap from its wheel, htmx from its, and our own; no collecting, no far server
_BOOTSTRAP = find_spec("bootstrap")
_BOOTSTRAP_FOLDERS = list(_BOOTSTRAP.submodule_search_locations or []) if _BOOTSTRAP else []
STATIC_URL = "static/"
STATICFILES_DIRS = [("bootstrap", folder) for folder in _BOOTSTRAP_FOLDERS]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- who may come in
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "office.accounts.backends.Local"]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "office.accounts.passwords.LongEnough"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login",)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "office.accounts.passwords.SeveralKindsOfSigns"},
]
AXES_FAILURE_LIMIT = int(os.environ.get("GUIJU_LOGIN_FAILURES", "5"))
AXES_COOLOFF_TIME = 0.34  # hours: about twenty minutes
AXES_USERNAME_FORM_FIELD = "username"  # the name of the credential, not of the field in our form
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "office.accounts.views_sign_in.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever keeps trying keeps the holder out for ever
# A password typed into the field of the name is not kept: neither as a name that does not exist, nor as what was sent.
AXES_USERNAME_CALLABLE = "office.accounts.names.name_to_count"
AXES_SENSITIVE_PARAMETERS = ["login"]
AXES_DISABLE_ACCESS_LOG = True  # who signed in stands in the audit
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = False
IDLE_MINUTES = int(os.environ.get("GUIJU_IDLE_MINUTES", "20"))
SESSION_COOKIE_AGE = IDLE_MINUTES * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
OTP_TOTP_ISSUER = "Guiju"
# Who must give a second factor: `admins`, `all` or `none`. Whoever has set one up gives it in any case.
SECOND_FACTOR = os.environ.get("GUIJU_SECOND_FACTOR", "none" if DEMO else "admins")

# --- sign-in with the county's own identity provider, if it has one
OIDC = bool(os.environ.get("OIDC_RP_CLIENT_ID"))
OIDC_OP_LOGOUT_ENDPOINT = os.environ.get("OIDC_OP_LOGOUT_ENDPOINT", "") if OIDC else ""
if OIDC:
    INSTALLED_APPS.append("mozilla_django_oidc")
    AUTHENTICATION_BACKENDS.append("office.accounts.backends.Oidc")
    OIDC_RP_CLIENT_ID = keeping.needed("OIDC_RP_CLIENT_ID")
    OIDC_RP_CLIENT_SECRET = keeping.needed("OIDC_RP_CLIENT_SECRET")
    OIDC_RP_SIGN_ALGO = os.environ.get("OIDC_RP_SIGN_ALGO", "RS256")
    OIDC_RP_SCOPES = "openid"  # who it is, and nothing more about them
    OIDC_OP_ISSUER = keeping.needed("OIDC_OP_ISSUER")
    OIDC_OP_AUTHORIZATION_ENDPOINT = keeping.needed("OIDC_OP_AUTHORIZATION_ENDPOINT")
    OIDC_OP_TOKEN_ENDPOINT = keeping.needed("OIDC_OP_TOKEN_ENDPOINT")
    OIDC_OP_USER_ENDPOINT = keeping.needed("OIDC_OP_USER_ENDPOINT")
    OIDC_OP_JWKS_ENDPOINT = keeping.needed("OIDC_OP_JWKS_ENDPOINT")
    OIDC_CREATE_USER = False  # an account is opened by two administrators, never by signing in
    OIDC_USE_PKCE = True
    OIDC_STORE_ID_TOKEN = bool(OIDC_OP_LOGOUT_ENDPOINT)  # the provider wants it back when one leaves
    OIDC_TIMEOUT = 10  # a provider that does not answer must not hold a thread for ever

# --- what a browser may do with our pages
_leave = urlsplit(OIDC_OP_LOGOUT_ENDPOINT)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # Bootstrap draws its ticks and arrows as data: pictures
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # Leaving is a form, and leads on to the provider where there is one.
        "form-action": ["'self'", *([f"{_leave.scheme}://{_leave.netloc}"] if _leave.netloc else [])],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a one-time password is never a cookie
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "office.look.errors.form_expired"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
FILE_UPLOAD_HANDLERS = [
    "office.look.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# One process serves (serving.py), so its own memory counts right; it must not forget a token because there are many.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- for other programs: how often one token may ask
API_RATE = os.environ.get("GUIJU_API_RATE", "120/m")

# --- the year's pictures: counts over everybody's records are made once in so many seconds
SECONDS_PICTURES_ARE_KEPT = 600

# --- the audit chain
AUDIT_HASH = os.environ.get("GUIJU_AUDIT_HASH", "sha256")  # or sm3

SILENCED_SYSTEM_CHECKS = [
    "security.W004", "security.W008", "security.W012", "security.W016",  # HTTPS is the proxy's: GUIJU_HTTPS
    "axes.W006",  # a guessing program changes its address, not the name it guesses for
]  # fmt: skip
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": DATA / "office.log",
            "maxBytes": 5_000_000,
            "backupCount": 5,
            "encoding": "utf-8",
            "formatter": "line",
            "delay": True,
        }
    },
    "root": {"handlers": ["file"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "ERROR", "propagate": True},
        "axes": {"level": "ERROR"},  # it would write names and addresses of every failed sign-in
    },
}
