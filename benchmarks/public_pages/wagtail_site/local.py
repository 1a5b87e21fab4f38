"""What the production settings of a new Wagtail project leave to each site. Copied beside them as `local.py`."""

import os

from mysite.settings.base import INSTALLED_APPS, MIDDLEWARE

SECRET_KEY = "only-for-benchmarks"  # noqa: S105
ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = ["stories", *INSTALLED_APPS]
LANGUAGE_CODE = "bg"
TIME_ZONE = "Europe/Sofia"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["PGHOST"],
        "PORT": os.environ["PGPORT"],
        "NAME": os.environ["PGDATABASE"],
        "USER": os.environ["PGUSER"],
        "PASSWORD": os.environ["PGPASSWORD"],
        "CONN_MAX_AGE": 60,
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": os.environ["REDIS_URL"]}}
# The cache for the whole site, as Django's documentation sets it up and Wagtail's recommends Redis for it.
if os.environ.get("SITE_CACHE"):
    MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        *MIDDLEWARE,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]
