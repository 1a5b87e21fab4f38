"""Sessions for those who sign in, and for nobody else."""

import re

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse

_PRIVATE = re.compile(r"^/(admin|i18n|[a-z]{2}/account)/")


class PrivateSessionMiddleware(SessionMiddleware):
    """Reads and writes sessions under the admin and the account pages only.

    Everywhere else even a session cookie that makes no sense changes nothing: the page stays the same for everyone.
    """

    def process_request(self, request: HttpRequest) -> None:
        if _PRIVATE.match(request.path_info):
            super().process_request(request)
        else:
            request.session = self.SessionStore(None)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return super().process_response(request, response) if _PRIVATE.match(request.path_info) else response
