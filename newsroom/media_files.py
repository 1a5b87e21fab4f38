"""The public sizes of photos, for a machine whose web server does not hand them out itself (docs/deployment.md)."""

from __future__ import annotations

import re

from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotFound
from django.views.decorators.http import require_safe

_NAME = re.compile(r"photos/\d{3}/\d+/[a-z0-9-]+\.(?:jpg|webp)", re.ASCII)
_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}
# The name holds the hash of the content, so that what it names never changes. A day and no more, because a photo may be
# withdrawn by a court, and a cache that nobody can reach should not keep it for a year.
_KEEP = "public, max-age=86400, immutable"


@require_safe
def show_media_file(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """Answer with one public file of the local storage; whatever is not a rendition's name is not found.

    A picture that is missing needs no page around it, and no question to the database.
    """
    storage = storages["renditions"]
    if not _NAME.fullmatch(name) or not isinstance(storage, FileSystemStorage):
        return HttpResponseNotFound()
    try:
        file = storage.open(name, "rb")
    except FileNotFoundError:
        return HttpResponseNotFound()
    return FileResponse(file, content_type=_TYPES[name.rpartition(".")[2]], headers={"Cache-Control": _KEEP})
