"""Where a request comes from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The client's IP address; None if there is no telling.

    Without a proxy it is that of the connection. Behind one (`BEHIND_PROXY`) it is the hop of X-Forwarded-For that our
    own outermost proxy has written: the last, or the `TRUSTED_PROXIES`th from the end. What stands before that, anyone
    may have sent.
    """
    if settings.BEHIND_PROXY:
        hops = request.headers.get("X-Forwarded-For", "").split(",")
        found = hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else ""
    else:
        found = request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(found.strip()))
    except ValueError:
        return None
