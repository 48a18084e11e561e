"""The project's one settings file.

Nothing needs to be set to start. What an operator may set, each also as NAME_FILE holding the
value: SITE_URL, DATABASE_URL, DATABASE_REPLICA_URLS, DATABASE_REPLICA_LAG_MS, CACHE_URL,
SECRET_KEY, SECRET_KEY_FALLBACKS, DATA_DIR, CONTACT_EMAIL, DEBUG, PAGE_CACHE_MB, WORKERS, REQUEST_SECONDS,
BACKUP_DIR, BACKUP_KEY, METRICS_TOKEN, LOG_FORMAT, LOG_REQUESTS, ERROR_REPORTER.
"""

import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from cooperation.operations import environment, logs
from cooperation.operations.secret_key import stored_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

DATA_DIR = environment.data_dir(BASE_DIR / "var")
SITE_URL = environment.site_url()
# Where readers report errors. A setting of this site, not of Django.
CONTACT_EMAIL = environment.email("CONTACT_EMAIL")
DEBUG = environment.flag("DEBUG")
# Where `manage.py backup` puts copies, and the public key of age that they are encrypted for. Settings of this site.
BACKUP_DIR = Path(environment.text("BACKUP_DIR") or DATA_DIR / "backups")
BACKUP_KEY = environment.text("BACKUP_KEY")
# Who sends it reads /metrics; without one only staff does. A setting of this site.
METRICS_TOKEN = environment.token("METRICS_TOKEN")
# The doctor makes none: that there is none is what he has to say.
SECRET_KEY = environment.text("SECRET_KEY") or stored_secret_key(
    DATA_DIR / "secret_key", may_make=sys.argv[1:2] != ["doctor"]
)
SECRET_KEY_FALLBACKS = environment.text("SECRET_KEY_FALLBACKS").split()

_served_by_https = SITE_URL.startswith("https:")
ALLOWED_HOSTS = [environment.host(SITE_URL)] if SITE_URL else ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
SECURE_SSL_REDIRECT = _served_by_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _served_by_https else None
SECURE_HSTS_SECONDS = 63_072_000 if _served_by_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _served_by_https
SECURE_HSTS_PRELOAD = _served_by_https
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _served_by_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# Settings of this site.
SAVED_WORK_COOKIE_NAME = "__Host-saved_work" if _served_by_https else "saved_work"
PASSKEY_COOKIE_NAME = "__Host-passkey" if _served_by_https else "passkey"
if _served_by_https:
    # A browser takes these names from this very host alone, over HTTPS alone.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
# The token of forms goes with the session: each page with a form begins its time anew.
SESSION_COOKIE_AGE = CSRF_COOKIE_AGE = 12 * 60 * 60
# Not in a cookie of their own, whose name would bind it to nothing.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
# Django's own page for an expired form carries a style of its own, which the policy below forbids.
CSRF_FAILURE_VIEW = "cooperation.browse.errors.forbidden"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

INSTALLED_APPS = [
    "cooperation",
    # modeltranslation patches the admin, so it comes before it.
    "modeltranslation",
    "cooperation.editorial.site.EditorialAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # WhiteNoise's own command replaces runserver's static files, so both serve alike.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "csp",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    # Outermost what every answer bears, also one that the next of these gives itself: a redirect, a file, a refusal.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cooperation.operations.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cooperation.operations.bounds.BoundsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cooperation.operations.caching.CompressionMiddleware",
    "cooperation.operations.caching.CachePolicyMiddleware",
    "cooperation.operations.unavailable.UnavailableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cooperation.editorial.gate.TwoFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cooperation.operations.metrics.counting.RouteMiddleware",
]

ROOT_URLCONF = "cooperation.urls"
WSGI_APPLICATION = "cooperation.wsgi.application"

# The index of meetings is made beside the requests, which ask the database meanwhile.
INDEX_IN_BACKGROUND = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cooperation.templatetags.capitals",
            ],
        },
    },
    # For the few parts of a page that repeat hundreds of times.
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "hot"],
    },
]

DATABASES = environment.databases(DATA_DIR)
# How many seconds one request may read, and on PostgreSQL one statement of it may take; 0 for any. A setting of this
# site, not of Django.
REQUEST_SECONDS = environment.whole_number("REQUEST_SECONDS", 20)
DATABASE_ROUTERS = ["cooperation.operations.replicas.Router"] if len(DATABASES) > 1 else []
# How far a replica may be behind before others are read. Settings of this site, not of Django.
DATABASE_REPLICA_LAG_MS = environment.whole_number("DATABASE_REPLICA_LAG_MS", 500)
CACHES = {"default": environment.cache(DATA_DIR)}
# How much memory each process has for finished pages; 0 keeps none. A setting of this site, not of Django.
PAGE_CACHE_MB = environment.whole_number("PAGE_CACHE_MB", 32)
# How many processes answer: one a core. A setting of this site, not of Django.
WORKERS = environment.workers(2)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{where}.{name}", "OPTIONS": options}
    for where, name, options in (
        ("django.contrib.auth.password_validation", "UserAttributeSimilarityValidator", {}),
        ("django.contrib.auth.password_validation", "MinimumLengthValidator", {"min_length": 12}),
        ("django.contrib.auth.password_validation", "CommonPasswordValidator", {}),
        ("django.contrib.auth.password_validation", "NumericPasswordValidator", {}),
        ("cooperation.editorial.guessing", "GuessableValidator", {}),
    )
]

# Signing in: a password and a second factor. No mail is sent, and nobody signs up.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "admin:index"
ACCOUNT_ADAPTER = "cooperation.editorial.accounts.AccountAdapter"
ACCOUNT_FORMS = {"change_password": "cooperation.editorial.account_forms.PasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Per address; and of failures per address and per account.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "cooperation.editorial.accounts.FactorAdapter"
MFA_FORMS = {"add_webauthn": "cooperation.editorial.account_forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A code of the half minute before or after: clocks differ, and typing takes time. None is taken twice.
MFA_TOTP_TOLERANCE = 1
# Browsers hold http://localhost for safe; the library only with this.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _served_by_https
USERSESSIONS_ADAPTER = "cooperation.editorial.accounts.SessionAdapter"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("az", _("Azerbaijani")), ("ru", _("Russian"))]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "az", "ru")
LOCALE_PATHS = [BASE_DIR / "cooperation" / "locale"]
FORMAT_MODULE_PATH = "cooperation.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Baku"

# How lines of the log look, whether each request is one, and whom errors are told. Settings of this site.
LOG_FORMAT = environment.choice("LOG_FORMAT", "plain", "json")
ERROR_REPORTER = environment.text("ERROR_REPORTER")
LOGGING = logs.configuration(LOG_FORMAT, requests=environment.flag("LOG_REQUESTS"), reporter=ERROR_REPORTER)

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The largest request: an import file and what its form adds. A setting of this site, not of Django.
LARGEST_BODY = 11 * 1024 * 1024
# A filtered address repeats a parameter for "any of"; more values than this is not a reader.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# What the link check calls itself to the servers that it asks; the address says whose program it is.
LINK_CHECK_AGENT = f"CooperationRecordLinkCheck/1.0 (+{SITE_URL or 'no public address'})"
# How often one address may ask for data. A setting of this site, not of Django.
DATA_REQUESTS_A_MINUTE = 600
# How many long answers each process sends at once, half of its places at most, and how many of them to one address.
DATA_STREAMS_A_PROCESS = 4
DATA_STREAMS_AN_ADDRESS = 2

# The API only reads, knows nobody, and speaks JSON alone.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Azerbaijan–UN cooperation record",
    "DESCRIPTION": "Meetings of Azerbaijan's government with agencies of the UN system, and all that hangs on them: "
    "the same records, filters and counts as on the pages. Read only, no key needed.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": ["cooperation.opendata.api.document.complete"],
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
