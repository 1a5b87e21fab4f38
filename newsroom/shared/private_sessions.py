"""Sessions for those who sign in, and for nobody else."""

import re

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

_PRIVATE = re.compile(r"^/(admin|i18n|[a-z]{2}/account)/")


def is_private(path: str) -> bool:
    """Whether sessions exist at this path."""
    return _PRIVATE.match(path) is not None


class PrivateSessionMiddleware(SessionMiddleware):
    """Reads and writes sessions under the admin and the account pages only, and lets nothing of those be stored.

    Everywhere else even a session cookie that makes no sense changes nothing: the page stays the same for everyone.
    """

    def process_request(self, request: HttpRequest) -> None:
        if is_private(request.path_info):
            super().process_request(request)
        else:
            request.session = self.SessionStore(None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if not is_private(request.path_info):
            return response
        response.headers.setdefault("Cache-Control", "private, no-store")
        return super().process_response(request, response)
