"""What a web server calls: the page cache, and Django behind it."""

import os

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from newsroom.shared.page_cache.serving import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def make_application() -> WSGIHandler | PageCache:
    """The site, with its page cache before it if the settings say so."""
    django = get_wsgi_application()
    if not settings.PAGE_CACHE:
        return django
    # Models can be imported only now that Django is ready.
    from newsroom.page_changes import next_change  # noqa: PLC0415

    return PageCache(django, next_change=next_change)


application = make_application()
