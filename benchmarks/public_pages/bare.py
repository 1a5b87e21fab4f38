"""The floor of any Django: a view that hands out bytes that lie ready, and nothing around it.

Served by gunicorn as `benchmarks.public_pages.bare:application`; BARE_PAGES names a file of pickled pages by address.
"""

import os
import pickle
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

PAGES: dict[str, bytes] = pickle.loads(Path(os.environ["BARE_PAGES"]).read_bytes())  # noqa: S301 (our own file)


def show(request: HttpRequest) -> HttpResponse:
    page = PAGES[request.get_full_path()]
    return HttpResponse(page, headers={"Content-Length": str(len(page))})


urlpatterns = [re_path("", show)]
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"], SECRET_KEY="bare", MIDDLEWARE=[])
application = get_wsgi_application()
