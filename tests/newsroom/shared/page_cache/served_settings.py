"""The settings for web processes of a test: static files as they are, without a collectstatic first."""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
