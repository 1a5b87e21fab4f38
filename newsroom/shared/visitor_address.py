"""From where somebody asks."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def visitor_address(request: HttpRequest) -> str | None:
    """The visitor's IP address; None where there is none, as at a socket.

    X-Forwarded-For is believed only behind our own proxy (BEHIND_PROXY), and only its last entry, which that proxy
    has written: the others are whatever the visitor has sent.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER is not None:
        text = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2] or text
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return None
