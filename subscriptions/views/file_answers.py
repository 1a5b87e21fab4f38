"""Files as answers: sent by ourselves with parts on demand, or handed over by nginx or the store."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse

from newsroom.shared.byte_ranges import ByteRange, NoSuchRange, read_range
from subscriptions.domain.downloads.handing_out import HandedFile, HandedZip
from subscriptions.domain.downloads.handover import FOLDER, presigned_address, put_down
from subscriptions.domain.downloads.naming import attachment

_JPEG = "image/jpeg"


def answer_file(request: HttpRequest, handed: HandedFile) -> HttpResponseBase:
    """The answer with one file, whole or in part, to GET and HEAD."""
    disposition = attachment(handed.name)
    # Who asks for the head only gets no address: what is fetched from there is recorded here.
    if settings.DOWNLOADS_BY == "store" and request.method != "HEAD":
        return HttpResponseRedirect(presigned_address(put_down(handed.copy), disposition=disposition))
    if settings.DOWNLOADS_BY == "nginx":
        answer = HttpResponse(content_type=_JPEG, headers={"Content-Disposition": disposition})
        name = put_down(handed.copy).removeprefix(f"{FOLDER}/")
        answer["X-Accel-Redirect"] = settings.DOWNLOADS_NGINX_LOCATION + quote(name)
        return answer
    return _send(request, handed, disposition=disposition)


def _send(request: HttpRequest, handed: HandedFile, *, disposition: str) -> HttpResponseBase:
    copy, etag = handed.copy, f'"{handed.copy.fingerprint}"'
    headers = {"Accept-Ranges": "bytes", "ETag": etag, "Content-Disposition": disposition}
    part: ByteRange | None = None
    if request.method == "GET":
        try:
            part = read_range(
                request.headers.get("Range", ""),
                size=copy.size,
                if_range=request.headers.get("If-Range", ""),
                etag=etag,
            )
        except NoSuchRange:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{copy.size}", "Accept-Ranges": "bytes"})
    start, stop = (part.start, part.stop) if part else (0, copy.size)
    if part:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{copy.size}"
    headers["Content-Length"] = str(stop - start)
    if request.method == "HEAD":
        return HttpResponse(content_type=_JPEG, headers=headers)
    pieces = copy.pieces(start=start, stop=stop)
    return StreamingHttpResponse(pieces, status=206 if part else 200, content_type=_JPEG, headers=headers)


def answer_zip(request: HttpRequest, handed: HandedZip) -> HttpResponseBase:
    """The answer with a zip. It is made anew each time, so there are no parts of it."""
    headers = {
        "Accept-Ranges": "none",
        "Content-Disposition": attachment(handed.name),
        "Content-Length": str(handed.size),
    }
    if request.method == "HEAD":
        return HttpResponse(content_type="application/zip", headers=headers)
    return StreamingHttpResponse(handed.pieces, content_type="application/zip", headers=headers)
