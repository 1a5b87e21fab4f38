"""The settings, all of them, read from the environment.

The defaults are production's. `NEWSROOM_ENV=local` (what `make run` sets) relaxes only what plain http on
loopback needs; DEBUG stays off in both, so that what is seen locally is what will run.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

NEWSROOM_ENV = env.str("NEWSROOM_ENV", default="production")
if NEWSROOM_ENV not in {"production", "local", "test"}:
    raise ImproperlyConfigured(f"NEWSROOM_ENV is {NEWSROOM_ENV!r}; it must be 'production', 'local' or 'test'.")
IN_PRODUCTION = NEWSROOM_ENV == "production"
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

SECRET_KEY = env.str("DJANGO_SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "DJANGO_SECRET_KEY is not set. Give the process a long random value of its own, for example the output of "
        "`python -c 'import secrets; print(secrets.token_urlsafe(64))'`. On your own machine `make run` does so."
    )
DEBUG = env.bool("DJANGO_DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if IN_PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Only then are the headers believed that a proxy sets: who the client is, and whether it came by https.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1)  # See newsroom.shared.client_address.
# Where letters lead to: they are written without a request that would tell.
_SITE = f"https://{ALLOWED_HOSTS[0]}" if IN_PRODUCTION and ALLOWED_HOSTS else "http://localhost:8000"
SITE_URL = env.str("SITE_URL", default=_SITE).rstrip("/")
if SITE_URL.startswith(("https://.", "https://*")):
    raise ImproperlyConfigured(
        f"ALLOWED_HOSTS begins with {ALLOWED_HOSTS[0]!r}, which stands for many hosts, so nobody can tell where "
        "letters and feeds should lead. Set SITE_URL to the site's own address, for example https://www.example.com."
    )
# False keeps a site for rehearsals out of search engines: no page is indexed, and robots.txt says so.
OPEN_TO_SEARCH_ENGINES = env.bool("OPEN_TO_SEARCH_ENGINES", default=True)
# The hub that is told of changes, and tells those who follow a feed (WebSub); empty: none.
WEBSUB_HUB_URL = env.str("WEBSUB_HUB_URL", default="")

# --- What it is made of -----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "newsroom",
    "articles",
    "media_library",
    "subscriptions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_prose_editor",
    "pgtrigger",
    "taggit",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsroom.shared.private_sessions.PrivateSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.sign_in.middleware.SignedInCookieMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "newsroom.sign_in.middleware.StaffSecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Engines ----------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql://localhost/newsroom")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
    "ATOMIC_REQUESTS": False,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
# Whole public pages, kept and handed out before Django is asked. See docs/deployment.md for a Valkey of their own.
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
PAGE_CACHE_URL = env.str("PAGE_CACHE_URL", default=REDIS_URL)

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Photos have workers of their own, so that a thousand of them never keep a story from going out in time.
CELERY_TASK_ROUTES = {"media_library.tasks.*": {"queue": "photos"}}
CELERY_BEAT_SCHEDULE = {
    "publish-due-stories": {
        "task": "articles.tasks.publish_due_stories",
        "schedule": 5.0,
        "options": {"expires": 5.0},  # A worker that was away does not come back to a queue of the same question.
    },
    "learn-words": {
        "task": "articles.tasks.learn_words",
        "schedule": 600.0,
        "options": {"expires": 600.0},
    },
    "repeat-pending-bumps": {
        "task": "newsroom.tasks.repeat_pending_bumps",
        "schedule": 5.0,
        "options": {"expires": 5.0},
    },
    "take-dropped-photos": {
        "task": "media_library.tasks.take_dropped_photos",
        "schedule": 10.0,
        "options": {"expires": 10.0},
    },
    "sweep-photos": {
        "task": "media_library.tasks.sweep_photos",
        "schedule": 20.0,
        "options": {"expires": 20.0},
    },
    "end-packages": {
        "task": "subscriptions.tasks.end_packages",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "decide-notices": {
        "task": "subscriptions.tasks.decide_notices",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
    "send-notices": {
        "task": "subscriptions.tasks.send_notices",
        "schedule": 30.0,
        "options": {"expires": 30.0},
    },
    "sweep-originals": {
        "task": "media_library.tasks.sweep_originals",
        "schedule": 300.0,
        "options": {"expires": 300.0},
    },
    "sweep-downloads": {
        "task": "subscriptions.tasks.sweep_downloads",
        "schedule": 3600.0,
        "options": {"expires": 3600.0},
    },
}

# --- Languages and times ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "bg"
LANGUAGES = [("bg", _("Bulgarian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Sofia"

# --- People -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "newsroom.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "articles.domain.permissions.DeskBackend",
    "subscriptions.backends.SubscriberBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "subscriptions:home"
# Staff need a second factor for the admin. Only a developer's own machine does without; tests switch it on.
REQUIRE_STAFF_MFA = env.bool("REQUIRE_STAFF_MFA", default=IN_PRODUCTION)

ACCOUNT_ADAPTER = "newsroom.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}  # Staff have user names; customers never see theirs.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_USER_DISPLAY = "newsroom.sign_in.adapter.display_name"
ACCOUNT_FORMS = {
    "login": "newsroom.sign_in.forms.SignInForm",
    "signup": "newsroom.sign_in.forms.SignUpForm",
    "add_email": "newsroom.sign_in.forms.ChangeEmailForm",
    "change_password": "newsroom.sign_in.forms.ChangePasswordForm",
    "set_password": "newsroom.sign_in.forms.SetPasswordForm",
    "reset_password": "newsroom.sign_in.forms.AskForResetForm",
    "reset_password_from_key": "newsroom.sign_in.forms.ResetPasswordForm",
    "reauthenticate": "newsroom.sign_in.forms.ReauthenticateForm",
}
# Failed sign-ins: five in ten minutes for one account from one address (the adapter makes that pair the key), and
# many more for the address as a whole, behind which there may be an editorial office.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "50/10m/ip,5/10m/key",
    "reset_password": "20/m/ip,5/m/key",
}

MFA_ADAPTER = "newsroom.sign_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_PRODUCTION
MFA_TOTP_TOLERANCE = 1  # Half a minute, which is what telephones are wrong by.
# Customers can't be here without a verified address; whom the newsroom has given an account is vouched for.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "newsroom.sign_in.second_factor_forms.CodeForm",
    "reauthenticate": "newsroom.sign_in.second_factor_forms.ReauthenticateCodeForm",
    "activate_totp": "newsroom.sign_in.second_factor_forms.ActivateAppForm",
    "add_webauthn": "newsroom.sign_in.second_factor_forms.AddPasskeyForm",
    "edit_webauthn": "newsroom.sign_in.second_factor_forms.RenamePasskeyForm",
}

# --- Files and mail ---------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = env.str("MEDIA_URL", default="/media/")
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
# Originals, and the sizes that are sold, have no address at all; renditions are what pages show.
PHOTO_STORAGE = env.str("PHOTO_STORAGE", default="local")
_PHOTO_HOSTS: list[str] = []  # Besides our own, which pages may show pictures from.
if PHOTO_STORAGE == "local":
    _ORIGINALS = {
        "BACKEND": "newsroom.shared.content_store.ContentFileSystemStorage",
        "OPTIONS": {"location": env.str("ORIGINALS_DIR", default=str(VAR_DIR / "originals")), "base_url": None},
    }
    _RENDITIONS = {
        "BACKEND": "newsroom.shared.content_store.ContentFileSystemStorage",
        "OPTIONS": {"location": MEDIA_ROOT, "base_url": MEDIA_URL},
    }
elif PHOTO_STORAGE == "s3":
    # Needs requirements-s3.txt. Any store that speaks S3; its keys come from the environment, as boto3 reads them.
    _S3 = {"endpoint_url": env.str("S3_ENDPOINT_URL", default=None), "region_name": env.str("S3_REGION", default=None)}
    _S3_BUCKET = env.str("S3_RENDITIONS_BUCKET")
    _S3_DOMAIN = env.str("S3_RENDITIONS_DOMAIN", default=None)
    # The bucket stands in the host's name or behind it, as the store has it.
    _S3_HOST = _S3["endpoint_url"] or f"https://s3.{_S3['region_name']}.amazonaws.com"
    _PHOTO_HOSTS = [_S3_DOMAIN] if _S3_DOMAIN else [_S3_HOST, _S3_HOST.replace("://", f"://{_S3_BUCKET}.")]
    if not _S3_DOMAIN and not _S3["endpoint_url"]:
        _PHOTO_HOSTS.append(f"https://{_S3_BUCKET}.s3.amazonaws.com")
    _ORIGINALS = {
        "BACKEND": "storages.backends.s3.S3Storage",
        # What takes more than a megabyte of memory while it is read waits on a disk.
        "OPTIONS": _S3 | {"bucket_name": env.str("S3_ORIGINALS_BUCKET"), "max_memory_size": 1024 * 1024},
    }
    _RENDITIONS = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": _S3
        | {
            "bucket_name": _S3_BUCKET,
            "querystring_auth": False,
            "custom_domain": _S3_DOMAIN,
            # A day, as newsroom/media_files.py has it: what a court forbids must not stay in caches for a year.
            "object_parameters": {"CacheControl": "public, max-age=86400, immutable"},
        },
    }
else:
    raise ImproperlyConfigured(f"PHOTO_STORAGE is {PHOTO_STORAGE!r}; it must be 'local' or 's3'.")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    "originals": _ORIGINALS,
    "renditions": _RENDITIONS,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Who hands files over to subscribers: we ourselves, nginx (X-Accel-Redirect), or the store (a presigned address).
DOWNLOADS_BY = env.str("DOWNLOADS_BY", default="store" if PHOTO_STORAGE == "s3" else "newsroom")
if DOWNLOADS_BY not in ({"newsroom", "store"} if PHOTO_STORAGE == "s3" else {"newsroom", "nginx"}):
    raise ImproperlyConfigured(f"DOWNLOADS_BY is {DOWNLOADS_BY!r}, which does not go with PHOTO_STORAGE.")
DOWNLOADS_NGINX_LOCATION = env.str("DOWNLOADS_NGINX_LOCATION", default="/handed-out/")
# Uploads wait on a disk, never in memory.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = env.str("FILE_UPLOAD_TEMP_DIR", default=None)
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

if NEWSROOM_ENV == "local":
    EMAIL_BACKEND = "newsroom.shared.mail_folder.AnnouncedFileBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
else:
    vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="newsroom@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10  # seconds: a mail server that does not answer keeps nobody waiting for longer.
ADMINS = [("", address) for address in env.list("ADMIN_EMAILS", default=[])]  # Who is told of damaged files.

# --- Safety -----------------------------------------------------------------------------------------------------

# The script of a service that counts visits, and its name for the notice; empty: visits are not counted. It is loaded
# only for readers who have said yes.
ANALYTICS_SCRIPT_URL = env.str("ANALYTICS_SCRIPT_URL", default="")
ANALYTICS_NAME = env.str("ANALYTICS_NAME", default=urlsplit(ANALYTICS_SCRIPT_URL).hostname or "")
# Plain http is allowed only on a developer's own machine and in tests.
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=IN_PRODUCTION)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000 if IN_PRODUCTION else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=IN_PRODUCTION)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=IN_PRODUCTION)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IN_PRODUCTION
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
# Public pages carry no inline script or style at all. The nonce is there for the admin's import map, and costs
# a page that never asks for it nothing.
_ANALYTICS = ["{0.scheme}://{0.netloc}".format(urlsplit(ANALYTICS_SCRIPT_URL))] if ANALYTICS_SCRIPT_URL else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE, *_ANALYTICS],
        "connect-src": [SELF, *_ANALYTICS],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_PHOTO_HOSTS, *_ANALYTICS],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # A card of photos, sent at once by a browser that runs no scripts.

# --- What the newsroom decides ----------------------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True
# The agency's sign behind the dateline, for each language of the site.
AGENCY_SIGN = {
    "bg": env.str("AGENCY_SIGN_BG", default="НИА"),
    "en": env.str("AGENCY_SIGN_EN", default="NNA"),
}
AGENCY_NAME = {
    "bg": env.str("AGENCY_NAME_BG", default="Национална информационна агенция"),
    "en": env.str("AGENCY_NAME_EN", default="National News Agency"),
}
# Who the agency is on its invoices. Only a machine that bills nobody has an example of it; see docs/deployment.md.
_EXAMPLE = {} if IN_PRODUCTION else {
    "AGENCY_LEGAL_NAME_BG": "„Национална информационна агенция“ ЕАД",
    "AGENCY_LEGAL_NAME_EN": "National News Agency EAD",
    "AGENCY_REGISTRATION_NUMBER": "000000000",
    "AGENCY_VAT_NUMBER": "BG000000000",
    "AGENCY_ADDRESS_BG": "бул. „Пример“ № 1, 1000 София",
    "AGENCY_ADDRESS_EN": "1 Primer Blvd., 1000 Sofia",
    "AGENCY_BANK": "Примерна банка АД",
    "AGENCY_IBAN": "BG00EXAM00000000000000",
}  # fmt: skip


def _agency(name: str, default: str = "") -> str:
    return str(env.str(name, default=_EXAMPLE.get(name, default)))


INVOICE_SELLER = {
    "name_bg": _agency("AGENCY_LEGAL_NAME_BG"),
    "name_en": _agency("AGENCY_LEGAL_NAME_EN"),
    "registration_number": _agency("AGENCY_REGISTRATION_NUMBER"),
    "vat_number": _agency("AGENCY_VAT_NUMBER"),
    "address_bg": _agency("AGENCY_ADDRESS_BG"),
    "address_en": _agency("AGENCY_ADDRESS_EN"),
    "country": _agency("AGENCY_COUNTRY", "BG"),
    "bank": _agency("AGENCY_BANK"),
    "iban": _agency("AGENCY_IBAN"),
    # Why an invoice with a rate of zero bears no VAT: the law wants it named.
    "no_vat_ground_bg": _agency("NO_VAT_GROUND_BG", "чл. 21, ал. 2 от ЗДДС (обратно начисляване)"),
    "no_vat_ground_en": _agency("NO_VAT_GROUND_EN", "Article 21(2) of the Bulgarian VAT Act (reverse charge)"),
}
INVOICE_FIRST_NUMBER = env.int("INVOICE_FIRST_NUMBER", default=1)  # Of the series; once it has begun, it goes on.
LOW_BALANCE_PERCENT = env.int("LOW_BALANCE_PERCENT", default=20)
# Whoever moves more units of a balance by hand needs a second person to carry it out.
FOUR_EYES_ABOVE = env.int("FOUR_EYES_ABOVE", default=20)
ENDING_NOTICE_DAYS = env.int("ENDING_NOTICE_DAYS", default=14)
# Where customers write to; empty: to the account manager or the people of sales, each by their own address.
SALES_EMAIL = env.str("SALES_EMAIL", default="")
SALES_PHONE = env.str("SALES_PHONE", default="")
# Whom readers write to about an error; empty: the page of contacts gives the postal address alone.
EDITORS_EMAIL = env.str("EDITORS_EMAIL", default="" if IN_PRODUCTION else "redaktsia@news.example")
LIST_PAGE_SIZE = 20
# Milliseconds that a query of a search may take; what takes longer is told to be too wide.
SEARCH_TIME_LIMIT = env.int("SEARCH_TIME_LIMIT", default=120)
WIRE_MAX_BYTES = 10 * 1024 * 1024
PHOTO_MAX_BYTES = env.int("PHOTO_MAX_BYTES", default=200 * 1024 * 1024)
PHOTO_MAX_PIXELS = env.int("PHOTO_MAX_PIXELS", default=200_000_000)
PHOTO_MAX_SIDE = env.int("PHOTO_MAX_SIDE", default=30_000)
# Where card readers and FTP servers put photos; a folder in it with a supplier's short name is that supplier's.
PHOTO_DROP_FOLDER = Path(env.str("PHOTO_DROP_FOLDER", default=str(VAR_DIR / "drop")))

# --- Logs -------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # What is packed into the fonts of every PDF, and which letters they lack, is told by nobody's wish.
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "fpdf": {"level": "ERROR"},
        # Django would mail every error page to the administrators, with what the visitor had sent. The log has them.
        "django": {"handlers": [], "level": "INFO"},
    },
}
